"""Stacks applied by the real Terraform and provider: what was declared is what is made, and a second plan is empty."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sessionform.model import Autoscaled, Environment, Fixed, Provisioned, Recovery, Table, Ttl
from tests.moto_support import MotoServer
from tests.terraform.live import Live
from tests.terraform.stacks_support import environment_of, unprotected, with_local_state
from tests.terraform_support import Workspace

ROOT = Path(__file__).parents[2]
STACKS = {
    "development": (ROOT / "sessions.yaml", "development"),
    "production": (ROOT / "sessions.yaml", "production"),
    "every-setting": (ROOT / "examples/every-setting.yaml", "everything"),
}

IN_SHORT = "every-setting"
"""Has what the others have; these are applied by `make test-long`."""

pytestmark = [pytest.mark.slow, pytest.mark.terraform]


@pytest.mark.parametrize(
    "stack", [stack if stack == IN_SHORT else pytest.param(stack, marks=pytest.mark.long) for stack in STACKS]
)
def test_what_is_declared_is_what_is_made(stack: str, tmp_path: Path, moto_server: MotoServer) -> None:
    """Init, validate, apply, an empty second plan, the live tables as declared; a change, and again; all away again."""
    environment = environment_of(*STACKS[stack])
    workspace = Workspace(tmp_path, endpoint=moto_server.url)
    workspace.write(with_local_state(environment))
    workspace.init()
    workspace.validate()
    workspace.apply()
    assert workspace.changes() == {}
    assert _differences(moto_server, environment) == []
    assert set(workspace.outputs()) == _outputs(environment)

    changed = _changed(unprotected(environment))
    workspace.write(with_local_state(changed))
    changes = workspace.changes()
    assert {f"aws_dynamodb_table.{key}": "update" for key in changed.tables}.items() <= changes.items()
    assert set(changes.values()) <= {"update", "delete"}
    workspace.apply()
    assert workspace.changes() == {}
    assert _differences(moto_server, changed) == []

    workspace.destroy()
    names = moto_server.client("dynamodb").list_tables()["TableNames"]
    assert not {table.name for table in environment.tables.values()} & set(names)


@pytest.mark.long
def test_a_declaration_that_names_an_emulator_is_applied_there(tmp_path: Path, moto: MotoServer) -> None:
    """As a team has it on its machines, with nothing in the environment that says so."""
    environment = environment_of(*STACKS["development"])
    workspace = Workspace(tmp_path)
    workspace.write(with_local_state(dataclasses.replace(environment, endpoint_url=moto.url)))
    workspace.init()
    workspace.apply()
    assert _differences(moto, environment) == []


def _differences(server: MotoServer, environment: Environment) -> list[str]:
    return [
        difference
        for table in environment.tables.values()
        for difference in Live(server, environment, table).differences()
    ]


def _outputs(environment: Environment) -> set[str]:
    return {
        f"{table.key}_{name}"
        for table in environment.tables.values()
        for name in ("name", "arn", *(["stream_arn"] if table.stream else []))
    }


def _changed(environment: Environment) -> Environment:
    return dataclasses.replace(environment, tables={key: _changed_table(t) for key, t in environment.tables.items()})


def _changed_table(table: Table) -> Table:
    """The table with what can be changed in place changed, and what can be taken away from beside it taken away."""
    return dataclasses.replace(
        table,
        tags={**table.tags, "Changed": "yes"},
        billing=_changed_billing(table.billing) if isinstance(table.billing, Provisioned) else table.billing,
        ttl=None if table.ttl is None else Ttl(table.ttl.attribute, enabled=False),
        stream=table.stream if table.replicas else None,
        point_in_time_recovery=Recovery(enabled=not table.point_in_time_recovery.enabled),
        table_class="STANDARD" if table.table_class != "STANDARD" else "STANDARD_INFREQUENT_ACCESS",
        replicas=table.replicas[:1],
        contributor_insights=None,
        kinesis_stream=None,
        resource_policy=None,
        alarms=None,
    )


def _changed_billing(billing: Provisioned) -> Provisioned:
    """Bounds that schedules move are not Terraform's, on either side, so that others change nothing."""
    sides = (billing.read, billing.write)
    more = 0 if any(isinstance(side, Autoscaled) and side.schedules for side in sides) else 10
    capacities = [
        dataclasses.replace(side, max=side.max + more, target_utilization=60, scale_in_cooldown=120)
        if isinstance(side, Autoscaled)
        else Fixed(side.units + 1)
        for side in sides
    ]
    return Provisioned(*capacities)


CAPPED = """\
version: 1
environments: {production: {region: us-east-1}}
tables:
  one:
    partition_key: id
    ttl: expires
    max_throughput: {read: 1000}
    global_secondary_indexes: {by_user: {partition_key: userId, max_throughput: {read: 100}}}
  both:
    partition_key: id
    ttl: expires
    max_throughput: {read: 1000%s}
    global_secondary_indexes: {by_user: {partition_key: userId, max_throughput: {read: 100%s}}}
"""


@pytest.mark.long
def test_a_cap_is_set_on_one_side_cleared_once_and_then_left_out(tmp_path: Path, moto: MotoServer) -> None:
    """What is left out of a creation is not sent, and once a cap is cleared the plan is empty without the word for it."""
    workspace = Workspace(tmp_path, endpoint=moto.url)
    name = "aws_dynamodb_table.both"
    for sides, changes, live in (
        ((", write: 500", ", write: 50"), {name: "create", "aws_dynamodb_table.one": "create"}, (500, 50)),
        ((", write: -1", ", write: -1"), {name: "update"}, (None, None)),
        (("", ""), {}, (None, None)),
    ):
        workspace.write(with_local_state(environment_of(CAPPED % sides, "production")))
        if "write: 500" in sides[0]:
            workspace.init()
        assert workspace.changes() == changes
        workspace.apply()
        described = moto.client("dynamodb").describe_table(TableName="both-production")["Table"]
        caps = [item["OnDemandThroughput"] for item in (described, described["GlobalSecondaryIndexes"][0])]
        assert [cap["MaxReadRequestUnits"] for cap in caps] == [1000, 100]
        assert tuple(cap.get("MaxWriteRequestUnits") for cap in caps) == live
    alone = moto.client("dynamodb").describe_table(TableName="one-production")["Table"]
    assert alone["OnDemandThroughput"] == {"MaxReadRequestUnits": 1000}
    assert workspace.changes() == {}
