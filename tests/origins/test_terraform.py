"""Tables in Terraform states: those of the real Terraform, and those that nobody should hand over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.golden import assert_golden
from tests.live import made_by_hand
from tests.origins.support import FIXTURES, GOLDEN, Adopt, adopt, environment, write_json

__all__ = ["adopt"]

STATE = FIXTURES / "terraform-state.json"
"""Made by Terraform 1.11.4 and provider 5.100.0 of the configuration in `foreign`: `test_the_round_trip` makes the same."""

MODULES = """\
module.sessions.aws_dynamodb_table.autoscaled_gsi_ignore[0] sessions
module.sessions["carts"].aws_dynamodb_table.this[0] carts
module.web.module.dynamodb_table.aws_dynamodb_table.default[0] web
aws_dynamodb_table.logins logins
aws_dynamodb_table.each["log-ins.v2"] log-ins_v2
aws_dynamodb_table.each["7"] _7
aws_dynamodb_table.copies[1] copies_1
module.a["x.y"].module.b[2].aws_dynamodb_table.this b_2
"""
"""Addresses as terraform-aws-modules, cloudposse and others have them, with the key that the table gets."""


def shown(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A state as Terraform shows it, of resources in the root module."""
    return {"format_version": "1.0", "values": {"root_module": {"resources": list(resources)}}, **more}


def table(
    address: str = "aws_dynamodb_table.t", name: str = "ttt", region: str = "us-east-1", **more: Any
) -> dict[str, Any]:
    """A table in a state. Of its name and index Terraform tells what the address does."""
    attributes = {
        "arn": f"arn:aws:dynamodb:{region}:123456789012:table/{name}",
        "name": name,
        "hash_key": "id",
        "billing_mode": "PAY_PER_REQUEST",
        "attribute": [{"name": "id", "type": "S"}],
    }
    return resource(address, **{**attributes, **more})


def resource(address: str, **attributes: Any) -> dict[str, Any]:
    plain, _, index = address.rpartition("].")[2].partition("[")
    type_, name = plain.split(".")[-2:]
    key = {"index": json.loads(index.removesuffix("]"))} if index else {}
    provider = "registry.terraform.io/hashicorp/aws"
    told = {"address": address, "mode": "managed", "type": type_, "name": name, "provider_name": provider}
    return {**told, **key, "values": attributes}


def test_a_state_of_the_real_terraform(adopt: Adopt) -> None:
    code, out, err = adopt("-e", "production", "--terraform-state", STATE)
    assert code == (1 if "what the declaration does not say" in err else 0)
    assert_golden(Path("sessions.yaml").read_text(encoding="utf-8"), GOLDEN / "terraform.yaml")
    assert_golden(f"{out}---\n{err}".replace(str(STATE), "STATE"), GOLDEN / "terraform.txt")


@pytest.mark.parametrize("line", MODULES.splitlines())
def test_a_key_from_an_address(adopt: Adopt, line: str) -> None:
    address, _, key = line.rpartition(" ")
    module, _, _ = address.rpartition(".aws_")
    item = table(address)
    root = {"child_modules": [{"address": module, "resources": [item]}]} if module else {"resources": [item]}
    state = {"format_version": "1.0", "values": {"root_module": root}}
    code, _, err = adopt("-e", "production", "--terraform-state", write_json(state))
    assert code == 0, err
    assert list(environment().tables) == [key]


def test_tables_that_would_have_one_key(adopt: Adopt) -> None:
    items = [table(f'module.{name}.aws_dynamodb_table.each["carts"]', name) for name in ("aaa", "bbb")]
    modules = [{"address": f"module.{name}", "resources": [item]} for name, item in zip("ab", items, strict=True)]
    state = {"format_version": "1.0", "values": {"root_module": {"child_modules": modules}}}
    code, _, err = adopt("-e", "production", "--terraform-state", write_json(state))
    assert code == 0, err
    assert list(environment().tables) == ["a_each_carts", "b_each_carts"]


def test_one_module_of_several(adopt: Adopt) -> None:
    code, out, _ = adopt("-e", "production", "--terraform-state", STATE, "--address", "module.plain")
    assert (code, list(environment().tables)) == (0, ["plain"])
    assert "from = module.plain.aws_dynamodb_table.this" in out
    assert " moved {" not in out
    code, _, err = adopt("-e", "production", "--terraform-state", STATE, "--address", "module.plai")
    assert (code, "no table is at `module.plai`" in err) == (2, True)


def test_moved_only_where_nothing_else_is_in_the_state(adopt: Adopt) -> None:
    one = table('aws_dynamodb_table.t["a"]', "aaa")
    code, out, _ = adopt("-e", "production", "--terraform-state", write_json(shown(one)))
    assert (code, " moved {" in out, "state mv" in out) == (0, True, False)
    assert 'from = aws_dynamodb_table.t["a"]\n       to   = aws_dynamodb_table.a\n' in out
    other = resource("aws_sns_topic.on_call", arn="arn:aws:sns:us-east-1:123456789012:on-call")
    foreign = {**resource("random_id.it"), "provider_name": "registry.terraform.io/hashicorp/random"}
    data = {**other, "mode": "data"}
    for more, moved in ((other, False), (foreign, False), (data, True)):
        Path("sessions.yaml").unlink()
        _, out, _ = adopt("-e", "production", "--terraform-state", write_json(shown(one, more)))
        assert (" moved {" in out, "state mv" in out) == (moved, not moved), more


def test_what_keeps_its_address_is_not_moved(adopt: Adopt) -> None:
    """Terraform refuses to plan a block that moves nothing, and the import is not to switch the protection off again."""
    code, out, _ = adopt(
        "-e", "production", "--terraform-state", write_json(shown(table("aws_dynamodb_table.t", "aaa")))
    )
    assert (code, " moved {" in out, "under the same addresses" in out) == (0, False, True)
    assert "Declare `deletion_protection: true` here as well" in out


def test_an_instance_among_others_is_forgotten_alone(adopt: Adopt) -> None:
    both = shown(*(table(f'aws_dynamodb_table.t["{name}"]', name * 3) for name in "ab"))
    _, out, _ = adopt("-e", "production", "--terraform-state", write_json(both), "--table", "aaa")
    assert "from = aws_dynamodb_table.t\n" not in out
    assert """terraform state rm 'aws_dynamodb_table.t["a"]'""" in out


def test_one_unit_of_capacity_is_written(adopt: Adopt) -> None:
    """Where `defaults` say PROVISIONED a table without capacity would have one unit, which no declaration may leave out."""
    units = {"billing_mode": "PROVISIONED", "read_capacity": 2, "write_capacity": 1}
    index = {"name": "by_a", "hash_key": "a", "read_capacity": 1, "write_capacity": 1, "projection_type": "ALL"}
    types = [{"name": name, "type": "S"} for name in ("id", "a")]
    two = [
        table(f"aws_dynamodb_table.{name}", name, attribute=types, global_secondary_index=[index], **units)
        for name in ("carts", "logins")
    ]
    code, _, err = adopt("-e", "production", "--terraform-state", write_json(shown(*two)))
    assert code == 0, err
    assert "capacity: {read: 2, write: 1}" in Path("sessions.yaml").read_text(encoding="utf-8")


def test_two_environments_of_one_table(adopt: Adopt) -> None:
    for name, region in (("development", "us-east-1"), ("production", "eu-west-1")):
        item = table(
            "aws_dynamodb_table.userSessions", f"s-{region}", region, deletion_protection_enabled=name == "production"
        )
        code, _, err = adopt("-e", name, "--terraform-state", write_json(shown(item)))
        assert code == 0, err
    assert_golden(Path("sessions.yaml").read_text(encoding="utf-8"), GOLDEN / "environments.yaml")


def test_what_belongs_to_a_table_in_states(adopt: Adopt) -> None:
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/ttt"
    state = shown(
        table(
            stream_enabled=True,
            stream_view_type="NEW_IMAGE",
            stream_arn=f"{arn}/stream/1",
            stream_label="1",
            replica=[{"region_name": "eu-west-1", "propagate_tags": True, "point_in_time_recovery": True}],
            tags={"Team": "x"},
            new_switch=True,
        ),
        resource(
            "aws_dynamodb_table_replica.r",
            arn=arn.replace("us-east-1", "us-west-2"),
            global_table_arn=arn,
            tags={"A": "b"},
        ),
        resource("aws_dynamodb_tag.t", resource_arn=arn, key="Cost", value="1"),
        resource(
            "aws_dynamodb_resource_policy.s", resource_arn=f"{arn}/stream/1", policy=json.dumps(made_by_hand.POLICY)
        ),
        resource("aws_dynamodb_resource_policy.t", resource_arn=arn, policy="{"),
        resource("aws_dynamodb_table_item.i", table_name="ttt", hash_key="id", item="{}"),
        resource("aws_dynamodb_global_table.g", name="ttt"),
        resource(
            "aws_appautoscaling_target.r",
            arn="arn:aws:application-autoscaling:eu-west-1:123456789012:scalable-target/1",
            service_namespace="dynamodb",
            resource_id="table/ttt",
            scalable_dimension="dynamodb:table:ReadCapacityUnits",
        ),
    )
    code, out, err = adopt("-e", "production", "--terraform-state", write_json(state))
    assert code == 1
    assert_golden(
        f"{Path('sessions.yaml').read_text()}---\n{out}---\n{err}".replace(str(Path.cwd()), ""), GOLDEN / "beside.txt"
    )


def test_tags_of_what_stands_beside_a_table_in_a_state(adopt: Adopt) -> None:
    """Where the state tells them; the first deploy makes them those of the environment."""
    target = {
        "service_namespace": "dynamodb",
        "resource_id": "table/ttt",
        "scalable_dimension": "dynamodb:table:ReadCapacityUnits",
    }
    arn = "arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target/1"
    tracking = {
        "target_value": 70,
        "predefined_metric_specification": [{"predefined_metric_type": "DynamoDBReadCapacityUtilization"}],
    }
    state = shown(
        table(billing_mode="PROVISIONED", read_capacity=5, write_capacity=5, tags_all={"Environment": "production"}),
        resource(
            "aws_appautoscaling_target.r",
            arn=arn,
            min_capacity=5,
            max_capacity=50,
            tags_all={"Environment": "production", "Owner": "me"},
            **target,
        ),
        resource(
            "aws_appautoscaling_policy.r",
            name="mine",
            policy_type="TargetTrackingScaling",
            target_tracking_scaling_policy_configuration=[tracking],
            **target,
        ),
    )
    code, _, err = adopt("-e", "production", "--terraform-state", write_json(state))
    assert code == 1
    said = "the tags of the scalable target of read: `Owner` is not the environment's, and a deploy removes it"
    assert f"  - {said}\n" in err
    assert err.count("  - ") == 1


BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (dict, "is not a Terraform state"),
    "a list": (list, "is not a Terraform state"),
    "a later format": (lambda: {"format_version": "2.0", "values": {}}, "is of format version 2.0; 1 is known"),
    "an empty state": (lambda: {"format_version": "1.0"}, "is the state of nothing"),
    "no tables": (lambda: shown(resource("aws_sns_topic.t")), "holds no DynamoDB table"),
    "the state file itself": (lambda: {"version": 4, "resources": []}, "is the state file itself (version 4)"),
    "one of long ago": (lambda: {"version": 3, "modules": []}, "is the state file itself (version 3)"),
    "a plan": (lambda: {"format_version": "1.2", "planned_values": {}}, "is a plan, not a state"),
    "an odd root": (lambda: {"format_version": "1.0", "values": {"root_module": []}}, "holds no DynamoDB table"),
    "odd values": (lambda: {"format_version": "1.0", "values": []}, "`values` is not a mapping"),
    "odd resources": (lambda: shown(*[7]), "`resources` is a number, not a mapping"),  # type: ignore[arg-type]
    "no address": (lambda: shown({"type": "aws_dynamodb_table"}), "has no `address`"),
    "no key": (lambda: shown(table(hash_key=None)), "`aws_dynamodb_table.t` has no `hash_key`"),
    "a key that is a list": (lambda: shown(table(hash_key=["id"])), "`hash_key` is a list, not text"),
    "a key of no type": (lambda: shown(table(attribute=[])), "the type of the key attribute `id` is not in it"),
    "capacity in words": (
        lambda: shown(table(billing_mode="", read_capacity="many")),
        "`read_capacity` is `many`, not a number",
    ),
    "half a unit": (
        lambda: shown(table(billing_mode="", read_capacity=1.5)),
        "`read_capacity` is a number, not a whole number",
    ),
    "tags in a list": (lambda: shown(table(tags=["a"])), "`tags` is a list, not a mapping"),
    "two regions": (
        lambda: shown(table(), table("aws_dynamodb_table.u", "uuu", "eu-west-1")),
        "the tables are in several regions: eu-west-1, us-east-1",
    ),
    "no region": (lambda: shown(table(arn="t")), "which region is not known"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_a_state(adopt: Adopt, case: str) -> None:
    make, message = BAD[case]
    code, _, err = adopt("-e", "production", "--terraform-state", write_json(make()))
    assert (code, message in err, "hint: " in err) == (2, True, True), err
    assert not Path("sessions.yaml").exists()


def test_what_is_left_out_and_said(adopt: Adopt) -> None:
    tainted = {**table("aws_dynamodb_table.b", "bbb"), "tainted": True}
    deposed = {**table("aws_dynamodb_table.c", "ccc"), "deposed_key": "1"}
    again = table("aws_dynamodb_table.again", "bbb")
    _, _, err = adopt("-e", "production", "--terraform-state", write_json(shown(table(), tainted, deposed, again)))
    assert sorted(environment().tables) == ["b", "t"]
    for text in (
        "`aws_dynamodb_table.b` is tainted",
        "`aws_dynamodb_table.c` is a deposed object",
        "is the same table as",
    ):
        assert text in err


def test_the_environment_decides_the_region(adopt: Adopt) -> None:
    state = write_json(shown(table(), table("aws_dynamodb_table.u", "uuu", "eu-west-1")))
    code, _, err = adopt("-e", "production", "--terraform-state", state, "--region", "eu-west-1")
    assert (code, list(environment().tables)) == (0, ["u"])
    assert "`ttt` is in us-east-1: adopt it into an environment of that region" in err
    text = Path("sessions.yaml").read_text(encoding="utf-8").replace("123456789012", "111122223333")
    Path("sessions.yaml").write_text(text, encoding="utf-8")
    code, _, err = adopt("-e", "production", "--terraform-state", state)
    assert (code, "belongs to account 111122223333, the tables to 123456789012" in err) == (3, True)
