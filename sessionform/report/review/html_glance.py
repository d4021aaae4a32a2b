"""What changes at a glance, as the review's page shows it: what Terraform shows beside what really happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sessionform.report.layout.markup import Markup, element, joined, prose
from sessionform.report.layout.numbers import first_names
from sessionform.report.review.glance import Row
from sessionform.report.review.html_changes import action, badge

ROWS_IN_SIGHT = 30
MOST_ROWS = 1_000
"""The first of the rows are seen at once, those up to the most are folded, and what is more is counted."""

_MOST_NAMES = 12
"""So many tables that share a row are named."""

_HEADER = ("Table", "Environment", "Terraform shows", "Really happens", "Severity")


def glance(rows: Sequence[Row], anchors: Mapping[str, str]) -> Iterator[Markup]:
    """The rows, worst first. `anchors` are the ids of the details of those tables that have them on the page."""
    yield element("h2", "At a glance", id="glance")
    yield element("div", _table(rows[:ROWS_IN_SIGHT], anchors), class_="sheet")
    folded = rows[ROWS_IN_SIGHT:MOST_ROWS]
    if folded:
        title = element("summary", f"{len(folded):,} more, none worse")
        yield element("details", title, element("div", _table(folded, anchors), class_="sheet"), class_="rest")
    if len(rows) > MOST_ROWS:
        yield element("p", f"{len(rows) - MOST_ROWS:,} more, none worse, are not on this page.", class_="muted")


def _table(rows: Sequence[Row], anchors: Mapping[str, str]) -> Markup:
    """The roles are a table's own, and said all the same: on a telephone rows are not rows to the browser."""
    heads = (element("th", title, scope="col", role="columnheader") for title in _HEADER)
    return element(
        "table",
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *(_row(row, anchors) for row in rows), role="rowgroup"),
        class_="glance",
        role="table",
        aria_labelledby="glance",
    )


def _row(row: Row, anchors: Mapping[str, str]) -> Markup:
    change = row.change
    severity = "none" if change.accepted is not None else str(change.severity)
    happens = [element("span", row.happens, class_="code outcome"), element("br"), prose(change.message)]
    if row.others:
        happens.append(element("span", f" and {row.others:,} more", class_="muted"))
    return element(
        "tr",
        element("th", _names(row, anchors), scope="row", role="rowheader"),
        element("td", first_names(row.environments), role="cell", data_label=_HEADER[1]),
        element("td", action(row.terraform), role="cell", data_label=_HEADER[2]),
        element("td", *happens, role="cell", data_label=_HEADER[3]),
        element("td", _verdict(row), role="cell"),
        role="row",
        class_=severity,
    )


def _verdict(row: Row) -> Markup:
    if row.change.accepted is not None:
        return joined(
            [badge("none", "accepted"), element("br"), element("span", str(row.change.severity), class_="muted")]
        )
    return badge(str(row.change.severity))


def _names(row: Row, anchors: Mapping[str, str]) -> Markup:
    if not row.tables:
        return _link("the environment itself", anchors.get(""))
    links = [_link(name, anchors.get(name)) for name in row.tables[:_MOST_NAMES]]
    more = f" and {len(row.tables) - _MOST_NAMES:,} more" if len(row.tables) > _MOST_NAMES else ""
    return joined([joined(links, ", "), more])


def _link(name: str, anchor: str | None) -> Markup:
    return element("span", name) if anchor is None else element("a", name, href=f"#{anchor}")
