"""What there is to explain of a table: every effective setting, its value, the line that set it, the group it is shown in.

What else there is to tell about a table (its access patterns, its consumer) comes as further `Section`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sessionform.diagnostics import Location, Path, dotted
from sessionform.json_value import Json
from sessionform.model import Environment, Table
from sessionform.provenance import Origins
from sessionform.report.layout.table import Row
from sessionform.setting_path import Layer, setting_path
from sessionform.source.document import Document

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


def group_of(path: Path) -> tuple[str, int]:
    """The title of the group that a setting is shown in, and how much of the path that title says already."""
    if path[0] in _NAMED and len(path) > 1:
        return dotted(path[:2]), 2
    title = _GROUP_OF.get(str(path[0]), _OTHER)
    return title, 1 if title == "Tags" and len(path) > 1 else 0
