"""What the compiler has to say about a declaration: frozen data, no rendering, no file access.

Rules and front-end stages speak in *document paths* (`("tables", "userSessions", "ttl")`);
`source.document.Document.locate` turns a path into a `Location`, once, at the edge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sessionform.edits import Fix

Path = tuple[str | int, ...]
"""Where something stands in the document: mapping keys and list positions, outermost first."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class Severity(IntEnum):
    """How bad a finding is; only `ERROR` fails a check (`WARNING` too under `--strict`)."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a file. Lines and columns count from 1; the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding: `label` says what stands there."""

    path: Path
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint about the declaration, in document paths.

    `on_key` asks for the mapping key at `path` to be marked instead of its value.
    `location` is set only where no path can say it (a YAML syntax error).
    `environments` is empty when the finding holds whatever the environment. Each of the `fixes` alone would end it, the
    best first.
    """

    rule: str
    severity: Severity
    message: str
    path: Path = ()
    hint: str = ""
    on_key: bool = False
    environments: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    location: Location | None = None
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its place in the file, ready to be rendered."""

    finding: Finding
    location: Location
    related: tuple[tuple[Location, str], ...] = ()


def dotted(path: Path) -> str:
    """The path as people write it: `tables.userSessions.ttl`, `tables.a.waivers[0]`, `tags["a.b"]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _PLAIN_KEY.fullmatch(part):
            text += f".{part}" if text else part
        else:
            text += f'["{part}"]'
    return text


def moved(finding: Finding, place: Callable[[Path], Path]) -> Finding:
    """The finding with every path of it as `place` gives it; that of an edit is where something is to be, and stays."""
    related = tuple(replace(item, path=place(item.path)) for item in finding.related)
    return replace(finding, path=place(finding.path), related=related)


def merge_environments(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each once: those that differ only in their environment become one, in first-seen order."""
    merged: dict[tuple[str, Path, Location | None, str], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.path, finding.location, finding.message)
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = finding
        else:
            names = dict.fromkeys(earlier.environments + finding.environments)
            merged[key] = replace(earlier, environments=tuple(names))
    return list(merged.values())
