"""Grants applied by the real Terraform and provider: the policies are those that `explain` shows, and a second plan is empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.grants.policy import Arns, policy_document
from sessionform.model import Environment
from sessionform.terraform.grants import policy_name
from tests.moto_support import MotoServer
from tests.terraform.stacks_support import with_local_state
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.terraform]

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1, tags: {Stage: production}}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      read_session: {query: sessionId}
      save_session: {put: [userId, sessionId]}
      log_out: {delete: [userId, sessionId]}
    grants:
      web: {patterns: all, role: sessions-web}
      support: [log_out]
      audit: {stream: true, role: sessions-audit}
  adminSessions:
    partition_key: id
    ttl: expires
    consumer: {library: connect-dynamodb, options: {initialized: true}}
    grants:
      consumer: all
"""
LESS = DECLARATION.replace("{patterns: all, role: sessions-web}", "{patterns: [read_session]}").replace(
    "      support: [log_out]\n", ""
)
ROLES = ("sessions-web", "sessions-audit")
TRUST = '{"Version":"2012-10-17","Statement":[]}'


def environment_of(text: str) -> Environment:
    return compile_text(text, "sessions.yaml").valid().environments["production"]


def test_policies_are_made_attached_changed_and_taken_away(tmp_path: Path, moto: MotoServer) -> None:
    """Init, validate, apply, an empty second plan; less is allowed, and nothing else changes; all away again."""
    iam = moto.client("iam")
    for role in ROLES:
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    environment = environment_of(DECLARATION)
    workspace = Workspace(tmp_path, endpoint=moto.url)
    workspace.write(with_local_state(environment))
    workspace.init()
    workspace.validate()
    workspace.apply()
    assert workspace.changes() == {}
    assert _made(iam) == _declared(moto, environment)
    assert _attached(iam) == {"web@userSessions-production", "audit@userSessions-production"}
    outputs = {
        f"{table.key}_{grant.name}_policy_arn" for table in environment.tables.values() for grant in table.grants
    }
    assert {name for name in workspace.outputs() if name.endswith("_policy_arn")} == outputs

    less = environment_of(LESS)
    workspace.write(with_local_state(less))
    assert workspace.changes() == {
        'aws_iam_policy.userSessions["web"]': "update",
        'aws_iam_policy.userSessions["support"]': "delete",
        'aws_iam_role_policy_attachment.userSessions["web"]': "delete",
    }
    workspace.apply()
    assert _made(iam) == _declared(moto, less)
    assert _attached(iam) == {"audit@userSessions-production"}

    workspace.destroy()
    assert _made(iam) == {}
    assert _attached(iam) == set()


def _made(iam: Any) -> dict[str, Any]:
    """Every policy that there is, by its name, as IAM has it."""
    found = {}
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
        document = version["PolicyVersion"]["Document"]
        found[policy["PolicyName"]] = json.loads(document) if isinstance(document, str) else document
    return found


def _declared(moto: MotoServer, environment: Environment) -> dict[str, Any]:
    """What the policies have to be, with the ARNs that AWS tells of the tables."""
    found = {}
    for table in environment.tables.values():
        regions = (environment.region, *(replica.region for replica in table.replicas))
        described = [
            moto.client("dynamodb", region).describe_table(TableName=table.name)["Table"] for region in regions
        ]
        arns = Arns(tuple(each["TableArn"] for each in described), described[0].get("LatestStreamArn", ""))
        for grant in table.grants:
            found[policy_name(grant.name, table.name)] = policy_document(table, grant, arns)
    return found


def _attached(iam: Any) -> set[str]:
    return {
        policy["PolicyName"]
        for role in ROLES
        for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    }
