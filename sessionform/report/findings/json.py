"""Findings as JSON that scripts may rely on (docs: the command line, *JSON*)."""

from __future__ import annotations

from collections.abc import Iterable

from sessionform.diagnostics import Diagnostic, dotted
from sessionform.fixing.suggestion import Suggest, Suggestion, no_suggestions
from sessionform.json_value import JsonObject, json_text
from sessionform.report.findings.bounded import MOST_LISTED, bounded


def render_json(diagnostics: Iterable[Diagnostic], suggest: Suggest = no_suggestions) -> str:
    """The diagnostics in the order given. Lines and columns count from 1, in Unicode code points; ends are exclusive.

    `environments` is empty where a finding holds whatever the environment. `more` says by rule how many more there are
    than the first of each, and is there where there are any. `fixes` are whole lines that take the place of others.
    """
    found = bounded(diagnostics, MOST_LISTED)
    more = {"more": dict(found.more)} if found.more else {}
    return json_text(
        {"version": 1, "diagnostics": [diagnostic_value(item, suggest(item)) for item in found.shown], **more}
    )


def diagnostic_value(item: Diagnostic, fixes: Iterable[Suggestion] = ()) -> JsonObject:
    finding, place = item.finding, item.location
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "path": dotted(finding.path),
        "environments": list(finding.environments),
        "fixes": [_fix_value(fix) for fix in fixes],
    }


def _fix_value(fix: Suggestion) -> JsonObject:
    changes: list[JsonObject] = [
        {"file": item.file, "line": item.line, "last_line": item.last, "text": item.text} for item in fix.replacements
    ]
    return {"title": fix.title, "safe": fix.safe, "changes": changes}
