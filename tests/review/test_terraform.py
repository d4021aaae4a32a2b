"""The review against the real thing: what it says that Terraform shows is what Terraform plans, for every table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from sessionform.review.plan import Planned, read_plan
from tests.live import from_stack
from tests.moto_support import MotoServer, start_moto
from tests.review.case import CASES
from tests.review.combined import Config, Side, Unit, combine, units_of
from tests.review.made_state import existing
from tests.review.random_pairs import pairs
from tests.terraform_support import TerraformFailed, Workspace

pytestmark = [pytest.mark.terraform, pytest.mark.slow, pytest.mark.long]

TABLE = "aws_dynamodb_table"
GONE_WITH_THE_TABLE = (
    "aws_dynamodb_contributor_insights",
    "aws_dynamodb_kinesis_streaming_destination",
    "aws_dynamodb_resource_policy",
)
PARALLEL = "-parallelism=40"
PAIRS = 80


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MotoServer]:
    """A second AWS, for environments that move to another endpoint."""
    yield from start_moto(tmp_path_factory.mktemp("elsewhere") / "server.log")


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The AWS profiles that cases name."""
    config = tmp_path / "aws.ini"
    config.write_text(
        "".join(
            f"[profile {name}]\naws_access_key_id = testing\naws_secret_access_key = testing\n"
            for name in ("first", "second")
        )
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))


def test_terraform_plans_what_the_review_says(
    tmp_path: Path, moto: MotoServer, elsewhere: MotoServer, profiles: None
) -> None:
    """Applies every case's `before`, plans every case's `after`, all in one workspace."""
    units = _proven_by("apply", "live", "refused", "other-endpoint", "names-kept")
    for unit in _proven_by("live"):
        _create_by_hand(unit, moto)
    workspace = Workspace(tmp_path / "work", endpoint=moto.url)
    workspace.write(_emulated(combine(dict.fromkeys(units, "before")), moto))
    workspace.init()
    workspace.run("apply", "-auto-approve", "-no-color", PARALLEL)
    after: dict[Unit, Side] = {unit: _later(unit) for unit in units}
    for unit in _proven_by("refused"):
        workspace.write(_emulated(combine(dict.fromkeys(units, "before") | {unit: "after"}), moto))
        _refused(unit, workspace)
    workspace.write(_emulated(combine(after), elsewhere))
    _compare(units, _planned(workspace, PARALLEL))


def test_terraform_plans_what_the_review_says_where_the_emulator_falls_short(tmp_path: Path) -> None:
    """`before` is planned, and the state that would come of it is made by hand; nothing is asked of an emulator."""
    units, refused = _proven_by("state"), _proven_by("refused-on-state")
    workspace = Workspace(tmp_path / "work", endpoint="http://127.0.0.1:9")
    before = _offline(combine(dict.fromkeys([*units, *refused], "before")))
    workspace.write(before)
    workspace.init()
    planned = workspace.plan("-refresh=false")["planned_values"]["root_module"]["resources"]
    _made(workspace, planned, before)
    for unit in refused:
        workspace.write(_offline(combine(dict.fromkeys(units, "before") | {unit: "after"})))
        _refused(unit, workspace)
    workspace.write(_offline(combine(dict.fromkeys(units, "after") | dict.fromkeys(refused, "before"))))
    _compare(units, _planned(workspace, "-refresh=false"))


def test_terraform_creates_everything_where_the_state_was_not_migrated(tmp_path: Path) -> None:
    """What `backend-changed` warns of; the plans of its cases above are those on the migrated state."""
    (unit,) = (unit for unit in _units() if unit.case.name == "backend-changed")
    workspace = Workspace(tmp_path / "work", endpoint="http://127.0.0.1:9")
    workspace.write(_offline(combine({unit: "after"})))
    workspace.init()
    assert {item.action for item in _planned(workspace, "-refresh=false").values()} == {"create"}
    assert [(item.rule, item.outcome) for item in unit.review.changes] == [("backend-changed", "fails-at-apply")]


@pytest.mark.parametrize("seed", [1, 2])
def test_terraform_plans_what_the_review_says_of_changes_made_at_random(tmp_path: Path, seed: int) -> None:
    """Also which stacks Terraform refuses to plan. A failure prints the pair; give it a case of its own."""
    units = units_of(islice(pairs(seed), PAIRS))
    refused = {unit for unit in units if _is_refused(unit)}
    workspace = Workspace(tmp_path / "work", endpoint="http://127.0.0.1:9")
    before = _offline(combine(dict.fromkeys(units, "before")))
    workspace.write(before)
    workspace.init()
    planned = workspace.plan("-refresh=false")["planned_values"]["root_module"]["resources"]
    _made(workspace, planned, before)
    workspace.write(_offline(combine(dict.fromkeys(units, "after"))))
    assert _refused_by_terraform(workspace) == {unit.prefix for unit in refused}
    later: dict[Unit, Side] = {unit: "before" if unit in refused else "after" for unit in units}
    workspace.write(_offline(combine(later)))
    _compare([unit for unit in units if unit not in refused], _planned(workspace, "-refresh=false"))


def test_provider_5_100_does_not_know_what_the_review_says_of_6(tmp_path: Path) -> None:
    units = _proven_by("provider-6")
    workspace = Workspace(tmp_path / "work")
    workspace.write(combine({unit: "before" if unit.case.name.endswith("dropped") else "after" for unit in units}))
    workspace.init()
    with pytest.raises(TerraformFailed) as failed:
        workspace.run("validate", "-json")
    diagnostics = json.loads(failed.value.output)["diagnostics"]
    refused = {item["address"] for item in diagnostics if "address" in item} or {item["detail"] for item in diagnostics}
    assert diagnostics
    unknown = ("No argument or block type is named", 'The argument "hash_key" is required')  # key_schema stands for it
    assert all(any(words in item["detail"] for words in unknown) for item in diagnostics), refused


def _made(workspace: Workspace, planned: list[dict[str, Any]], stack: dict[str, Any]) -> None:
    """Puts a state made of the plan into the workspace, which holds the declaration: nothing is left to do.

    But for caps that are declared to be none (-1), which AWS does not describe, so that every plan sets them again.
    """
    (workspace.folder / "terraform.tfstate").write_text(json.dumps(existing(planned, stack)))
    shown = workspace.changes("-refresh=false")
    assert {address: action for address, action in shown.items() if not _clears(stack, address)} == {}


def _clears(stack: dict[str, Any], address: str) -> bool:
    kind, _, name = address.partition(".")
    arguments = stack["resource"][kind].get(name, {})
    owners = [arguments, *arguments.get("global_secondary_index", [])]
    return any(set(block.values()) == {-1} for owner in owners for block in owner.get("on_demand_throughput", []))


def _is_refused(unit: Unit) -> bool:
    return any("Terraform refuses to plan" in change.message for change in unit.review.changes)


def _refused_by_terraform(workspace: Workspace) -> set[str]:
    """The prefixes of the tables that Terraform refuses to plan a change of."""
    try:
        workspace.plan("-refresh=false")
    except TerraformFailed as failed:
        _, errors = failed.output.split("\nError: ", 1)
        return set(re.findall(r"aws_dynamodb_table\.(c\d+[a-z]_)", errors))
    return set()


def _emulated(stack: Config, server: MotoServer) -> str:
    """The stack with the emulators that cases declare at this one."""
    return re.sub(r"http://localhost:\d+", server.url, json.dumps(stack))


@cache
def _units() -> list[Unit]:
    return units_of(CASES)


def _proven_by(*proofs: str) -> list[Unit]:
    return [unit for unit in _units() if unit.case.proof in proofs]


def _later(unit: Unit) -> Side:
    """The side to plan: a stack that is no longer compiled stays as it was applied, and so does a refused one."""
    return "before" if unit.after is None or unit.case.proof == "refused" else "after"


def _planned(workspace: Workspace, *arguments: str) -> dict[str, Planned]:
    return {item.address: item for item in read_plan(json.dumps(workspace.plan(*arguments)), "plan.json").resources}


def _compare(units: list[Unit], planned: dict[str, Planned]) -> None:
    actions = {address: item.action for address, item in planned.items()}
    wrong = []
    for unit in units:
        if unit.case.proof == "refused":
            continue  # stays as it was in this plan
        for address, expected in unit.expected().items():
            shown = actions.get(address, "no-op")
            if shown != expected:
                differs = planned[address].attributes if address in planned else ()
                wrong.append(f"{unit.case.name}: the review says {expected}, Terraform {shown} {differs}")
                wrong += [unit.case.before, unit.case.after] if unit.case.name.startswith("random") else []
        for address, expected in unit.companions():
            instances = [
                action for other, action in actions.items() if other.partition("[")[0] == address or other == address
            ]
            if expected not in instances:
                wrong.append(f"{unit.case.name}: {address} should be {expected}, Terraform shows {instances}")
    wrong += _left_with_nothing(actions)
    assert not wrong, "\n".join(wrong)


def _left_with_nothing(actions: dict[str, str]) -> Iterator[str]:
    """What AWS takes away with a table that is replaced, and this plan does not make anew with it."""
    for address, action in actions.items():
        kind, _, name = address.partition("[")[0].partition(".")
        if (
            kind in GONE_WITH_THE_TABLE
            and actions.get(f"{TABLE}.{name}") == "replace"
            and action in ("no-op", "update")
        ):
            yield f"{address} goes with its table, and Terraform shows {action}"


def _refused(unit: Unit, workspace: Workspace) -> None:
    """Terraform must refuse to plan the unit, and the review must have said so."""
    with pytest.raises(TerraformFailed) as failed:
        workspace.plan("-refresh=false", *(f"-target={address}" for address in unit.expected()))
    assert "Instance cannot be destroyed" in failed.value.output or "must be indexed" in failed.value.output
    assert {verdict.outcome for verdict in unit.review.tables} == {"fails-at-apply"}, unit.case.name


def _create_by_hand(unit: Unit, moto: MotoServer) -> None:
    """The tables that the case adopts, made as the declaration has them and without Terraform, with what is imported beside them."""
    config = next((config for config in map(unit.config, (unit.before, unit.after)) if config.get("import")), None)
    if config is None:
        return  # another environment of the case adopts it
    imported = {re.split(r"[.\[]", item["to"])[1]: set() for item in config["import"]}
    for item in config["import"]:
        type_, key = re.split(r"[.\[]", item["to"])[:2]
        imported[key].add(type_)
    for key, types in imported.items():
        resources = {type_: bodies for type_, bodies in config["resource"].items() if type_ in types}
        from_stack.make(moto, {**config, "resource": resources}, key)


def _offline(stack: dict[str, Any]) -> dict[str, Any]:
    """The stack with providers that ask nobody anything."""
    for provider in stack["provider"]["aws"]:
        provider.pop("allowed_account_ids", None)  # nobody is asked which one it is
        provider |= {"skip_credentials_validation": True, "skip_requesting_account_id": True}
        provider.pop("allowed_account_ids", None)
    return stack
