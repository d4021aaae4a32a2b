"""A renamed table is no longer declared under its old key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment, Table
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.lifecycle.renames_in_turn import waiting_renames, way
from sessionform.rules.lifecycle.sources import MOVED
from sessionform.words import names_in_quotes


def _renamed_from_declared(environment: Environment) -> Iterator[Problem]:
    tables = environment.tables
    for table in tables.values():
        for position, old in enumerate(table.renamed_from):
            if old in tables and old != table.key:
                place = table.origins.of(("renamed_from", position))
                message = f"`{table.key}` has `renamed_from: {old}`, but `{old}` is still a table of this file"
                if tables[old].renamed_from:
                    # Whichever entry is taken out, Terraform deletes the table that it stands for
                    before = names_in_quotes(tables[old].renamed_from)
                    message = f"{message}, which says that it was {before}"
                    yield Problem((), message, _in_turn(table, old, tables.values()), place=place)
                else:
                    yield Problem(
                        (),
                        message,
                        f"{_left_over(table, old)}; if they are two tables, deploy `{table.key}` without `{old}` in every "
                        f"environment first, and declare `{old}` in the deploy that removes `renamed_from`",
                        place=place,
                        place_fixes=(remove(table.origins.of(("renamed_from",))), remove(("tables", old))),
                    )


def _in_turn(table: Table, old: str, tables: Iterable[Table]) -> str:
    renames = {item.renamed_from[-1]: item.key for item in tables if item.renamed_from} | {old: table.key}
    return f"{_left_over(table, old)}; if they are two tables, {way(waiting_renames((old,), renames))}"


def _left_over(table: Table, old: str) -> str:
    return f"if `{old}` and `{table.key}` are one table, remove `{old}`, which was left over"


RULE = EnvironmentRule(
    id="renamed-from-declared",
    severity=ERROR,
    summary="A renamed table is no longer declared under its old key",
    why=(
        "Terraform cannot move a resource that is still configured at its old address. A new table under the old key "
        "needs a key of its own until the move has been applied everywhere. So do tables that take each other's "
        "keys: they are renamed one in each deploy, beginning with the one whose new key is free."
    ),
    source=MOVED,
    failing="""\
tables:
  sessions:
    partition_key: userId
    ttl: expiresAt
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    edges=(
        passes(renamed_from="sessions"),
        fails({"tables": {"b": {"partition_key": "id", "ttl": "expiresAt"}}}, renamed_from=["a", "b"]),
        fails({"tables": {"a": {"partition_key": "id", "ttl": "expiresAt", "renamed_from": "b"}}}, renamed_from="a"),
        passes(renamed_from="userSessions"),
    ),
    check=_renamed_from_declared,
)
