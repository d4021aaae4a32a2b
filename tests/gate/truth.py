"""The review against what happened: whether the deploy fails, what Terraform shows, what is left to do afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.gate.batch import Run

FAILS = ("fails-at-apply", "needs-several-deploys")
TABLE = "aws_dynamodb_table"


def disagreements(run: Run) -> list[str]:
    """Everything in which the review and the run do not say the same, each as a sentence."""
    found = [*_outcome(run), *_action(run), *_afterwards(run)]
    if found and run.unit.case.name.startswith("random"):
        found += [run.unit.case.before, run.unit.case.after]
    return [f"{run.unit.case.name} ({run.unit.name}): {text}" for text in found]


def _outcome(run: Run) -> Iterator[str]:
    """By table, as Terraform applies all that does not depend on what failed. What it does not plan, it plans none of."""
    failed = _by_table(run, {**run.refused_at_plan, **run.errors})
    said = {
        verdict.table: verdict.outcome
        for verdict in run.unit.review.tables
        if verdict.environment == run.unit.name and verdict.outcome in FAILS
    }
    for table in sorted(failed.keys() - said.keys()):
        yield f"the deploy of {table} fails, and the review does not say so: {failed[table]}"
    if run.refused_at_plan:
        return
    for table in sorted(said.keys() - failed.keys()):
        yield f"the review says {said[table]} of {table}, and the deploy goes through"


def _action(run: Run) -> Iterator[str]:
    for address, expected in run.unit.expected().items():
        if address in run.refused_at_plan:
            continue
        shown = run.planned.get(address, "no-op")
        if shown != expected:
            yield f"the review says {expected} of {_plain(run, address)}, and Terraform shows {shown}"


def _afterwards(run: Run) -> Iterator[str]:
    """What was deployed is as it is declared: another plan has nothing to do."""
    if not run.failed and run.left:
        yield f"the deploy went through, and the next plan still shows {_plain(run, str(run.left))}"


def _by_table(run: Run, errors: dict[str, str]) -> dict[str, str]:
    found = {}
    for address, text in errors.items():
        name = re.search(r"\.(\w+)", _plain(run, address))
        found[name[1] if name else address] = text.strip()
    return found


def _plain(run: Run, text: str) -> str:
    return text.replace(run.unit.prefix, "")
