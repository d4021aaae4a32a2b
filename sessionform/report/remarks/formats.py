"""Remarks in the form that each system reads: JUnit, GitLab's code quality, Azure Pipelines, reviewdog."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sessionform.report.remarks.remark import Level, Remark

Render = Callable[[Iterable[Remark]], str]


def render_junit(remarks: Iterable[Remark]) -> str:
    """JUnit's XML: a failed case a remark, a skipped one a note, and one that passes where there is nothing to say."""
    items = list(remarks)
    failed = [item for item in items if item.level != "note"]
    counts = {"tests": str(max(len(items), 1)), "failures": str(len(failed)), "errors": "0"}
    counts["skipped"] = str(len(items) - len(failed))
    root = ET.Element("testsuites", {"name": "sessionform", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "sessionform", **counts})
    for item in items:
        place = f"{item.place.file}:{item.place.line}"
        case = ET.SubElement(suite, "testcase", {"name": f"{item.code} at {place}", "classname": item.place.file})
        if item.level == "note":
            ET.SubElement(case, "skipped", {"message": item.message})
        else:
            failure = ET.SubElement(case, "failure", {"message": item.message, "type": item.level})
            failure.text = f"{place}\n{item.details}"
    if not items:
        ET.SubElement(suite, "testcase", {"name": "nothing to say", "classname": "sessionform"})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


_GITLAB: dict[Level, str] = {"error": "critical", "warning": "major", "note": "info"}


def render_gitlab(remarks: Iterable[Remark]) -> str:
    """GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    seen: Counter[str] = Counter()
    issues = []
    for item in remarks:
        # What stays the same while lines move; the second alike is told apart by its number
        same = f"{item.code}\n{item.place.file}\n{item.message}"
        seen[same] += 1
        issues.append(
            {
                "description": f"{item.message}\n{item.details}".strip(),
                "check_name": item.code,
                "fingerprint": hashlib.sha256(f"{same}\n{seen[same]}".encode()).hexdigest(),
                "severity": _GITLAB[item.level],
                "location": {
                    "path": item.place.file,
                    "lines": {"begin": item.place.line, "end": item.place.end_line},
                },
            }
        )
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


_AZURE_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_AZURE_PROPERTY = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def render_azure(remarks: Iterable[Remark]) -> str:
    """Logging commands of Azure Pipelines, which know errors and warnings: a note is a plain line of the log.

    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
    """
    lines = []
    for item in remarks:
        text = f"{item.message}\n{item.details}".strip()
        if item.level == "note":
            lines.append(f"note: {item.place.file}:{item.place.line}: {item.code}: {item.message}\n")
            continue
        properties = {
            "type": item.level,
            "sourcepath": item.place.file,
            "linenumber": item.place.line,
            "columnnumber": item.place.column,
            "code": item.code,
        }
        listed = ";".join(f"{name}={str(value).translate(_AZURE_PROPERTY)}" for name, value in properties.items())
        lines.append(f"##vso[task.logissue {listed}]{text.translate(_AZURE_DATA)}\n")
    return "".join(lines)


_RDJSON: dict[Level, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render_rdjson(remarks: Iterable[Remark]) -> str:
    """Reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf."""
    diagnostics = [
        {
            "message": f"{item.message}\n{item.details}".strip(),
            "location": {
                "path": item.place.file,
                "range": {
                    "start": {"line": item.place.line, "column": item.place.column},
                    "end": {"line": item.place.end_line, "column": item.place.end_column},
                },
            },
            "severity": _RDJSON[item.level],
            "code": {"value": item.code},
            **({"suggestions": list(_rdjson_suggestions(item))} if item.suggestions else {}),
        }
        for item in remarks
    ]
    made = {"source": {"name": "sessionform"}, "diagnostics": diagnostics}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _rdjson_suggestions(item: Remark) -> Iterator[dict[str, Any]]:
    """Ranges of whole lines, the last one included, and without the last line end. Each is applied by itself."""
    for suggestion in item.suggestions:
        if len(suggestion.replacements) == 1:
            [change] = suggestion.replacements
            lines = {"start": {"line": change.line}, "end": {"line": change.last}}
            yield {"range": lines, "text": change.text.removesuffix("\n").removesuffix("\r")}


FORMATS: dict[str, Render] = {
    "junit": render_junit,
    "gitlab": render_gitlab,
    "azure": render_azure,
    "rdjson": render_rdjson,
}
"""The forms by their names."""
