"""Text in, a `Document` out: YAML with YAML 1.2's scalars, every node with its position, and nothing about tables.

Refused with a position and a hint: duplicate keys, tags, aliases that expand too far, several documents, tabs,
other encodings than UTF-8, files over 16 MiB, empty files.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from sessionform.diagnostics import Finding, Location, Path, Severity
from sessionform.source.document import Document, Span
from sessionform.source.scalars import UnusableScalarError, plain_scalar
from sessionform.source.yaml_errors import syntax_error

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
MAX_ALIASED_NODES = 10_000
"""How many nodes aliases may add to a file. Real files add dozens; an expansion attack adds millions."""

_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB = re.compile(r"(?:[^#\t]|(?<=\S)#)*\t")
_PLAIN, _QUOTED, _COLLECTION = "plain", "quoted", "collection"


class _RefusedError(Exception):
    """Carries the finding that ends the reading."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class _Untyped:
    """Stands in for PyYAML's resolver: says how a scalar was written, and leaves its meaning to `plain_scalar`."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: Any) -> str:
        if kind is not yaml.ScalarNode:
            return _COLLECTION
        return _PLAIN if implicit[0] else _QUOTED

    def descend_resolver(self, *_: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class PurePythonLoader(_Untyped, yaml.SafeLoader):
    """PyYAML's own parser: used where libyaml is missing, and for error messages that are the same everywhere."""


Loader: type[Any] = PurePythonLoader
if yaml.__with_libyaml__:

    class LibyamlLoader(_Untyped, yaml.CSafeLoader):
        """libyaml's parser, about eight times as fast."""

    Loader = LibyamlLoader


def decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a declaration's bytes, or the finding that says why it is none."""
    try:
        return _decode(data, file), []
    except _RefusedError as refused:
        return None, [refused.finding]


def read(text: str, file: str, loader: type[Any] | None = None) -> tuple[Document | None, list[Finding]]:
    """The document that `text` holds, or what is wrong with it. `file` is the name that messages give it."""
    try:
        _refuse_unprintable(text, file)
        if "\t" in text:
            _refuse_tabs(text, file)
        root = _compose(text, file, loader or Loader)
        tree = _Tree(file)
        value = tree.construct(root, (), 0)
    except _RefusedError as refused:
        return None, [refused.finding]
    if value is None:
        return None, [_empty(file)]
    return Document(file, tuple(text.splitlines()), value, tree.keys, tree.values), tree.findings


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        _refuse(
            "file-too-large",
            file,
            (1, 1),
            f"the file is larger than {MAX_BYTES // 2**20} MiB",
            "split it into several declarations",
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        _refuse("encoding", file, (1, 1), "the file is UTF-16 or UTF-32", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        _refuse(
            "encoding",
            file,
            (line, column),
            f"the byte 0x{data[error.start]:02x} here is not UTF-8",
            "save the file as UTF-8",
        )


def _refuse_unprintable(text: str, file: str) -> None:
    match = _UNPRINTABLE.search(text)
    if match:
        before = text[: match.start()]
        where = before.count("\n") + 1, len(before) - before.rfind("\n")
        _refuse("encoding", file, where, f"the character U+{ord(match[0]):04X} may not stand in YAML", "remove it")


def _compose(text: str, file: str, loader: type[Any]) -> yaml.Node:
    try:
        root = loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _RefusedError(syntax_error(_plainest(error, text), file)) from None
    except RecursionError:
        _refuse("nesting", file, (1, 1), "the file is nested too deeply to be read", f"use at most {MAX_DEPTH} levels")
    if root is None:
        raise _RefusedError(_empty(file))
    return root  # type: ignore[no-any-return]  # PyYAML's loaders are untyped


def _plainest(error: yaml.MarkedYAMLError, text: str) -> yaml.MarkedYAMLError:
    """The same error as the pure Python parser words and places it, so that messages do not depend on libyaml."""
    if len(text) < 1_000_000:
        try:
            PurePythonLoader(text).get_single_node()
        except yaml.MarkedYAMLError as pure:
            return pure
        except RecursionError:
            pass
    return error


class _Tree:
    """Turns nodes into plain values, noting where each stands; findings that need not end the reading collect here."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self.findings: list[Finding] = []
        self._open: set[int] = set()
        self._met: set[int] = set()
        self._aliased = 0

    def construct(self, node: yaml.Node, path: Path, depth: int) -> Any:
        span = _span(node)
        self.values[path] = span
        tag = node.tag
        if tag is _PLAIN:
            return self._plain(node.value, path)
        if tag is _QUOTED:
            return node.value
        self._check_collection(node, tag, span, depth)
        self._open.add(id(node))
        if isinstance(node, yaml.MappingNode):
            value: Any = self._mapping(node, path, depth)
        else:
            value = [self.construct(item, (*path, i), depth + 1) for i, item in enumerate(node.value)]
        self._open.discard(id(node))
        return value

    def _check_collection(self, node: yaml.Node, tag: str, span: Span, depth: int) -> None:
        if tag is not _COLLECTION:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(
                "yaml-tag",
                span,
                f"the tag `{shown}` is not supported: a declaration is plain data",
                "remove the tag; quote a value that must stay text",
            )
        if depth > MAX_DEPTH:
            self._refuse("nesting", span, "the file is nested too deeply here", f"use at most {MAX_DEPTH} levels")
        if id(node) in self._open:
            self._refuse("alias-expansion", span, "this anchor contains an alias of itself", "write the value out")
        if id(node) in self._met:
            self._aliased += 1 + len(node.value)
            if self._aliased > MAX_ALIASED_NODES:
                self._refuse(
                    "alias-expansion",
                    span,
                    f"aliases expand to more than {MAX_ALIASED_NODES} nodes",
                    "use `defaults` for what tables share",
                )
        self._met.add(id(node))

    def _plain(self, text: str, path: Path) -> Any:
        try:
            return plain_scalar(text)
        except UnusableScalarError as error:
            self.findings.append(
                Finding(
                    "unusable-number", Severity.ERROR, f"`{text[:40]}` {error}", path, "quote it if it is meant as text"
                )
            )
            return text

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            span = _span(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(
                    "key-not-text",
                    span,
                    "a mapping or a list stands where a key belongs",
                    "a key is a plain word, as in `ttl: expiresAt`",
                )
            if key_node.tag is not _PLAIN and key_node.tag is not _QUOTED:
                self._refuse("yaml-tag", span, "a key carries a tag", "remove the tag; quote a key that must stay text")
            key = key_node.value
            place = (*path, key)
            if key in mapping:
                line = self.keys[place][0]
                location = Location(self.file, *span)
                self.findings.append(
                    Finding(
                        "duplicate-key",
                        Severity.ERROR,
                        f"`{key}` stands here a second time; line {line} has it already",
                        place,
                        "keep one of the two",
                        location=location,
                    )
                )
                continue
            self.keys[place] = span
            mapping[key] = self.construct(value_node, place, depth + 1)
        return mapping

    def _refuse(self, rule: str, span: Span, message: str, hint: str) -> NoReturn:
        raise _RefusedError(Finding(rule, Severity.ERROR, message, hint=hint, location=Location(self.file, *span)))


def _span(node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def _refuse_tabs(text: str, file: str) -> None:
    """Outside comments no tab is let through: parsers disagree about where one may stand, and so do editors."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _TAB.match(line)
        if match:
            hint = 'use spaces; inside double quotes a tab is written "\\t"'
            _refuse("tab", file, (number, match.end()), "a tab stands here", hint)


def _empty(file: str) -> Finding:
    location = Location(file, 1, 1, 1, 1)
    hint = "`sessionform init` writes a declaration to start from"
    return Finding("empty-file", Severity.ERROR, "the file declares nothing", hint=hint, location=location)


def _refuse(rule: str, file: str, where: tuple[int, int], message: str, hint: str) -> NoReturn:
    line, column = where
    location = Location(file, line, column, line, column + 1)
    raise _RefusedError(Finding(rule, Severity.ERROR, message, hint=hint, location=location))
