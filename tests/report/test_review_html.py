"""The review's page: well-formed, the same bytes every time, nothing of a user's in its markup, and never too long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sessionform import __version__, documentation
from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.model import Acceptance
from sessionform.report.review.html import MOST_NOTES, render_review_html
from sessionform.report.review.html_subjects import MOST_CHANGES, MOST_PICTURES
from sessionform.review.model import PlanRemark, Review, ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from tests.golden import assert_golden
from tests.report.review_pages import (
    ENVIRONMENTS,
    compared,
    dangerous,
    many_indexes,
    many_tables,
    nothing,
    poisoned,
    written,
)
from tests.review.case import CASES, Case, review_of

GOLDEN = Path(__file__).parent / "golden"

POISON = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;]]>--></style>`\x00\x1b[31m\u202e\ufffe"

SAMPLES = {
    "dangerous": dangerous(),
    "written": written(),
    "nothing": nothing(),
    "many-indexes": many_indexes(),
    "many": many_tables(30),
}


def parsed(page: str) -> ET.Element:
    """The page as a strict parser of XML reads it, which refuses whatever is not well-formed."""
    assert page.startswith("<!DOCTYPE html>\n<html")
    return ET.fromstring(page)


def text_of(page: str) -> str:
    return " ".join("".join(parsed(page).itertext()).split())


def without_style(page: str) -> str:
    """The page with names in place of its style and of that style's hash, which stand in review.css."""
    page = re.sub(r"<style>.*?</style>", "<style>review.css</style>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[^&]*", "HASH-OF-REVIEW.CSS", page)


def test_the_page_of_a_dangerous_change_is_the_stored_one() -> None:
    page = render_review_html(review_of("partition-key-changed"))
    assert_golden(without_style(page), GOLDEN / "review-partition-key-changed.html")


def test_the_page_of_a_review_with_everything_is_the_stored_one() -> None:
    assert_golden(without_style(render_review_html(written())), GOLDEN / "review-written.html")


@pytest.mark.parametrize("of", [*CASES, *SAMPLES.values()])
def test_every_page_is_well_formed_and_asks_for_nothing(of: Case | Review) -> None:
    page = parsed(render_review_html(of.review() if isinstance(of, Case) else of))
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in page.iter():
        assert node.tag not in {"script", "img", "iframe", "object", "base", "form", "foreignObject", "use", "image"}
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name in {"href", "src"}:
                assert value == "data:," or value.removeprefix("#") in ids, value
            if name in {"aria-labelledby", "aria-describedby"}:
                assert value in ids
    assert "url(" not in page.findtext("head/style", "")
    assert "@import" not in page.findtext("head/style", "")


@pytest.mark.parametrize("review", SAMPLES.values(), ids=SAMPLES)
def test_headings_and_pictures_can_be_read_without_eyes(review: Review) -> None:
    page = parsed(render_review_html(review))
    levels = [int(node.tag[1]) for node in page.iter() if re.fullmatch(r"h\d", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for svg in page.iter("svg"):
        assert svg.get("role") == "img"
        title, description = svg.findtext("title"), svg.findtext("desc")
        assert title
        assert description
        assert (svg[0].get("id"), svg[1].get("id")) == (svg.get("aria-labelledby"), svg.get("aria-describedby"))
    for table in page.iter("table"):
        assert {node.get("scope") for node in table.iter("th")} == {"col", "row"}


def test_the_verdict_comes_first() -> None:
    body = parsed(render_review_html(review_of("partition-key-changed"))).find("body")
    assert body is not None
    header = body[0]
    assert header.findtext("div/h1") == "Verdict: critical"
    assert "so every user is logged out (in production)." in " ".join("".join(header.itertext()).split())


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        ((), "sessionform VERSION"),
        (("a" * 40, "b" * 40), f"compared commit {'a' * 12} with the working folder, which stands on {'b' * 12}"),
        (("a" * 40, ""), f"compared commit {'a' * 12}"),
    ],
)
def test_the_page_ends_with_what_made_it(commits: tuple[str, ...], expected: str) -> None:
    body = parsed(render_review_html(replace(dangerous(), commits=commits))).find("body")
    assert body is not None
    made, meant = ("".join(line.itertext()) for line in body[-1])
    assert body[-1].tag == "footer"
    assert made.replace(__version__, "VERSION").endswith(expected)
    assert "under accept, for a reason" in meant


def test_a_page_on_which_nothing_is_to_be_accepted_does_not_speak_of_it() -> None:
    body = parsed(render_review_html(nothing())).find("body")
    assert body is not None
    assert len(body[-1]) == 1


def test_the_tables_that_one_edit_deletes_share_a_row_and_keep_their_details() -> None:
    tables = "".join(f"  sessions{at}: {{partition_key: id}}\n" for at in range(5))
    before = f"{ENVIRONMENTS}tables:\n{tables}"
    after = f"{ENVIRONMENTS}tables:\n  visits: {{partition_key: id}}\n"
    page = parsed(render_review_html(compared(before, after)))
    rows = [row for row in page.iter("tr") if row.find("td") is not None]
    links = [[link.text for link in row.iter("a")] for row in rows]
    assert sorted(links) == [*[[f"sessions{at}" for at in range(5)]] * 2, *[["visits"]] * 2]
    assert len({link.get("href") for row in rows for link in row.iter("a")}) == 6


def test_the_rows_lead_to_the_details() -> None:
    page = parsed(render_review_html(dangerous()))
    links = {
        "".join(link.itertext()): str(link.get("href"))[1:]
        for link in page.iter("a")
        if link.text != "What to do instead"
    }
    assert set(links) == {"userSessions", "deviceSessions"}
    for table, anchor in links.items():
        (details,) = (node for node in page.iter("details") if any(child.get("id") == anchor for child in node))
        assert details.findtext("summary/h3/code") == table


@pytest.mark.parametrize("review", [dangerous(), written()], ids=["dangerous", "written"])
def test_nothing_that_somebody_wrote_becomes_markup(review: Review) -> None:
    clean = parsed(render_review_html(review))
    page = render_review_html(poisoned(review, POISON))
    tree = parsed(page)

    def shape(root: ET.Element) -> set[tuple[str, str]]:
        return {(node.tag, name) for node in root.iter() for name in (*node.attrib, "")}

    assert shape(tree) == shape(clean)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "<script>alert(1)</script>" in "".join(tree.itertext())
    assert tree.findtext("head/style") == clean.findtext("head/style")


def test_every_text_of_a_review_was_poisoned() -> None:
    """The test above proves nothing of a text that `poisoned` has passed over."""
    (change, *_), (remark, *_), (table, *_) = (
        getattr(poisoned(written(), "☠"), name) for name in ("changes", "plan", "tables")
    )
    values = (change.environment, change.table, change.rule, change.message, change.hint, change.location.file)
    values += (*change.path, remark.message, remark.address, remark.environment, table.environment, table.table)
    values += (table.after.key, table.after.name, table.after.partition_key.name, table.after.ttl.attribute)
    assert all(value.startswith("☠") for value in values)


def test_the_same_review_gives_the_same_bytes(root: Path) -> None:
    script = "from tests.report.review_pages import *; from sessionform.report.review.html import *; import sys; "
    script += "sys.stdout.buffer.write(render_review_html(dangerous()).encode())"
    pages = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1] == render_review_html(dangerous()).encode()
    assert str(root).encode() not in pages[0]


def test_a_table_that_is_another_in_every_environment_is_drawn_a_few_times() -> None:
    names = [f"environment{number}" for number in range(MOST_PICTURES + 3)]
    regions = "".join(f"  {name}: {{region: us-east-1}}\n" for name in names)
    overlays = "".join(f"      {name}: {{ttl: expires_{name}}}\n" for name in names)
    before = f"version: 1\nenvironments:\n{regions}tables:\n  a:\n    partition_key: id\n    ttl: expires\n"
    alike = render_review_html(compared(before, before.replace("ttl: expires", "ttl: until")))
    assert alike.count("<svg") == 1
    different = render_review_html(compared(before, f"{before}    environments:\n{overlays}"))
    assert different.count("<svg") == MOST_PICTURES
    assert "It looks different again in 3 more environments." in text_of(different)


def test_no_change_is_said_calmly_and_no_knowledge_is_no_such_claim() -> None:
    assert "Nothing changes" in text_of(render_review_html(nothing()))
    renamed = replace(nothing(), statements=("at the base the file is `old.yaml`",))
    assert "Nothing changes" in text_of(render_review_html(renamed))
    assert "No change is known" in text_of(render_review_html(replace(nothing(), compared=False)))
    assert "there is no base" in text_of(render_review_html(replace(nothing(), statements=("there is no `base`",))))


def test_what_is_accepted_comes_after_what_is_not() -> None:
    told = text_of(render_review_html(written()))
    details = told[told.index("The changes") :]
    assert details.index("the stream of userSessions is replaced") > details.index("the tag Team of userSessions")
    assert "1 accepted" in told
    assert "Accepted nobody reads the stream (until 2027-01-31)" in told


def test_a_verdict_without_harm_says_whether_somebody_has_accepted_it() -> None:
    review = replace(written(), verdict=ReviewSeverity.NONE)
    harmless = tuple(replace(change, severity=ReviewSeverity.NONE, accepted=None) for change in review.changes)
    assert "No session is harmed." in text_of(render_review_html(replace(review, changes=harmless)))
    accepted = tuple(change for change in review.changes if change.accepted is not None)
    told = text_of(render_review_html(replace(review, changes=accepted)))
    assert "Every change that could harm sessions is accepted in the declaration." in told


def test_an_acceptance_that_is_an_error_is_said_at_once() -> None:
    place = Location("sessions.yaml", 1, 1, 1, 2)
    finding = Finding("acceptance-unknown", Severity.ERROR, "`accept` names no kind", ("accept", 0), "1. look\n2. mend")
    told = text_of(render_review_html(replace(nothing(), diagnostics=(Diagnostic(finding, place),))))
    assert "An acceptance in the declaration is an error, which fails the review." in told
    assert "accept names no kind" in told


@pytest.mark.slow
def test_a_review_of_a_thousand_tables_is_a_page_that_opens() -> None:
    review = many_tables(1000)
    last = review.tables[-1].table
    worse = [replace(change, severity=ReviewSeverity.HIGH) for change in review.changes if change.table != last]
    review = replace(review, changes=(*(change for change in review.changes if change.table == last), *worse))
    page = render_review_html(review)
    assert len(page) < 2_000_000
    tree, told = parsed(page), text_of(page)
    drawn = len(list(tree.iter("svg")))
    assert 20 < drawn < 1000
    assert f"The details of {1000 - drawn} more, none worse, would make this page too long." in told
    assert "970 more, none worse" in told
    assert tree.findtext("body/main/details[@class='subject sheet']/summary/h3/code") == last


def test_tables_with_the_same_changes_are_told_together() -> None:
    names = [f"sessions{number}" for number in range(100)]
    (first,) = review_of("partition-key-changed").changes
    changes = [
        replace(first, table=name, message=first.message.replace("userSessions", name), hint="") for name in names
    ]
    page = render_review_html(replace(review_of("partition-key-changed"), changes=tuple(changes)))
    assert page.count("<h4>") == 1
    assert "(in production, and the same of 99 more tables)" in text_of(page)
    assert "and the same of sessions1, sessions2" in text_of(page)


@pytest.mark.slow
def test_no_text_makes_the_page_longer_than_it_may_be() -> None:
    long = "x" * 50_000
    review = review_of("partition-key-changed")
    steps = "\n".join(f"{number}. {long}" for number in range(1, 200))
    values = {"message": long, "hint": steps, "before": {"a": [long] * 100}, "after": long, "environment": long}
    changes = [replace(review.changes[0], rule=f"{number}{long}", **values) for number in range(MOST_CHANGES + 1)]
    place = Location("after.yaml", 1, 1, 1, len(long))
    lines = {"after.yaml": (long,)}
    finding = Diagnostic(Finding("rule", Severity.NOTE, long, hint=steps), place)
    remark = PlanRemark(long, long, long, "drift", Terraform.UPDATE, long)
    accepted = Acceptance("a", None, None, long, None, ())
    page = render_review_html(
        replace(
            review,
            changes=tuple(replace(change, location=place, accepted=accepted) for change in changes),
            diagnostics=(finding,) * (MOST_NOTES + 2),
            plan=(remark,) * (MOST_NOTES + 3),
            statements=(long,),
            lines=lines,
        )
    )
    assert len(page) < 8_000_000
    told = text_of(page)
    assert "1 more, none worse, are not shown." in told
    assert "2 more are not shown." in told
    assert "3 more are not shown." in told


def test_every_word_of_a_review_has_its_meaning(root: Path) -> None:
    documented = dict(
        re.findall(r"^\| `([a-z-]+)` \| (.*?) \|$", (root / "docs/review.md").read_text("utf-8"), re.MULTILINE)
    )
    assert {outcome: documented.get(outcome) for outcome in Outcome} == {outcome: outcome.words for outcome in Outcome}
    assert all(action.words and action.planned for action in Terraform)


def test_a_kind_of_change_leads_to_its_page_where_one_knows_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    review = review_of("partition-key-changed")
    monkeypatch.setattr(documentation, "DOCUMENTATION", "https://docs.example/")
    link = 'href="https://docs.example/changes/partition-key-changed/"'
    assert link in render_review_html(review)
    monkeypatch.setattr(documentation, "documentation_address", lambda _: "")
    assert "docs.example" not in render_review_html(review)
