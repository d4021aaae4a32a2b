"""How two texts differ: all of it, or where two long ones first do, in a few lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from sessionform.report.layout.characters import shown

_CONTEXT = 2
_WINDOW = 100
"""Lines that are looked at from the first difference on: comparing all of two long texts could take minutes."""


def unified_diff(file: str, before: str, after: str) -> str:
    """What changes in the file, as `diff -u` shows it, made fit for a terminal and for the log of a job."""
    old, new = (re.split(r"\r\n|[\r\n]", text.removesuffix("\n")) if text else [] for text in (before, after))
    lines = difflib.unified_diff(old, new, fromfile=file, tofile=file, lineterm="")
    return "".join(f"{_printed(line)}\n" for line in lines)


def _printed(line: str) -> str:
    """GitHub Actions takes a line for a command that begins with `::`, however far to the right."""
    return shown(re.sub(r"^(\s+):(?=:)", r"\1\\x3a", line))


def first_difference(before: str, after: str, lines: int = 12) -> tuple[int, list[str]]:
    """The line where the texts begin to differ, counted from 1, and the diff there: at most so many lines and `…`."""
    old, new = before.splitlines(), after.splitlines()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    first = max(start - _CONTEXT, 0)
    left, right = (text[first : min(len(text) - end + _CONTEXT, start + _WINDOW)] for text in (old, new))
    diff = list(difflib.unified_diff(left, right, n=_CONTEXT, lineterm=""))[3:]  # without names and the first `@@`
    hunk = next((at for at, line in enumerate(diff) if line.startswith("@@")), len(diff))
    cut = diff[: min(hunk, lines)]
    beyond = any(len(text) - end > start + _WINDOW for text in (old, new))
    more = ["…"] if beyond or len(cut) < len(diff) else []
    while cut and not cut[-1].strip():
        cut.pop()  # an empty line after the difference says nothing
    return start + 1, [*map(shown, cut), *more]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines the texts have in common at their beginning."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(old), len(new)))
