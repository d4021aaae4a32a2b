"""Another name for an attribute or an environment, in every place of the file that uses it."""

from __future__ import annotations

import re

from sessionform.diagnostics import Path
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.names import Use, use_at, uses
from sessionform.lsp.positions import Point, Span
from sessionform.source.flow import flow

_ENVIRONMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ATTRIBUTE_BYTES = 255


def renameable(analysis: Analysis, point: Point) -> Span | None:
    """The place of the name that can be renamed here; None where there is none."""
    use = _renamed(analysis, point)
    return None if use is None else _span(analysis, use)


def rename(analysis: Analysis, point: Point, name: str) -> list[tuple[Span, str]]:
    """The edits that give an attribute or an environment another name, in the whole file.

    Raises ValueError with a sentence for people where the name cannot be, or is another thing's.
    """
    use = _renamed(analysis, point)
    if use is None:
        raise ValueError("only attributes and environments are renamed across the file")
    everything = uses(analysis.document)
    if use.kind == "environment" and not _ENVIRONMENT.fullmatch(name):
        raise ValueError("an environment's name has letters, digits, `_`, `-` and `.`, a letter or digit first")
    if not 1 <= len(name.encode()) <= _ATTRIBUTE_BYTES:
        raise ValueError(f"an attribute's name has 1 to {_ATTRIBUTE_BYTES} bytes")
    if any(other.kind == use.kind == "environment" and other.name == name for other in everything):
        raise ValueError(f"there is an environment `{name}` already")
    same = _everywhere(use, everything)
    return [(_span(analysis, other), _written(name, key=other.on_key)) for other in same if _own(analysis, other.path)]


def _everywhere(use: Use, everything: list[Use]) -> list[Use]:
    """The uses of one thing. What `defaults` says of an attribute holds for every table, and so for the name in each."""
    same = [other for other in everything if other.same(use)]
    if any(other.table is None for other in same):
        same = [other for other in everything if (other.kind, other.name) == (use.kind, use.name)]
    return same


def _renamed(analysis: Analysis, point: Point) -> Use | None:
    if not analysis.readable:
        return None
    use = use_at(analysis.document, analysis.path_at(point))
    return use if use is not None and use.kind in ("environment", "attribute") else None


def _span(analysis: Analysis, use: Use) -> Span:
    return analysis.positions.span(analysis.document.locate(use.path, on_key=use.on_key))


def _own(analysis: Analysis, path: Path) -> bool:
    return analysis.document.within(path)[0] == analysis.file


def _written(name: str, *, key: bool) -> str:
    return flow({name: 0})[1:-4] if key else flow(name)
