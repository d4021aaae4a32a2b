"""Every rule at its edges: what it says, word for word, and of what it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import Finding, dotted
from sessionform.documentation import Check, Edge
from sessionform.rules.catalogue import CHECKS
from sessionform.source.checks import language, reading
from sessionform.source.flow import flow
from tests.golden import assert_golden
from tests.rules.examples import FILE, TODAY, fix_of

STORED = Path(__file__).parent / "edges"

REFUSALS = {check.id for check in (*language.CHECKS, *reading.CHECKS)}

WITH_EDGES = [check for check in CHECKS if check.edges]


@pytest.mark.parametrize("check", WITH_EDGES, ids=lambda check: check.id)
def test_a_check_begins_and_ends_where_its_edges_say(check: Check) -> None:
    report = []
    for edge in check.edges:
        found = list(findings(check, edge))
        written = flow(edge.table) if not edge.around else f"{flow(edge.table)} in {flow(edge.around)}"
        assert bool(found) == edge.failing, written
        if found:
            shown = written if len(written) <= 300 else f"{written[:200]} … {written[-80:]}"
            report.append("\n".join([shown, *(line for finding in found for line in lines_of(finding)), ""]))
    assert_golden("\n".join(report), STORED / f"{check.id}.txt")


def test_no_stored_report_is_of_a_check_without_edges() -> None:
    assert {path.stem for path in STORED.iterdir()} == {check.id for check in WITH_EDGES}


def declared(edge: Edge) -> dict[str, Any]:
    tables = {"userSessions": {"partition_key": "userId", "ttl": "expiresAt", **edge.table}}
    around = {"version": 1, "environments": {"staging": {"region": "us-east-1"}}, **edge.around}
    return {**around, "tables": {**tables, **around.get("tables", {})}}


def findings(check: Check, edge: Edge) -> Iterator[Finding]:
    """What the check says; a declaration that the schema refuses would be judged by half, and is a mistake in the edge."""
    result = compile_text(flow(declared(edge)), FILE, TODAY)
    refused = [item.finding.message for item in result.diagnostics if item.finding.rule in REFUSALS]
    assert refused == []
    return (item.finding for item in result.diagnostics if item.finding.rule == check.id)


def lines_of(finding: Finding) -> Iterator[str]:
    yield f"  {finding.severity} {dotted(finding.path)}{' (key)' if finding.on_key else ''}: {finding.message}"
    yield f"    hint: {finding.hint}".replace("\n", "\n          ")
    for related in finding.related:
        yield f"    {dotted(related.path)}: {related.label}"
    for fix in finding.fixes:
        yield f"    {fix_of(fix)}"
