"""Whatever becomes of a declaration, compiling ends with findings: placed in the file, in plain words, no exception."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sessionform.compile import Compiled, compile_text
from sessionform.report.findings.github import render_github
from sessionform.report.findings.json import render_json
from sessionform.report.findings.sarif import render_sarif
from sessionform.report.findings.text import render_text
from sessionform.source.read import read
from tests.source.test_schema import JARGON

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "sessions.yaml", *sorted((ROOT / "examples").glob("*.yaml"))]
DECLARATIONS = [read(path.read_text(encoding="utf-8"), path.name)[0].value for path in SOURCES]  # type: ignore[union-attr]

NAMES = st.sampled_from(
    [
        "ttl",
        "userId",
        "production",
        "tables",
        "region",
        "us-east-1",
        "name",
        "x",
        "",
        "S",
        "ALL",
        "${a}",
        "%{b}",
        "日本",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 50) | st.sampled_from([2**70, 0.5, -0.0, 7.0]) | NAMES
JUNK = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place within a value but the whole of it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A declaration with a few things deleted, renamed, replaced by junk, or put where something else was."""
    value = json.loads(json.dumps(draw(st.sampled_from(DECLARATIONS))))
    for _ in range(draw(st.integers(1, 4))):
        everywhere = list(places(value))
        if not everywhere:
            break
        path = draw(st.sampled_from(everywhere))
        holder, key = value, path[-1]
        for part in path[:-1]:
            holder = holder[part]
        kind = draw(st.sampled_from(["delete", "rename", "junk", "swap", "wrap", "add"]))
        if kind == "delete":
            del holder[key]
        elif kind == "rename" and isinstance(holder, dict):
            holder[draw(NAMES)] = holder.pop(key)
        elif kind == "swap":
            other = value
            for part in draw(st.sampled_from(everywhere)):
                other = other[part]
            holder[key] = json.loads(json.dumps(other))
        elif kind == "wrap":
            holder[key] = draw(st.sampled_from([[holder[key]], {"x": holder[key]}, json.dumps(holder[key])]))
        elif kind == "add" and isinstance(holder[key], dict):
            holder[key][draw(NAMES)] = draw(JUNK)
        else:
            holder[key] = draw(JUNK)
    return json.dumps(value, indent=1, ensure_ascii=False)  # JSON is YAML


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A declaration's text with a stretch of it lost, doubled or overwritten."""
    text = draw(st.sampled_from(SOURCES)).read_text(encoding="utf-8")
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 30)))
    middle = draw(st.text(alphabet="{}[]:,#&*!|>%@'\"\\- \n\tax0é\x00\ufeff\u2028", max_size=6))
    return text[:start] + draw(st.sampled_from(["", text[start:end] * 2])) + middle + text[end:]


def judge(compiled: Compiled) -> None:
    lines = compiled.lines
    for item in compiled.diagnostics:
        place = item.location
        assert 1 <= place.line <= place.end_line <= len(lines) + 1, item
        width = len(lines[place.line - 1]) if place.line <= len(lines) else 0
        assert 1 <= place.column <= width + 1, item
        assert (place.line, place.column) <= (place.end_line, place.end_column), item
        assert item.finding.message
        hint = item.finding.hint.partition("\n")[0]  # what follows is YAML, with the words of the declaration in it
        own_words = re.sub(r"`[^`]*`", "", f"{item.finding.message} {hint}")
        assert not JARGON.search(own_words), item
    said = [(item.finding.rule, item.finding.message, item.location) for item in compiled.diagnostics]
    assert len(said) == len(set(said))
    assert render_text(compiled.diagnostics, lines).count("\n\n") >= len(compiled.diagnostics) - 1
    assert len(json.loads(render_json(compiled.diagnostics))["diagnostics"]) == len(said)
    assert len(json.loads(render_sarif(compiled.diagnostics))["runs"][0]["results"]) == len(said)
    assert render_github(compiled.diagnostics).count("::") >= len(said)


@settings(max_examples=300)
@given(mutated())
def test_a_mutated_declaration_gets_findings_not_an_exception(text: str) -> None:
    judge(compile_text(text, "sessions.yaml"))


@settings(max_examples=200)
@given(damaged())
@example("\ufeff")
@example("tables: {a: &a {b: *a}}")
@example("version: 1\n`: [`]\n")
def test_damaged_text_gets_findings_not_an_exception(text: str) -> None:
    judge(compile_text(text, "sessions.yaml"))


@settings(max_examples=100)
@given(st.text(max_size=40) | st.text(alphabet="{}[]:,#&*!|>%@'\"- \n\ta0?", max_size=30))
def test_any_text_gets_findings_not_an_exception(text: str) -> None:
    compiled = compile_text(text, "sessions.yaml")
    judge(compiled)
    assert compiled.failed


@pytest.mark.parametrize("value", DECLARATIONS, ids=[path.name for path in SOURCES])
def test_what_is_mutated_is_valid_before(value: Any) -> None:
    assert not compile_text(json.dumps(value, ensure_ascii=False), "sessions.yaml").failed
