"""Where in the declaration a place in the text is, by indentation and braces alone: half-typed text has places too."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sessionform.diagnostics import Path

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:{}\[\],"'&*!|>%@-][^#:{}\[\],]*?|-[^\s:][^#:]*?)\s*:(?=\s|$)"""
)
_BLOCK_SCALAR = re.compile(r"[|>][+-]?[0-9]?[+-]?\s*(#.*)?$")
_WORD_END = re.compile(r"[\w.$/+-]*")


@dataclass(frozen=True, slots=True)
class Cursor:
    """`path` is that of the value, or of the mapping in which a key is written; `word` is what is written of it.

    `start` is the offset at which the word begins; `flow` is true within braces or brackets.
    """

    path: Path
    on_key: bool
    word: str
    start: int
    flow: bool = False

    @property
    def target(self) -> Path:
        """The path of the setting itself."""
        return (*self.path, unquoted(self.word)) if self.on_key else self.path


def cursor_at(text: str, offset: int) -> Cursor:
    """What is being written at the offset; only what stands before it counts."""
    return _Scan(text[:offset]).cursor()


def token_at(text: str, offset: int) -> Cursor:
    """What is written at the offset, to its end."""
    match = _WORD_END.match(text, offset)
    return cursor_at(text, match.end() if match else offset)


def unquoted(word: str) -> str:
    """A word without its quotes, closed or not."""
    return word[1:].removesuffix(word[0]) if word[:1] in ("'", '"') else word


@dataclass(slots=True)
class _Scan:
    text: str
    stack: list[tuple[int, str | int]] = field(default_factory=list)

    def cursor(self) -> Cursor:
        place = 0
        while True:
            end = self.text.find("\n", place)
            line = self.text[place : len(self.text) if end < 0 else end]
            found = self._line(line.rstrip("\r"), place, last=end < 0)
            if isinstance(found, Cursor):
                return found
            place = found

    def _line(self, line: str, start: int, *, last: bool) -> Cursor | int:
        """The cursor, or where the next line to look at begins."""
        after = start + len(self.text[start:].partition("\n")[0]) + 1
        indent = len(line) - len(line.lstrip(" "))
        rest = line[indent:]
        if not rest or rest.startswith("#"):
            if not last:
                return after
            self._leave(indent)
            return Cursor(self._path(), True, "", start + indent)
        while rest.startswith("- ") or rest == "-":
            self._item(indent)
            width = len(rest) - len(rest[1:].lstrip(" "))
            indent, rest = indent + width, rest[width:]
        key = _KEY.match(rest)
        if key is None:
            return self._without_key(rest, indent, start, after, last=last)
        self._leave(indent)
        self.stack.append((indent, unquoted(key[1])))
        value = rest[key.end() :]
        begin = start + indent + key.end() + len(value) - len(value.lstrip(" "))
        value = value.lstrip(" ")
        if value[:1] in ("{", "["):
            return self._flow(begin)
        if _BLOCK_SCALAR.match(value) and not last:
            return self._behind_block(after, indent)
        return Cursor(self._path(), False, value, begin) if last else after

    def _without_key(self, rest: str, indent: int, start: int, after: int, *, last: bool) -> Cursor | int:
        in_list = bool(self.stack) and isinstance(self.stack[-1][1], int) and self.stack[-1][0] < indent
        if rest[:1] in ("{", "["):
            if not in_list:
                self._leave(indent)
            return self._flow(start + indent)
        if not last:
            return after
        if in_list:
            return Cursor(self._path(), False, rest, start + indent)
        self._leave(indent)
        return Cursor(self._path(), True, rest, start + indent)

    def _behind_block(self, place: int, indent: int) -> int:
        """Behind the lines of a block scalar, or at the text's end."""
        while place < len(self.text):
            line = self.text[place:].partition("\n")[0]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                return place
            place += len(line) + 1
        return len(self.text)

    def _leave(self, indent: int) -> None:
        while self.stack and self.stack[-1][0] >= indent:
            self.stack.pop()

    def _item(self, indent: int) -> None:
        number = 0
        while self.stack and self.stack[-1][0] >= indent:
            left, part = self.stack.pop()
            if left == indent and isinstance(part, int):
                number = part + 1
        self.stack.append((indent, number))

    def _path(self) -> Path:
        return tuple(part for _, part in self.stack)

    def _flow(self, begin: int) -> Cursor | int:
        """Through braces and brackets, over lines if need be."""
        outer, frames = self._path(), list[_Frame]()
        at, word_start, word = begin, begin, ""
        while at < len(self.text):
            character = self.text[at]
            if character in "\"'" and not word.strip():
                end = _quote_end(self.text, at)
                word, word_start, at = self.text[at:end], at, end
                continue
            if character == "#" and self.text[at - 1] in " \t\n":
                at = self.text.find("\n", at)
                if at < 0:
                    break
                continue
            if character in "{[":
                frames.append(_Frame(character))
            elif character in "}]":
                frames.pop()
                if not frames:
                    end = self.text.find("\n", at)
                    return end + 1 if end >= 0 else Cursor(outer, False, "", len(self.text))
                frames[-1].done = True
            elif character == ",":
                frames[-1].next()
            elif character == ":" and frames[-1].holds_key(word, self.text[at + 1 : at + 2]):
                frames[-1].key = unquoted(word.strip())
            else:
                if not word.strip():
                    word, word_start = "", at
                word += character
                at += 1
                continue
            at += 1
            word, word_start = "", at
        path = (*outer, *(part for frame in frames[:-1] for part in frame.parts()))
        on_key = frames[-1].kind == "{" and frames[-1].key is None
        path = path if on_key else (*path, *frames[-1].parts())
        start = word_start if word.strip() else len(self.text)
        return Cursor(path, on_key, word.strip(), start, flow=True)


@dataclass(slots=True)
class _Frame:
    """A brace or bracket that is open."""

    kind: str
    key: str | None = None
    number: int = 0
    done: bool = False

    def parts(self) -> Path:
        if self.kind == "[":
            return (self.number,)
        return () if self.key is None else (self.key,)

    def next(self) -> None:
        self.key, self.done = None, False
        self.number += 1

    def holds_key(self, word: str, following: str) -> bool:
        ends = following in ("", " ", "\n", "\r") or word[:1] in ("'", '"')
        return self.kind == "{" and self.key is None and bool(word.strip()) and ends


def _quote_end(text: str, at: int) -> int:
    quote, end = text[at], at + 1
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" and quote == '"' else 1
    return min(end + 1, len(text))
