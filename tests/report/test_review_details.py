"""What is said of a change is said in every format that has a place for it."""

from __future__ import annotations

import html
import re

import pytest

from sessionform.report.formats import names, render
from sessionform.report.formats.renderer import REVIEW, View
from sessionform.report.review.details import details
from sessionform.report.review.groups import merge_tables
from tests.report.reviews import everything

FORMATS = names(REVIEW)

ONE_LINE_NOTES = ("azure", "junit")
"""Formats that have a line for a note, such as an accepted change, and none for more."""


def printed(form: str) -> str:
    """The review that has everything, in a format, without what only the format needs."""
    text = html.unescape(render(REVIEW, form, everything(), View(columns=400)))
    return re.sub(r"<[^>]*>", "", text) if form in ("html", "markdown") else text


@pytest.mark.parametrize("form", FORMATS)
def test_the_place_in_the_base_of_what_is_gone(form: str) -> None:
    text = printed(form)
    if form == "json":
        assert '"file": "main:sessions.yaml",\n      "line": 14,\n      "gone": true' in text
    else:
        assert "main:sessions.yaml:14" in text.replace("%3A", ":")


@pytest.mark.parametrize("form", FORMATS)
def test_the_tables_that_share_a_change(form: str) -> None:
    if form == "json":
        assert '"table": "apiSessions"' in printed(form)
    else:
        assert re.search(r"deviceSessions,? (and )?apiSessions", printed(form))


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ONE_LINE_NOTES])
def test_why_a_change_is_accepted_and_until_when(form: str) -> None:
    text = printed(form)
    assert "nobody works there before the switch" in text
    assert "2027-01-31" in text


def test_the_lines_of_a_change_in_their_order() -> None:
    groups = {(item.change.rule, item.where): item for item in merge_tables(everything().changes)}
    gone = details(groups["table-removed", ("production",)])
    assert list(gone.lines()) == [
        "in production: Terraform shows delete; really happens: data-loss",
        "before: main:sessions.yaml:14:3",
        f"hint: {gone.hint}",
    ]
    accepted = details(groups["partition-key-changed", ("development",)])
    assert list(accepted.lines())[1] == (
        "accepted: nobody works there before the switch | see issue#12, @team (until 2027-01-31)"
    )
