"""Reviewdog's diagnostic format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sessionform.json_value import JsonObject, json_text
from sessionform.report.formats.renderer import of_remarks
from sessionform.report.levels import Level
from sessionform.report.remarks.remark import Remark

_SEVERITIES: dict[Level, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def _render(remarks: Iterable[Remark]) -> str:
    """Reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf."""
    diagnostics: list[JsonObject] = [
        {
            "message": f"{item.message}\n{item.details}".strip(),
            "location": {
                "path": item.place.file,
                "range": {
                    "start": {"line": item.place.line, "column": item.place.column},
                    "end": {"line": item.place.end_line, "column": item.place.end_column},
                },
            },
            "severity": _SEVERITIES[item.level],
            "code": {"value": item.code, **({"url": item.page} if item.page else {})},
            **({"suggestions": list(_suggestions(item))} if item.suggestions else {}),
        }
        for item in remarks
    ]
    made: JsonObject = {"source": {"name": "sessionform"}, "diagnostics": diagnostics}
    return json_text(made)


def _suggestions(item: Remark) -> Iterator[JsonObject]:
    """Ranges of whole lines, the last one included, and without the last line end. Each is applied by itself."""
    for suggestion in item.suggestions:
        if len(suggestion.replacements) == 1:
            [change] = suggestion.replacements
            lines = {"start": {"line": change.line}, "end": {"line": change.last}}
            yield {"range": lines, "text": change.text.removesuffix("\n").removesuffix("\r")}


findings, review = of_remarks(_render)
