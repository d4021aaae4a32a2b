"""The options of a library that a declaration gives: known names, right types, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sessionform.consumers.library import Index, Key, Library, OptionType
from sessionform.diagnostics import Path
from sessionform.suggestions import nearest, suggest

_KINDS: dict[OptionType, str] = {
    "string": "a text",
    "number": "a number",
    "boolean": "`true` or `false`",
    "list": "a list",
    "mapping": "a mapping",
}


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """An option that the library does not have, or not of this type. `path` is below `consumer.options`.

    `meant` is the full name of the option that was probably meant.
    """

    path: Path
    message: str
    hint: str
    meant: str | None = None


def option_problems(library: Library, declared: Mapping[str, Any]) -> Iterator[OptionProblem]:
    """What is wrong with the declared options, each once."""
    for path, name, value in _flat(library, declared):
        option = library.options.get(name)
        if option is None:
            message = f"{library.title} has no option `{name}`"
            near = nearest(name, library.options)
            yield OptionProblem(path, message, suggest(name, library.options), near[0] if near else None)
        elif not _fits(option.type, value):
            yield OptionProblem(path, f"`{name}` of {library.title} must be {_KINDS[option.type]}", option.about)


def declared_options(library: Library, declared: Mapping[str, Any]) -> dict[str, Any]:
    """The options that exist and have the right type, by their full name (`table.hashKey`)."""
    return {
        name: value
        for _, name, value in _flat(library, declared)
        if name in library.options and _fits(library.options[name].type, value)
    }


def option_path(name: str, declared: Mapping[str, Any]) -> Path:
    """Where a declared option stands below `consumer.options`, written nested or with dots."""
    return (name,) if name in declared else tuple(name.split("."))


@dataclass(frozen=True, slots=True)
class Expected:
    """The names that the library uses with the declared options; None where it takes whatever the table has."""

    partition_key: str | None
    sort_key: str | None
    ttl: str | None
    index: str | None
    index_partition_key: str | None
    index_sort_key: str | None


def expected_names(library: Library, options: Mapping[str, Any]) -> Expected:
    """What the library will look for, `options` being those of `declared_options`."""

    def name(what: str, shipped: str | None) -> str | None:
        option = library.option_naming(what)
        return options.get(option.name, shipped) if option else shipped

    index = library.index
    return Expected(
        partition_key=name("partition_key", _shipped(library.partition_key)),
        sort_key=name("sort_key", _shipped(library.sort_key)),
        ttl=name("ttl", None if library.expiry.any_name else library.expiry.attribute),
        index=name("index", index.name if index else None),
        index_partition_key=name("index_partition_key", _shipped(index.partition_key if index else None)),
        index_sort_key=name("index_sort_key", _shipped(index.sort_key if index else None)),
    )


def fixed_names(names: Expected, index: Index) -> Expected:
    """The same with the names of one of the library's `more_indexes`, which no option changes."""
    return replace(
        names,
        index=index.name,
        index_partition_key=_shipped(index.partition_key),
        index_sort_key=_shipped(index.sort_key),
    )


def _shipped(key: Key | None) -> str | None:
    return None if key is None or key.any_name else key.name


def _flat(library: Library, declared: Mapping[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    """Every declared option with its path and full name; a mapping is entered where the library nests options."""
    groups = {name.rpartition(".")[0] for name in library.options}
    for key, value in declared.items():
        if key in groups and isinstance(value, dict):
            for inner, item in value.items():
                yield (key, inner), f"{key}.{inner}", item
        else:
            yield (key,), key, value


def _fits(kind: OptionType, value: Any) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "mapping":
            return isinstance(value, dict)
