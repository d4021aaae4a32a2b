"""Declarations that once passed the check, or failed it, against what AWS or a provider does with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.compile import compile_file
from sessionform.terraform.environment import environment_config
from sessionform.terraform.floors import provider_constraint

REPORTED = Path(__file__).parent / "reported"

FOUND: dict[str, set[tuple[str, str]]] = {
    "cap-one-side": set(),
    "local-insights": {("note", "local-without-service")},
    "policy-refused": {("error", "policy-malformed")},
    "provider-6-autoscaled-index": set(),
    "replica-autoscaled-new": {("note", "replica-after-autoscaling")},
    "replica-keys-only": {("warning", "replica-stream-view")},
}
"""What has to be said of each of what it is about; of the other rules nothing but notes and warnings."""


@pytest.mark.parametrize("name", FOUND)
def test_what_is_said_of_a_reported_declaration(name: str) -> None:
    compiled = compile_file(str(REPORTED / f"{name}.yaml"))
    found = {(str(item.finding.severity), item.finding.rule) for item in compiled.diagnostics}
    assert FOUND[name] <= found
    assert {item for item in found if item[0] == "error"} <= FOUND[name]


def test_every_reported_declaration_is_looked_at() -> None:
    assert {path.stem for path in REPORTED.iterdir()} == FOUND.keys()


def test_a_cap_of_one_side_is_created_as_it_is() -> None:
    (environment,) = compile_file(str(REPORTED / "cap-one-side.yaml")).valid().environments.values()
    (table,) = environment_config(environment)["resource"]["aws_dynamodb_table"].values()
    assert table["on_demand_throughput"] == [{"max_write_request_units": 1000}]


def test_an_emulators_stack_has_no_insights() -> None:
    (environment,) = compile_file(str(REPORTED / "local-insights.yaml")).valid().environments.values()
    assert set(environment_config(environment)["resource"]) == {"aws_dynamodb_table"}


def test_the_provider_stays_where_the_indexes_can_be_planned() -> None:
    (environment,) = compile_file(str(REPORTED / "provider-6-autoscaled-index.yaml")).valid().environments.values()
    assert provider_constraint(environment) == ">= 5.100.0, < 6.29.0"


def test_an_adopted_stream_is_not_to_be_changed() -> None:
    compiled = compile_file(str(REPORTED / "replica-keys-only.yaml"))
    (hint,) = {item.finding.hint for item in compiled.diagnostics if item.finding.rule == "replica-stream-view"}
    assert hint.startswith("leave it as the table has it")
