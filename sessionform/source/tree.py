"""Parser events to plain values, with the marks that say where each of them stands. Knows no file and no findings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from sessionform.documentation import Check
from sessionform.source.checks import plain_yaml, whole_file
from sessionform.source.scalars import UnusableScalarError, plain_scalar

MAX_DEPTH = 64
MAX_NODES = 500_000
"""A thousand tables are some 20,000; each costs most of a kilobyte while the file is read."""

MAX_ALIASED_NODES = 10_000
"""How many nodes aliases may add to a file. Real files add dozens; an expansion attack adds millions."""

NO_CHARACTER = ("this escape names no character", "write the character itself")

_HALF = re.compile("[\ud800-\udfff]")
"""Halves of a character, as JSON escapes them. libyaml refuses them, PyYAML's own parser lets them through."""

Event = Any
"""A parser event; PyYAML's types know neither their tags nor that their marks are always there."""

Span = tuple[int, int, int, int]
"""Line, column, end line, end column; all from 1, the end column exclusive."""


class RefusedError(Exception):
    """This node cannot stand in a declaration."""

    def __init__(self, check: Check, span: Span, message: str, hint: str) -> None:
        super().__init__(message)
        self.check, self.span, self.message, self.hint = check, span, message, hint


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a value stands: its events, and for a mapping or list the marks of what is in it.

    `children` goes from a mapping key or list position to the event of the key (None in a list) and the value's marks.
    """

    start: Event
    end: Event
    children: dict[str | int, tuple[Event, Marks]] | None = None

    @property
    def span(self) -> Span:
        return _span(self.start, self.end)


def span_of(event: Event) -> Span:
    """Where one event stands."""
    return _span(event, event)


class TreeBuilder:
    """Builds the value of one document. Problems that need not end the reading collect in `problems`."""

    def __init__(self, loader: Any, before: int = 0) -> None:
        """`before` is how many values there are already in the files that this one is read with."""
        self._next = loader.get_event
        self._anchors: dict[str, tuple[Any, Marks, int] | None] = {}
        self._aliased = 0
        self._nodes = self._before = before
        self.problems: list[RefusedError] = []

    def build(self) -> tuple[Any, Marks | None]:
        """The document's value and marks; None where the stream is empty.

        Raises RefusedError, and yaml.MarkedYAMLError where the text is not YAML.
        """
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None, None
        tree = self._node(self._next(), 0)
        self._next()  # the document's end
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            hint = "one file holds one declaration: remove the `---`"
            raise RefusedError(plain_yaml.yaml_syntax, span_of(after), "a second YAML document starts here", hint)
        return tree

    @property
    def values(self) -> int:
        """How many values were read, those of aliases included."""
        return self._nodes - self._before

    def _node(self, event: Event, depth: int) -> tuple[Any, Marks]:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            holder = "with this file the declaration" if self._before else "the file"
            message = f"{holder} holds more than {MAX_NODES:,} values"
            self._refuse(whole_file.file_too_large, event, message, "split it into several declarations")
        if type(event) is yaml.ScalarEvent:
            tree = self._scalar(event), Marks(event, event)
            if event.anchor:
                self._anchors[event.anchor] = (*tree, 1)
            return tree
        if type(event) is yaml.AliasEvent:
            return self._alias(event)
        if event.tag is not None:
            self._refuse_tag(event)
        if depth >= MAX_DEPTH:
            self._refuse(
                whole_file.nesting, event, "the file is nested too deeply here", f"use at most {MAX_DEPTH} levels"
            )
        return self._collection(event, depth)

    def _collection(self, event: Event, depth: int) -> tuple[Any, Marks]:
        before = self._nodes
        if event.anchor:
            self._anchors[event.anchor] = None  # open: an alias to it now would contain itself
        children: dict[str | int, tuple[Event, Marks]] = {}
        value: Any
        if isinstance(event, yaml.MappingStartEvent):
            value = {}
            end = self._mapping(value, children, depth)
        else:
            value = []
            while type(end := self._next()) is not yaml.SequenceEndEvent:
                item, marks = self._node(end, depth + 1)
                children[len(value)] = (None, marks)
                value.append(item)
        tree = value, Marks(event, end, children)
        if event.anchor:
            self._anchors[event.anchor] = (*tree, self._nodes - before + 1)
        return tree

    def _mapping(self, value: dict[str, Any], children: dict[str | int, tuple[Event, Marks]], depth: int) -> Event:
        while type(event := self._next()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent:
                hint = "a key is a plain word, as in `ttl: expiresAt`"
                self._refuse(
                    plain_yaml.key_not_text, event, "there is a mapping, a list or an alias where a key belongs", hint
                )
            if event.tag is not None:
                self._refuse_tag(event)
            key = self._text(event)
            item, marks = self._node(self._next(), depth + 1)
            if key in children:
                first = children[key][0]
                line = first.start_mark.line + 1 if first else 0
                message = f"`{key}` is here a second time; line {line} has it already"
                self.problems.append(
                    RefusedError(plain_yaml.duplicate_key, span_of(event), message, "keep one of the two")
                )
            else:
                value[key] = item
                children[key] = (event, marks)
        return event

    def _scalar(self, event: Event) -> Any:
        if event.tag is not None:
            self._refuse_tag(event)
        if not event.implicit[0]:
            return self._text(event)
        try:
            return plain_scalar(event.value)
        except UnusableScalarError as error:
            message, hint = f"`{event.value[:40]}` {error}", "quote it if it is meant as text"
            self.problems.append(RefusedError(plain_yaml.unusable_number, span_of(event), message, hint))
            return None

    def _text(self, event: Event) -> str:
        text: str = event.value
        if event.style == '"' and _HALF.search(text):
            self._refuse(plain_yaml.yaml_syntax, event, *NO_CHARACTER)
        return text

    def _alias(self, event: Event) -> tuple[Any, Marks]:
        if event.anchor not in self._anchors:
            hint = f"define it above with `&{event.anchor}`, or write the value out"
            self._refuse(plain_yaml.yaml_syntax, event, f"the alias `*{event.anchor}` names no anchor", hint)
        anchored = self._anchors[event.anchor]
        if anchored is None:
            message = f"the anchor `&{event.anchor}` contains an alias of itself"
            self._refuse(whole_file.alias_expansion, event, message, "write the value out")
        value, marks, size = anchored
        self._nodes += size
        self._aliased += size
        if self._aliased > MAX_ALIASED_NODES:
            message = f"aliases expand to more than {MAX_ALIASED_NODES} nodes"
            self._refuse(whole_file.alias_expansion, event, message, "use `defaults` for what tables share")
        return value, marks

    def _refuse_tag(self, event: Event) -> NoReturn:
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"the tag `{shown}` is not supported: a declaration is plain data"
        self._refuse(plain_yaml.yaml_tag, event, message, "remove the tag; quote a value that must stay text")

    def _refuse(self, check: Check, event: Event, message: str, hint: str) -> NoReturn:
        raise RefusedError(check, span_of(event), message, hint)


def _span(start: Event, end: Event) -> Span:
    first, last = start.start_mark, end.end_mark
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1
