"""A table is either removed or renamed."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.lifecycle.sources import REMOVED


def _removed_and_renamed(environment: Environment) -> Iterator[Problem]:
    if not environment.removed:
        return
    removals = {removed.table: removed.path for removed in environment.removed}
    for table in environment.tables.values():
        for position, old in enumerate(table.renamed_from):
            if old in removals:
                yield Problem(
                    (),
                    f"`removed` names `{old}`, and `{table.key}` has `renamed_from: {old}`",
                    f"remove `{old}` from `removed`: its sessions stay, in `{table.key}`",
                    on_key=True,
                    place=removals[old],
                    place_fixes=(remove(removals[old]),),
                    related_places=((table.origins.of(("renamed_from", position)), f"renamed to `{table.key}`"),),
                )


RULE = EnvironmentRule(
    id="removed-and-renamed",
    severity=ERROR,
    summary="A table is either removed or renamed",
    why=(
        "A renamed table keeps its sessions under another key; a removed one leaves the file. Terraform cannot do both "
        "with one resource, and the two say opposite things about the sessions."
    ),
    source=REMOVED,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
removed:
  sessions: {delete: true}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    edges=(
        passes({"removed": {"sessions": {"delete": True}}}, renamed_from="oldSessions"),
        fails({"removed": {"oldSessions": {"delete": True}}}, renamed_from=["sessions", "oldSessions"]),
    ),
    check=_removed_and_renamed,
)
