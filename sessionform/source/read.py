"""Text in, a `Document` out: YAML with YAML 1.2's scalars, every node with its position, and nothing about tables.

Refused with a position and a hint: duplicate keys, tags, aliases that expand too far, several documents, tabs,
other encodings than UTF-8, characters that hide or reorder the text around them, files over 16 MiB, empty files.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Any, NoReturn

import yaml

from sessionform.diagnostics import Finding, Location
from sessionform.documentation import Check
from sessionform.source.checks import plain_yaml, whole_file
from sessionform.source.document import Document
from sessionform.source.tree import NO_CHARACTER, RefusedError, Span, TreeBuilder
from sessionform.source.yaml_errors import syntax_error

MAX_BYTES = 16 * 1024 * 1024

_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HIDING = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_BIDIRECTIONAL = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What embeds, overrides or isolates a direction. Not the marks U+061C, U+200E and U+200F, which turn no more than any letter of
Hebrew or Arabic does, and are needed to write these.
"""
_TAB = re.compile(r"(?:[^#\t]|(?<=\S)#)*\t")

LOADER: type[Any] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml's parser where PyYAML was built with it, about eight times as fast; the result is the same."""


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a declaration's bytes, or the finding that says why it is none."""
    try:
        return _decode(data), []
    except RefusedError as refused:
        return None, [_finding(refused, file)]


def read(text: str, file: str, loader: type[Any] = LOADER, *, before: int = 0) -> tuple[Document | None, list[Finding]]:
    """The document that `text` holds, or what is wrong with it. `file` is the name that messages give it.

    `before` is how many values the files hold that this one is read with: what all of them may hold is bounded.
    """
    try:
        _refuse_unprintable(text)
        _refuse_hidden_lines(text)
        _refuse_bidirectional_controls(text)
        if "\t" in text:
            _refuse_tabs(text)
        parser = loader(text)
        builder = TreeBuilder(parser, before)
        value, marks = builder.build()
        if value is None or marks is None:
            hint = "remove it, and `sessionform init` writes one to start from"
            _refuse(whole_file.empty_file, (1, 1), "the file declares nothing", hint)
    except RefusedError as refused:
        return None, [_finding(refused, file)]
    except yaml.MarkedYAMLError as error:
        return None, _plainest(text, file, loader) or [syntax_error(error, file)]
    except (ValueError, OverflowError):  # the pure Python parser's own, of an escape beyond the last character
        span = (parser.line + 1, parser.column + 1, parser.line + 1, parser.column + 2)
        return None, [_finding(RefusedError(plain_yaml.yaml_syntax, span, *NO_CHARACTER), file)]
    document = Document(file, tuple(text.splitlines()), value, marks, builder.values)
    return document, [_finding(problem, file) for problem in builder.problems]


def _plainest(text: str, file: str, loader: type[Any]) -> list[Finding]:
    """The same complaint as the pure Python parser words and places it, so that messages do not depend on libyaml."""
    if loader is yaml.SafeLoader or len(text) >= 1_000_000:
        return []
    document, findings = read(text, file, yaml.SafeLoader)
    return findings if document is None else []


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 2**20} MiB"
        _refuse(whole_file.file_too_large, (1, 1), message, "split it into several declarations")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        _refuse(whole_file.encoding, (1, 1), "the file is UTF-16 or UTF-32", "save it as UTF-8")
    text = data.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _position(text[: error.start].decode("utf-8"))
        message = f"the byte 0x{text[error.start]:02x} here is not UTF-8"
        _refuse(whole_file.encoding, where, message, "save the file as UTF-8")


def _refuse_unprintable(text: str) -> None:
    match = _UNPRINTABLE.search(text)
    if match:
        message = f"the character U+{ord(match[0]):04X} is not allowed in YAML"
        _refuse(whole_file.encoding, _position(text[: match.start()]), message, "remove it")


def _refuse_hidden_lines(text: str) -> None:
    """YAML ends a line where git and the viewers of its diffs do not: after a comment nobody sees what follows."""
    match = _HIDING.search(text)
    if match:
        message = f"the character U+{ord(match[0]):04X} ends a line in YAML, but not in a diff of git"
        hint = (
            "end lines with a line feed, or write the character as an escape inside double quotes "
            f'(`"\\u{ord(match[0]):04x}"`)'
        )
        _refuse(whole_file.encoding, _position(text[: match.start()]), message, hint)


def _refuse_bidirectional_controls(text: str) -> None:
    """They show a text in another order than is compiled (CVE-2021-42574), also from within a comment."""
    match = _BIDIRECTIONAL.search(text)
    if match:
        character = f"U+{ord(match[0]):04X} ({unicodedata.name(match[0])})"
        message = f"{character} is a bidirectional control character: a reader sees another text than is compiled"
        hint = f'remove it, or write it as an escape inside double quotes (`"\\u{ord(match[0]):04x}"`)'
        _refuse(whole_file.encoding, _position(text[: match.start()]), message, hint)


def _refuse_tabs(text: str) -> None:
    """Outside comments no tab is accepted: parsers disagree about where one is allowed, and so do editors."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _TAB.match(line)
        if match:
            hint = 'use spaces; inside double quotes a tab is written "\\t"'
            _refuse(plain_yaml.tab, (number, match.end()), "tabs are not allowed here", hint)


def _position(before: str) -> tuple[int, int]:
    """Line and column of what follows the text `before`."""
    lines = f"{before}.".splitlines()
    return len(lines), len(lines[-1])


def _refuse(check: Check, where: tuple[int, int], message: str, hint: str) -> NoReturn:
    line, column = where
    span: Span = (line, column, line, column + 1)
    raise RefusedError(check, span, message, hint)


def _finding(refused: RefusedError, file: str) -> Finding:
    location = Location(file, *refused.span)
    return refused.check.finding(refused.message, refused.hint, location=location)
