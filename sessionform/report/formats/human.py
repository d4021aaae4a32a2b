"""For people, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sessionform.report.formats.renderer import Checked, Drifted, ExplainedTable, ListedTables, View
from sessionform.report.layout.numbers import count

if TYPE_CHECKING:
    from sessionform.diagnostics import Diagnostic
    from sessionform.documentation import Check
    from sessionform.prove.result import Proof
    from sessionform.report.layout.table import Layout
    from sessionform.review.effects.effect import ChangeKind
    from sessionform.review.model import Review
    from sessionform.staging.stages import Stages


def problems(checked: Checked, view: View) -> str:
    """The errors and warnings, and the notes where somebody asks for more."""
    from sessionform.report.findings.text import render_text

    sources = {file: lines for compiled in checked.found for file, lines in compiled.sources.items()}
    return render_text(_shown(checked, view), sources, view.color, encoding=view.encoding, columns=view.columns)


def _shown(checked: Checked, view: View) -> list[Diagnostic]:
    found = (compiled.diagnostics if view.verbose else compiled.problems for compiled in checked.found)
    return [*(item for each in found for item in each), *checked.together]


def findings(checked: Checked, view: View) -> str:
    from sessionform.diagnostics import Severity

    if view.quiet:
        return problems(checked, view)
    lines = []
    notes = sum(item.finding.severity is Severity.NOTE for item in checked.diagnostics)
    if notes and not view.verbose:
        lines.append(f"{count(notes, 'note')} more, which `sessionform check -v` shows")
    if any(item.finding.fixes for item in _shown(checked, view)):
        lines.append(fix_summary(_shown(checked, view)))
    for compiled in checked.found:
        if not compiled.problems and not checked.together:
            declaration = compiled.valid()
            environments = count(len(declaration.environments), "environment")
            tables = count(len(declaration.table_keys), "table")
            lines.append(f"{compiled.file}: {tables} in {environments}, no problems found")
    return problems(checked, view) + "".join(f"{line}\n" for line in lines)


def fix_summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of these findings have a fix, and how to have it done."""
    found = [item.finding for item in diagnostics if item.finding.fixes]
    safe = sum(any(fix.safe for fix in finding.fixes) for finding in found)
    parts = [f"`sessionform check --fix` corrects {safe}"] if safe else []
    parts += [f"`--fix --unsafe` has edits for {len(found) - safe}"] if len(found) > safe else []
    return "; ".join(parts) if safe else f"`sessionform check {parts[0].lstrip('`')}"


def review(review: Review, view: View) -> str:
    from sessionform.report.review.text import render_review_text

    return render_review_text(review, view.color, encoding=view.encoding, columns=view.columns)


def stages(stages: Stages, view: View) -> str:
    from sessionform.report.stages.text import render_stages_text

    return render_stages_text(stages, view)


def drift(drifted: Drifted, view: View) -> str:
    from sessionform.report.drift.text import drift_text

    return "\n".join(drift_text(report, drifted.place, view.encoding) for report in drifted.reports)


def proof(proof: Proof, view: View) -> str:
    from sessionform.report.proof.proof import render_proof_text

    return render_proof_text(proof, _layout(view))


def table(explained: ExplainedTable, view: View) -> str:
    from sessionform.report.explain.text import render_explain_text

    return render_explain_text(
        explained.table,
        explained.environment,
        explained.document,
        explained.sections,
        view.color,
        encoding=view.encoding,
        columns=view.columns,
    )


def tables(listed: ListedTables, view: View) -> str:
    from sessionform.report.explain.tables import render_tables_text

    text = render_tables_text(
        listed.environments, listed.document, view.color, encoding=view.encoding, columns=view.columns
    )
    return text if view.quiet else f"{text}\n`sessionform explain TABLE -e ENVIRONMENT` shows every setting of one.\n"


def catalogue(checks: Sequence[Check], view: View) -> str:
    from sessionform.report.reference.rules import render_list

    return render_list(_layout(view, flexible=2)) + "\n"


def entry(entry: Check | ChangeKind, view: View) -> str:
    from sessionform.documentation import Check
    from sessionform.report.layout.terminal import Painter
    from sessionform.report.reference.kinds import render_kind
    from sessionform.report.reference.rules import render_rule

    paint = Painter(view.color)
    if isinstance(entry, Check):
        return render_rule(entry, paint, view.columns) + "\n"
    return render_kind(entry, paint, view.columns) + "\n"


def _layout(view: View, flexible: int = -1) -> Layout:
    from sessionform.report.layout.table import Layout
    from sessionform.report.layout.terminal import Charset, Painter

    return Layout(view.columns, Charset.of(view.encoding), Painter(view.color), flexible)
