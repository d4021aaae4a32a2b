"""The review against what happened: whether the deploy fails, what Terraform shows, what is sent, what is left to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sessionform.facts.provider import RUN_WITH
from sessionform.model import Table
from sessionform.review.effects.environments.relocation import RELOCATIONS
from sessionform.review.predict.model import Call as AwsCall
from sessionform.review.predict.model import Later, Prediction
from sessionform.review.predict.predict import creation_calls, deletion_calls, predict
from tests.gate.batch import Run
from tests.gate.gate import Call
from tests.gate.observed import OF_THE_TABLE, observed_call, without_prefix
from tests.gate.predicted import Sent, seen, sent

TABLE = "aws_dynamodb_table"


def disagreements(run: Run) -> list[str]:
    """Everything in which the review and the run do not say the same, each as a sentence."""
    found = [*_outcome(run), *_action(run), *_calls(run), *_afterwards(run)]
    if found and run.unit.case.name.startswith("random"):
        found += [run.unit.case.before, run.unit.case.after]
    return [f"{run.unit.case.name} ({run.unit.name}): {text}" for text in found]


def _outcome(run: Run) -> Iterator[str]:
    """By table, as Terraform applies all that does not depend on what failed. What it does not plan, it plans none of."""
    failed = _by_table(run, {**run.refused_at_plan, **run.errors})
    said = {
        verdict.table: verdict.outcome
        for verdict in run.unit.review.tables
        if verdict.environment == run.unit.name and verdict.refused
    }
    for table in sorted(failed.keys() - said.keys()):
        yield f"the deploy of {table} fails, and the review does not say so: {failed[table]}"
    if run.refused_at_plan:
        return
    for table in sorted(said.keys() - failed.keys()):
        yield f"the review says {said[table]} of {table}, and the deploy goes through"


def _action(run: Run) -> Iterator[str]:
    """Of a stack that Terraform refuses to plan it shows nothing at all."""
    for address, expected in ({} if run.refused_at_plan else run.unit.expected()).items():
        shown = run.planned.get(address, "no-op")
        if shown != expected:
            yield f"the review says {expected} of {without_prefix(run, address)}, and Terraform shows {shown}"


def _calls(run: Run) -> Iterator[str]:
    """What is sent for the table itself, in order, and what is planned beside it, for every table of either side."""
    if run.refused_at_plan:
        return
    yield from _calls_of_one_side(run)
    for before, after, prediction in _predictions(run):
        if prediction.refused_at_plan is not None:
            continue
        yield from _compared(run, after.key, {before.name, after.name}, prediction.calls)
        mine = {_address(item.type, after.key, item.instance): item.action for item in prediction.beside}
        planned = {
            own: action
            for address, action in run.planned.items()
            if not (own := without_prefix(run, address)).startswith(f"{TABLE}.") and _owner(own) == after.key
        }
        if planned != mine:
            yield f"predicted beside {after.key} is {mine}, and planned is {planned}"


def _compared(run: Run, key: str, names: set[str], calls: Sequence[AwsCall]) -> Iterator[str]:
    actual = _sent(run, names)
    expected, told = _expected(calls, actual), [seen(call) for call in actual]
    if expected != told:
        yield f"predicted for {key} is {_text(expected)}, and sent is {_text(told)}"


def _calls_of_one_side(run: Run) -> Iterator[str]:
    """What is sent for tables that only come or only go, or that are not found where their environment moves."""
    before, after = (side.tables if side else {} for side in (run.unit.before, run.unit.after))
    old, new = ({table.name for table in side.values()} for side in (before, after))
    tags = run.unit.after.tags if run.unit.after else {}
    for key, table in after.items():
        if _planned(run, key) == "create" and (table.name not in old or not _stays(run)):
            yield from _compared(run, key, {table.name}, list(creation_calls(table, tags)))
    for key, table in before.items():
        if _planned(run, key) == "delete" and table.name not in new:
            yield from _compared(run, key, {table.name}, list(deletion_calls(table)))


def _planned(run: Run, key: str) -> str:
    return run.planned.get(run.unit.address(f"{TABLE}.{key}"), "no-op")


def _address(type_: str, key: str, instance: str) -> str:
    """`TYPE#stream` is the stream's, which stands beside the table's own of this type."""
    own, _, part = type_.partition("#")
    name = f"{key}_{part}" if part else key
    return f"{own}.{name}" + (f'["{instance}"]' if instance else "")


def _owner(address: str) -> str:
    """The table's key, in an address of what stands beside it."""
    return address.partition("[")[0].partition(".")[2].removesuffix("_stream")


def _predictions(run: Run) -> Iterator[tuple[Table, Table, Prediction]]:
    before, after = run.unit.before, run.unit.after
    if before is None or after is None or not _stays(run):
        return
    for key, table in after.tables.items():
        if key in before.tables and not table.renamed_from:
            old = before.tables[key]
            yield old, table, predict((old, before), (table, after), RUN_WITH)


def _sent(run: Run, names: set[str]) -> list[Call]:
    """Without what the provider tries again after a refusal."""
    own = {run.unit.prefix + name for name in names}
    found: list[Call] = []
    for call in run.calls:
        if call["service"] == "dynamodb" and call["action"] in OF_THE_TABLE and call["table"] in own:
            plain = observed_call(run, call)
            if not (found and found[-1] == plain and "refused_by" in plain):
                found.append(plain)
    return found


def _stays(run: Run) -> bool:
    """Whether Terraform finds the tables of the environment where they were."""
    moves = {kind.id for kind in RELOCATIONS}
    return not any(change.rule in moves and change.environment == run.unit.name for change in run.unit.review.changes)


def _expected(calls: Sequence[AwsCall], actual: list[Call]) -> list[Sent]:
    """Up to the call that is refused. Where nobody knows whether AWS refuses one, the gate may do either."""
    expected: list[Sent] = []
    for call in calls:
        if call.refusal is not None and call.refusal.by == "Terraform":
            break
        expected.append(sent(call))
        refused = len(actual) >= len(expected) and "refused_by" in actual[len(expected) - 1]
        if call.refused and call.refusal is not None and call.refusal.retried:
            expected.append(sent(call))
        if call.refused or (call.refusal is not None and refused):
            break
    return expected


def _text(calls: list[Sent]) -> str:
    return ", ".join(f"{action}({'+'.join(sorted(members))})" for action, members in calls) or "nothing"


def _afterwards(run: Run) -> Iterator[str]:
    """What was deployed is as it is declared: another plan has nothing to do but what the review leaves to it."""
    if run.failed:
        return
    said: dict[str, Later] = {}
    for change in run.unit.review.changes:
        if change.environment == run.unit.name and change.later is not None:
            address = f"{TABLE}.{change.table}"
            said[address] = max(change.later, said.get(address, change.later), key=list(Later).index)
    if run.left_refused:
        yield f"the deploy went through, and the next plan fails: {list(run.left_refused.values())}"
    left = {without_prefix(run, address): action for address, action in run.left.items()}
    if left.keys() != said.keys():
        yield f"the deploy went through, the next plan shows {left}, and the review leaves {said} to it"


def _by_table(run: Run, errors: dict[str, str]) -> dict[str, str]:
    found = {}
    for address, text in errors.items():
        name = re.search(r"\.(\w+)", without_prefix(run, address))
        found[name[1] if name else address] = text.strip()
    return found
