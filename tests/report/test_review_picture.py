"""The picture of a changed table: nothing that changes goes without a mark, and nothing leaves its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionform.report.layout.characters import width
from sessionform.report.review.picture import MOST_CARDS, Card, Line, Mark, Picture, picture
from sessionform.report.review.picture_svg import CLASSES, describe, draw
from sessionform.review.model import Review, TableVerdict
from tests.golden import assert_golden
from tests.report.review_pages import ENVIRONMENTS, compared, many_indexes
from tests.review.case import CASES

GOLDEN = Path(__file__).parent / "golden"


def pictures(review: Review) -> Iterator[tuple[TableVerdict, Picture]]:
    for verdict in review.tables:
        own = [
            item for item in review.changes if (item.environment, item.table) == (verdict.environment, verdict.table)
        ]
        yield verdict, picture(verdict, own)


def cards(drawn: Picture) -> list[Card]:
    return [drawn.table, *(card for _, group in drawn.groups for card in group)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_change_of_a_table_goes_without_a_mark(case: object) -> None:
    for verdict, drawn in pictures(case.review()):  # type: ignore[attr-defined]
        assert any(card.mark is not None for card in cards(drawn)), verdict


STORED = (
    "alarms-changed billing-to-provisioned defaults-edited encryption-customer-to-managed environment-removed index-added "
    "index-and-ttl-together index-key-changed index-key-type-with-rebuild index-removed index-renamed key-type-changed "
    "local-index-added local-index-projection-changed partition-key-changed protection-off-with-replacement "
    "recovery-window-dropped region-changed-with-the-rest replica-key-changed replica-removed stream-view-changed "
    "table-adopted table-removed-delete table-renamed ttl-attribute-changed"
).split()


def test_what_pictures_show_is_stored() -> None:
    reviews = {case.name: case.review() for case in CASES if case.name in STORED}
    told = [
        f"{name}, {verdict.environment}: {' '.join(describe(drawn))}\n"
        for name in STORED
        for verdict, drawn in pictures(reviews[name])
    ]
    assert_golden("".join(told), GOLDEN / "review-pictures.txt")


def test_what_does_not_change_has_no_mark() -> None:
    (_, drawn), *_ = pictures(many_indexes())
    unmarked = [card for card in cards(drawn)[1:] if card.mark is None]
    assert [card.title for card in unmarked] == [f"by_attribute_{number}" for number in range(1, 9)]
    assert not any(line.sign for card in unmarked for line in card.lines)


def test_a_setting_without_a_fact_is_named() -> None:
    before = f"{ENVIRONMENTS}tables:\n  a: {{partition_key: id, tags: {{Team: x}}, item_size: 10, ttl: t}}\n"
    after = before.replace("Team: x", "Team: y").replace("size: 10", "size: 20")
    (_, drawn), *_ = pictures(compared(before, after))
    assert [line for line in drawn.table.lines if line.sign] == [
        Line("~", "settings", "item_size"),
        Line("~", "settings", "tags"),
    ]


def test_a_setting_that_an_overlay_changes_is_the_tables() -> None:
    before = f"{ENVIRONMENTS}tables:\n  a:\n    partition_key: id\n    ttl: expires\n"
    after = f"{before}    environments: {{production: {{ttl: until}}}}\n"
    ((_, drawn),) = pictures(compared(before, after))
    assert [line for line in drawn.table.lines if line.sign] == [
        Line("−", "TTL", "expires"),
        Line("+", "TTL", "until"),
        Line("!", "", "not possible in one deploy"),
    ]


def test_a_table_with_more_indexes_than_one_can_see_shows_those_that_change() -> None:
    def indexes(count: int) -> str:
        found = ", ".join(f"index{number}: {{partition_key: key{number}}}" for number in range(count))
        return f"{ENVIRONMENTS}tables:\n  a: {{partition_key: id, ttl: t, global_secondary_indexes: {{{found}}}}}\n"

    # A base that breaks a rule is compared as it is written: AWS allows twenty indexes.
    (_, drawn), *_ = pictures(compared(indexes(60), indexes(19)))
    found = cards(drawn)[1:]
    assert len(found) == MOST_CARDS
    assert all(card.mark == Mark("−", "removed") for card in found)
    assert drawn.hidden == 20
    assert list(describe(drawn))[-1] == "20 more are not shown."


def test_two_environments_that_look_alike_have_one_picture() -> None:
    drawn = [found for _, found in pictures(many_indexes())]
    assert len(drawn) == 2
    assert len(set(drawn)) == 1


def texts(drawn: Picture) -> list[ET.Element]:
    return list(ET.fromstring(draw(drawn, "p")).iter("text"))


def test_names_that_are_cut_can_be_read_whole() -> None:
    name = "by_" + "very_" * 40 + "long"
    drawn = Picture(Card(name, Mark("+", "added"), (Line("", "key", name),)), ())
    cut = [node for node in texts(drawn) if node.find("title") is not None]
    assert len(cut) == 2
    assert all((node.text or "").endswith("…") and node.findtext("title") == name for node in cut)


def test_a_name_of_characters_without_width_is_cut_visibly() -> None:
    name = "a" + "\u0301" * 1000
    (title,) = texts(Picture(Card(name, None, ()), ()))
    assert (title.text or "").endswith("…")
    assert (title.findtext("title") or "").startswith(name[:200])


def test_a_mark_is_never_a_colour_alone() -> None:
    for card in (card for case in CASES for _, drawn in pictures(case.review()) for card in cards(drawn)):
        if card.mark is not None:
            label = f"{card.mark.sign} {card.mark.word}"
            assert label in [node.text for node in texts(Picture(card, ()))]
    assert all(style in {"same", "added", "removed", "changed", "rebuilt", "truth"} for style in CLASSES.values())


_NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(_NAMES, _NAMES)
def test_whatever_the_names_no_text_is_wider_than_its_card(name: str, value: str) -> None:
    lines = (Line("+", "key", value), Line("", "holds", value))
    card = Card(name, Mark("↻", "rebuilt"), lines)
    drawn = Picture(card, (("global indexes", (card, replace(card, mark=None))),))
    for node in texts(drawn):
        size = {"name": 13 / 12, "mark": 11 / 12}.get(str(node.get("class")), 1)
        right = float(str(node.get("x"))) + width(node.text or "") * 7.4 * size
        assert right <= 360
        if not (node.text or "").isascii() and not re.match("sign|group", str(node.get("class"))):
            assert node.get("textLength")
