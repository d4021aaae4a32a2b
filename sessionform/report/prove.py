"""A proof for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from sessionform.prove.result import Check, PatternProof, Proof, Status, TableProof
from sessionform.report.json import to_json
from sessionform.report.table import Layout, render_table

_PATTERN_HEADER = ("pattern", "call", "on", "calls", "items", "expired", "units a call", "promise")
_CHECK_HEADER = ("setting", "promised", "found", "promise")


def render_proof_json(proof: Proof) -> str:
    """The whole proof; `verdict` is `kept` or `broken`."""
    return to_json(
        {
            "version": 1,
            "verdict": str(Status.BROKEN if proof.broken else Status.KEPT),
            "target": proof.target,
            "tables": [asdict(table) for table in proof.tables],
            "not_shown": list(proof.limits),
        }
    )


def render_proof_text(proof: Proof, layout: Layout) -> str:
    """One table of patterns and one of settings for each table, then the verdict and what could not be shown."""
    lines = [line for table in proof.tables for line in _table(table, layout)]
    statuses = [status for table in proof.tables for status in _statuses(table)]
    broken = statuses.count(Status.BROKEN)
    tried = broken + statuses.count(Status.KEPT)
    verdict = f"{broken} of {tried} promises broken" if broken else f"all {tried} promises kept"
    lines += [layout.paint("red" if broken else "green", f"{verdict}, on {proof.target}"), "", "Not shown here:"]
    lines += [f"  {limit}" for limit in proof.limits]
    return "\n".join(lines) + "\n"


def _statuses(table: TableProof) -> list[Status]:
    return [*(item.status for item in table.patterns), *(item.status for item in table.checks)]


def _table(table: TableProof, layout: Layout) -> Iterator[str]:
    yield layout.paint("bold", f"{table.table} in {table.environment}: {table.name}, {table.sessions} sessions")
    yield ""
    if table.patterns:
        rows = [_pattern(item) for item in table.patterns]
        yield from render_table(_PATTERN_HEADER, [("", rows)], layout)
        yield from (layout.paint("red", f"{item.name}: {item.problem}") for item in table.patterns if item.problem)
        yield ""
    rows = [_check(check) for check in table.checks]
    yield from render_table(_CHECK_HEADER, [("", rows)], replace(layout, flexible=2))
    yield ""


def _check(check: Check) -> tuple[str, ...]:
    found = "the same" if check.found == check.promise else check.found
    return check.subject, check.promise, found, str(check.status)


def _pattern(item: PatternProof) -> tuple[str, ...]:
    numbers = (str(item.calls), str(item.items), str(item.expired), f"{item.consumed:g}")
    return (item.name, item.operation, item.target, *numbers, str(item.status))
