"""From a place to others: what an override overrides, where a name is declared, everywhere that it is used, and renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.cursor import token_at
from sessionform.lsp.names import Use, use_at, uses
from sessionform.lsp.positions import Point, Span
from sessionform.setting_path import Layer, is_there, setting_path
from sessionform.source.flow import flow

Target = tuple[str, Span]
"""A file and a place in it. The places of other files are in lines alone, since their texts are not known here."""

_ENVIRONMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ATTRIBUTE_BYTES = 255


def definition(analysis: Analysis, point: Point) -> list[Target]:
    """Where the name at this place is declared; for a setting that overrides another, that one."""
    path = _path(analysis, point)
    use = use_at(analysis.document, path)
    if use is not None and not use.declares:
        found = [other for other in uses(analysis.document) if other.declares and other.same(use)]
        if found:
            return [target for other in found for target in _target(analysis, other.path, on_key=other.on_key)]
    overridden = next(_weaker(analysis, path), None)
    return [] if overridden is None else _target(analysis, overridden, on_key=True)


def references(analysis: Analysis, point: Point) -> list[Target]:
    """Every place of the name at this place, itself included."""
    use = use_at(analysis.document, _path(analysis, point))
    if use is None:
        return []
    same = [other for other in uses(analysis.document) if other.same(use)]
    return [target for other in same for target in _target(analysis, other.path, on_key=other.on_key)]


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
    use = use_at(analysis.document, _path(analysis, point))
    return use if use is not None and use.kind in ("environment", "attribute") else None


def _weaker(analysis: Analysis, path: Path) -> Iterator[Path]:
    """The places with this setting that the one at the path takes precedence over, the strongest first."""
    found = setting_path(path)
    if not found.of_tables or not found.setting:
        return
    layers: list[Path] = []
    if found.layer is Layer.TABLE_ENVIRONMENT and found.table is not None and found.environment is not None:
        layers = [("tables", found.table), ("environments", found.environment, "defaults"), ("defaults",)]
    elif found.layer is Layer.TABLE or found.layer is Layer.ENVIRONMENT_DEFAULTS:
        layers = [("defaults",)]
    for layer in layers:
        if is_there(analysis.document.value, (*layer, *found.setting)):
            yield (*layer, *found.setting)


def _path(analysis: Analysis, point: Point) -> Path:
    return token_at(analysis.text, analysis.positions.offset(point)).target


def _target(analysis: Analysis, path: Path, *, on_key: bool) -> list[Target]:
    place = analysis.document.locate(path, on_key=on_key)
    if place.file == analysis.file:
        return [(place.file, analysis.positions.span(place))]
    return [(place.file, ((place.line - 1, place.column - 1), (place.end_line - 1, place.end_column - 1)))]


def _span(analysis: Analysis, use: Use) -> Span:
    return analysis.positions.span(analysis.document.locate(use.path, on_key=use.on_key))


def _own(analysis: Analysis, path: Path) -> bool:
    return analysis.document.within(path)[0] == analysis.file


def _written(name: str, *, key: bool) -> str:
    return flow({name: 0})[1:-4] if key else flow(name)
