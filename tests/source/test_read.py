"""Reading YAML: scalars, positions, and what is refused where."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sessionform.compile import compile_text
from sessionform.diagnostics import Finding
from sessionform.source.document import Document
from sessionform.source.read import MAX_BYTES, decode, read

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


def document(text: str, loader: type[Any] = yaml.SafeLoader) -> Document:
    value, findings = read(text, "sessions.yaml", loader)
    assert value is not None, findings
    assert not findings
    return value


def refusal(text: str, loader: type[Any] = yaml.SafeLoader) -> Finding:
    _, findings = read(text, "sessions.yaml", loader)
    assert len(findings) == 1
    return findings[0]


SCALARS = {
    "true": True,
    "false": False,
    "True": "True",
    "yes": "yes",
    "no": "no",
    "on": "on",
    "off": "off",
    "null": None,
    "~": None,
    "12": 12,
    "-3": -3,
    "012": 12,
    "0o17": 15,
    "0x1F": 31,
    "1_000": "1_000",
    "1.5": 1.5,
    "1e3": 1000.0,
    "2027-01-31": "2027-01-31",
    "12:30:45": "12:30:45",
    "'12'": "12",
    '"true"': "true",
    "<<": "<<",
    "=": "=",
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", SCALARS)
def test_scalars_mean_what_yaml_1_2_says(text: str, loader: type[Any]) -> None:
    """Only `true` and `false` are booleans; dates and sexagesimals stay text."""
    value = document(f"a: {text}\n", loader).value["a"]
    assert value == SCALARS[text]
    assert type(value) is type(SCALARS[text])


@pytest.mark.parametrize("loader", LOADERS)
def test_keys_are_text(loader: type[Any]) -> None:
    """A key is the text it looks like, whatever it would mean as a value."""
    assert document("1: a\ntrue: b\n~: c\nno: d\n", loader).value == {"1": "a", "true": "b", "~": "c", "no": "d"}


@pytest.mark.parametrize("loader", LOADERS)
def test_every_value_and_key_has_its_place(loader: type[Any]) -> None:
    """Scalars are marked at the value, collections and `on_key` at the key, the missing at what is there."""
    read_document = document("tables:\n  über: {ttl: expiresAt, tags: [a, 'b c']}\n", loader)
    ttl = read_document.locate(("tables", "über", "ttl"))
    assert (ttl.line, ttl.column, ttl.end_line, ttl.end_column) == (2, 15, 2, 24)
    assert read_document.locate(("tables", "über", "ttl"), on_key=True).column == 10
    tags = read_document.locate(("tables", "über", "tags"))
    assert (tags.column, tags.end_column) == (26, 30)
    second = read_document.locate(("tables", "über", "tags", 1))
    assert (second.column, second.end_column) == (36, 41)
    assert read_document.locate(("tables", "über", "stream")) == read_document.locate(("tables", "über"))
    assert str(read_document.locate(())) == "sessions.yaml:1:1"


NO_TABS = 'use spaces; inside double quotes a tab is written "\\t"'
NO_TAGS = "remove the tag; quote a value that must stay text"

REFUSED = {
    "a: 1\nb: [1, 2\nc: 3\n": ("yaml-syntax", 3, "a `[` is not closed before this", "add the `]` or a comma"),
    "a:\n\tb: 1\n": ("tab", 2, "tabs are not allowed here", NO_TABS),
    "a: 1 # no tab\tmatters here\nb:\t2\n": ("tab", 2, "tabs are not allowed here", NO_TABS),
    "a: @x\n": ("yaml-syntax", 1, "a plain value cannot start with `@`", "put the value in quotes"),
    "a: b: c\n": (
        "yaml-syntax",
        1,
        "there is a `:` where no key can be",
        "check the line above for its `:` and its indentation; quote a value that has `: ` in it",
    ),
    "a: 1\n---\nb: 2\n": (
        "yaml-syntax",
        2,
        "a second YAML document starts here",
        "one file holds one declaration: remove the `---`",
    ),
    'a: 1\nb: "x\n': ("yaml-syntax", 2, "a quote is opened here and never closed", "close it"),
    "a: *other\n": (
        "yaml-syntax",
        1,
        "the alias `*other` names no anchor",
        "define it above with `&other`, or write the value out",
    ),
    " a: 1\nb: 2\n": (
        "yaml-syntax",
        2,
        "the indentation of this line fits nothing above it",
        "align it with its neighbours",
    ),
    "a: [\n": ("yaml-syntax", 2, "the file ends inside a `[` or `{`", "close it"),
    **{
        f"a: {tag} x\n": ("yaml-tag", 1, f"the tag `{tag}` is not supported: a declaration is plain data", NO_TAGS)
        for tag in ("!!python/object:os.system", "!Ref", "!!str")
    },
    "a: &x {b: *x}\n": (
        "alias-expansion",
        1,
        "the anchor `&x` contains an alias of itself",
        "write the value out",
    ),
    "? [a]\n: b\n": (
        "key-not-text",
        1,
        "there is a mapping, a list or an alias where a key belongs",
        "a key is a plain word, as in `ttl: expiresAt`",
    ),
    **dict.fromkeys(
        ("", "# only a comment\n---\n"),
        ("empty-file", 1, "the file declares nothing", "remove it, and `sessionform init` writes one to start from"),
    ),
    "a: \x07\n": ("encoding", 1, "the character U+0007 is not allowed in YAML", "remove it"),
    **{
        f"a: 1\nb: 2 # kept{end}c: 3\n": (
            "encoding",
            2,
            f"the character U+{ord(end):04X} ends a line in YAML, but not in a diff of git",
            (
                "end lines with a line feed, or write the character as an escape inside double quotes "
                f'(`"\\u{ord(end):04x}"`)'
            ),
        )
        for end in "\r\x85\u2028\u2029"
    },
    **{
        f"a: 1\nb: {text}\n": (
            "encoding",
            2,
            (
                f"U+{ord(turn):04X} ({unicodedata.name(turn)}) is a bidirectional control character: "
                "a reader sees another text than is compiled"
            ),
            f'remove it, or write it as an escape inside double quotes (`"\\u{ord(turn):04x}"`)',
        )
        for turn in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        for text in (f"2 # kept {turn}", f"'{turn}'", f"{turn}x", f'"{turn}"')
    },
    **{
        f"a: {number}\n": ("unusable-number", 1, f"`{number[:40]}` {why}", "quote it if it is meant as text")
        for number, why in (
            (".inf", "is not a finite number"),
            ("9" * 200, "has too many digits"),
            (f"{2**63}", "is too large for a number"),
            (f"-{2**63}", "is too large for a number"),
            ("1e999", "is too large for a number"),
        )
    },
    "a: 1\nb: 2\na: 3\n": (
        "duplicate-key",
        3,
        "`a` is here a second time; line 1 has it already",
        "keep one of the two",
    ),
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", REFUSED, ids=[rule for rule, *_ in REFUSED.values()])
def test_refused_with_its_line_and_a_hint(text: str, loader: type[Any]) -> None:
    """Whatever cannot be read is refused at its line, with the same words with and without libyaml."""
    finding = refusal(text, loader)
    assert finding.location is not None
    assert (finding.rule, finding.location.line, finding.message, finding.hint) == REFUSED[text]


def test_what_turns_the_text_is_found_at_its_column() -> None:
    location = refusal("a: 1\nbc: 2 # \u202ekept\n", LOADERS[0]).location
    assert location is not None
    assert (location.line, location.column) == (2, 9)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u05d0"])
def test_a_mark_turns_no_more_than_a_letter_does(mark: str, loader: type[Any]) -> None:
    """The marks that texts in Hebrew and Arabic are written with are read, as their letters are."""
    assert document(f"a: '{mark}' # {mark}\n", loader).value == {"a": mark}


@pytest.mark.parametrize("loader", LOADERS)
def test_what_turns_the_text_may_stand_as_an_escape(loader: type[Any]) -> None:
    assert document('a: "\\u202e\\u2066"\n', loader).value == {"a": "\u202e\u2066"}


@pytest.mark.parametrize("loader", LOADERS)
def test_lines_may_end_as_on_windows(loader: type[Any]) -> None:
    assert document("a: 1 # one\r\nb: 2\r\n", loader).value == {"a": 1, "b": 2}


@pytest.mark.parametrize("loader", LOADERS)
def test_aliases_within_reason_are_read(loader: type[Any]) -> None:
    """An anchor used a few times is a convenience."""
    assert document("a: &keys [x, y]\nb: *keys\nc: *keys\n", loader).value["c"] == ["x", "y"]


@pytest.mark.parametrize("loader", LOADERS)
def test_an_expansion_attack_is_refused(loader: type[Any]) -> None:
    """Nine levels of nine aliases would be 387 million nodes."""
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    found = refusal("l0: &l0 [x, x, x, x, x, x, x, x, x]\n" + levels, loader)
    assert (found.rule, found.message) == ("alias-expansion", "aliases expand to more than 10000 nodes")
    assert found.hint == "use `defaults` for what tables share"


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", ["[" * 200 + "]" * 200, "[" * 100_000], ids=["closed", "open"])
def test_deep_nesting_is_refused(text: str, loader: type[Any]) -> None:
    """However deep, there is a finding and no crash."""
    assert refusal(text, loader).rule in ("nesting", "yaml-syntax")


@pytest.mark.parametrize("loader", LOADERS)
def test_the_deepest_that_is_read(loader: type[Any]) -> None:
    assert document("[" * 64 + "]" * 64, loader).value
    found = refusal("[" * 65 + "]" * 65, loader)
    assert (found.message, found.hint) == ("the file is nested too deeply here", "use at most 64 levels")


def test_a_byte_order_mark_of_utf_8_is_read() -> None:
    """Editors on Windows write one."""
    assert decode("﻿a: 1\n".encode(), "sessions.yaml") == ("a: 1\n", [])


@pytest.mark.parametrize(
    ("data", "sentence", "line"),
    [
        ("a: 1\n".encode("utf-16"), "the file is UTF-16 or UTF-32; save it as UTF-8", 1),
        ("a: 1\n".encode("utf-32"), "the file is UTF-16 or UTF-32; save it as UTF-8", 1),
        (b"a: 1\nb: caf\xe9\n", "the byte 0xe9 here is not UTF-8; save the file as UTF-8", 2),
        (b"\xef\xbb\xbfa: 1\nb: caf\xe9\n", "the byte 0xe9 here is not UTF-8; save the file as UTF-8", 2),
        (b" " * (MAX_BYTES + 1), "the file is larger than 16 MiB; split it into several declarations", 1),
    ],
    ids=["utf-16", "utf-32", "latin-1", "latin-1 after a mark", "too large"],
)
def test_other_encodings_and_sizes_are_refused(data: bytes, sentence: str, line: int) -> None:
    """What is not UTF-8 text is refused before it is parsed."""
    text, findings = decode(data, "sessions.yaml")
    assert text is None
    assert f"{findings[0].message}; {findings[0].hint}" == sentence
    assert findings[0].location is not None
    assert findings[0].location.line == line


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Any text gives a document or findings, and the same with and without libyaml."""
    results = [read(text, "sessions.yaml", loader) for loader in LOADERS]
    for value, findings in results:
        assert value is not None or findings
    values = [value.value if value else None for value, _ in results]
    assert all(value == values[0] for value in values)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("before", [b"", b"v", b"\xc3\xa9\n", b"a: 1\n\xf0\x9f\x94\x91x"])
def test_a_bad_byte_is_placed_where_it_is(before: bytes, mark: bytes) -> None:
    (finding,) = decode(mark + before + b"\xffrest\n", "sessions.yaml")[1]
    assert finding.location is not None
    lines = (before.decode() + "!").splitlines()
    assert (finding.location.line, finding.location.column) == (len(lines), len(lines[-1]))


@pytest.mark.parametrize(
    "text", ["version: 1\nenvironments: [\n", "version: 1\nenvironments: {\n\n", "a: [", "a: 'b\n", "- [\n- {\n"]
)
def test_what_is_wrong_at_the_end_stands_on_the_last_line(text: str) -> None:
    """GitHub drops an annotation of a line that the file does not have."""
    compiled = compile_text(text, "sessions.yaml")
    for item in compiled.diagnostics:
        assert item.location.end_line <= len(text.splitlines())
        assert (item.location.line, item.location.column) <= (item.location.end_line, item.location.end_column)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("number", [2**63 - 1, -(2**63) + 1])
def test_the_largest_whole_number(number: int, loader: type[Any]) -> None:
    assert document(f"a: {number}\n", loader).value["a"] == number
