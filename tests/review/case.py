"""The cases of the review: a folder each, with a declaration before and after, and how it is proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from sessionform.compile import Compiled, compile_text
from sessionform.diagnostics import dotted
from sessionform.facts.resource_types import TABLE
from sessionform.facts.version_constraints import Version
from sessionform.review.model import Review
from sessionform.review.predict.model import Call
from sessionform.review.review import review

TODAY = date(2026, 12, 1)
FOLDER = Path(__file__).parent / "cases"

Proof = Literal["apply", "state", "provider-6", "live", "refused", "refused-on-state", "other-endpoint", "names-kept"]
"""How the real Terraform proves a case.

`apply`: `before` is applied on the emulator, `after` is planned. `state`: `before` is planned, a state is made from
that plan, and `after` is planned on it, because the emulator does not keep what the case is about. `live`: the table
exists without a state. `refused`: the plan must fail; `refused-on-state`: on a state made so. `other-endpoint`: `after` is
planned against a second emulator. `names-kept`: as `apply`, with the names that the declaration gives, where
one environment meets the tables of another. `provider-6`: 5.100 must refuse the stack, for it cannot plan it. Where the backend
changes, the state is the migrated one. `lock` is the AWS provider that the lock files of both sides name.
"""


@dataclass(frozen=True)
class Case:
    name: str
    about: str
    proof: Proof
    because: str
    before: str
    after: str
    lock: Version | None = None

    @property
    def expected(self) -> Path:
        return FOLDER / self.name / "expected.json"

    @property
    def said(self) -> Path:
        return FOLDER / self.name / "expected.txt"

    @property
    def beside(self) -> Path:
        return FOLDER / self.name / "expected-beside.txt"

    @cache  # noqa: B019 - there are as many as there are folders, for as long as the tests run
    def compiled(self) -> tuple[Compiled, Compiled]:
        return compile_text(self.before, "before.yaml", TODAY), compile_text(self.after, "after.yaml", TODAY)

    @cache  # noqa: B019
    def review(self) -> Review:
        before, after = self.compiled()
        locks = {} if self.lock is None else dict.fromkeys(after.valid().environments, self.lock)
        return review(before, after, TODAY, locks=locks, earlier_locks=locks)


def read_case(folder: Path) -> Case:
    about = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    texts = ((folder / f"{side}.yaml").read_text(encoding="utf-8") for side in ("before", "after"))
    return Case(
        folder.name,
        about["about"],
        about.get("proof", "apply"),
        about.get("because", ""),
        *texts,
        tuple(about["lock"]) if "lock" in about else None,
    )


CASES = [read_case(folder) for folder in sorted(FOLDER.iterdir())]


def stored(result: Review) -> dict[str, Any]:
    """What a case pins down, beside what is said of it."""
    return {
        "verdict": str(result.verdict),
        "tables": [
            {"environment": table.environment, "table": table.table, "terraform": table.terraform}
            | {"outcome": table.outcome, "severity": str(table.severity)}
            | ({"refused": True} if table.refused and not table.outcome.refused else {})
            for table in result.tables
        ],
        "changes": [
            {
                "environment": change.environment,
                "address": change.address,
                "rule": change.rule,
                "severity": str(change.severity),
                "terraform": change.terraform,
                "outcome": change.outcome,
                "before": change.before,
                "after": change.after,
                "path": dotted(change.path),
                "place": f"{change.location.file}:{change.location.line}",
            }
            | ({"later": change.later} if change.later else {})
            | ({"accepted": change.accepted.reason} if change.accepted else {})
            for change in result.changes
        ],
        "statements": list(result.statements),
        "diagnostics": [item.finding.rule for item in result.diagnostics],
    }


def stored_beside(result: Review) -> str:
    """What a case pins down of what stands beside its tables: which calls carry each change, and how that is known."""
    return "".join(
        f"{change.rule} of {change.address}, with {change.provider or 'any provider'} ({change.confidence}): "
        f"{', '.join(map(_call, change.calls)) or 'no call'}\n"
        for change in result.changes
        if change.address and not change.address.startswith(f"{TABLE}.")
    )


def _call(call: Call) -> str:
    about = f" {call.about}" if call.about else ""
    refused = (
        f" ({'refused' if call.refusal.certain else 'perhaps refused'} by {call.refusal.by})" if call.refusal else ""
    )
    return f"{call.operation}{about}{refused}"


def review_of(name: str) -> Review:
    """The review of one of the cases."""
    (case,) = (case for case in CASES if case.name == name)
    return case.review()
