"""Logging commands of Azure Pipelines."""

from __future__ import annotations

from collections.abc import Iterable

from sessionform.report.formats.renderer import of_remarks
from sessionform.report.remarks.remark import Remark

_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def _render(remarks: Iterable[Remark]) -> str:
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
        listed = ";".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
        lines.append(f"##vso[task.logissue {listed}]{text.translate(_DATA)}\n")
    return "".join(lines)


findings, review = of_remarks(_render)
