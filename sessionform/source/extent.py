"""How much a declaration comes to once it is multiplied out: environments times tables, and what each of them inherits.

A few kilobytes can say hundreds of thousands of tables, so that this is known before any of them is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sessionform.diagnostics import Finding
from sessionform.source.checks import whole_file
from sessionform.source.document import Document

MAX_TABLES = 20_000
"""Eight times AWS's quota of tables for an account and region, in all environments together."""

LEAST_VALUES = 60_000
"""Settings and their parts in all tables of all environments that any file may come to, inherited ones included: two
thousand tables with thirty of them. A longer text counts as several."""

_SMALL, _MORE = 65_536, 16
"""A file of more than so many characters may come to so many more values for each further one: who multiplies little
may write much."""

_BUILTIN = 12
"""What every table has without a word: the built-in defaults."""

_TEXT = 32
"""Characters that count as one more value."""


def too_large(document: Document) -> Finding | None:
    """What is wrong with a declaration that comes to more than can be worked on; None where it does not."""
    value = document.value
    if sum(islice(_tables(value), MAX_TABLES + 1)) > MAX_TABLES:
        return _finding(f"more than {MAX_TABLES:,} tables")
    size = sum(len(line) for lines in document.sources.values() for line in lines)
    most = LEAST_VALUES + _MORE * max(size - _SMALL, 0)
    values = 0
    for more in _multiplied(value):
        values += more
        if values > most:
            return _finding(f"more than the {most:,} values that a file of this size may have")
    return None


def _finding(what: str) -> Finding:
    message = f"the environments and tables multiply to {what}"
    hint = "split the declaration into several, or give tables `only_in`"
    return whole_file.too_large.finding(message, hint, ("environments",), on_key=True)


def _tables(value: dict[str, Any]) -> Iterator[int]:
    """A 1 for each table of each environment."""
    tables = list(_mapping(value.get("tables")).values())
    return (1 for name in _mapping(value.get("environments")) for body in tables if _is_in(body, name))


def _multiplied(value: dict[str, Any]) -> Iterator[int]:
    """The values of each environment, and of each table in it."""
    shared = _BUILTIN + _values(value.get("defaults")) + _values(value.get("table_name"))
    beside = _values(value.get("removed")) + _values(value.get("accept"))
    tables = [(body, _own(body)) for body in _mapping(value.get("tables")).values()]
    for name, environment in _mapping(value.get("environments")).items():
        yield beside + _values(environment)
        settings = _mapping(environment)
        inherited = shared + _values(settings.get("defaults")) + _values(settings.get("table_name"))
        for body, own in tables:
            if _is_in(body, name):
                yield inherited + own + _values(_mapping(_mapping(body).get("environments")).get(name))


def _is_in(table: Any, environment: str) -> bool:
    only_in = _mapping(table).get("only_in")
    return not isinstance(only_in, list) or environment in only_in


def _own(body: Any) -> int:
    return sum(_values(item) for key, item in _mapping(body).items() if key not in ("environments", "only_in"))


def _values(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(len(key) // _TEXT + _values(item) for key, item in value.items())
    if isinstance(value, list):
        return 1 + sum(map(_values, value))
    if value is None:
        return 0
    return 1 + (len(value) // _TEXT if isinstance(value, str) else 0)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
