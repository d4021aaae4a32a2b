"""What can be written at a place: keys of the language in their forms, and the names and values that fit there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sessionform.diagnostics import Path
from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.facts.regions import REGIONS
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.cursor import Cursor, cursor_at
from sessionform.lsp.language import Node, known_keys, node_at, node_description, takes, takes_only_mappings, values_of
from sessionform.lsp.names import Use, uses
from sessionform.lsp.positions import Point, Span
from sessionform.rules.catalogue import CHECKS
from sessionform.setting_path import Layer, setting_path
from sessionform.source.flow import flow, flow_key

ItemKind = Literal["key", "value", "name", "rule"]

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to write in place of `span`. `new` is plain text."""

    label: str
    kind: ItemKind
    new: str
    span: Span
    detail: str = ""
    documentation: str = ""


def complete(analysis: Analysis, point: Point) -> list[Item]:
    """What can stand at this place, the nearest to what is there first."""
    offset = analysis.positions.offset(point)
    cursor = cursor_at(analysis.text, offset)
    span = analysis.positions.point(cursor.start), analysis.positions.point(offset)
    found = _keys(analysis, cursor, span) if cursor.on_key else _values(analysis, cursor, span)
    return list({(item.label, item.detail): item for item in found}.values())


def _keys(analysis: Analysis, cursor: Cursor, span: Span) -> Iterator[Item]:
    node = node_at(cursor.path) if cursor.path else node_at(())
    present = _present(analysis, cursor)
    for name, detail in _names_below(analysis, cursor.path):
        if name not in present:
            ending = ": " if cursor.flow or _short(cursor.path) else ":\n" + _deeper(span)
            yield Item(name, "name", flow_key(name) + ending, span, detail)
    if node is None:
        return
    for key, body in known_keys(node).items():
        if key not in present:
            yield from _forms(key, body, cursor, span)


def _forms(key: str, node: Node, cursor: Cursor, span: Span) -> Iterator[Item]:
    """A key in its short form, and in its long one where it has both."""
    about = node_description(node)
    long_form = takes(node, "object") and known_keys(node)
    if takes_only_mappings(node) or (takes(node, "object") and not long_form):
        new = f"{key}: {{" if cursor.flow else f"{key}:\n{_deeper(span)}"
        yield Item(key, "key", new, span, str(node.get("title", "")), about)
        return
    yield Item(key, "key", f"{key}: ", span, str(node.get("title", "")), about)
    if long_form:
        inside = ", ".join(known_keys(node))
        yield Item(f"{key}: {{…}}", "key", f"{key}: {{", span, f"{{{inside}}}", about)


def _values(analysis: Analysis, cursor: Cursor, span: Span) -> Iterator[Item]:
    node = node_at(cursor.path)
    for name, detail in _names_at(analysis, cursor.path):
        yield Item(name, "name", flow(name), span, detail)
    if node is None:
        return
    about = node_description(node)
    for value in values_of(node):
        yield Item(flow(value), "value", flow(value), span, "", about)
    if takes(node, "object") and known_keys(node) and not cursor.word:
        yield Item("{…}", "value", "{", span, ", ".join(known_keys(node)), about)


def _names_below(analysis: Analysis, path: Path) -> Iterator[tuple[str, str]]:
    """Names of the document that are keys of the mapping at this path."""
    found = setting_path(path)
    if found.layer is Layer.TABLE and found.setting == ("environments",):
        yield from _environments(analysis)
    elif path == ("removed",):
        yield from ((name, "a table that left") for name in _tables(analysis))
    elif found.of_tables:
        setting = found.setting
        if setting == ("replicas",):
            yield from ((region, "an AWS region") for region in sorted(REGIONS))
        elif setting[:1] == ("access_patterns",) and setting[2:] == ("where",):
            yield from _named(analysis, "attribute", found.table)
        elif setting[:2] == ("consumer", "options"):
            yield from _options(analysis, replace(found, setting=("consumer",)).path, setting[2:])


def _names_at(analysis: Analysis, path: Path) -> Iterator[tuple[str, str]]:
    """Names of the document, and of what we know, that are values at this path."""
    match path:
        case ("environments", _, "region") | (_, _, _, _, "witness") | ("environments", _, "backend", _, "region"):
            yield from ((region, "an AWS region") for region in sorted(REGIONS))
        case ("accept", _, "change"):
            yield from ((kind, "a kind of change") for kind in CHANGE_KINDS)
        case ("accept", _, "table"):
            yield from ((name, "a table") for name in _tables(analysis))
        case ("accept", _, "environment") | (_, _, "only_in") | (_, _, "only_in", _):
            yield from _environments(analysis)
    found = setting_path(path)
    if not found.of_tables:
        return
    match found.setting:
        case ("waivers", _, "rule"):
            yield from ((check.id, check.summary) for check in CHECKS if check.waivable)
        case ("consumer",) | ("consumer", "library"):
            from sessionform.consumers.registry import library, library_ids

            yield from ((name, library(name).title) for name in library_ids())
        case ("multi_region_consistency", "witness"):
            yield from ((region, "an AWS region") for region in sorted(REGIONS))
        case ("grants", _, int()) | ("grants", _, "patterns", _):
            yield from _named(analysis, "pattern", found.table)
        case ("access_patterns", _, "index"):
            yield from _named(analysis, "index", found.table)
        case ("partition_key" | "sort_key" | "ttl",) | ("partition_key" | "sort_key", "name"):
            yield from _named(analysis, "attribute", found.table)
        case ("ttl" | "writes", "attribute"):
            yield from _named(analysis, "attribute", found.table)
        case ("global_secondary_indexes" | "local_secondary_indexes", _, *rest) if rest:
            if rest[0] in ("partition_key", "sort_key") or rest[:2] == ["projection", "include"]:
                yield from _named(analysis, "attribute", found.table)
        case ("access_patterns", _, "get" | "put" | "update" | "delete" | "query" | "sorted_by" | "attributes", *_):
            yield from _named(analysis, "attribute", found.table)


def _named(analysis: Analysis, kind: str, table: str | None) -> Iterator[tuple[str, str]]:
    """The names of this kind: the table's own first, then those that every table has, then those of others."""
    found = [use for use in uses(analysis.document) if use.kind == kind and (use.declares or kind == "attribute")]

    def distance(use: Use) -> int:
        return 0 if use.table == table else 1 if use.table is None else 2

    near = [use for use in found if kind == "attribute" or use.table in (table, None)]
    for use in sorted(near, key=distance):
        yield use.name, f"{'an' if kind != 'table' else 'a'} {kind}" + (f" of {use.table}" if use.table else "")


def _environments(analysis: Analysis) -> Iterator[tuple[str, str]]:
    value = analysis.document.value.get("environments") if isinstance(analysis.document.value, dict) else None
    for name, body in value.items() if isinstance(value, dict) else ():
        region = body.get("region") if isinstance(body, dict) else None
        yield name, f"an environment in {region}" if region else "an environment"


def _tables(analysis: Analysis) -> list[str]:
    value = analysis.document.value.get("tables") if isinstance(analysis.document.value, dict) else None
    return list(value) if isinstance(value, dict) else []


def _options(analysis: Analysis, consumer_path: Path, group: Path) -> Iterator[tuple[str, str]]:
    from sessionform.consumers.registry import library

    consumer = analysis.value_at(consumer_path)
    name = consumer.get("library") if isinstance(consumer, dict) else None
    try:
        options = library(str(name)).options
    except KeyError:
        return
    prefix = "".join(f"{part}." for part in group)
    for option in options.values():
        if option.name.startswith(prefix):
            yield option.name.removeprefix(prefix), option.about


def _present(analysis: Analysis, cursor: Cursor) -> set[str]:
    """The keys that the mapping has already, but for the one that is being written."""
    value = analysis.value_at(cursor.path)
    return set(value) - {cursor.word} if isinstance(value, dict) else set()


def _short(path: Path) -> bool:
    """Whether what stands behind a name of the user's own here is a plain value."""
    return path[-1:] in (("where",), ("options",)) or "options" in path


def _deeper(span: Span) -> str:
    return " " * span[0][1] + _INDENT
