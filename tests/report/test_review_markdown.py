"""The comment on a pull request: what it says, that nothing in it becomes markup, and that it always fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.report.layout.markdown import code, prose, safe
from sessionform.report.review.markdown import MARKER, MOST_BYTES, render_review_markdown
from sessionform.review.model import PlanRemark, Review
from sessionform.review.outcome import Terraform
from tests.golden import assert_golden
from tests.report.reviews import AFTER, BEFORE, everything, review_of, reviewed

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "`", "``` ", "|", "||", "\\|", "\\", "<img src=x onerror=alert(1)>", "</details>", "<!-- ", "-->", "@octocat",
    "@org/team", "a@b.example", "\n", "\n\n# heading", "\r", "[x](https://example.com)", "![x](https://example.com/p)",
    "https://example.com", "www.example.com", "_www.example.com", "$x$", "*b*", "_i_", "~~s~~", "&lt;", "&#124;", "#1", ":smile:", "1. ",
    "- ", "\x1b[31m", "\u202e", "\x00", "a" * 300,
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=6).map("".join)


def page(markdown: str) -> ET.Element:
    """The comment as GitHub would show it, before its own filters: every tag is one that this module writes."""
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    html = html.replace("<br>", "<br/>").replace(MARKER, "")
    return ET.fromstring(f"<div>{html}</div>")


def rows(markdown: str) -> list[list[str]]:
    table = page(markdown).find("table/tbody")
    return [] if table is None else [["".join(cell.itertext()) for cell in row] for row in table]


def outside_code(element: ET.Element) -> Iterator[str]:
    """The text in which GitHub looks for names and addresses."""
    if element.tag not in ("code", "pre"):
        yield element.text or ""
        for child in element:
            yield from outside_code(child)
            yield child.tail or ""


def with_texts(*texts: str) -> Review:
    """A review in which the texts stand everywhere that a user's words can."""
    first, *others = texts
    result = everything()
    change = replace(
        next(item for item in result.changes if item.rule == "partition-key-changed" and item.accepted is None),
        message=f"`{first}` is {others[0]}",
        hint=f"1. {others[0]}\n2. `{others[1]}`",
        environment=others[1],
        table=first,
        path=("tables", first, others[0]),
        location=Location(others[1], 3, 1, 3, 2),
    )
    accepted = next(item for item in result.changes if item.accepted is not None)
    assert accepted.accepted is not None
    accepted = replace(accepted, accepted=replace(accepted.accepted, reason=others[0]), hint=first)
    finding = Finding("x", Severity.WARNING, first, (), others[0])
    return replace(
        result,
        file=first,
        base=others[0],
        statements=(first, *others),
        changes=(change, accepted),
        plan=(PlanRemark(first, others[0], others[1], "drift", Terraform.UPDATE, f"{first} `{others[1]}"),),
        diagnostics=(Diagnostic(finding, Location(first, 1, 1, 1, 2)),),
    )


def test_the_comment_looks_as_stored() -> None:
    assert_golden(render_review_markdown(everything()), GOLDEN / "review-everything.md")


@pytest.mark.parametrize("name", ["partition-key-changed", "accepted", "moved-into-defaults", "account-changed"])
def test_the_comment_of_a_case_looks_as_stored(name: str) -> None:
    assert_golden(render_review_markdown(review_of(name)), GOLDEN / f"review-{name}.md")


def test_the_comment_begins_with_the_marker_by_which_it_is_found_again() -> None:
    for result in (everything(), reviewed(None), reviewed(AFTER)):
        assert render_review_markdown(result).startswith("<!-- sessionform-review -->\n### Session tables: ")


def test_a_row_says_where_what_is_shown_and_what_happens() -> None:
    found = rows(render_review_markdown(everything()))
    assert [row[:4] for row in found] == [
        ["🔴 critical", "development", "oldSessions", "delete"],
        ["🔴 critical", "production", "userSessions", "replace"],
        ["🔴 critical", "production", "oldSessions", "delete"],
        ["🔴 critical", "development, production", "deviceSessions, apiSessions", "update"],
        ["✅ accepted", "development", "userSessions", "replace"],
        ["🟡 medium", "development", "", "no-op"],
        ["🟡 medium", "production", "", "no-op"],
    ]
    assert found[1][4].startswith("data-loss: the partition key of userSessions changes from userId to accountId")
    assert found[1][4].endswith("every user is logged out and 3 more")


def test_one_edit_is_told_once_whatever_it_changes() -> None:
    titles = list(page(render_review_markdown(everything())).iter("summary"))
    assert ["".join(title.itertext()) for title in titles if "ttl-attribute-changed" in "".join(title.itertext())] == [
        "🔴 critical ttl-attribute-changed deviceSessions, apiSessions in development, production",
        "🔵 low ttl-attribute-changed userSessions in development, production",
    ]


def test_the_safe_way_is_a_list() -> None:
    markdown = render_review_markdown(review_of("ttl-attribute-changed"))
    (steps,) = page(markdown).iter("ol")
    assert len(list(steps)) == 4


def test_what_stands_before_the_steps_is_no_step() -> None:
    markdown = render_review_markdown(review_of("key-type-changed"))
    (steps,) = page(markdown).iter("ol")
    assert len(list(steps)) == 4
    assert "Hint: set the type back to S; a key of a different type needs a new table:\n" in markdown


def test_what_cannot_be_compared_is_no_claim_that_nothing_changes() -> None:
    text = render_review_markdown(reviewed("version: ["))
    assert "### Session tables: 🔴 critical\n" in text
    assert "\n> [!CAUTION]\n> " in text
    assert "this fails the review" in text
    assert "main:sessions.yaml" in text
    assert "nothing changes" in render_review_markdown(reviewed(AFTER.partition("accept:")[0], AFTER))


def test_the_lines_that_accept_the_change_accept_it() -> None:
    """They are copied into the file as they stand."""
    before = BEFORE.replace("  ttl: expires\n", "  stream: KEYS_ONLY\n")
    after = before.replace("partition_key: userId", "partition_key: accountId")
    markdown = render_review_markdown(reviewed(before, after))
    for _ in range(2):
        (lines,) = re.findall(r"```yaml\n(.*?)```", markdown, re.DOTALL)
        after += lines if "accept:" not in after else lines.removeprefix("accept:\n")
        markdown = render_review_markdown(reviewed(before, after))
    assert "✅ accepted" in markdown
    assert "```yaml" not in markdown


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_user_wrote_stays_text(text: str) -> None:
    check(with_texts(text, f"x{text}y", f"`{text}`"))


@given(st.tuples(TEXTS, TEXTS, TEXTS))
@settings(max_examples=60)
def test_whatever_a_user_wrote_stays_text(texts: tuple[str, str, str]) -> None:
    check(with_texts(*texts))


def check(result: Review) -> None:
    markdown = render_review_markdown(result)
    shown = page(markdown)
    assert {len(row) for row in rows(markdown)} == {5}
    assert len(rows(markdown)) == 2
    assert len(list(shown.iter("details"))) == 3
    assert not {element.tag for element in shown.iter()} & {"img", "a", "h1", "h2", "script", "del"}
    assert not re.search(r"@\w", "".join(outside_code(shown)))
    written = markdown.rpartition("<details><summary>To accept")[0]
    assert not re.search(r"(?i)\bwww\.|://", written)
    assert not re.search(r"@\w", unescape(written))
    assert "\x1b" not in markdown
    assert "\x00" not in markdown


@given(TEXTS)
def test_text_is_shown_as_it_is(text: str) -> None:
    """But for what would act: control characters are escaped, and a joiner stands behind an `@`."""
    plain = re.sub(r"[^\w .,;:/@|`*<>\[\]#-]", "", text)
    for style in (safe, code):
        shown = "".join(page(f"- x{style(plain)}x\n").itertext()).replace("\N{WORD JOINER}", "").strip()
        assert shown == f"x{plain}x"
    (item,) = page(f"- x{prose(plain)}x\n").iter("li")
    assert "".join(item.itertext()).replace("\N{WORD JOINER}", "").replace("`", "") == f"x{plain}x".replace("`", "")


def many(count: int, message: str = "it is so") -> Review:
    result = everything()
    first = next(item for item in result.changes if item.rule == "partition-key-changed" and item.accepted is None)
    changes = tuple(
        replace(
            first,
            table=f"sessions{at}",
            message=f"{message} {at}",
            location=Location("sessions.yaml", at + 1, 1, at + 1, 2),
        )
        for at in range(count)
    )
    return replace(result, changes=changes)


def test_a_thousand_tables_fit_and_the_rest_is_counted() -> None:
    markdown = render_review_markdown(many(1000))
    assert len(markdown.encode()) <= MOST_BYTES
    listed, left = len(rows(markdown)), re.findall(r"(\d+) more rows, none worse", markdown)
    assert [listed + int(number) for number in left] == [1000]
    details, left = len(re.findall("<details[^>]*><summary>🔴", markdown)), re.findall(r"(\d+) more changes", markdown)
    assert [details + int(number) for number in left] == [1000]
    assert listed > 50
    assert details > 20
    assert "**What Terraform's plan says**" in markdown
    assert page(markdown).find("table") is not None


def test_a_thousand_tables_of_one_edit_are_one_row() -> None:
    tables = "".join(f"  sessions{at}: {{partition_key: id}}\n" for at in range(1000))
    before = BEFORE.partition("  userSessions")[0] + tables
    after = before.replace("ttl: expires", "ttl: expiresAt")
    (row,) = rows(render_review_markdown(reviewed(before, after)))
    assert row[2].endswith("sessions7 and 992 more")


@pytest.mark.parametrize("letter", ["x", "_", "🙂"])
def test_no_length_of_a_name_hides_the_worst_change(letter: str) -> None:
    """What is accepted is read nowhere else."""
    worst, *others = everything().changes
    name = letter * 60_000
    changed = replace(worst, table=name, environment=name, path=("tables", name, "ttl"), message=f"`{name}` is lost")
    changes = (changed, *(replace(changed, environment=f"{at}{name}") for at in range(8)), *others)
    result = replace(everything(), changes=changes, file=name, base=name, statements=(name,))
    markdown = render_review_markdown(result)
    assert len(markdown.encode()) <= MOST_BYTES
    first = rows(markdown)[0]
    assert worst.rule in markdown.partition("<summary>")[2]
    assert first[1].startswith(letter * 20)
    assert "is lost" not in markdown
    assert "59,872 more characters" in first[1]


@given(st.integers(0, 400), st.integers(0, 3000), st.sampled_from(["a", "|", "🙂", "@x ", "`a` "]))
@settings(max_examples=25)
def test_the_comment_always_fits(count: int, length: int, text: str) -> None:
    result = many(count, text * length)
    remarks = tuple(
        PlanRemark("production", f"t{at}", "aws_dynamodb_table.t", "drift", Terraform.UPDATE, text * length)
        for at in range(count)
    )
    finding = Finding("x", Severity.WARNING, text * length, (), text * length)
    findings = (Diagnostic(finding, Location("sessions.yaml", 1, 1, 1, 2)),) * count
    result = replace(result, plan=remarks, diagnostics=findings, statements=(text * length,) * count)
    markdown = render_review_markdown(result)
    assert len(markdown.encode()) <= MOST_BYTES
    assert markdown.startswith(MARKER)
