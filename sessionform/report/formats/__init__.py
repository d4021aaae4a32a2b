"""The formats of reports, all of them: commands ask here which there are, and have their results rendered here.

A format is a file of this folder, named after it, and its line in `FORMATS`. The file is read when the format is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

from sessionform.report.formats.renderer import (
    CATALOGUE,
    DRIFT,
    ENTRY,
    FINDINGS,
    PROOF,
    REVIEW,
    STAGES,
    TABLE,
    TABLES,
    Renderer,
    Subject,
    View,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format:
    """A way to print reports: who reads it, and which subjects its file renders."""

    name: str
    reader: str
    subjects: tuple[Subject[Any], ...]


HUMAN = "human"

FORMATS = (
    Format(HUMAN, "people", (FINDINGS, REVIEW, STAGES, DRIFT, PROOF, TABLE, TABLES, CATALOGUE, ENTRY)),
    Format("json", "scripts", (FINDINGS, REVIEW, STAGES, DRIFT, PROOF, TABLE, TABLES, CATALOGUE, ENTRY)),
    Format("markdown", "comments and issues", (REVIEW, STAGES, DRIFT)),
    Format("html", "a browser", (REVIEW, DRIFT)),
    Format("sarif", "code scanning", (FINDINGS, REVIEW)),
    Format("github", "annotations of GitHub Actions", (FINDINGS, REVIEW, DRIFT)),
    Format("gitlab", "GitLab's code quality", (FINDINGS, REVIEW)),
    Format("azure", "Azure Pipelines", (FINDINGS, REVIEW)),
    Format("junit", "whatever shows test results", (FINDINGS, REVIEW)),
    Format("rdjson", "reviewdog", (FINDINGS, REVIEW)),
)


def formats_of(subject: Subject[Any]) -> tuple[Format, ...]:
    """The formats that a subject can be had in, the one for people first."""
    return tuple(item for item in FORMATS if subject in item.subjects)


def names(subject: Subject[Any]) -> tuple[str, ...]:
    """The names of those formats."""
    return tuple(item.name for item in formats_of(subject))


def help_of(subject: Subject[Any]) -> str:
    """What the command line's help says of those formats."""
    return (
        "how to print it: "
        + ", ".join(f"{item.name} for {item.reader}" for item in formats_of(subject))
        + (f" (default: {HUMAN})")
    )


def renderer(subject: Subject[T], name: str) -> Renderer[T]:
    """What renders a subject in a format that it can be had in."""
    found: Renderer[T] = getattr(import_module(f"{__name__}.{name}"), subject.name)
    return found


def render(subject: Subject[T], name: str, value: T, view: View) -> str:
    """A result in a format."""
    return renderer(subject, name)(value, view)
