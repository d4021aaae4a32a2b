"""Providers with known faults: which tables meet them, what the computed constraint leaves out, what the check says."""

from __future__ import annotations

import pytest

from sessionform.facts.provider_faults import FAULTS, Shape
from sessionform.facts.version_constraints import Version, parse_constraint
from sessionform.terraform.faults import meetings
from sessionform.terraform.floors import provider_constraint
from tests.rules.examples import compiled, rules_of
from tests.terraform.declarations import environment

KEYS = "userSessions:\n  partition_key: userId\n  ttl: expiresAt\n"
ON_DEMAND = KEYS + "  global_secondary_indexes: {by_session: {partition_key: sessionId}}\n"
SCALED = KEYS + (
    "  billing_mode: PROVISIONED\n  capacity: {read: 5, write: 5}\n  global_secondary_indexes:\n"
    "    by_session: {partition_key: sessionId%s, capacity: {read: {min: 5, max: 50}, write: 5}}\n"
)


@pytest.mark.parametrize(
    ("tables", "constraint"),
    [
        (KEYS, ">= 5.100.0, < 7.0.0"),
        (ON_DEMAND, ">= 5.100.0, != 6.29.0, < 7.0.0"),
        (SCALED % ", sort_key: at", ">= 5.100.0, != 6.29.0, < 7.0.0"),
        (SCALED % "", ">= 5.100.0, < 6.29.0"),
        (ON_DEMAND + "  warm_throughput: {read: 13000, write: 5000}\n", ">= 6.13.0, != 6.29.0, < 7.0.0"),
    ],
)
def test_the_computed_constraint_leaves_out_what_cannot_plan_the_tables(tables: str, constraint: str) -> None:
    assert provider_constraint(environment("region: us-east-1", tables)) == constraint


def test_a_declared_constraint_is_left_as_it_is() -> None:
    declared = environment("region: us-east-1", SCALED % "", 'terraform: {aws_provider: "~> 6.30"}\n')
    assert provider_constraint(declared) == "~> 6.30"


@pytest.mark.parametrize(
    ("tables", "constraint", "found"),
    [
        (ON_DEMAND, ">= 5.100.0, < 7.0.0", {"version-faulty", "version-shows-changes"}),
        (ON_DEMAND, "= 6.29.0", {"version-faulty", "version-shows-changes"}),
        (ON_DEMAND, "= 6.28.0", {"version-shows-changes"}),
        (ON_DEMAND, ">= 5.100.0, < 6.13.0", set()),
        (ON_DEMAND, "= 6.30.0", {"version-shows-changes"}),
        (ON_DEMAND, ">= 6.31.0, < 7.0.0", set()),
        (KEYS, ">= 5.100.0, < 7.0.0", set()),
        (SCALED % "", ">= 6.27.0, < 6.29.0", set()),
        (SCALED % "", "= 6.26.0", {"version-shows-changes"}),
        (SCALED % "", ">= 6.40.0, < 7.0.0", {"version-faulty"}),
        (SCALED % ", sort_key: at", ">= 6.40.0, < 7.0.0", set()),
    ],
)
def test_the_check_says_which_versions_to_leave_out(tables: str, constraint: str, found: set[str]) -> None:
    text = (
        f'version: 1\nterraform: {{aws_provider: "{constraint}"}}\nenvironments: {{staging: {{region: us-east-1}}}}\n'
        "tables:\n" + "".join(f"  {line}\n" for line in tables.splitlines())
    )
    assert rules_of(text) & {"version-faulty", "version-shows-changes"} == found


@pytest.mark.parametrize(
    ("tables", "constraint", "hint"),
    [
        (ON_DEMAND, "~> 6.29.0", '"~> 6.29.0, != 6.29.0"'),
        (ON_DEMAND, "= 6.29.0", '">= 5.100.0, != 6.29.0, < 7.0.0"'),
        (SCALED % "", "~> 6.0", '"~> 6.0, < 6.29.0"'),
        (SCALED % "", "~> 6.30", '">= 5.100.0, < 6.29.0"'),
        (SCALED.replace("sessionId%s", "[sessionId, at]%s") % "", ">= 6.35.0, < 7.0.0", "no version is without it"),
    ],
)
def test_what_the_hint_leaves_can_be_installed(tables: str, constraint: str, hint: str) -> None:
    text = (
        f'version: 1\nterraform: {{aws_provider: "{constraint}"}}\nenvironments: {{staging: {{region: us-east-1}}}}\n'
        "tables:\n" + "".join(f"  {line}\n" for line in tables.splitlines())
    )
    found = [item.finding for item in compiled(text).diagnostics if item.finding.rule == "version-faulty"]
    assert hint in found[-1].hint


@pytest.mark.parametrize("tables", [KEYS, ON_DEMAND, SCALED % "", SCALED % ", sort_key: at"])
def test_the_computed_constraint_is_never_warned_of(tables: str) -> None:
    text = "version: 1\nenvironments: {staging: {region: us-east-1}}\ntables:\n"
    assert "version-faulty" not in rules_of(text + "".join(f"  {line}\n" for line in tables.splitlines()))


def test_a_sort_key_of_another_index_does_not_help() -> None:
    """The state holds every index, also the one that is not autoscaled."""
    tables = (SCALED % ", sort_key: at") + "    other: {partition_key: deviceId, capacity: {read: 5, write: 5}}\n"
    assert provider_constraint(environment("region: us-east-1", tables)) == ">= 5.100.0, < 6.29.0"


def test_the_provider_that_the_tests_run_can_plan_everything() -> None:
    run: Version = (5, 100, 0)
    assert not [fault.id for fault in FAULTS if fault.stops and fault.since <= run]
    assert all(fault.until is None or fault.since < fault.until for fault in FAULTS)


@pytest.mark.parametrize("tables", [ON_DEMAND, SCALED % ""])
def test_what_is_left_out_is_not_admitted(tables: str) -> None:
    constraint = parse_constraint(provider_constraint(environment("region: us-east-1", tables)))
    assert constraint is not None
    assert constraint.admits((5, 100, 0))
    assert not constraint.admits((6, 29, 0))


def test_a_fault_is_met_at_the_first_index_that_has_the_shape() -> None:
    found = environment(
        "region: us-east-1",
        KEYS
        + ON_DEMAND.replace("userSessions", "a")
        + ON_DEMAND.replace("userSessions", "b").replace("by_session", "by_b"),
    )
    assert {(meeting.table, meeting.place) for meeting in meetings(found)} == {
        ("a", ("tables", "a", "global_secondary_indexes", "by_session"))
    }
    scaled = SCALED % ", sort_key: at"
    two = scaled.replace(
        "    by_session", "    fixed: {partition_key: other, capacity: {read: 5, write: 5}}\n    by_session"
    )
    by_shape = {meeting.fault.shape: meeting.place[-1] for meeting in meetings(environment("region: us-east-1", two))}
    assert by_shape[Shape.GLOBAL_INDEX] == "fixed"
    assert by_shape[Shape.AUTOSCALED_INDEX] == "by_session"
