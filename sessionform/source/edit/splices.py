"""The splices of the text that make an edit: what is not replaced stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.diagnostics import Path, dotted
from sessionform.edits import Edit, Rename, Set
from sessionform.source.edit.intended import missing, same
from sessionform.source.edit.nodes import Entry, Node
from sessionform.source.edit.refused import EditRefusedError
from sessionform.source.edit.written import WIDTH, below, lines, on_one_line, scalar
from sessionform.source.flow import flow, flow_key

Splice = tuple[int, int, str]
"""From where to where in the text, and what takes its place."""


class Editor:
    """The splices of one edit. `values` are those of the nodes, by identity."""

    def __init__(self, text: str, root: Node, value: Any) -> None:
        self._text, self._root = text, root
        self._values: dict[int, Any] = {}
        self._note(root, value)
        self._break = "\r\n" if "\r\n" in text else "\n"

    def text_after(self, edit: Edit, intended: Any) -> str:
        splices = list(self._splices(edit, intended))
        text, end = [], 0
        for start, stop, new in sorted(splices, key=lambda splice: splice[0]):
            text += [self._text[end:start], new]
            end = max(end, stop)
        return "".join([*text, self._text[end:]])

    def _splices(self, edit: Edit, intended: Any) -> Iterator[Splice]:
        node, path, holder = self._root, edit.path, None
        for depth, part in enumerate(path):
            self._refuse_shared(node, edit.path[:depth])
            entry = node.entry(part)
            if entry is None:
                # The lowest node that is there becomes what it has to be with the rest of the path in it
                for step in path[:depth]:
                    intended = intended[step]
                if holder is None and not node.entries:
                    yield node.start, node.end, self._lines(below(intended, (), 0)).rstrip()
                elif holder is None:
                    yield from self._update(node, intended, ())
                else:
                    yield from self._turn(node, holder, intended, path[:depth])
                return
            if depth < len(path) - 1:
                node, holder = entry.value, (node, entry)
        target = node.entry(path[-1])
        if target is None:
            raise missing(edit)
        if isinstance(edit, Rename):
            key = target.key or target.value
            yield key.start, key.end, scalar(edit.key, key) if key.style else flow_key(edit.key)
            return
        for step in path[:-1]:
            intended = intended[step]
        if isinstance(edit, Set):
            yield from self._turn(target.value, (node, target), edit.value, path)
        elif len(node.entries) == 1 and holder is not None:
            yield from self._replace(holder[0], holder[1], intended, path[:-1])
        else:
            yield from self._cut(node, {path[-1]})

    def _refuse_shared(self, node: Node, path: Path) -> None:
        if node.kind == "alias":
            message = f"`{dotted(path)}` is an alias (`*`), and an edit in it would change other places too"
            raise EditRefusedError("alias", path, message, "write the value out there, then try again")
        if node.entry("<<") is not None:
            message = f"`{dotted(path) or 'the file'}` has a merge key (`<<`), which the language does not have"
            raise EditRefusedError(
                "merge", path, message, "write its content out; `defaults` are for what tables share"
            )

    def _turn(self, node: Node, holder: tuple[Node, Entry], value: Any, path: Path) -> Iterator[Splice]:
        """The node becomes the value: key by key where both are mappings that have something in common."""
        if node.kind == "mapping" and isinstance(value, dict):
            kept = [entry for entry in node.entries if entry.part in value]
            if kept:
                self._refuse_shared(node, path)
                yield from self._update(node, value, path)
                return
        if node.kind == "sequence" and isinstance(value, list) and self._grows(node, value):
            yield from self._append(node, value[len(node.entries) :])
            return
        yield from self._replace(*holder, value, path)

    def _update(self, node: Node, value: dict[str, Any], path: Path) -> Iterator[Splice]:
        present = self._values[id(node)]
        for entry in node.entries:
            part = str(entry.part)
            if part in value and not same(present[part], value[part]):
                yield from self._turn(entry.value, (node, entry), value[part], (*path, part))
        yield from self._cut(node, {entry.part for entry in node.entries if entry.part not in value})
        added = {key: item for key, item in value.items() if key not in present}
        if not added:
            return
        if not node.block:
            text = "".join(f", {flow_key(key)}: {flow(item)}" for key, item in added.items())
            yield node.entries[-1].value.end, node.entries[-1].value.end, text
            return
        place, indent = self._line_after(node.end), node.entries[0].column
        for key, item in added.items():
            yield place, place, self._lines(lines(key, item, (*path, key), indent))

    def _append(self, node: Node, items: list[Any]) -> Iterator[Splice]:
        if not node.block:
            end = node.entries[-1].value.end
            yield end, end, "".join(f", {flow(item)}" for item in items)
            return
        dash = self._text.rindex("-", 0, node.entries[0].value.start)
        indent = dash - self._line_start(dash)
        place = self._line_after(node.end)
        yield place, place, self._lines(f"{' ' * indent}- {flow(item)}" for item in items)

    def _replace(self, parent: Node, entry: Entry, value: Any, path: Path) -> Iterator[Splice]:
        node = entry.value
        if entry.key is None or not parent.block:
            if node.empty and entry.key is not None:
                colon = self._colon(entry.key)
                yield colon, colon, f" {flow(value)}" if self._text[colon - 1] == ":" else f": {flow(value)}"
            else:
                yield node.start, node.end, scalar(value, node)
            return
        colon = self._colon(entry.key)
        next_line = self._line_after(colon)
        behind = on_one_line(value, path, WIDTH - (colon - self._line_start(colon)) - 1)
        text = scalar(value, node) if behind else ""
        under = "" if behind else self._lines(below(value, path, entry.column + 2))
        if node.empty:
            yield colon, colon, f" {text}" if behind else ""
            yield next_line, next_line, under
        elif node.start < next_line and (behind or not node.block):
            yield node.start if behind else colon, node.end, text
            if not behind:
                after = self._line_after(node.end)
                yield after, after, under
        elif node.start < next_line:
            yield colon, next_line, self._break
            yield next_line, self._line_after(node.end), under
        else:  # in lines of its own: a comment behind the key stays there
            yield colon, colon, f" {text}" if behind else ""
            yield next_line, self._line_after(node.end), under

    def _cut(self, node: Node, parts: set[str | int]) -> Iterator[Splice]:
        """Entries are taken out of a node that keeps others; block ones with their lines, flow ones with their comma."""
        entries = node.entries
        last_kept = max((at for at, entry in enumerate(entries) if entry.part not in parts), default=-1)
        for at, entry in enumerate(entries):
            if entry.part not in parts:
                continue
            line = self._line_start(entry.start)
            before = self._text[line : entry.start].strip(" ")
            if node.block and before in ("", "-") and not (before and entry.key is not None):
                yield line, self._line_after(entry.value.end), ""
            elif at < last_kept:
                yield entry.start, entries[at + 1].start, ""
            else:
                behind = entries[at - 1].value.end if at else entry.start
                commented = "#" in self._text[behind : entry.start]
                yield entry.start if commented else behind, entry.value.end, ""

    def _grows(self, node: Node, value: list[Any]) -> bool:
        present = self._values[id(node)]
        return 0 < len(present) < len(value) and same(present, value[: len(present)])

    def _note(self, node: Node, value: Any) -> None:
        self._values[id(node)] = value
        for entry in node.entries:
            self._note(entry.value, value[entry.part])

    def _colon(self, key: Node) -> int:
        """The place behind the colon of a key; behind the key itself where a flow mapping leaves the colon out."""
        rest = self._text[key.end :]
        spaces = len(rest) - len(rest.lstrip(" "))
        return key.end + spaces + 1 if rest[spaces : spaces + 1] == ":" else key.end

    def _line_start(self, place: int) -> int:
        return self._text.rfind("\n", 0, place) + 1

    def _line_after(self, place: int) -> int:
        return self._text.find("\n", place) + 1 or len(self._text)

    def _lines(self, texts: Iterator[str]) -> str:
        return "".join(f"{text}{self._break}" for text in texts)
