"""What has drifted as Markdown, for an issue or a comment."""

from __future__ import annotations

from sessionform.diagnostics import dotted
from sessionform.live.drift import DriftReport
from sessionform.report.drift.text import Place, summary, value_or_none
from sessionform.report.layout.markdown import code, prose


def drift_markdown(report: DriftReport, place: Place) -> str:
    """One environment."""
    lines = [f"## Drift in {prose(report.environment)}", "", f"{prose(summary(report))}.", ""]
    if report.drifts:
        lines += ["| severity | table | setting | declared | live | where |", "|---|---|---|---|---|---|"]
        for drift in report.drifts:
            cells = (
                drift.table,
                dotted(drift.setting),
                value_or_none(drift.declared),
                value_or_none(drift.live),
                place(drift.place),
            )
            lines.append("| " + " | ".join([str(drift.severity), *map(code, cells)]) + " |")
        lines.append("")
    rest = [f"- `{name}`: {prose(item)}" for name, items in report.beside.items() for item in items]
    rest += [f"- {code(name)} is declared, and not in AWS" for name in report.missing]
    rest += [f"- nobody declares {code(name)}, whose name fits" for name in report.undeclared]
    rest += [f"- not looked at: {prose(text)}" for text in report.unread]
    return "\n".join([*lines, *rest]).rstrip() + "\n"
