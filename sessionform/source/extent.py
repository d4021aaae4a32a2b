"""How much a declaration comes to once it is multiplied out: environments times tables, and what each of them inherits.

A few kilobytes can say hundreds of thousands of tables, so that this is known before any of them is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.diagnostics import Finding, Path, Severity
from sessionform.source.checks import reading
from sessionform.source.document import Document

MAX_TABLES = 20_000
"""Eight times AWS's quota of tables for an account and region, in all environments together."""

MAX_VALUES = 400_000
"""Settings and their parts in all tables of all environments, inherited ones included. A table with everything has 150."""

_BUILTIN = 12
"""What every table has without a word: the built-in defaults."""


def too_large(document: Document) -> Finding | None:
    """What is wrong with a declaration that comes to more than can be worked on; None where it does not."""
    tables = values = 0
    for more in _multiplied(document.value):
        tables += more > 0
        values += abs(more)
        if tables > MAX_TABLES:
            return _finding(f"more than {MAX_TABLES:,} tables", ("environments",))
        if values > MAX_VALUES:
            return _finding(f"more than {MAX_VALUES:,} values", ("environments",))
    return None


def _finding(what: str, path: Path) -> Finding:
    message = f"the environments and tables multiply out to {what}"
    hint = "split the declaration into several, or give tables `only_in`"
    return Finding(reading.too_large.id, Severity.ERROR, message, path, hint, on_key=True)


def _multiplied(value: dict[str, Any]) -> Iterator[int]:
    """The values of each table in each environment; negative for what an environment has beside its tables."""
    shared = _BUILTIN + _values(value.get("defaults"))
    beside = _values(value.get("removed")) + _values(value.get("accept"))
    tables = [(body, _own(body)) for body in _mapping(value.get("tables")).values()]
    for name, environment in _mapping(value.get("environments")).items():
        yield -beside - _values(environment)
        inherited = shared + _values(_mapping(environment).get("defaults"))
        for body, own in tables:
            only_in = _mapping(body).get("only_in")
            if not isinstance(only_in, list) or name in only_in:
                yield inherited + own + _values(_mapping(_mapping(body).get("environments")).get(name))


def _own(body: Any) -> int:
    return sum(_values(item) for key, item in _mapping(body).items() if key not in ("environments", "only_in"))


def _values(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_values, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_values, value))
    return 1


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
