"""The nodes of a YAML text with their positions as offsets, aliases kept as what they are.

`source.tree` follows aliases, since a reader wants the value; an editor wants the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from sessionform.source.read import LOADER

Kind = Literal["scalar", "mapping", "sequence", "alias"]


@dataclass(frozen=True, slots=True)
class Node:
    """One node: `text[start:end]` is what is written of it, from its anchor to the end of its content.

    `entries` are those that count: of a key that is there twice, the first. `style` is that of a scalar (`'`, `"`, `|`, `>`,
    empty for a plain one). `block` is true of collections and scalars that end with their indentation, and false of those that
    end on a sign of their own.
    """

    kind: Kind
    start: int
    end: int
    block: bool
    style: str = ""
    anchor: str | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def empty(self) -> bool:
        """A value that is not written, as that of `ttl:`."""
        return self.kind == "scalar" and self.start == self.end

    def entry(self, part: str | int) -> Entry | None:
        """The entry of that key, or the one at that position."""
        return next((entry for entry in self.entries if entry.part == part), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, or an item of a list: `key` is None there, and `part` its position. `column` is from 0."""

    part: str | int
    key: Node | None
    value: Node
    column: int

    @property
    def start(self) -> int:
        return self.value.start if self.key is None else self.key.start


def nodes(text: str) -> Node | None:
    """The root of the text; None where there is nothing in it. The text has been read before, and is YAML."""
    return _Composer(text).root()


_ENDS: tuple[type, ...] = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Composer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._next: Any = LOADER(text).get_event

    def root(self) -> Node | None:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        return self._node(self._next())

    def _node(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is yaml.AliasEvent:
            return Node("alias", start, end, block=False)
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event)
        mapping = type(event) is yaml.MappingStartEvent
        written = list(self._entries(mapping=mapping))
        block = not event.flow_style
        end = written[-1].value.end if block and written else self._ended
        first = {entry.part: entry for entry in reversed(written)}  # as it is read where a key stands there twice
        entries = tuple(entry for entry in written if first[entry.part] is entry)
        return Node("mapping" if mapping else "sequence", start, end, block, anchor=event.anchor, entries=entries)

    def _entries(self, *, mapping: bool) -> Iterator[Entry]:
        position = 0
        event: Any
        while type(event := self._next()) not in _ENDS:
            column = event.start_mark.column
            if mapping:
                key = self._node(event)
                yield Entry(event.value, key, self._node(self._next()), column)
            else:
                yield Entry(position, None, self._node(event), column)
                position += 1
        self._ended = event.end_mark.index

    def _scalar(self, event: Any) -> Node:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        block = style in ("|", ">")
        if block:
            written = self._text[start:end]
            kept = "+" in written.partition("\n")[0].partition("#")[0]  # then the empty lines below belong to it
            whole = written.rstrip(" ").removesuffix("\n").removesuffix("\r") if kept else written.rstrip()
            end = start + len(whole)
        return Node("scalar", start, end, block, style, event.anchor)
