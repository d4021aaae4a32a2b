"""The details of the review's page: what is the same for several tables is shown once, beside a picture of the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sessionform.report.layout.markup import Markup, element, prose
from sessionform.report.layout.numbers import first_names
from sessionform.report.review.groups import ChangeGroup, Sameness, merge_environments, sameness
from sessionform.report.review.html_changes import badge, change
from sessionform.report.review.picture import Picture, picture
from sessionform.report.review.picture_svg import draw
from sessionform.review.model import Change, Review, TableVerdict

MOST_DETAILS = 1_000_000
"""After so many characters no further table gets its details: a page that no browser likes helps nobody."""

SHORT = 24
"""Pictures of so many rows fit a window."""

OPEN_SUBJECTS = 10
"""The details of so many are unfolded at first."""

MOST_CHANGES = 40
"""Of one table no more changes are shown; the worst come first."""

MOST_PICTURES = 4
"""A table that looks different in every environment is drawn so many times; the worst come first."""

MOST_NAMES = 60
"""Of tables that have the same changes, so many are named."""

Drawn = tuple[Picture, list[TableVerdict]]
"""A picture, and the environments that it holds in."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Tables with the same changes in the same environments; `tables` is `[""]` for the environments themselves."""

    number: int
    group: list[ChangeGroup]
    tables: list[str] = field(default_factory=list)
    verdicts: list[TableVerdict] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of its details on the page."""
        return f"change-{self.number}"


def subjects_of(review: Review) -> list[Subject]:
    """Everything that changes, the worst first."""
    group: dict[str, list[ChangeGroup]] = {}
    for item in merge_environments(review.changes):
        group.setdefault(item.change.table, []).append(item)
    alike: dict[tuple[bool, tuple[tuple[Sameness, tuple[str, ...]], ...]], Subject] = {}
    owners: dict[str, Subject] = {}
    for table, own in group.items():
        key = (bool(table), tuple((sameness(item.change), item.where) for item in own))
        subject = owners[table] = alike.setdefault(key, Subject(len(alike) + 1, own))
        subject.tables.append(table)
    for verdict in review.tables:
        if verdict.table in owners:
            owners[verdict.table].verdicts.append(verdict)
    return list(alike.values())


def details_of(review: Review, subjects: Sequence[Subject]) -> Iterator[Markup]:
    """The details of the subjects, of each after the other, until they are too long."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for item in review.changes:
        changes.setdefault((item.environment, item.table), []).append(item)
    length = 0
    for subject in subjects:
        if length > MOST_DETAILS:
            return
        details = _subject(subject, _pictures(subject, changes), review)
        length += len(details)
        yield details


def _pictures(subject: Subject, changes: Mapping[tuple[str, str], Sequence[Change]]) -> list[Drawn]:
    """The pictures of the first table, each with the environments that it holds in, the worst first."""
    pictures: dict[Picture, list[TableVerdict]] = {}
    for verdict in sorted(subject.verdicts, key=lambda item: -item.severity):
        if verdict.table == subject.tables[0]:
            drawn = picture(verdict, changes.get((verdict.environment, verdict.table), ()))
            pictures.setdefault(drawn, []).append(verdict)
    return list(pictures.items())


def _subject(subject: Subject, pictures: Sequence[Drawn], review: Review) -> Markup:
    group = [change(item, review.lines) for item in subject.group[:MOST_CHANGES]]
    if len(subject.group) > MOST_CHANGES:
        left = len(subject.group) - MOST_CHANGES
        group.append(element("p", f"{left:,} more, none worse, are not shown.", class_="muted"))
    drawn = pictures[:MOST_PICTURES]
    figures = [
        _figure(item, verdicts, f"{subject.anchor}-{number}") for number, (item, verdicts) in enumerate(drawn, start=1)
    ]
    if len(pictures) > len(drawn):
        left = len(pictures) - len(drawn)
        figures.append(element("p", f"It looks different again in {left:,} more environments.", class_="muted"))
    changes = element("div", *group)
    parts = [element("div", *figures, class_="staying" if _is_short(drawn) else ""), changes] if figures else [changes]
    body = element("div", *parts, class_="drawn" if figures else "plain", id=subject.anchor)
    unfolded = {"open": "open"} if subject.number <= OPEN_SUBJECTS else {}
    return element("details", _heading(subject), body, class_="subject sheet", **unfolded)


def _is_short(drawn: Sequence[Drawn]) -> bool:
    """Whether the pictures fit a window, and so can stay in sight while the changes beside them move."""
    cards = [card for item, _ in drawn for card in (item.table, *(card for _, group in item.groups for card in group))]
    return sum(len(card.lines) + 2 for card in cards) <= SHORT


def _heading(subject: Subject) -> Markup:
    where = dict.fromkeys(name for group in subject.group for name in group.where)
    first, *others = subject.tables
    title = element("h3", element("code", first) if first else "The environments themselves")
    alike = element("span", f"and the same of {first_names(others, MOST_NAMES)}") if others else ""
    worst = subject.group[0].change
    mark = badge("none", "accepted") if worst.accepted is not None else badge(str(worst.severity))
    return element("summary", title, alike, element("span", f"in {first_names(list(where))}"), mark)


def _figure(drawn: Picture, verdicts: Sequence[TableVerdict], name: str) -> Markup:
    tables = [(item.environment, item.after or item.before) for item in verdicts]
    names = [f"`{table.name}` in {environment}" for environment, table in tables if table is not None]
    return element("figure", draw(drawn, name), element("figcaption", prose(f"In AWS {first_names(names)}")))
