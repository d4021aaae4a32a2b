"""Whether the library that a table names can use it: what it would really do, and the ways out of each mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.consumers import yaml
from sessionform.consumers.fit_expiry import required_option, ttl_fit
from sessionform.consumers.fit_indexes import index_fit, indexes_yaml
from sessionform.consumers.library import Key, Library
from sessionform.consumers.mismatch import Mismatch, consumer_with
from sessionform.consumers.options import Expected, declared_options, expected_names, fixed_names, option_path
from sessionform.consumers.registry import library as entry
from sessionform.model import Attribute, Table

_TYPE_NAMES = {"S": "a String", "N": "a Number", "B": "a Binary"}


def fit(table: Table) -> list[Mismatch]:
    """What keeps the table's `consumer` from using it; empty for a table without one, or with an unknown one."""
    try:
        library = entry(table.consumer.library) if table.consumer else None
    except KeyError:
        library = None
    if library is None or table.consumer is None:
        return []
    options = declared_options(library, table.consumer.options)
    names = expected_names(library, options)
    wanted = indexes_yaml(library, names)
    return [
        *_table_name(table, library, options),
        *_key(table, library, "partition_key", table.partition_key, library.partition_key, names.partition_key),
        *_sort_key(table, library, names),
        *(index_fit(table, library, library.index, names, wanted) if library.index else ()),
        *(
            found
            for index in library.more_indexes
            for found in index_fit(table, library, index, fixed_names(names, index), wanted)
        ),
        *ttl_fit(table, library, names),
        *required_option(table, library, options),
    ]


def _table_name(table: Table, library: Library, options: dict[str, object]) -> Iterator[Mismatch]:
    option = library.option_naming("table_name")
    declared = options.get(option.name) if option else None
    if option is None or declared is None or declared == table.name or table.consumer is None:
        return
    yield Mismatch(
        "table-name",
        ("consumer", "options", *option_path(option.name, table.consumer.options)),
        f"{library.title} is told to use the table `{declared}`, but this table is called `{table.name}` "
        f"in `{table.environment}`",
        yaml.setting("table_name", declared),
        consumer_with(table, option, table.name),
    )


def _key(
    table: Table, library: Library, setting: str, actual: Attribute, key: Key, expected: str | None
) -> Iterator[Mismatch]:
    what, option = setting.replace("_", " "), library.option_naming(setting)
    wanted = yaml.key(setting, expected or actual.name, key.type)
    if expected is not None and actual.name != expected:
        yield Mismatch(
            "keys",
            (setting, "name"),
            f"{library.title} uses the {what} `{expected}`, and `{table.key}` has `{actual.name}`: "
            f"with this table it {library.key_mismatch}",
            wanted,
            consumer_with(table, option, actual.name),
            option.caveat if option else "",
        )
    if actual.type != key.type:
        yield Mismatch(
            "keys",
            (setting, "type"),
            f"{library.title} writes the {what} as {_TYPE_NAMES[key.type]}, and `{actual.name}` is "
            f"{_TYPE_NAMES[actual.type]} here: with this table it {library.key_mismatch}",
            wanted,
            "",
        )


def _sort_key(table: Table, library: Library, names: Expected) -> Iterator[Mismatch]:
    if library.sort_key is None:
        if table.sort_key is not None:
            yield Mismatch(
                "keys",
                ("sort_key",),
                f"{library.title} reads and writes by the partition key alone, and `{table.key}` has the sort key "
                f"`{table.sort_key.name}`: with this table it {library.key_mismatch}",
                "sort_key: null",
                "",
            )
    elif table.sort_key is None:
        name = names.sort_key or library.sort_key.name
        yield Mismatch(
            "keys",
            ("sort_key",),
            f"{library.title} reads and writes by a partition and a sort key, and `{table.key}` has no sort key: "
            f"with this table it {library.key_mismatch}",
            yaml.key("sort_key", name, library.sort_key.type),
            "",
        )
    else:
        yield from _key(table, library, "sort_key", table.sort_key, library.sort_key, names.sort_key)
