"""YAML texts of random values in random styles: block and flow, quotes, comments, empty lines, line ends."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from sessionform.source.flow import flow

WORDS = st.sampled_from(
    ["a", "ttl", "tags", "x y", "no", "12", "a.b", "it's", "# no", "ä: ö", "tables", "environments"]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 99999) | WORDS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=10
)
DOCUMENTS = st.dictionaries(WORDS, VALUES, min_size=1, max_size=4)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text that means some mapping."""
    style = _Style(draw)
    lines = [*style.noise(0), *style.mapping(draw(DOCUMENTS), 0)]
    ending = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    # A block at the end of a text lacks the line end that it has in any other place: see test_edit
    block = len(lines) > 1 and lines[-2].endswith(("|", "|+"))
    return ending.join(lines) + (ending if block else draw(st.sampled_from([ending, ending, ""])))


class _Style:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def mapping(self, value: dict[str, Any], indent: int) -> list[str]:
        lines = []
        for key, item in value.items():
            head = f"{' ' * indent}{self._key(key)}{self._one('', '', ' ')}:"
            lines += [*self.noise(indent), *self._entry(head, item, indent)]
        return lines

    def noise(self, indent: int) -> list[str]:
        return self._draw(st.lists(st.sampled_from(["", f"{' ' * indent}# why", "# to the left"]), max_size=1))

    def _entry(self, head: str, value: Any, indent: int) -> list[str]:
        if isinstance(value, dict) and value and self._draw(st.booleans()):
            return [head + self._comment(), *self.mapping(value, indent + self._one(1, 2, 4))]
        if isinstance(value, list) and value and self._draw(st.booleans()):
            return [head + self._comment(), *self._list(value, indent + self._one(0, 2, 4))]
        if isinstance(value, str) and self._one(False, False, True):
            return [f"{head} {self._one('|', '|-', '>-', '|+')}", f"{' ' * indent}   {value}"]
        if value is None and self._draw(st.booleans()):
            return [head + self._comment()]
        return [f"{head} {self._flow(value)}{self._comment()}"]

    def _list(self, value: list[Any], indent: int) -> list[str]:
        lines = []
        for item in value:
            if isinstance(item, dict) and item and self._draw(st.booleans()):
                first, *rest = self.mapping({key: item[key] for key in list(item)[:1]}, indent + 2)
                if first.strip() and not first.strip().startswith("#"):
                    lines += [f"{' ' * indent}- {first.lstrip()}", *rest]
                    lines += self.mapping({key: item[key] for key in list(item)[1:]}, indent + 2)
                    continue
            lines += [*self.noise(indent), f"{' ' * indent}- {self._flow(item)}{self._comment()}"]
        return lines

    def _flow(self, value: Any) -> str:
        space = self._one("", "", " ")
        if isinstance(value, dict):
            items = [f"{self._key(key)}: {self._flow(item)}" for key, item in value.items()]
            return "{" + space + ", ".join(items) + space + "}"
        if isinstance(value, list):
            return "[" + space + ", ".join(map(self._flow, value)) + self._one("", "", "," if value else "") + "]"
        return self._text(value) if isinstance(value, str) else flow(value)

    def _key(self, key: str) -> str:
        return self._one(flow({key: 0})[1:-4], flow({key: 0})[1:-4], json.dumps(key, ensure_ascii=False))

    def _text(self, value: str) -> str:
        single = "'" + value.replace("'", "''") + "'"
        return self._one(flow(value), json.dumps(value, ensure_ascii=False), single)

    def _comment(self) -> str:
        return self._one("", "", "  # as it is")

    def _one(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))
