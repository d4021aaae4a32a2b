"""The review's page as people see it: in headless Chromium, light and dark, wide and as narrow as a telephone."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sessionform.report.review.html import render_review_html
from tests.browser import Browser, Scheme, browser_or_skip, chromium
from tests.report import screenshot
from tests.report.review_pages import dangerous, many_indexes, many_tables, nothing, poisoned, written

pytestmark = pytest.mark.browser

WIDE, NARROW, NARROWEST = 1280, 390, 320

HOSTILE = "\"'><script>document.title = 'owned'</script><img src=http://127.0.0.1:9/x>" + "W" * 90 + "会" * 90


REVIEWS = {
    "dangerous": dangerous,
    "written": written,
    "many-indexes": many_indexes,
    "many-tables": lambda: many_tables(40),
    "nothing": nothing,
    "hostile": lambda: poisoned(written(), HOSTILE),
}

OVERFLOW = """
(() => {
  const width = document.scrollingElement.clientWidth;
  const scrolled = (node) => node.closest('pre') !== null;
  const outside = [...document.querySelectorAll('body *')].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && !scrolled(node) && (box.left < -0.5 || box.right > width + 0.5);
  });
  return {
    scroll: document.scrollingElement.scrollWidth - width,
    outside: outside.map((node) => node.tagName + '.' + (node.getAttribute('class') || '')),
    clipped: [...document.querySelectorAll('.sheet, .claims')]
      .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.className),
  };
})()
"""

PICTURES = """
(() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    if (!svg.getBoundingClientRect().width) continue;
    const whole = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].map((text) => [text, text.getBoundingClientRect()]);
    for (const [text, box] of texts) {
      const frame = text.parentElement.querySelector(':scope > .frame');
      const room = frame ? frame.getBoundingClientRect() : whole;
      if (box.left < room.left || box.right > room.right || box.top < room.top - 1 || box.bottom > room.bottom + 1)
        found.push('leaves its place: ' + text.textContent);
    }
    for (let one = 0; one < texts.length; one++)
      for (let two = one + 1; two < texts.length; two++) {
        const [a, b] = [texts[one][1], texts[two][1]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 0.5 && down > 3)
          found.push('overlap: ' + texts[one][0].textContent + ' | ' + texts[two][0].textContent);
      }
  }
  return {found, count: document.querySelectorAll('svg text').length};
})()
"""

CONTRAST = """
(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((value) => {
      value /= 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const solid = (color) => color !== 'none' && (channels(color)[3] ?? 1) === 1;
  const drawnBelow = (text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    let below = null;
    for (const rect of text.closest('svg').querySelectorAll('rect')) {
      if (rect.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING) break;
      const area = rect.getBoundingClientRect();
      if (area.left <= x && x <= area.right && area.top <= y && y <= area.bottom) below = rect;
    }
    return below && getComputedStyle(below).fill;
  };
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = getComputedStyle(node).backgroundColor;
      if (solid(color)) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility() || node.closest('title, desc, style')) continue;
    const style = getComputedStyle(node);
    const drawn = node.closest('svg') !== null;
    const ink = light(drawn ? style.fill : style.color);
    const paper = light((drawn && drawnBelow(node)) || behind(node));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    seen += 1;
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.tagName}.${node.getAttribute('class')}: ${node.textContent}`);
  }
  return {poor, seen};
})()
"""

TAGS = "[...document.querySelectorAll('*')].map((node) => node.tagName.toLowerCase())"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser_or_skip()
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file of each review's page."""
    folder = tmp_path_factory.mktemp("pages")
    for name, review in REVIEWS.items():
        (folder / f"{name}.html").write_text(render_review_html(review()), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in REVIEWS}


def unfold(browser: Browser) -> None:
    browser.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("width", [WIDE, 800, NARROW, NARROWEST])
def test_nothing_leaves_its_place(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    browser.open(pages[name], width=width)
    unfold(browser)
    assert browser.evaluate(OVERFLOW) == {"scroll": 0, "outside": [], "clipped": []}
    pictures = browser.evaluate(PICTURES)
    assert pictures["found"] == []
    assert (pictures["count"] > 0) == (name != "nothing")


@pytest.mark.parametrize("name", ["dangerous", "written", "many-indexes"])
def test_pictures_hold_in_the_widest_of_their_fonts(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Liberation Mono, which is here, takes 0.6 em a column; SF Mono, the widest that review.css names, 0.618."""
    browser.open(pages[name])
    unfold(browser)
    browser.evaluate("document.querySelectorAll('svg').forEach((svg) => { svg.style.letterSpacing = '0.018em'; })")
    assert browser.evaluate(PICTURES)["found"] == []


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(browser: Browser, pages: dict[str, Path], name: str, scheme: Scheme) -> None:
    browser.open(pages[name], scheme=scheme)
    unfold(browser)
    contrast = browser.evaluate(CONTRAST)
    assert contrast["poor"] == []
    assert contrast["seen"] > 3


def test_light_and_dark_are_two_looks(browser: Browser, pages: dict[str, Path]) -> None:
    colors = []
    for scheme in ("light", "dark"):
        browser.open(pages["dangerous"], scheme=scheme)  # type: ignore[arg-type]
        colors.append(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert colors == ["rgb(246, 247, 249)", "rgb(14, 17, 22)"]


@pytest.mark.parametrize("name", REVIEWS)
def test_the_page_asks_for_nothing_and_runs_nothing(browser: Browser, pages: dict[str, Path], name: str) -> None:
    browser.open(pages[name])
    unfold(browser)
    assert browser.requests() == [pages[name].as_uri()]
    assert browser.complaints() == []
    assert browser.evaluate("document.title") != "owned"


@pytest.mark.parametrize("name", REVIEWS)
def test_a_browser_reads_the_elements_that_were_written(browser: Browser, pages: dict[str, Path], name: str) -> None:
    written: Any = ET.fromstring(pages[name].read_text(encoding="utf-8"))
    browser.open(pages[name])
    assert browser.evaluate(TAGS) == [node.tag.lower() for node in written.iter()]
    assert browser.evaluate("document.compatMode") == "CSS1Compat"


def test_the_page_is_read_and_unfolded_with_the_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["many-tables"])
    focus = "document.activeElement.tagName + ' ' + document.activeElement.textContent"
    browser.press("Tab")
    assert browser.evaluate(focus) == "A What to do instead"
    browser.press("Tab")
    assert browser.evaluate(focus) == "A sessions0"
    folded = "document.getElementById('change-40').checkVisibility()"
    assert browser.evaluate(folded) is False
    browser.evaluate(
        "document.querySelector('.rest').open = true, document.querySelector('a[href=\"#change-40\"]').focus()"
    )
    browser.press("Enter")
    assert browser.evaluate(folded) is True
    browser.evaluate("document.querySelector('.subject > summary').focus()")
    browser.press("Enter")
    assert browser.evaluate("document.getElementById('change-1').checkVisibility()") is False


def test_what_is_folded_is_printed(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["many-tables"])
    seen = "[...document.querySelectorAll('.inside, .rest tr')].every((node) => node.checkVisibility())"
    assert browser.evaluate(seen) is False
    browser.media("dark", "print")
    assert browser.evaluate(seen) is True
    assert browser.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") == "#1c2128"


def test_a_reader_without_eyes_hears_the_table_as_a_table(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["written"], width=NARROW)
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert roles.count("table") == 1
    assert roles.count("columnheader") == 5
    assert roles.count("rowheader") == 3
    images = [node for node in nodes if node["role"]["value"] == "image"]
    names = [node["name"]["value"] for node in images]
    assert names == ["Table userSessions"]
    assert all("partition key" in node["description"]["value"] for node in images)


def test_the_picture_in_the_documentation_is_of_this_page(browser: Browser, tmp_path: Path) -> None:
    """Other fonts make other bytes, so it is compared by what can be compared: size, and what the page says."""
    stored = screenshot.IMAGE.read_bytes()
    assert stored[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", stored[16:24]) == (screenshot.WIDTH, screenshot.HEIGHT)
    assert len(stored) < 150_000
    screenshot.take(browser, tmp_path, tmp_path / "review.png")
    assert struct.unpack(">II", (tmp_path / "review.png").read_bytes()[16:24]) == (screenshot.WIDTH, screenshot.HEIGHT)
    assert browser.evaluate("document.querySelector('h1').textContent") == "Verdict: critical"
    assert browser.evaluate("document.querySelectorAll('.picture text.mark').length") == 2
