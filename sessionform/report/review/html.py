"""A review as one page for a browser: the verdict, every table at a glance, then each table with its picture.

The page asks for nothing: its style and its pictures are in it, there is no script, and its content security policy
forbids everything else. No template engine: `markup` escapes whatever it has not made itself, and needs no dependency.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources

from sessionform import __version__
from sessionform.diagnostics import Severity
from sessionform.report.layout.markup import Markup, element, prose, text
from sessionform.report.layout.numbers import count, first_names
from sessionform.report.review.glance import rows_of
from sessionform.report.review.groups import ChangeGroup, merge_tables
from sessionform.report.review.html_changes import badge, complaint, remark
from sessionform.report.review.html_glance import glance
from sessionform.report.review.html_subjects import details_of, subjects_of
from sessionform.review.model import GAP_HINT, Change, Review, ReviewSeverity

MOST_NOTES = 50
"""No more remarks on a plan, and complaints about acceptances, are shown."""

NOTHING = "Nothing changes"

_SHORT = 12
"""So many digits of a commit name it."""


def render_review_html(review: Review) -> str:
    """The whole page. Its size has a bound: what does not fit is counted on it, the worst comes first.

    What is accepted comes last, however bad it is: what is left to decide is what a reader looks for.
    """
    review = replace(review, changes=tuple(sorted(review.changes, key=lambda change: change.accepted is not None)))
    subjects = subjects_of(review)
    details = list(details_of(review, subjects))
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
    body = element("body", _verdict(review, anchors), element("main", *blocks), _footer(review))
    return f"<!DOCTYPE html>\n{element('html', page_head(f'{_title(review)}: review of {review.file}'), body, lang='en')}\n"


def page_head(title: str) -> Markup:
    """The head of a page that asks for nothing, in the style of the review."""
    style = Markup(resources.files("sessionform.report.review").joinpath("review.css").read_text(encoding="utf-8"))
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
        element("title", title),
        element("style", style),
    )


def _title(review: Review) -> str:
    if review.changes or review.losses or review.gaps:
        return f"Verdict: {review.verdict}"
    return NOTHING if review.compared else "No change is known"


def _verdict(review: Review, anchors: Mapping[str, str]) -> Markup:
    against = [text(" against "), element("code", review.base)] if review.base else []
    parts = [
        element("h1", _title(review)),
        element("p", element("code", review.file), *against, class_="about"),
    ]
    if review.gaps:
        parts += [element("p", prose(gap), class_="worst") for gap in (*review.gaps, GAP_HINT)]
    unaccepted = [item for item in review.changes if item.accepted is None and item.severity is review.verdict]
    worst = merge_tables(unaccepted)
    if worst and review.verdict > ReviewSeverity.NONE:
        parts.append(_worst(worst, anchors))
    elif review.changes and not (review.losses or review.gaps):
        accepted = any(item.accepted is not None for item in review.changes)
        words = (
            "Every change that could harm sessions is accepted in the declaration."
            if accepted
            else "No session is harmed."
        )
        parts.append(element("p", words, class_="worst"))
    if review.losses:
        lost = first_names(list(dict.fromkeys(remark.table for remark in review.losses)))
        words = f"Terraform’s plan replaces or deletes {lost}, and no change here explains it: this fails the review."
        parts.append(element("p", words, class_="worst"))
    if review.changes:
        parts.append(_counts(review.changes))
    parts += [element("p", prose(statement), class_="statement") for statement in review.statements]
    if any(item.finding.severity is Severity.ERROR for item in review.diagnostics):
        parts.append(
            element("p", "An acceptance in the declaration is an error, which fails the review.", class_="statement")
        )
    calm = not review.changes and _title(review) == NOTHING
    if calm:
        parts.append(element("p", "Both sides mean the same for every table that was compared.", class_="worst"))
    return element("header", element("div", *parts), class_="calm" if calm else str(review.verdict))


def _footer(review: Review) -> Markup:
    """What made the page of which commits, and how what is meant gets through."""
    made = [text(f"sessionform {__version__}")]
    if review.commits:
        base, head = review.commits
        made += [text(" compared commit "), element("code", base[:_SHORT])]
        if head:
            made += [text(" with the working folder, which stands on "), element("code", head[:_SHORT])]
    parts = [element("p", *made)]
    if any(change.accepted is None and change.severity for change in review.changes):
        meant = "A change that is meant is accepted in the declaration, under `accept`, for a reason that is reviewed with it."
        parts.append(element("p", prose(meant)))
    return element("footer", *parts)


def _worst(worst: Sequence[ChangeGroup], anchors: Mapping[str, str]) -> Markup:
    """The worst that happens, in its own words: what a reader has to know who reads nothing else."""
    first = worst[0]
    others = len(first.tables) - 1
    more = f", and the same of {count(others, 'more table')}" if others > 0 else ""
    where = f"in {first_names(first.where)}{more}"
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


def _notes(title: str, notes: Sequence[Markup], total: int) -> list[Markup]:
    if not notes:
        return []
    blocks = [element("h2", title), element("ul", *notes, class_="notes sheet")]
    if total > len(notes):
        blocks.append(element("p", f"{total - len(notes):,} more are not shown.", class_="muted"))
    return blocks
