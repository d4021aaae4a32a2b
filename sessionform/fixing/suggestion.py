"""What editors and reviews offer to apply: fixes as lines that take the place of lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sessionform.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Replacement:
    """Lines from `line` to `last` become `text`, which ends as they do. Lines count from 1; there is always one."""

    file: str
    line: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fix that can be done in the text, and what it changes there."""

    title: str
    safe: bool
    replacements: tuple[Replacement, ...]


Suggest = Callable[[Diagnostic], list[Suggestion]]
"""What makes suggestions of the fixes of a diagnostic."""


def no_suggestions(_: Diagnostic) -> list[Suggestion]:
    """For reports in which nobody applies anything."""
    return []
