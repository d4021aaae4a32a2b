"""Many changes through one run of Terraform: what each of them sent, what was refused, and what it left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.gate.gate import Call, Gate
from tests.review.combined import Side, Unit, combine
from tests.terraform_support import TerraformFailed, Workspace

PARALLEL = "-parallelism=250"
"""Most of a deploy is the provider's waiting for AWS, so that as many resources wait at once as there are pairs in a run."""

A_MONTH = 31 * 24
"""Hours between the deploy of `before` and that of `after`: nothing is too soon after anything."""

OF_A_UNIT = re.compile(r"\b(c\d+[a-z]_)")


@dataclass(frozen=True)
class Run:
    """What came of one unit, everything by address but for the calls.

    `errors` are Terraform's, and `refused_at_plan` are those of planning. `left` is what the next plan still shows, and
    `left_refused` are its errors.
    """

    unit: Unit
    planned: dict[str, str]
    calls: list[Call]
    errors: dict[str, str]
    refused_at_plan: dict[str, str]
    left: dict[str, str]
    left_refused: dict[str, str]

    @property
    def failed(self) -> bool:
        return bool(self.errors or self.refused_at_plan)


def run_all(units: Sequence[Unit], workspace: Workspace, gate: Gate, *, strictly: bool = True) -> list[Run]:
    """Applies `before` of every unit, then `after`, in one stack. Terraform goes on where one resource fails.

    How `before` came to be is not judged: in one deploy or in several.
    """
    gate.judge(strictly=False)
    stack = combine(dict.fromkeys(units, "before"))
    stack.pop("import", None)  # what is imported is made here, as it is declared
    workspace.write(stack)
    workspace.init()
    workspace.run("apply", "-auto-approve", "-no-color", PARALLEL)
    gate.judge(strictly=strictly)
    gate.pass_hours(A_MONTH)
    seen = len(gate.log())
    planned, refused = _plan(units, workspace, {})
    errors = _apply(workspace)
    calls = _by_unit(gate.log()[seen:])
    left, unplanned = _plan(units, workspace, refused)
    unplanned = {address: text for address, text in unplanned.items() if address not in refused}
    return [
        Run(
            unit,
            _of(unit, planned),
            calls.get(unit.prefix, []),
            *(_of(unit, each) for each in (errors, refused, left, unplanned)),
        )
        for unit in units
    ]


def _of(unit: Unit, by_address: dict[str, str]) -> dict[str, str]:
    """What is the unit's. Of an error without an address, as those of deleting are, the text names the table."""
    sides = [side for side in (unit.before, unit.after) if side]
    names = {unit.prefix + table.name: key for side in sides for key, table in side.tables.items()}
    found = {}
    for address, text in by_address.items():
        if address.startswith("aws_"):
            if unit.prefix in address:
                found[address] = text
        else:
            found |= {unit.address(f"aws_dynamodb_table.{key}"): text for name, key in names.items() if name in text}
    return found


def _plan(
    units: Sequence[Unit], workspace: Workspace, refused: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The plan of all that can be planned, and the errors of the rest, which stays as it was."""
    while True:
        sides: dict[Unit, Side] = {
            unit: "before" if unit.after is None or any(unit.prefix in address for address in refused) else "after"
            for unit in units
        }
        workspace.write(combine(sides))
        try:
            return workspace.changes(PARALLEL), refused
        except TerraformFailed as failed:
            errors = dict(_errors(failed.output))
            if not errors.keys() - refused.keys():
                raise
            refused = {**refused, **errors}


def _apply(workspace: Workspace) -> dict[str, str]:
    try:
        workspace.run("apply", "-json", PARALLEL, "plan.out")
    except TerraformFailed as failed:
        return dict(_errors(failed.output))
    return {}


def _errors(printed: str) -> Iterator[tuple[str, str]]:
    """Terraform's errors by the address of the resource."""
    for line in printed.splitlines():
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        if event["type"] != "diagnostic" or event["diagnostic"]["severity"] != "error":
            continue
        found = event["diagnostic"]
        text = f"{found['summary']}\n{found.get('detail', '')}"
        named = re.search(r"aws_\w+\.\w+", text)
        yield found.get("address") or (named[0] if named else text), text


def _by_unit(calls: Iterable[Call]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    for call in calls:
        prefix = OF_A_UNIT.search(call["table"])
        found.setdefault(prefix[1] if prefix else "", []).append(call)
    return found
