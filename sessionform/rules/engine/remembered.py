"""What the rules found of each table the last time, for a text that is compiled again at every key.

A rule for tables sees one table, what its environment is apart from tables, and the names of those. Where all that is as it
was, so is what it finds. tests/rules/test_remembered.py holds both.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sessionform.diagnostics import Finding
from sessionform.model import Declaration, Environment, Table

_Apart = tuple[Environment, frozenset[str], bytes]
"""An environment without its tables, their names, and its settings."""


class Remembered:
    """Findings by environment and table. For one declaration, one choice of rules, and one thread at a time."""

    def __init__(self) -> None:
        self._environments: dict[str, _Apart] = {}
        self._tables: dict[tuple[str, str], tuple[Table, bytes, list[Finding]]] = {}

    def begin(self, declaration: Declaration) -> None:
        """Forget the tables of environments that are not as they were; `of` is asked for tables of this declaration next."""
        before = self._environments
        self._environments = {name: _apart(environment) for name, environment in declaration.environments.items()}
        same = {name for name, apart in self._environments.items() if before.get(name) == apart}
        self._tables = {place: known for place, known in self._tables.items() if place[0] in same}

    def of(self, table: Table, find: Callable[[], Iterable[Finding]]) -> list[Finding]:
        """What there is to find of the table: what was found the last time, or where that was another table, what `find` finds."""
        place, settings = (table.environment, table.key), _exactly(table.settings)
        known = self._tables.get(place)
        if known is not None and known[1] == settings and known[0] == table:
            return known[2]
        found = list(find())
        self._tables[place] = table, settings, found
        return found


def _apart(environment: Environment) -> _Apart:
    return replace(environment, tables={}), frozenset(environment.tables), _exactly(environment.settings)


def _exactly(settings: Mapping[str, Any]) -> bytes:
    """The settings so that `1`, `1.0` and `true`, which are equal, are told apart."""
    return marshal.dumps(dict(settings), 2)  # the version that does not depend on which parts are one object
