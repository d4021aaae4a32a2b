"""Tables in exports of Pulumi stacks: the guide's program first."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.origins.pulumi import read_export
from tests.golden import assert_golden
from tests.live import made_by_hand
from tests.moto_support import MotoServer
from tests.origins.recreate import recreate
from tests.origins.support import FIXTURES, GOLDEN, Adopt, adopt, arguments_of, environment, write_json

__all__ = ["adopt"]

EXPORT = FIXTURES / "pulumi-stack.json"
"""Made by `make_pulumi_export.py`."""

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


def exported(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"version": 3, "deployment": {"manifest": {}, "resources": list(resources), **more}}


def table(
    logical: str = "userSessions", name: str = "userSessions-1a2b3c4", region: str = "us-east-1", **more: Any
) -> dict[str, Any]:
    outputs = {
        "arn": f"arn:aws:dynamodb:{region}:123456789012:table/{name}",
        "name": name,
        "hashKey": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "billingMode": "PAY_PER_REQUEST",
    }
    type_ = "aws:dynamodb/table:Table"
    urn = f"urn:pulumi:production::web::{type_}::{logical}"
    return {"urn": urn, "type": type_, "custom": True, "outputs": {**outputs, **more}}


def test_the_guide_and_everything_else(adopt: Adopt) -> None:
    code, out, err = adopt("-e", "production", "--pulumi", EXPORT)
    assert code == 0, err
    assert_golden(Path("sessions.yaml").read_text(encoding="utf-8"), GOLDEN / "pulumi.yaml")
    assert_golden(f"{out}---\n{err}".replace(str(EXPORT), "EXPORT"), GOLDEN / "pulumi.txt")
    assert main(["check", "-q"]) == 0


def test_the_guides_table_alone(adopt: Adopt) -> None:
    code, out, _ = adopt("-e", "production", "--pulumi", EXPORT, "--address", "userSessions", "--dry-run")
    assert (code, "+  userSessions:" in out, "carts" in out) == (0, True, False)
    assert not Path("sessions.yaml").exists()


def test_the_same_as_from_aws(adopt: Adopt, aws_environment: MotoServer, moto: MotoServer) -> None:
    assert adopt("-e", "production", "--pulumi", EXPORT, "-f", "offline.yaml", "--offline")[0] == 0
    moto.reset()
    for each in read_export(str(EXPORT)).tables:
        assert each.found is not None
        recreate(moto, each.found)
    assert adopt("-e", "production", "--region", "us-east-1", "--all", "-f", "live.yaml")[0] == 0
    code, _, err = adopt("-e", "production", "--pulumi", EXPORT, "-f", "checked.yaml")
    assert (code, "not compared" in err) == (0, False)
    live = arguments_of(environment("live.yaml"))
    assert sorted(live) == ["carts", "userSessions"]
    assert arguments_of(environment("checked.yaml")) == live
    assert arguments_of(environment("offline.yaml")) == live


def test_aws_wins_and_must_have_the_table(adopt: Adopt, aws_environment: MotoServer, moto: MotoServer) -> None:
    export = write_json(exported(table(ttl={"enabled": True, "attributeName": "old"})))
    code, _, err = adopt("-e", "production", "--pulumi", export)
    assert (code, "there is none in us-east-1 of account 123456789012" in err) == (3, True)
    found = (
        read_export(str(write_json(exported(table(ttl={"enabled": True, "attributeName": "now"})), "now.json")))
        .tables[0]
        .found
    )
    assert found is not None
    recreate(moto, found)
    assert adopt("-e", "production", "--pulumi", export)[0] == 0
    ttl = environment().tables["userSessions"].ttl
    assert ttl is not None
    assert ttl.attribute == "now"
    text = json.dumps(exported(table(arn="arn:aws:dynamodb:us-east-1:111122223333:table/x")))
    Path("other.json").write_text(text, encoding="utf-8")
    code, _, err = adopt("-e", "production", "--pulumi", "other.json", "-f", "other.yaml")
    assert (code, "these credentials to 123456789012" in err, "--offline" in err) == (3, True, True)


def test_stacks_of_two_environments_are_one_table(adopt: Adopt) -> None:
    development = write_json(exported(table(name="userSessions-aaaaaaa")), "development.json")
    production = write_json(
        exported(table(name="userSessions-bbbbbbb", deletionProtectionEnabled=True)), "production.json"
    )
    for name, file in (("development", development), ("production", production)):
        code, _, err = adopt("-e", name, "--pulumi", file)
        assert code == 0, err
    names = {
        name: [(t.key, t.name, t.deletion_protection) for t in environment(name=name).tables.values()]
        for name in ("development", "production")
    }
    assert names == {
        "development": [("userSessions", "userSessions-aaaaaaa", False)],
        "production": [("userSessions", "userSessions-bbbbbbb", True)],
    }


def test_into_an_environment_that_declared_it_already(adopt: Adopt) -> None:
    """The table of the file that was written first is the one of the program, though the file gives it another name."""
    text = (
        "version: 1\nenvironments:\n  production: {region: us-east-1}\ntables:\n  userSessions: {partition_key: id}\n"
    )
    Path("sessions.yaml").write_text(text, encoding="utf-8")
    code, _, err = adopt("-e", "production", "--pulumi", write_json(exported(table())))
    assert code == 0, err
    assert [(t.key, t.name) for t in environment().tables.values()] == [("userSessions", "userSessions-1a2b3c4")]
    adopt("-e", "production", "--pulumi", write_json(exported(table(name="userSessions-ccccccc"))))
    assert sorted(environment().tables) == ["userSessions", "userSessions_2"]


def test_what_is_not_the_stacks_own(adopt: Adopt) -> None:
    external = {**table("read", "read"), "external": True}
    leaving = {**table("leaving", "leaving"), "delete": True}
    code, _, err = adopt(
        "-e",
        "production",
        "--pulumi",
        write_json(exported(table(), external, leaving, pending_operations=[{}])),
    )
    assert (code, sorted(environment().tables)) == (0, ["userSessions"])
    assert "operations that were interrupted" in err


def test_protected_tables_and_what_depends_on_them(adopt: Adopt) -> None:
    guarded = {**table(), "protect": True}
    user = {
        "urn": "urn:pulumi:production::web::aws:lambda/function:Function::login",
        "type": "aws:lambda/function:Function",
    }
    export = exported(guarded, {**user, "custom": True, "dependencies": [guarded["urn"]]})
    _, out, _ = adopt("-e", "production", "--pulumi", write_json(export))
    lines = [line.strip() for line in out.splitlines()]
    assert lines.index(f"pulumi state unprotect '{guarded['urn']}' --yes") < lines.index(
        f"pulumi state delete '{guarded['urn']}' --yes"
    )
    assert f"{user['urn']} (`userSessions-1a2b3c4`)" in lines


def test_companions_leave_before_their_table(adopt: Adopt) -> None:
    _, out, _ = adopt("-e", "production", "--pulumi", EXPORT)
    urns = [line.split("'")[1] for line in out.splitlines() if "pulumi state delete" in line]
    export = json.loads(EXPORT.read_text(encoding="utf-8"))["deployment"]["resources"]
    uses = {item["urn"]: item.get("dependencies", []) for item in export}
    assert len(urns) == 9
    assert all(urns.index(urn) < urns.index(used) for urn in urns for used in uses[urn] if used in urns)


BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (dict, "is not a Pulumi export"),
    "a list": (list, "is not a Pulumi export"),
    "a state file": (lambda: {"version": 3, "checkpoint": {}}, "is the state file of a backend"),
    "a preview": (lambda: {"steps": []}, "is a preview, not an export"),
    "a later version": (lambda: {"version": 4, "deployment": {}}, "is an export of version 4; 3 is known"),
    "an empty stack": (lambda: {"version": 3, "deployment": None}, "is the export of an empty stack"),
    "no resources": (exported, "holds no resources"),
    "no tables": (lambda: exported({"urn": "a", "type": "b"}), "holds no DynamoDB table"),
    "no urn": (lambda: exported({"type": "aws:dynamodb/table:Table"}), "has no `urn`"),
    "a secret name": (lambda: exported(table(name={**SECRET, "ciphertext": "x"})), "`name` is secret"),
    "a secret tag": (lambda: exported(table(tags={"Team": {**SECRET, "ciphertext": "x"}})), "`Team` is secret"),
    "a broken secret": (lambda: exported(table(hashKey={**SECRET, "plaintext": "{"})), "cannot be read"),
    "outputs in a list": (lambda: exported({**table(), "outputs": [1]}), "`outputs` is not a mapping"),
    "odd dependencies": (lambda: exported({**table(), "dependencies": [1]}), "`dependencies` is a number, not text"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_an_export(adopt: Adopt, case: str) -> None:
    make, message = BAD[case]
    code, _, err = adopt("-e", "production", "--pulumi", write_json(make()))
    assert (code, message in err, "hint: " in err) == (2, True, True), err
    assert not Path("sessions.yaml").exists()


def test_secrets_that_are_shown(adopt: Adopt) -> None:
    shown = table(tags={"Team": {**SECRET, "plaintext": '"x"'}})
    assert adopt("-e", "production", "--pulumi", write_json(exported(shown)))[0] == 0
    assert environment().tables["userSessions"].tags == {"Team": "x"}


def test_one_origin_at_a_time(adopt: Adopt) -> None:
    with pytest.raises(SystemExit):
        adopt("-e", "production", "--pulumi", "a", "--terraform-state", "b")


def native(kind: str, name: str, **outputs: Any) -> dict[str, Any]:
    type_ = f"aws-native:{kind}"
    return {"urn": f"urn:pulumi:production::web::{type_}::{name}", "type": type_, "custom": True, "outputs": outputs}


NATIVE_TABLE = native(
    "dynamodb:Table",
    "sessions",
    arn="arn:aws:dynamodb:us-east-1:123456789012:table/sessions-1a2b3c4",
    tableName="sessions-1a2b3c4",
    keySchema=[{"attributeName": "id", "keyType": "HASH"}],
    attributeDefinitions=[{"attributeName": "id", "attributeType": "S"}],
    provisionedThroughput={"readCapacityUnits": 5, "writeCapacityUnits": 6},
    sseSpecification={"sseEnabled": True, "sseType": "KMS"},
    timeToLiveSpecification={"attributeName": "ttl", "enabled": True},
    resourcePolicy={"policyDocument": made_by_hand.POLICY},
    tags=[{"key": "Team", "value": {**SECRET, "plaintext": '"identity"'}}],
)


def test_tables_of_aws_native(adopt: Adopt) -> None:
    scaled = {
        "resourceId": "table/sessions-1a2b3c4",
        "scalableDimension": "dynamodb:table:ReadCapacityUnits",
        "serviceNamespace": "dynamodb",
    }
    target = native("applicationautoscaling:ScalableTarget", "read", minCapacity=5, maxCapacity=50, **scaled)
    metric = {
        "predefinedMetricSpecification": {"predefinedMetricType": "DynamoDBReadCapacityUtilization"},
        "targetValue": 65,
    }
    policy = native(
        "applicationautoscaling:ScalingPolicy",
        "read",
        policyName="mine",
        policyType="TargetTrackingScaling",
        targetTrackingScalingPolicyConfiguration=metric,
        **scaled,
    )
    code, out, err = adopt("-e", "production", "--pulumi", write_json(exported(NATIVE_TABLE, target, policy)))
    assert code == 0, err
    assert_golden(f"{Path('sessions.yaml').read_text(encoding='utf-8')}---\n{out}", GOLDEN / "pulumi-native.txt")


def test_a_global_table_of_aws_native(adopt: Adopt) -> None:
    outputs = {
        key: value
        for key, value in NATIVE_TABLE["outputs"].items()
        if key not in ("provisionedThroughput", "tags", "resourcePolicy")
    }
    replicas = [{"region": "us-east-1", "deletionProtectionEnabled": True}, {"region": "eu-west-1"}]
    item = native("dynamodb:GlobalTable", "sessions", **outputs, billingMode="PAY_PER_REQUEST", replicas=replicas)
    code, _, err = adopt("-e", "production", "--pulumi", write_json(exported(item)))
    assert code == 0, err
    table = environment().tables["sessions"]
    assert ([each.region for each in table.replicas], table.deletion_protection) == (["eu-west-1"], True)
