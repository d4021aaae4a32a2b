"""A parsed declaration with positions: the one place that turns a document path into file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sessionform.diagnostics import Diagnostic, Finding, Location, Path

Span = tuple[int, int, int, int]
"""Line, column, end line, end column; all from 1, the end column exclusive."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain Python values, and where each of them stands.

    `value` holds dict, list, str, int, float, bool and None only; mapping keys are strings, in file order.
    `keys` has a span for every mapping key, `values` one for every value, by document path.
    """

    file: str
    lines: tuple[str, ...]
    value: Any
    keys: Mapping[Path, Span] = field(repr=False)
    values: Mapping[Path, Span] = field(repr=False)

    @classmethod
    def empty(cls, file: str, text: str = "") -> Document:
        """A stand-in for a text that is no declaration, so that its findings can be placed and shown."""
        return cls(file, tuple(text.splitlines()), {}, {}, {})

    def locate(self, path: Path, *, on_key: bool = False) -> Location:
        """The place of `path`, or of its nearest existing ancestor.

        A mapping or list is marked at its key, since its value may span many lines;
        a scalar is marked at the value unless `on_key` asks otherwise.
        """
        while path and path not in self.values:
            path, on_key = path[:-1], True
        key, value = self.keys.get(path), self.values.get(path, (1, 1, 1, 1))
        span = key if key and (on_key or value[0] != value[2] or self._is_collection(path)) else value
        if not path:
            span = (1, 1, 1, 1)
        return Location(self.file, *span)

    def diagnose(self, finding: Finding) -> Diagnostic:
        """The finding with its location and those of its related places."""
        location = finding.location or self.locate(finding.path, on_key=finding.on_key)
        related = tuple((self.locate(item.path), item.label) for item in finding.related)
        return Diagnostic(finding, location, related)

    def at(self, path: Path) -> Any:
        """The value at `path`; KeyError where there is none."""
        value = self.value
        for part in path:
            try:
                value = value[part]
            except (TypeError, IndexError):
                raise KeyError(path) from None
        return value

    def _is_collection(self, path: Path) -> bool:
        return isinstance(self.at(path), dict | list)
