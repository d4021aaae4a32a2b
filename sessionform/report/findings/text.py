"""Findings as people read them: severity and rule, message, place, the source line with a mark, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sessionform.diagnostics import Diagnostic, Location, Severity, dotted
from sessionform.documentation import Check
from sessionform.report.findings.bounded import MOST_READ, Bounded, bounded
from sessionform.report.layout.characters import shown
from sessionform.report.layout.excerpt import Mark, Page, excerpt
from sessionform.report.layout.numbers import count, first_names
from sessionform.report.layout.terminal import DEFAULT_WIDTH, Charset, Painter

Sources = Mapping[str, Sequence[str]] | Sequence[str]
"""The lines of every file that a location may name, or those of the one file that all diagnostics are about."""

_Lines = Mapping[str, Sequence[str]]

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "bold cyan"}

_RELATED_STYLE = "blue"
_MOST_RELATED = 8
_MOST_ENVIRONMENTS = 30
"""More related places, and environments, than these are counted instead of shown."""


def render_text(
    diagnostics: Sequence[Diagnostic],
    sources: Sources,
    color: bool = False,
    *,
    encoding: str = "utf-8",
    columns: int = DEFAULT_WIDTH,
) -> str:
    """The diagnostics in the order given, the first of each rule, and the tally of all; empty where there are none.

    `encoding` is the output stream's: what it cannot hold is escaped. `columns` is the width that source lines are
    cut to; messages and hints are never cut. A file that is not in `sources` is named without an excerpt.
    """
    if not diagnostics:
        return ""
    if not isinstance(sources, Mapping):
        sources = {diagnostics[0].location.file: sources}
    page = Page(0, columns, Charset.of(encoding), Painter(color))
    found = bounded(diagnostics, MOST_READ)
    blocks = ["\n".join(_diagnostic(item, found, sources, page)) for item in found.shown]
    return "\n\n".join([*blocks, tally(diagnostics)]) + "\n"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity, worst first: `2 errors, 1 warning`."""
    counts = Counter(item.finding.severity for item in diagnostics)
    worst_first = sorted(counts.items(), reverse=True)
    return ", ".join(count(number, str(severity)) for severity, number in worst_first)


def _diagnostic(item: Diagnostic, found: Bounded, sources: _Lines, page: Page) -> Iterator[str]:
    finding, paint, encoding = item.finding, page.paint, page.charset.encoding
    related = item.related[:_MOST_RELATED]
    places = [item.location, *(location for location, _ in related)]
    page = replace(page, gutter=max(len(str(place.line)) for place in places))
    style = STYLES[finding.severity]
    yield paint(style, f"{finding.severity}[{finding.rule}]") + paint("bold", f": {shown(finding.message, encoding)}")
    yield _arrow("-->", item.location, page) + paint("dim", f"  {shown(dotted(finding.path), encoding)}".rstrip())
    yield from _excerpts(item.location, style, related, sources, page)
    remarks = list(_remarks(item, found, page))
    if remarks and item.location.file in sources:
        yield page.row()
    yield from remarks


def _remarks(item: Diagnostic, found: Bounded, page: Page) -> Iterator[str]:
    if len(item.related) > _MOST_RELATED:
        yield from _remark("note", f"{len(item.related) - _MOST_RELATED} more such places are not shown", page)
    if item.finding.environments:
        yield from _remark("environments", first_names(item.finding.environments, _MOST_ENVIRONMENTS), page)
    if item.finding.hint:
        yield from _remark("hint", item.finding.hint, page)
    if found.after(item):
        yield from _remark("note", found.after(item), page)
    if Check.web_page(item.finding.rule):
        yield from _remark("see", Check.web_page(item.finding.rule), page)


def _excerpts(
    place: Location, style: str, related: Sequence[tuple[Location, str]], sources: _Lines, page: Page
) -> Iterator[str]:
    """One excerpt a file, the finding's own first; the label of a related place is beside its mark."""
    marks: dict[str, list[Mark]] = {place.file: [Mark(place, "^", style)]}
    for location, label in related:
        marks.setdefault(location.file, []).append(Mark(location, "-", _RELATED_STYLE, label))
    for file, group in marks.items():
        if file != place.file:
            yield _arrow(":::", group[0].location, page)
        if file in sources:
            yield page.row()
            yield from excerpt(sources[file], group, page)
        else:
            yield from (line for mark in group if mark.label for line in _remark("note", mark.label, page))


def _arrow(arrow: str, place: Location, page: Page) -> str:
    return f"{'':{page.gutter}}{page.paint('blue', arrow)} {shown(str(place), page.charset.encoding)}"


def _remark(title: str, text: str, page: Page) -> Iterator[str]:
    """A remark below the excerpt. Further lines are aligned with the first and carry no bar: they can be copied."""
    start = f"{'':{page.gutter}} = {title}: "
    first, *rest = (shown(line, page.charset.encoding) for line in text.split("\n"))
    label = page.paint("bold green" if title == "hint" else "bold", f"{title}:")
    yield f"{'':{page.gutter}} {page.paint('blue', '=')} {label} {first}"
    yield from ((" " * len(start) + line).rstrip() for line in rest)
