"""A review as one page for a browser: the verdict, every table at a glance, then each table with its picture.

The page asks for nothing: its style and its pictures are in it, there is no script, and its content security policy
forbids everything else. No template engine: `markup` escapes whatever it has not made itself, and needs no dependency.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from sessionform.report.markup import Markup, element, prose, text
from sessionform.report.review_glance import rows_of
from sessionform.report.review_html_changes import badge, change, complaint, remark
from sessionform.report.review_html_glance import glance
from sessionform.report.review_picture import Picture, picture
from sessionform.report.review_picture_svg import draw
from sessionform.report.review_told import Sameness, Told, named, sameness, told_once, told_together
from sessionform.review.model import Change, Review, ReviewSeverity, TableVerdict

MOST_DETAILS = 1_000_000
"""After so many characters no further table gets its details: a page that no browser likes helps nobody."""

SHORT = 24
"""Pictures of so many rows fit a window."""

OPEN_SUBJECTS = 10
"""The details of so many are unfolded at first."""

MOST_CHANGES = 40
"""Of one table no more changes are told; the worst come first."""

MOST_PICTURES = 4
"""A table that looks different in every environment is drawn so many times; the worst come first."""

MOST_NAMES = 60
"""Of tables that have the same changes, so many are named."""

MOST_NOTES = 50
"""No more remarks on a plan, and complaints about acceptances, are told."""

NOTHING = "Nothing changes"


def render_review_html(review: Review) -> str:
    """The whole page. Its size has a bound: what does not fit is counted on it, the worst comes first.

    What is accepted comes last, however bad it is: what is left to decide is what a reader looks for.
    """
    review = replace(review, changes=tuple(sorted(review.changes, key=lambda change: change.accepted is not None)))
    subjects = _subjects(review)
    details = list(_details(review, subjects))
    anchors = {table: subject.anchor for subject in subjects[: len(details)] for table in subject.tables}
    rows = list(rows_of(review))
    blocks = list(glance(rows, anchors)) if rows else []
    blocks += _notes("Terraform’s plan", [remark(item) for item in review.plan[:MOST_NOTES]], len(review.plan))
    if details:
        blocks += [element("h2", "The changes"), *details]
    if len(details) < len(subjects):
        left = len(subjects) - len(details)
        blocks.append(
            element(
                "p",
                f"The details of {left:,} more, none worse, would make this page too long. ",
                prose("`--format json` has everything."),
            )
        )
    blocks += _notes(
        "Acceptances in the declaration",
        [complaint(item, review.lines) for item in review.diagnostics[:MOST_NOTES]],
        len(review.diagnostics),
    )
    body = element("body", _verdict(review, anchors), element("main", *blocks))
    return f"<!DOCTYPE html>\n{element('html', _head(review), body, lang='en')}\n"


def _head(review: Review) -> Markup:
    style = Markup(resources.files("sessionform.report").joinpath("review.css").read_text(encoding="utf-8"))
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("link", rel="icon", href="data:,"),
        element("title", f"{_title(review)}: review of {review.file}"),
        element("style", style),
    )


def _title(review: Review) -> str:
    if review.changes:
        return f"Verdict: {review.verdict}"
    return "No change is known" if review.statements or not review.compared else NOTHING


def _verdict(review: Review, anchors: dict[str, str]) -> Markup:
    against = [text(" against "), element("code", review.base)] if review.base else []
    parts = [
        element("h1", _title(review)),
        element("p", element("code", review.file), *against, class_="about"),
    ]
    against_us = [item for item in review.changes if item.accepted is None and item.severity is review.verdict]
    worst = told_together(against_us)
    if worst and review.verdict > ReviewSeverity.NONE:
        parts.append(_worst(worst, anchors))
    elif review.changes:
        accepted = any(item.accepted is not None for item in review.changes)
        words = "What is not for information only is accepted in the declaration." if accepted else "No session is harmed."
        parts.append(element("p", words, class_="worst"))
    if review.changes:
        parts.append(_counts(review.changes))
    parts += [element("p", prose(statement), class_="statement") for statement in review.statements]
    if any(str(item.finding.severity) == "error" for item in review.diagnostics):
        parts.append(
            element("p", "An acceptance in the declaration is an error, which fails the review.", class_="statement")
        )
    calm = not review.changes and _title(review) == NOTHING
    if calm:
        parts.append(element("p", "Both sides mean the same for every table in every environment.", class_="worst"))
    return element("header", element("div", *parts), class_="calm" if calm else str(review.verdict))


def _worst(worst: Sequence[Told], anchors: dict[str, str]) -> Markup:
    """The worst that happens, in its own words: what a reader has to know who reads nothing else."""
    first = worst[0]
    others = len(first.tables) - 1
    where = f"in {named(first.where)}" + (f", and the same of {others:,} more tables" if others > 0 else "")
    parts = [prose(first.change.message), text(f" ({where})")]
    if len(worst) > 1:
        parts.append(text(f", and {len(worst) - 1:,} more of this severity"))
    parts.append(text(". "))
    anchor = anchors.get(first.change.table)
    if anchor is not None:
        parts.append(element("a", "What to do instead" if first.change.hint else "Details", href=f"#{anchor}"))
    return element("p", *parts, class_="worst")


def _counts(changes: Sequence[Change]) -> Markup:
    counts = Counter(change.severity for change in changes if change.accepted is None)
    badges = [
        badge(str(severity), f"{counts[severity]:,} {severity or 'for information'}")
        for severity in sorted(counts, reverse=True)
    ]
    accepted = sum(change.accepted is not None for change in changes)
    if accepted:
        badges.append(badge("none", f"{accepted:,} accepted"))
    return element("ul", *(element("li", item) for item in badges), class_="counts")


@dataclass(frozen=True, slots=True)
class _Subject:
    """Tables with the same changes in the same environments; `tables` is `[""]` for the environments themselves."""

    number: int
    told: list[Told]
    tables: list[str] = field(default_factory=list)
    verdicts: list[TableVerdict] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of its details on the page."""
        return f"change-{self.number}"


def _subjects(review: Review) -> list[_Subject]:
    """Everything that changes, the worst first."""
    told: dict[str, list[Told]] = {}
    for item in told_once(review.changes):
        told.setdefault(item.change.table, []).append(item)
    alike: dict[tuple[bool, tuple[tuple[Sameness, tuple[str, ...]], ...]], _Subject] = {}
    owners: dict[str, _Subject] = {}
    for table, own in told.items():
        key = (bool(table), tuple((sameness(item.change), item.where) for item in own))
        subject = owners[table] = alike.setdefault(key, _Subject(len(alike) + 1, own))
        subject.tables.append(table)
    for verdict in review.tables:
        if verdict.table in owners:
            owners[verdict.table].verdicts.append(verdict)
    return list(alike.values())


def _details(review: Review, subjects: Sequence[_Subject]) -> Iterator[Markup]:
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


def _pictures(
    subject: _Subject, changes: Mapping[tuple[str, str], Sequence[Change]]
) -> Iterator[tuple[Picture, list[TableVerdict]]]:
    """The pictures of the first table, each with the environments that it holds in, the worst first."""
    pictures: dict[Picture, list[TableVerdict]] = {}
    for verdict in sorted(subject.verdicts, key=lambda item: -item.severity):
        if verdict.table == subject.tables[0]:
            drawn = picture(verdict, changes.get((verdict.environment, verdict.table), ()))
            pictures.setdefault(drawn, []).append(verdict)
    yield from list(pictures.items())[:MOST_PICTURES]


def _subject(subject: _Subject, pictures: Iterable[tuple[Picture, list[TableVerdict]]], review: Review) -> Markup:
    told = [change(item, review.lines) for item in subject.told[:MOST_CHANGES]]
    if len(subject.told) > MOST_CHANGES:
        left = len(subject.told) - MOST_CHANGES
        told.append(element("p", f"{left:,} more, none worse, are not shown.", class_="muted"))
    drawn = list(pictures)
    figures = [
        _figure(item, verdicts, f"{subject.anchor}-{number}") for number, (item, verdicts) in enumerate(drawn, start=1)
    ]
    changes = element("div", *told)
    parts = [element("div", *figures, class_="staying" if _is_short(drawn) else ""), changes] if figures else [changes]
    body = element("div", *parts, class_="drawn" if figures else "plain", id=subject.anchor)
    unfolded = {"open": "open"} if subject.number <= OPEN_SUBJECTS else {}
    return element("details", _heading(subject), body, class_="subject sheet", **unfolded)


def _is_short(drawn: Sequence[tuple[Picture, list[TableVerdict]]]) -> bool:
    """Whether the pictures fit a window, and so can stay in sight while the changes beside them move."""
    cards = [card for item, _ in drawn for card in (item.table, *(card for _, group in item.groups for card in group))]
    return sum(len(card.lines) + 2 for card in cards) <= SHORT


def _heading(subject: _Subject) -> Markup:
    where = dict.fromkeys(name for told in subject.told for name in told.where)
    first, *others = subject.tables
    title = element("h3", element("code", first) if first else "The environments themselves")
    alike = element("span", f"and the same of {named(others, MOST_NAMES)}") if others else ""
    worst = str(subject.told[0].change.severity)
    return element("summary", title, alike, element("span", f"in {named(list(where))}"), badge(worst))


def _figure(drawn: Picture, verdicts: Sequence[TableVerdict], name: str) -> Markup:
    tables = [(item.environment, item.after or item.before) for item in verdicts]
    names = [f"`{table.name}` in {environment}" for environment, table in tables if table is not None]
    return element("figure", draw(drawn, name), element("figcaption", prose(f"In AWS {named(names)}")))


def _notes(title: str, notes: Sequence[Markup], total: int) -> list[Markup]:
    if not notes:
        return []
    blocks = [element("h2", title), element("ul", *notes, class_="notes sheet")]
    if total > len(notes):
        blocks.append(element("p", f"{total - len(notes):,} more are not shown.", class_="muted"))
    return blocks
