"""A table in `removed` is no longer in `tables`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.lifecycle.sources import REMOVED


def _removed_still_declared(environment: Environment) -> Iterator[Problem]:
    for removed in environment.removed:
        if removed.table in environment.tables:
            yield Problem(
                (),
                f"`removed` names `{removed.table}`, but it is still a table of this file",
                f"remove `{removed.table}` from `tables` or from `removed`",
                on_key=True,
                place=removed.path,
                place_fixes=(remove(removed.path),),
                related_places=((("tables", removed.table), "the table"),),
            )


RULE = EnvironmentRule(
    id="removed-still-declared",
    severity=ERROR,
    summary="A table in `removed` is no longer in `tables`",
    why=(
        "`removed` decides what happens to a table that left the file. Terraform refuses a `removed` block for a "
        "resource that is still configured."
    ),
    source=REMOVED,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
removed:
  userSessions: {keep: true}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
removed:
  oldSessions: {keep: true}
""",
    edges=(
        passes({"removed": {"sessions": {"keep": True}}}),
        fails({"removed": {"userSessions": {"delete": True}}}),
    ),
    check=_removed_still_declared,
)
