"""An index's name has 3 to 255 letters, digits, `_`, `.` or `-`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Rename, Set
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL, LOCAL
from sessionform.rules.naming.names import name_fault
from sessionform.rules.naming.sources import NAMING_RULES
from sessionform.rules.view.table_view import TableView

_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_.-]+")


def _index_name_pattern(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name in _index_names(table):
        fault = name_fault(name)
        if fault is not None:
            problem = Problem(setting, f"the index name `{name}` {fault}", "rename it, e.g. `by_user`", on_key=True)
            plain = _UNNAMEABLE.sub("_", name)
            yield problem if name_fault(plain) else replace(problem, fixes=(_renamed(table, setting, plain),))


def _renamed(table: Table, setting: Path, name: str) -> Fix:
    asking = [pattern.name for pattern in table.access_patterns if pattern.index == setting[-1]]
    return Fix((Rename(setting, name), *(Set(("access_patterns", pattern, "index"), name) for pattern in asking)))


def _index_names(table: Table) -> Iterator[tuple[Path, str]]:
    for index in table.global_secondary_indexes:
        yield (GLOBAL, index.name), index.name
    for local in table.local_secondary_indexes:
        yield (LOCAL, local.name), local.name


RULE = TableRule(
    id="index-name-pattern",
    severity=ERROR,
    summary="An index's name has 3 to 255 letters, digits, `_`, `.` or `-`",
    why=(
        "DynamoDB rejects any other name, and Terraform does not check it before the apply. For an index of an "
        "existing table, the failure comes after earlier steps of the same update."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by user: {partition_key: userId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    edges=(
        passes(global_secondary_indexes={"abc": {"partition_key": "id"}, "a" * 255: {"partition_key": "id2"}}),
        fails(global_secondary_indexes={"ab": {"partition_key": "id"}}),
        fails(global_secondary_indexes={"a" * 256: {"partition_key": "id"}}),
        fails(sort_key="id", local_secondary_indexes={"by#seen": {"sort_key": "seen"}}),
    ),
    check=_index_name_pattern,
)
