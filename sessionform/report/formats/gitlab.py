"""GitLab's code quality report."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from sessionform.json_value import JsonObject, json_text
from sessionform.report.formats.renderer import of_remarks
from sessionform.report.levels import Level
from sessionform.report.remarks.remark import Remark

_SEVERITIES: dict[Level, str] = {"error": "critical", "warning": "major", "note": "info"}


def _render(remarks: Iterable[Remark]) -> str:
    """GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    seen: Counter[str] = Counter()
    issues: list[JsonObject] = []
    for item in remarks:
        # What stays the same while lines move; the second alike is told apart by its number
        same = f"{item.code}\n{item.place.file}\n{item.message}"
        seen[same] += 1
        issues.append(
            {
                "description": f"{item.message}\n{item.details}".strip(),
                "check_name": item.code,
                "fingerprint": hashlib.sha256(f"{same}\n{seen[same]}".encode()).hexdigest(),
                "severity": _SEVERITIES[item.level],
                "location": {
                    "path": item.place.file,
                    "lines": {"begin": item.place.line, "end": item.place.end_line},
                },
            }
        )
    return json_text(issues)


findings, review = of_remarks(_render)
