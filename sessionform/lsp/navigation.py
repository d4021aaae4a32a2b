"""From a place to others: what an override overrides, where a name is declared, and everywhere that it is used."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.names import use_at, uses
from sessionform.lsp.positions import Point, Span
from sessionform.setting_path import Layer, is_there, setting_path

Target = tuple[str, Span]
"""A file and a place in it. The places of other files are in lines alone, since their texts are not known here."""


def definition(analysis: Analysis, point: Point) -> list[Target]:
    """Where the name at this place is declared; for a setting that overrides another, that one."""
    path = analysis.path_at(point)
    use = use_at(analysis.document, path)
    if use is not None and not use.declares:
        found = [other for other in uses(analysis.document) if other.declares and other.same(use)]
        if found:
            return [target for other in found for target in _target(analysis, other.path, on_key=other.on_key)]
    overridden = next(_weaker(analysis, path), None)
    return [] if overridden is None else _target(analysis, overridden, on_key=True)


def references(analysis: Analysis, point: Point) -> list[Target]:
    """Every place of the name at this place, itself included."""
    use = use_at(analysis.document, analysis.path_at(point))
    if use is None:
        return []
    same = [other for other in uses(analysis.document) if other.same(use)]
    return [target for other in same for target in _target(analysis, other.path, on_key=other.on_key)]


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


def _target(analysis: Analysis, path: Path, *, on_key: bool) -> list[Target]:
    place = analysis.document.locate(path, on_key=on_key)
    if place.file == analysis.file:
        return [(place.file, analysis.positions.span(place))]
    return [(place.file, ((place.line - 1, place.column - 1), (place.end_line - 1, place.end_column - 1)))]
