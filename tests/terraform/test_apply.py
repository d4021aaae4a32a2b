"""Stacks applied by the real Terraform and provider: what was declared is what is made, and a second plan is empty."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from sessionform.model import Autoscaled, Environment, OnDemand, Provisioned, Table
from sessionform.prove.result import Status
from sessionform.prove.settings import SettingsReader
from tests.moto_support import MotoServer
from tests.terraform.stacks_support import environment_of, unprotected, with_local_state
from tests.terraform_support import Workspace

ROOT = Path(__file__).parents[2]
STACKS = {
    "development": (ROOT / "sessions.yaml", "development"),
    "production": (ROOT / "sessions.yaml", "production"),
    "every-setting": (ROOT / "examples/every-setting.yaml", "everything"),
}

pytestmark = [pytest.mark.slow, pytest.mark.terraform]


@pytest.mark.parametrize("stack", STACKS)
def test_what_is_declared_is_what_is_made(stack: str, tmp_path: Path, moto_server: MotoServer) -> None:
    """Init, validate, apply, an empty second plan, the live tables as declared, a change, and all away again."""
    environment = environment_of(*STACKS[stack])
    workspace = Workspace(tmp_path, endpoint=moto_server.url)
    if stack == "development":  # as a team has it on its machines: the declaration names the emulator
        environment = dataclasses.replace(environment, endpoint_url=moto_server.url)
        workspace = Workspace(tmp_path)
    workspace.write(with_local_state(environment))
    workspace.init()
    workspace.validate()
    workspace.apply()
    assert workspace.changes() == {}
    for table in environment.tables.values():
        _matches(moto_server, environment, table)
    outputs = workspace.outputs()
    for table in environment.tables.values():
        assert outputs[f"{table.key}_name"] == table.name
        assert outputs[f"{table.key}_arn"].endswith(f":table/{table.name}")
        assert (f"{table.key}_stream_arn" in outputs) == (table.stream is not None)

    changed = unprotected(environment)
    workspace.write(with_local_state(_retagged(changed)))
    assert {tuple(actions) for actions in workspace.changes().values()} == {("update",)}
    workspace.apply()
    workspace.destroy()
    names = moto_server.client("dynamodb").list_tables()["TableNames"]
    assert not {table.name for table in environment.tables.values()} & set(names)


def _retagged(environment: Environment) -> Environment:
    tables = {
        key: dataclasses.replace(table, tags={**table.tags, "Changed": "yes"})
        for key, table in environment.tables.items()
    }
    return dataclasses.replace(environment, tables=tables)


def _matches(server: MotoServer, environment: Environment, table: Table) -> None:
    client = server.client("dynamodb", environment.region)
    checks = list(SettingsReader(client, table, table.name).checks())
    assert not [check for check in checks if check.status is not Status.KEPT]
    described = client.describe_table(TableName=table.name)["Table"]
    tags = client.list_tags_of_resource(ResourceArn=described["TableArn"])["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == environment.tags_of(table)
    _matches_encryption(described, table)
    _matches_billing(described, table)
    _matches_replicas(described, table)
    _matches_companions(server, environment, table, described["TableArn"])


def _matches_encryption(described: dict[str, Any], table: Table) -> None:
    encryption = described.get("SSEDescription", {})
    assert (encryption.get("Status") == "ENABLED") == (table.encryption.mode != "AWS_OWNED")
    if table.encryption.mode == "CUSTOMER":
        assert encryption["KMSMasterKeyArn"] == table.encryption.kms_key_arn


def _matches_billing(described: dict[str, Any], table: Table) -> None:
    live = {index["IndexName"]: index for index in described.get("GlobalSecondaryIndexes", [])}
    owners = [(described, table.billing), *((live[i.name], i.billing) for i in table.global_secondary_indexes)]
    for owner, billing in owners:
        if isinstance(billing, OnDemand):
            cap = billing.max_throughput
            declared = (
                {} if cap is None else {"MaxReadRequestUnits": cap.read or -1, "MaxWriteRequestUnits": cap.write or -1}
            )
            assert owner.get("OnDemandThroughput", {}) == declared
        else:
            units = [c.min if isinstance(c, Autoscaled) else c.units for c in (billing.read, billing.write)]
            throughput = owner["ProvisionedThroughput"]
            assert [throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]] == units


def _matches_replicas(described: dict[str, Any], table: Table) -> None:
    regions = {item["RegionName"] for item in described.get("Replicas", [])}
    assert regions == {replica.region for replica in table.replicas}


def _matches_companions(server: MotoServer, environment: Environment, table: Table, arn: str) -> None:
    client = server.client("dynamodb", environment.region)
    scaling = server.client("application-autoscaling", environment.region)
    prefix = f"table/{table.name}"
    targets = [
        (
            target["ResourceId"].removeprefix(prefix),
            target["ScalableDimension"],
            target["MinCapacity"],
            target["MaxCapacity"],
        )
        for target in scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]
        if target["ResourceId"] == prefix or target["ResourceId"].startswith(f"{prefix}/")
    ]
    assert sorted(targets) == sorted(_declared_targets(table))
    policies = scaling.describe_scaling_policies(ServiceNamespace="dynamodb")["ScalingPolicies"]
    assert len([policy for policy in policies if policy["PolicyName"].startswith(f"{table.name}/")]) == len(targets)
    alarms = server.client("cloudwatch", environment.region).describe_alarms(AlarmNamePrefix=f"{table.name}/")
    names = {alarm["AlarmName"].removeprefix(f"{table.name}/") for alarm in alarms["MetricAlarms"]}
    if table.alarms is None:
        assert names == set()
    else:
        assert {"read_throttled", "write_throttled", "system_errors/GetItem", "ttl_stalled"} <= names
    if table.resource_policy is not None:
        policy = client.get_resource_policy(ResourceArn=arn)["Policy"]
        assert "${aws:username} %{literal}" in policy
    if table.kinesis_stream is not None:
        destinations = client.describe_kinesis_streaming_destination(TableName=table.name)
        (destination,) = destinations["KinesisDataStreamDestinations"]
        assert destination["StreamArn"] == table.kinesis_stream.stream_arn
    if table.contributor_insights:
        told = client.describe_contributor_insights(TableName=table.name)
        assert told["ContributorInsightsStatus"] == "ENABLED"


def _declared_targets(table: Table) -> list[tuple[str, str, int, int]]:
    found = []
    owners = [
        ("", "table", table.billing),
        *((f"/index/{i.name}", "index", i.billing) for i in table.global_secondary_indexes),
    ]
    for path, kind, billing in owners:
        if isinstance(billing, Provisioned):
            for word, capacity in (("Read", billing.read), ("Write", billing.write)):
                if isinstance(capacity, Autoscaled):
                    found.append((path, f"dynamodb:{kind}:{word}CapacityUnits", capacity.min, capacity.max))
    return found
