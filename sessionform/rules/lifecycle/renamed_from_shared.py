"""A table is renamed to one other table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.lifecycle.sources import MOVED


def _renamed_from_shared(environment: Environment) -> Iterator[Problem]:
    claimants: dict[str, tuple[str, Path]] = {}
    for table in environment.tables.values():
        for position, old in enumerate(table.renamed_from):
            place = table.origins.of(("renamed_from", position))
            claimant, first = claimants.setdefault(old, (table.key, place))
            if claimant != table.key:
                yield Problem(
                    (),
                    f"both `{claimant}` and `{table.key}` have `renamed_from: {old}`",
                    "keep `renamed_from` at the table that has the sessions",
                    place=place,
                    related_places=((first, f"`{claimant}` has it here"),),
                )


RULE = EnvironmentRule(
    id="renamed-from-shared",
    severity=ERROR,
    summary="A table is renamed to one other table",
    why="One resource cannot move to two addresses: Terraform refuses the plan as ambiguous.",
    source=MOVED,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
  adminSessions:
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
  adminSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes(
            {"tables": {"b": {"partition_key": "id", "ttl": "expiresAt", "renamed_from": "c"}}}, renamed_from=["a", "d"]
        ),
        fails(
            {"tables": {"b": {"partition_key": "id", "ttl": "expiresAt", "renamed_from": "a"}}}, renamed_from=["d", "a"]
        ),
    ),
    no_fix="only you know which of the tables has the sessions",
    check=_renamed_from_shared,
)
