"""What `sessionform explain` shows: every effective setting of a table, its value, and the line that set it.

What else there is to tell about a table (its access patterns, its consumer) comes as further `Section`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sessionform.diagnostics import Location, Path, dotted
from sessionform.json_value import Json
from sessionform.model import Environment, Table
from sessionform.provenance import Origins
from sessionform.report.findings.json import to_json
from sessionform.report.layout.characters import shown
from sessionform.report.layout.table import Layout, Row, render_table
from sessionform.report.layout.terminal import DEFAULT_WIDTH, Charset, Painter
from sessionform.setting_path import Layer, setting_path
from sessionform.source.document import Document
from sessionform.source.flow import flow

Source = Literal[
    "default", "declaration", "defaults", "environment", "environment defaults", "table", "table environments"
]
"""The layer that a value comes from. `declaration` and `environment` are their own keys, such as `table_name`."""

_GROUPS = {
    "Table": ("description", "table_name", "table_class", "partition_key", "sort_key", "item_size"),
    "Indexes": ("global_secondary_indexes", "local_secondary_indexes"),
    "Capacity": ("billing_mode", "capacity", "max_throughput", "warm_throughput"),
    "Expiry": ("ttl",),
    "Changes": ("stream", "stream_policy", "kinesis_stream"),
    "Protection": (
        "deletion_protection",
        "prevent_destroy",
        "point_in_time_recovery",
        "server_side_encryption",
        "resource_policy",
        "timeouts",
    ),
    "Replicas": ("replicas", "multi_region_consistency"),
    "Monitoring": ("contributor_insights", "alarms"),
    "Application": ("consumer", "writes", "access_patterns", "grants"),
    "Tags": ("tags",),
    "History": ("renamed_from", "import_existing", "restore_from", "waivers"),
}
_OTHER = "Other"
_GROUP_OF = {name: title for title, names in _GROUPS.items() for name in names}
_ORDER = {name: position for position, name in enumerate(_GROUP_OF)}

_NAMED = ("global_secondary_indexes", "local_secondary_indexes", "replicas", "access_patterns", "grants")
"""Mappings from the user's own names: each entry is a group of its own."""

_DOCUMENTS = ("resource_policy", "stream_policy")
"""Settings that hold a document of another language; it is shown as one value."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An effective setting. `location` is where it was written; None for a built-in default."""

    path: Path
    value: Json
    source: Source
    location: Location | None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table within a section. `flexible` is the column that wraps where the terminal is narrow."""

    header: Row
    rows: Sequence[Row]
    flexible: int = -1


@dataclass(frozen=True, slots=True)
class Text:
    """Lines within a section that are printed as they are, so that they can be copied."""

    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Something further to tell about a table: under `title` for people, as `data` under `key` in JSON."""

    key: str
    title: str
    blocks: Sequence[Grid | Text]
    data: Json


def explained_settings(table: Table, environment: Environment, document: Document) -> list[Setting]:
    """Every effective setting of the table down to its scalars and lists, in the order of the groups shown.

    Among the tags are those that the environment gives to everything in it.
    """
    inherited = {name: value for name, value in environment.tags.items() if name not in table.tags}
    settings = {**table.settings, **({"tags": {**table.tags, **inherited}} if inherited else {})}
    names = sorted(settings, key=lambda name: _ORDER.get(name, len(_ORDER)))
    leaves = [leaf for name in names for leaf in _leaves((name,), settings[name])]
    return [
        _setting(
            path, value, environment.origins if path[0] == "tags" and path[-1] in inherited else table.origins, document
        )
        for path, value in leaves
    ]


def render_explain_text(
    table: Table,
    environment: Environment,
    document: Document,
    sections: Iterable[Section] = (),
    color: bool = False,
    *,
    encoding: str = "utf-8",
    columns: int = DEFAULT_WIDTH,
) -> str:
    """The settings as a table that fits `columns`, then the sections."""
    layout = Layout(columns, Charset.of(encoding), Painter(color), 1, most_lines=3, styles=("", "cyan", "dim"))
    place = document.locate(("tables", table.key))
    title = shown(f"{table.key} in {table.environment}", encoding)
    about = shown(f"table {table.name}, declared at {_place(place)}", encoding)
    lines = [layout.paint("bold", title) + layout.paint("dim", f"  {about}"), ""]
    groups: dict[str, list[Setting]] = {}
    for item in explained_settings(table, environment, document):
        groups.setdefault(_group(item.path)[0], []).append(item)
    rows = [(title, list(_rows(group, table.environment))) for title, group in groups.items()]
    lines += render_table(("setting", "value", "set by"), rows, layout)
    for section in sections:
        lines += ["", "", *_section(section, layout)]
    return "\n".join(lines) + "\n"


def render_explain_json(
    table: Table, environment: Environment, document: Document, sections: Iterable[Section] = ()
) -> str:
    """The same as JSON; `file` and `line` are null for a built-in default."""
    settings = [
        {
            "setting": dotted(item.path),
            "value": item.value,
            "file": item.location.file if item.location else None,
            "line": item.location.line if item.location else None,
            "source": item.source,
        }
        for item in explained_settings(table, environment, document)
    ]
    further = {section.key: section.data for section in sections}
    return to_json(
        {
            "version": 1,
            "table": table.key,
            "environment": table.environment,
            "name": table.name,
            "settings": settings,
            **further,
        }
    )


def value_text(value: Json) -> str:
    """A value as one would write it in YAML on one line; a string that stands alone needs no quotes."""
    if isinstance(value, str) and value == value.strip() != "":
        return value
    return flow(value)


def _leaves(path: Path, value: Json) -> Iterator[tuple[Path, Json]]:
    if isinstance(value, dict) and value and path[0] not in _DOCUMENTS:
        for key, item in value.items():
            yield from _leaves((*path, key), item)
    else:
        yield path, value


def _setting(path: Path, value: Json, origins: Origins, document: Document) -> Setting:
    place = origins.written(path)
    if place is None:
        return Setting(path, value, "default", None)
    return Setting(path, value, _source(place), document.locate(place))


def _source(place: Path) -> Source:
    return _SOURCES[setting_path(place).layer]


_SOURCES: dict[Layer, Source] = {
    Layer.DECLARATION: "declaration",
    Layer.DEFAULTS: "defaults",
    Layer.ENVIRONMENT: "environment",
    Layer.ENVIRONMENT_DEFAULTS: "environment defaults",
    Layer.TABLE: "table",
    Layer.TABLE_ENVIRONMENT: "table environments",
}


def _group(path: Path) -> tuple[str, int]:
    """The title of the group that a setting is shown in, and how much of the path that title says already."""
    if path[0] in _NAMED and len(path) > 1:
        return dotted(path[:2]), 2
    title = _GROUP_OF.get(str(path[0]), _OTHER)
    return title, 1 if title == "Tags" and len(path) > 1 else 0


def _rows(group: Sequence[Setting], environment: str) -> Iterator[Row]:
    """The group's settings as the file nests them."""
    above: Path = ()
    for item in group:
        inner = item.path[_group(item.path)[1] :]
        for depth, key in enumerate(inner[:-1], 1):
            if above[:depth] != inner[:depth]:
                yield "  " * depth + str(key), "", ""
        above = inner
        yield "  " * len(inner) + str(inner[-1]), value_text(item.value), _set_by(item, environment)


def _set_by(item: Setting, environment: str) -> str:
    if item.location is None:
        return "default"
    layers = {"table": "", "table environments": environment, "environment defaults": f"{environment} defaults"}
    layer = layers.get(item.source, item.source)
    return _place(item.location) + (f" ({layer})" if layer else "")


def _place(location: Location) -> str:
    return f"{location.file}:{location.line}"


def _section(section: Section, layout: Layout) -> Iterator[str]:
    yield layout.paint("bold", shown(section.title, layout.charset.encoding))
    for block in section.blocks:
        yield ""
        if isinstance(block, Text):
            yield from (shown(line, layout.charset.encoding) for line in block.text.split("\n"))
        else:
            grid = Layout(layout.columns, layout.charset, layout.paint, block.flexible)
            yield from render_table(block.header, [("", block.rows)], grid)
