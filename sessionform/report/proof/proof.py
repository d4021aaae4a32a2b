"""A proof for people and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.json_value import JsonObject, json_text
from sessionform.prove.result import Check, PatternProof, Proof, Status, TableProof
from sessionform.report.layout.characters import shown
from sessionform.report.layout.table import Layout, render_table

_PATTERN_HEADER = ("pattern", "call", "on", "calls", "items", "expired", "estimate", "took", "promise")
_CHECK_HEADER = ("setting", "promised", "found", "promise")


def render_proof_json(proof: Proof) -> str:
    """The whole proof; `verdict` is `kept` or `broken`. docs/access-patterns.md describes it."""
    return json_text(
        {
            "version": 1,
            "verdict": str(Status.BROKEN if proof.broken else Status.KEPT),
            "target": proof.target,
            "tables": [_table_data(table) for table in proof.tables],
            "not_shown": list(_not_shown(proof)),
        }
    )


def render_proof_text(proof: Proof, layout: Layout) -> str:
    """One table of patterns and one of settings for each table, then the verdict and what could not be shown."""
    lines = [line for table in proof.tables for line in _table(table, layout)]
    verdict = shown(_verdict(proof), layout.charset.encoding)
    lines += [layout.paint("red" if proof.broken else "bold green", verdict), "", "Not shown here:"]
    lines += [f"  {limit}" for limit in _not_shown(proof)]
    return "\n".join(lines) + "\n"


def _verdict(proof: Proof) -> str:
    broken, unshown = proof.count(Status.BROKEN), proof.count(Status.NOT_SHOWN)
    tried = broken + proof.count(Status.KEPT)
    if not proof.tables:
        return "nothing to prove: no table is declared there"
    verdict = f"{broken} of {tried} promises broken" if broken else f"all {tried} promises kept"
    return f"{verdict}, on {proof.target}" + (f"; {unshown} not shown" if unshown else "")


def _not_shown(proof: Proof) -> Iterator[str]:
    yield from proof.limits
    if any(pattern.units == "counted" for table in proof.tables for pattern in table.patterns):
        yield (
            "units as DynamoDB would report them: where this emulator's own numbers say nothing, "
            "what calls took is counted from the items and index entries that they touched"
        )


def _table(table: TableProof, layout: Layout) -> Iterator[str]:
    title = f"{table.table} in {table.environment}: {table.name}, {table.sessions} sessions"
    yield layout.paint("bold", shown(title, layout.charset.encoding))
    yield ""
    if table.patterns:
        rows = [_pattern(item) for item in table.patterns]
        yield from render_table(_PATTERN_HEADER, [("", rows)], replace(layout, flexible=0))
        for item in table.patterns:
            if item.problem:
                style = "red" if item.status is Status.BROKEN else ""
                yield layout.paint(style, shown(f"{item.name}: {item.problem}", layout.charset.encoding))
        yield ""
    rows = [_check(check) for check in table.checks]
    longest = max((1, 2), key=lambda column: max(len(row[column]) for row in rows))
    yield from render_table(_CHECK_HEADER, [("", rows)], replace(layout, flexible=longest))
    yield ""


def _check(check: Check) -> tuple[str, ...]:
    found = "the same" if check.found == check.promise else check.found
    return check.subject, check.promise, found, str(check.status)


def _pattern(item: PatternProof) -> tuple[str, ...]:
    counts = (str(item.calls), str(item.items), str(item.expired))
    units = ("-" if units is None else f"{units:g}" for units in (item.estimated, item.consumed))
    return (item.name, item.operation, item.target, *counts, *units, str(item.status))


def _table_data(table: TableProof) -> JsonObject:
    return {
        "environment": table.environment,
        "table": table.table,
        "name": table.name,
        "sessions": table.sessions,
        "patterns": [_pattern_data(item) for item in table.patterns],
        "checks": [
            {"subject": item.subject, "promise": item.promise, "found": item.found, "status": str(item.status)}
            for item in table.checks
        ],
    }


def _pattern_data(item: PatternProof) -> JsonObject:
    return {
        "name": item.name,
        "operation": item.operation,
        "target": item.target,
        "calls": item.calls,
        "items": item.items,
        "expired": item.expired,
        "estimated_units": item.estimated,
        "consumed_units": item.consumed,
        "units": item.units,
        "status": str(item.status),
        "problem": item.problem,
    }
