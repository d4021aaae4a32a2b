"""Whether the library that a table names can use it: what it would really do, and the ways out of each mismatch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sessionform.consumers import yaml
from sessionform.consumers.library import Index, Key, Library, Option
from sessionform.consumers.options import Expected, declared_options, expected_names, fixed_names, option_path
from sessionform.consumers.registry import library as entry
from sessionform.diagnostics import Path
from sessionform.model import Attribute, GlobalIndex, Table

Kind = Literal["keys", "index", "ttl", "table-name"]

_TYPE_NAMES = {"S": "a String", "N": "a Number", "B": "a Binary"}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One way in which the library would break on the table.

    `setting` is the setting of the table that is at odds with the library. `change_table` is a setting that would
    suit the library, `change_application` the consumer with an option that would suit the table, either as YAML to
    paste; empty where that way is closed. `caveat` speaks against the latter.
    """

    kind: Kind
    setting: Path
    message: str
    change_table: str
    change_application: str
    caveat: str = ""

    def hint(self, library: Library) -> str:
        """Both ways out in one sentence."""
        ways = []
        if self.change_table:
            ways.append(f"change the table: `{self.change_table}`")
        if self.change_application:
            place = f"set {library.title}'s own option, here and in the application"
            caveat = f" (but {self.caveat})" if self.caveat else ""
            ways.append(f"{place}: `{self.change_application}`{caveat}")
        else:
            ways[-1] += f" (no option of {library.title} changes what it does)"
        return "; or ".join(ways)


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
    wanted = _indexes_yaml(library, names)
    return [
        *_table_name(table, library, options),
        *_key(table, library, "partition_key", table.partition_key, library.partition_key, names.partition_key),
        *_sort_key(table, library, names),
        *(_index(table, library, library.index, names, wanted) if library.index else ()),
        *(
            found
            for index in library.more_indexes
            for found in _index(table, library, index, fixed_names(names, index), wanted)
        ),
        *_ttl(table, library, names),
        *_required_option(table, library, options),
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
        _option_hint(table, option, table.name),
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
            _option_hint(table, option, actual.name),
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


def _index(table: Table, library: Library, index: Index, names: Expected, wanted: str) -> Iterator[Mismatch]:
    actual = next((item for item in table.global_secondary_indexes if item.name == names.index), None)
    if actual is None:
        same_keys = [item.name for item in table.global_secondary_indexes if _has_keys(item, names)]
        yield Mismatch(
            "index",
            ("global_secondary_indexes",),
            f"{library.title} queries the index `{names.index}`, which `{table.key}` does not have: "
            f"it {index.when_missing}",
            wanted,
            _option_hint(table, library.option_naming("index"), same_keys[0])
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


def _indexes_yaml(library: Library, names: Expected) -> str:
    """All of them, as they are pasted over what is there."""
    bodies: dict[str | None, dict[str, str | None]] = {}
    for index in library.indexes:
        found = names if index is library.index else fixed_names(names, index)
        keys = {"partition_key": found.index_partition_key}
        if found.index_sort_key:
            keys["sort_key"] = found.index_sort_key
        bodies[found.index] = {**keys, "projection": "KEYS_ONLY" if index.attributes else "ALL"}
    return yaml.setting("global_secondary_indexes", bodies)


def _ttl(table: Table, library: Library, names: Expected) -> Iterator[Mismatch]:
    expiry, option = library.expiry, library.option_naming("ttl")
    declared = table.ttl.attribute if table.ttl else None
    if declared is None:
        if expiry.usable and not expiry.checks_itself:
            yield Mismatch(
                "ttl",
                ("ttl",),
                f"{library.title} leaves it to DynamoDB's TTL to end a session, and `{table.key}` has no `ttl`: "
                "a session would stay good for ever",
                yaml.setting("ttl", names.ttl or expiry.attribute),
                "",
            )
        return
    if not (table.ttl and table.ttl.enabled):
        return
    if expiry.usable and (names.ttl == declared or (names.ttl is None and expiry.any_name)):
        return
    if not expiry.usable:
        message = f"{library.title} writes {_useless(library)}, so TTL on `{declared}` would never delete a session"
        change = "ttl: false"
    elif names.ttl is None:
        message = f"{library.title} writes no expiry unless it is told where, so TTL on `{declared}` would never act"
        change = "ttl: false"
    else:
        message = f"TTL is on `{declared}`, and {library.title} writes the expiry into `{names.ttl}`: " + (
            "no session would ever be deleted"
            if expiry.checks_itself
            else "no session would ever end, because nothing else looks at its age"
        )
        change = yaml.setting("ttl", names.ttl)
    yield Mismatch("ttl", ("ttl", "attribute"), message, change, _option_hint(table, option, declared))


def _useless(library: Library) -> str:
    """What the library writes as an expiry, where TTL does nothing with it."""
    match library.expiry.writes:
        case "milliseconds":
            return f"`{library.expiry.attribute}` in milliseconds, which TTL reads as seconds"
        case "string":
            return f"`{library.expiry.attribute}` as a String"
        case _:
            return "no expiry"


def _required_option(table: Table, library: Library, options: dict[str, object]) -> Iterator[Mismatch]:
    required = library.expiry.required
    if required is None or required[0] in options or not (table.ttl and table.ttl.enabled):
        return
    option = library.options[required[0]]
    yield Mismatch(
        "ttl",
        ("consumer",),
        f"{library.title} needs its option `{option.name}` on a table with TTL: {required[1]}",
        "",
        _option_hint(table, option, option.recommended),
    )


def _option_hint(table: Table, option: Option | None, value: object) -> str:
    """The table's consumer with this option set; empty where the library has no such option."""
    return yaml.consumer(table.consumer, option.name, value) if option and table.consumer else ""
