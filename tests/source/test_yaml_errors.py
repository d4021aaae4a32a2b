"""Text that is not YAML: every complaint of the parsers becomes a sentence about the user's file."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sessionform.source.read import read
from tests.source.test_read import LOADERS

PADDING = "# " + "x" * 1_000_000 + "\n"
"""So much text that libyaml's own words are used: it would take long to read it once more in Python."""

SENTENCES = {
    "a: *": (1, 5, "a `*` or `&` starts an alias or anchor, and this is not the name of one"),
    "a: & b": (1, 5, "a `*` or `&` starts an alias or anchor, and this is not the name of one"),
    "a: |x\n": (1, 5, "a `|` or `>` must be followed by a new line"),
    "%YAML 2.0\n---\na: 1": (1, 1, "YAML directives are not allowed"),
    'a: "\\x1"': (1, 7, "this is not an escape that double quotes know"),
    'a: "\\q"': (1, 6, "`\\q` is not an escape that double quotes know"),
    'a: "\\ud800"': (1, 4, "this escape names no character"),
    'a: "\\ud83d\\ude42"': (1, 4, "this escape names no character"),
    '"\\ud800": a': (1, 1, "this escape names no character"),
    'a: "\\U00110000"': (1, 7, "this escape names no character"),
    'a: "\\UFFFFFFFF"': (1, 7, "this escape names no character"),
    "a: - b": (1, 4, "there is a list item where none can be"),
    "a: b\n- c": (2, 1, "there is a list item among keys"),
    "a: ? b": (1, 4, "there is a `?` where no key can be"),
    "a: 'x\n---\n": (1, 4, "a quote is opened here and never closed"),
    "a: !<": (1, 6, "YAML tags are not allowed"),
    "a: %x": (1, 4, "a plain value cannot start with `%`"),
    "a: [b\nc: d": (2, 2, "a `[` is not closed before this"),
    "a: {b: 1]": (1, 9, "a `{` is not closed before this"),
    "a: [b, c]]": (1, 10, "this `]` closes nothing"),
    "a: }": (1, 4, "this `}` closes nothing"),
    "a: [,]": (1, 5, "a value is missing before this"),
    "a: [": (1, 5, "the file ends inside a `[` or `{`"),
    "a: 'b' c": (1, 8, "this belongs to nothing before it"),
    "a: 1\nb\nc: 2": (2, 1, "this line is not a `key: value`"),
    "a:\n  b x\n  c: 1": (3, 4, "there is a `:` where no key can be"),
    "a:\n  b: 1\n c: 2": (3, 2, "the indentation of this line fits nothing above it"),
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", SENTENCES)
def test_what_is_not_yaml_is_said_in_plain_words(text: str, loader: type[Any]) -> None:
    document, (finding,) = read(text, "sessions.yaml", loader)
    assert document is None
    assert finding.location is not None
    assert (finding.location.line, finding.location.column, finding.message) == SENTENCES[text]
    assert finding.hint
    assert finding.rule == "yaml-syntax"


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML is built without libyaml here")
@pytest.mark.parametrize("text", SENTENCES)
def test_libyaml_is_never_quoted(text: str) -> None:
    _, (finding,) = read(PADDING + text, "sessions.yaml")
    known = {message for _, _, message in SENTENCES.values()}
    assert finding.message in known | {"a plain value cannot start like this", "from here on this is not YAML"}
    assert finding.hint
    assert finding.location is not None
    assert finding.location.line in (SENTENCES[text][0] + 1, SENTENCES[text][0] + 2)
