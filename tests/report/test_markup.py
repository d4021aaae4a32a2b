"""Whatever somebody wrote is text in a page, and only what was made as markup is markup."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from sessionform.report.layout.characters import shown
from sessionform.report.layout.markup import Markup, element, prose, text


@given(st.text(max_size=500))
def test_any_text_is_one_text(value: str) -> None:
    (child,) = ET.fromstring(element("div", element("p", value, title=value + "x")))
    expected = shown(value).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    assert len(child) == 0
    assert (child.text or "") == expected
    assert str(child.get("title")) == expected + "x"


def test_a_text_that_is_long_is_counted() -> None:
    assert text("a" * 3000) == "a" * 1000 + "… (2,000 more characters)"
    assert prose("`a` " + "b" * 1000) == "<code>a</code> " + "b" * 996 + "… (4 more characters)"
    assert prose("an `odd one") == "an `odd one"


def test_what_is_markup_stays_so_only_as_it_was_made() -> None:
    assert element("p", element("b", "<")) == "<p><b>&lt;</b></p>"
    assert element("p", f"{element('b', '<')}") == "<p>&lt;b&gt;&amp;lt;&lt;/b&gt;</p>"
    assert text(Markup("<b></b>")) == "<b></b>"
