"""Values, places and source lines as HTML: what stands inside a change on the review's page."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from sessionform.diagnostics import Location, Path, dotted
from sessionform.json_value import Json
from sessionform.report.layout.markup import NEWLINE, Markup, clipped, element, joined, prose, text

MOST_LINES = 60
MOST_STEPS = 20
"""Of values, and of hints, that take more lines the rest is counted."""

_AROUND = 1
"""Lines of source that are shown before and after the one that a change is about."""

_MOST_COLUMNS = 240
_STEP = re.compile(r"[0-9]+\. +(.*)")


def before_and_after(before: Json, after: Json) -> Markup:
    """Two plain values: side by side, or line by line where one of them has parts."""
    if not isinstance(before, dict | list) and not isinstance(after, dict | list):
        return joined([_value("del", before), text(" → "), _value("ins", after)])
    old, new = (_lines(value) for value in (before, after))
    rows = [line for line in difflib.unified_diff(old, new, n=2, lineterm="") if line[:2] not in ("--", "++", "@@")]
    kept = [_difference(clipped(line, _MOST_COLUMNS)) for line in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        kept.append(element("span", f"and {len(rows) - MOST_LINES:,} more lines", class_="muted"))
    return element("pre", element("code", joined(kept, NEWLINE)), tabindex="0")


def _value(name: str, value: Json) -> Markup:
    if value is None:
        return element("span", "not set", class_="muted")
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return element(name, element("bdi", plain or '""'), class_="code")


def _lines(value: Json) -> list[str]:
    if value is None:
        return []
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True).splitlines()


def _difference(line: str) -> Markup:
    name = {"-": "del", "+": "ins"}.get(line[:1], "span")
    return element(name, line)


def place(location: Location, path: Path, gone: bool) -> Markup:
    """Where something stands: the setting, and the line of the file."""
    parts: list[str] = [element("code", f"{location.file}:{location.line}")]
    if path:
        parts = [element("code", dotted(path)), text(" at "), *parts]
    return joined([*parts, " (before the change)" if gone else ""])


def source(lines: Mapping[str, Sequence[str]], location: Location) -> Markup:
    """The line of a location with its neighbours, the stretch itself marked; empty where the file is not known."""
    if location.file not in lines:
        return Markup()
    known = lines[location.file]
    first = max(location.line - _AROUND, 1)
    numbers = range(first, min(location.line + _AROUND, len(known)) + 1)
    gutter = len(str(location.line + _AROUND))
    rows = [
        joined(
            [element("span", f"{number:>{gutter}}  ", class_="number"), *_marked(known[number - 1], number, location)]
        )
        for number in numbers
    ]
    if location.line > len(known):
        rows.append(element("mark", "(end of file)" if known else "(empty file)"))
    return element(
        "pre", element("code", joined(rows, NEWLINE)), tabindex="0", aria_label="The line in the file", role="group"
    )


def _marked(line: str, number: int, location: Location) -> Iterator[str]:
    if number != location.line:
        yield clipped(line, _MOST_COLUMNS)
        return
    start = min(location.column - 1, len(line))
    end = location.end_column - 1 if location.end_line == number else len(line.rstrip())
    end = max(min(end, len(line)), start)
    skipped = max(start - _MOST_COLUMNS // 2, 0)
    yield ("…" if skipped else "") + line[skipped:start]
    yield element("mark", clipped(line[start:end], _MOST_COLUMNS) or " ")
    yield clipped(line[end:], _MOST_COLUMNS)


def way(hint: str) -> Iterator[Markup]:
    """A hint: its sentences as paragraphs, its numbered steps as a list."""
    lines = hint.split("\n")
    steps: list[Markup] = []
    for line in [*lines[:MOST_STEPS], ""]:
        step = _STEP.fullmatch(line)
        if step is not None:
            steps.append(element("li", prose(step[1])))
            continue
        if steps:
            yield element("ol", *steps)
            steps = []
        if line:
            yield element("p", prose(line))
    if len(lines) > MOST_STEPS:
        yield element("p", f"and {len(lines) - MOST_STEPS:,} more lines", class_="muted")
