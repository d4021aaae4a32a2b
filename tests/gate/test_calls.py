"""What provider 5.100.0 sends for each change of a table, and for every two in one deploy.

observed_calls.json is the product's source for its model of the provider: `make truth` compares it with a run, and
SESSIONFORM_ACCEPT=1 stores what the run showed. The gate only notes here what AWS would refuse, so that it can be seen
what the provider would have sent after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.gate.batch import run_all
from tests.gate.changes import pairs, singles
from tests.gate.gate import Gate
from tests.gate.observed import table_of
from tests.golden import ACCEPTING
from tests.review.case import Case
from tests.review.combined import units_of
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.terraform, pytest.mark.slow, pytest.mark.truth]

STORED = Path(__file__).with_name("observed_calls.json")


@pytest.mark.parametrize(("kind", "cases"), [("single", singles), ("pair", pairs)])
def test_the_provider_sends_what_was_observed(kind: str, cases: Any, gated: Workspace, gate: Gate) -> None:
    seen = _observe(cases(), gated, gate)
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    if ACCEPTING:
        STORED.write_text(_dumped({**stored, kind: seen}), encoding="utf-8", newline="\n")
        return
    wrong = [name for name in {**seen, **stored[kind]} if seen.get(name) != stored[kind].get(name)]
    assert not wrong, "\n".join(f"{name}: {json.dumps(seen.get(name))}" for name in wrong)


def _observe(cases: Iterable[Case], gated: Workspace, gate: Gate) -> dict[str, Any]:
    return table_of(run_all(units_of(cases), gated, gate, strictly=False))


def _dumped(observed: dict[str, dict[str, Any]]) -> str:
    """A line for each change, so that a difference can be read."""
    kinds = (
        f"{json.dumps(kind)}: {{\n"
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(told)}" for name, told in changes.items())
        + "\n}"
        for kind, changes in observed.items()
    )
    return "{\n" + ",\n".join(kinds) + "\n}\n"
