"""`renamed_from`, `removed` and `import_existing` with the real Terraform: nobody's sessions are lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.terraform.stacks_support import environment_of, with_local_state
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.terraform, pytest.mark.long]

HEADER = """\
version: 1
table_name: "refactoring-{table}"
environments: {production: {region: us-east-1}}
"""

BEFORE = f"""{HEADER}
tables:
  sessions:
    table_name: refactoring-renamed
    partition_key: id
    ttl: expires
    billing_mode: PROVISIONED
    capacity: {{read: {{min: 1, max: 5}}, write: 5}}
  kept: {{partition_key: id, ttl: expires}}
  deleted: {{partition_key: id, ttl: expires}}
"""

AFTER = f"""{HEADER}
tables:
  webSessions:
    renamed_from: [veryOldSessions, sessions]
    table_name: refactoring-renamed
    partition_key: id
    ttl: expires
    billing_mode: PROVISIONED
    capacity: {{read: {{min: 1, max: 5}}, write: 5}}
  adopted: {{partition_key: id, ttl: expires, import_existing: true}}
removed:
  kept: {{keep: true}}
  deleted: {{delete: true}}
"""


def test_tables_are_moved_kept_deleted_and_adopted(tmp_path: Path, moto: MotoServer) -> None:
    """A rename moves the table with what stands beside it, `keep` forgets it, `import_existing` takes one in."""
    client = moto.client("dynamodb")
    workspace = Workspace(tmp_path, endpoint=moto.url)
    workspace.write(with_local_state(environment_of(BEFORE, "production")))
    workspace.init()
    workspace.apply()
    client.put_item(TableName="refactoring-renamed", Item={"id": {"S": "alive"}})
    client.create_table(
        TableName="refactoring-adopted",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )

    workspace.write(with_local_state(environment_of(AFTER, "production")))
    workspace.validate()
    changes = {item["address"]: item for item in workspace.plan()["resource_changes"]}
    moved = changes["aws_dynamodb_table.webSessions"]
    assert moved["change"]["actions"] == ["no-op"]
    assert moved["previous_address"] == "aws_dynamodb_table.sessions"
    target = changes['aws_appautoscaling_target.webSessions["read"]']
    assert (target["change"]["actions"], target["previous_address"]) == (
        ["no-op"],
        'aws_appautoscaling_target.sessions["read"]',
    )
    assert changes["aws_dynamodb_table.kept"]["change"]["actions"] == ["forget"]
    assert changes["aws_dynamodb_table.deleted"]["change"]["actions"] == ["delete"]
    assert "importing" in changes["aws_dynamodb_table.adopted"]["change"]

    workspace.apply()
    assert workspace.changes() == {}
    assert set(client.list_tables()["TableNames"]) == {
        "refactoring-adopted",
        "refactoring-kept",
        "refactoring-renamed",
    }
    assert "Item" in client.get_item(TableName="refactoring-renamed", Key={"id": {"S": "alive"}})
