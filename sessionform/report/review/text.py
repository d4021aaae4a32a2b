"""A review as people read it in a terminal: the verdict, every table at a glance, then each change with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sessionform.diagnostics import dotted
from sessionform.report.findings.text import render_text
from sessionform.report.layout.characters import shown, width
from sessionform.report.layout.excerpt import Mark, Page, excerpt
from sessionform.report.layout.numbers import count, first_names
from sessionform.report.layout.table import Layout, render_table
from sessionform.report.layout.terminal import DEFAULT_WIDTH, Charset, Painter
from sessionform.report.review.details import details
from sessionform.report.review.groups import ChangeGroup, hints_once, merge_tables
from sessionform.review.model import GAP_HINT, PlanRemark, Review, ReviewSeverity, TableVerdict

STYLES = {
    ReviewSeverity.CRITICAL: "red",
    ReviewSeverity.HIGH: "red",
    ReviewSeverity.MEDIUM: "yellow",
    ReviewSeverity.LOW: "cyan",
    ReviewSeverity.NONE: "dim",
}

MOST_TABLES = 60
MOST_CHANGES = 100
"""More tables and changes than these are counted: nobody reads them, and `--format json` has them all."""

_MANY = 3
"""So many environments, where they are all of them, are counted instead of named."""


def render_review_text(
    review: Review, color: bool = False, *, encoding: str = "utf-8", columns: int = DEFAULT_WIDTH
) -> str:
    """The whole review. `columns` is the width that tables and source lines are cut to."""
    page = Page(0, columns, Charset.of(encoding), Painter(color))
    blocks = [_verdict(review, page)]
    if review.tables:
        blocks.append(_tables(review, page))
    group = hints_once(merge_tables(review.changes))
    blocks += ["\n".join(_change(item, review, page)) for item in group[:MOST_CHANGES]]
    if len(group) > MOST_CHANGES:
        blocks.append(f"{count(len(group) - MOST_CHANGES, 'more change')}, none worse: `--format json` has everything")
    if review.plan:
        blocks.append("\n".join(_remark(remark, page) for remark in review.plan))
    if review.diagnostics:
        text = render_text(review.diagnostics, review.lines, color, encoding=encoding, columns=columns)
        blocks.append(text.rstrip("\n"))
    return "\n\n".join(blocks) + "\n"


def _verdict(review: Review, page: Page) -> str:
    accepted = sum(change.accepted is not None for change in review.changes)
    if not review.changes:
        text = "nothing changes" if review.compared else "no change is known"
    else:
        text = count(len(review.changes), "change") + (f", {accepted} of them accepted" if accepted else "")
    if review.gaps:
        text += ", and not everything could be compared"
    if review.losses:
        text += ", and the plan takes away what should stay"
    verdict = page.paint(STYLES[review.verdict], str(review.verdict))
    against = f" against {shown(review.base, page.charset.encoding)}" if review.base else ""
    lines = [f"verdict: {verdict} ({shown(review.file, page.charset.encoding)}{against}: {text})"]
    gaps = [*review.gaps, GAP_HINT] if review.gaps else []
    lines += [page.paint("red", shown(gap, page.charset.encoding)) for gap in gaps]
    return "\n".join([*lines, *(shown(statement, page.charset.encoding) for statement in review.statements)])


def _tables(review: Review, page: Page) -> str:
    styles = {str(severity): style for severity, style in STYLES.items()}
    least = max((width(item.environment) for item in review.tables), default=0) + width(",")
    layout = Layout(page.columns, page.charset, page.paint, flexible=0, least=least, words=styles)
    rows = _alike(review.tables)
    header = ("environment", "table", "Terraform shows", "really happens", "severity")
    lines = render_table(header, [("", rows[:MOST_TABLES])], layout)
    if len(rows) > MOST_TABLES:
        lines.append(f"and {count(len(rows) - MOST_TABLES, 'more row')}, none worse")
    return "\n".join(lines)


def _alike(tables: Sequence[TableVerdict]) -> list[tuple[str, ...]]:
    """The rows of these tables: one for all environments in which the same happens to a table."""
    everywhere = {item.environment for item in tables}
    environments: dict[tuple[str, ...], list[str]] = {}
    for item in tables:
        ending = (item.table, str(item.terraform), item.happens, str(item.severity))
        environments.setdefault(ending, []).append(item.environment)
    return [(_where(names, everywhere), *ending) for ending, names in environments.items()]


def _where(names: Sequence[str], everywhere: Collection[str]) -> str:
    return f"all {len(names)}" if len(names) == len(everywhere) >= _MANY else first_names(names)


def _change(group: ChangeGroup, review: Review, page: Page) -> Iterator[str]:
    change, said, paint, encoding = group.change, details(group), page.paint, page.charset.encoding
    page = replace(page, gutter=len(str(change.location.line)))
    style, margin = STYLES[change.severity], " " * page.gutter
    title = paint(style, f"{change.severity}[{change.rule}]")
    yield title + paint("bold", f": {shown(change.message, encoding)}")
    note = " (before)" if said.before else ""
    yield f"{margin}{paint('blue', '-->')} {shown(str(change.location), encoding)}{note}  " + paint(
        "dim", shown(dotted(change.path), encoding)
    )
    if change.location.file in review.lines:
        yield page.row()
        yield from excerpt(review.lines[change.location.file], [Mark(change.location, "^", style)], page)
        yield page.row()
    yield _remark_line("in", said.where, page)
    if said.tables:
        yield _remark_line("tables", said.tables, page)
    yield _remark_line("Terraform shows", f"{said.terraform}; really happens: {said.outcome}", page)
    if said.reason:
        yield _remark_line("accepted", said.accepted, page)
    if said.hint:
        first, *rest = (shown(line, encoding) for line in said.hint.split("\n"))
        yield _remark_line("hint", first, page)
        yield from (f"{margin}         {line}" for line in rest)
    if said.page:
        yield _remark_line("see", said.page, page)


def _remark_line(title: str, text: str, page: Page) -> str:
    label = page.paint("bold green" if title == "hint" else "bold", f"{title}:")
    return f"{'':{page.gutter}} {page.paint('blue', '=')} {label} {shown(text, page.charset.encoding)}"


def _remark(remark: PlanRemark, page: Page) -> str:
    style = {"confirmed": "dim", "hidden": "red", "drift": "yellow", "differs": "red", "missing": "yellow"}
    label = page.paint(style[remark.judgement], f"plan {remark.judgement}")
    return f"{label}: {shown(remark.message, page.charset.encoding)} ({shown(remark.address, page.charset.encoding)})"
