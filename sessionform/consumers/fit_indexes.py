"""Whether a table has the global indexes that its library queries."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.consumers import yaml
from sessionform.consumers.library import Index, Library
from sessionform.consumers.mismatch import Mismatch, consumer_with
from sessionform.consumers.options import Expected, fixed_names
from sessionform.model import Attribute, GlobalIndex, Table


def index_fit(table: Table, library: Library, index: Index, names: Expected, wanted: str) -> Iterator[Mismatch]:
    """What is wrong with one of them; `wanted` are all of them as YAML."""
    actual = next((item for item in table.global_secondary_indexes if item.name == names.index), None)
    if actual is None:
        same_keys = [item.name for item in table.global_secondary_indexes if _has_keys(item, names)]
        yield Mismatch(
            "index",
            ("global_secondary_indexes",),
            f"{library.title} queries the index `{names.index}`, which `{table.key}` does not have: "
            f"it {index.when_missing}",
            wanted,
            consumer_with(table, library.option_naming("index"), same_keys[0])
            if same_keys and index is library.index
            else "",
        )
        return
    place = ("global_secondary_indexes", actual.name)
    if not _has_keys(actual, names):
        yield Mismatch(
            "index",
            place,
            f"{library.title} queries the index `{actual.name}` by {_keys(names)}, and here its keys are others: "
            f"it {index.when_missing}",
            wanted,
            "",
        )
    missing = _not_projected(table, actual, index)
    if missing:
        yield Mismatch(
            "index",
            (*place, "projection"),
            f"{library.title} reads {missing} from the index `{actual.name}`, whose projection leaves it out",
            wanted,
            "",
        )


def _has_keys(actual: GlobalIndex, names: Expected) -> bool:
    """None of the libraries gives a key of several attributes."""
    wanted = [Attribute(name) for name in (names.index_partition_key, names.index_sort_key) if name]
    return [*actual.partition_keys, *actual.sort_keys] == wanted and not actual.has_multi_attribute_key


def _keys(names: Expected) -> str:
    return " and ".join(f"`{name}`" for name in (names.index_partition_key, names.index_sort_key) if name)


def _not_projected(table: Table, actual: GlobalIndex, index: Index) -> str:
    """What the library reads from the index and would not find there, in words; empty where it finds everything."""
    if actual.projection.type == "ALL":
        return ""
    if not index.attributes:
        return "whole items"
    keys = {attribute.name for attribute in (*table.key_attributes, *actual.key_attributes)}
    missing = [name for name in index.attributes if name not in keys and name not in actual.projection.include]
    return " and ".join(f"`{name}`" for name in missing)


def indexes_yaml(library: Library, names: Expected) -> str:
    """All of them, as they are pasted over what is there."""
    bodies: dict[str | None, dict[str, str | None]] = {}
    for index in library.indexes:
        found = names if index is library.index else fixed_names(names, index)
        keys = {"partition_key": found.index_partition_key}
        if found.index_sort_key:
            keys["sort_key"] = found.index_sort_key
        bodies[found.index] = {**keys, "projection": "KEYS_ONLY" if index.attributes else "ALL"}
    return yaml.setting("global_secondary_indexes", bodies)
