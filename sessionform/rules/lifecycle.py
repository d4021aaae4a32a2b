"""Rules about tables that are renamed, adopted or leave the declaration."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, EnvironmentRule, Problem, TableRule

MOVED = "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring"
REMOVED = "https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources"
IMPORT = "https://developer.hashicorp.com/terraform/language/import"


def _renamed_from_itself(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.key in table.renamed_from:
        yield Problem(
            ("renamed_from", table.renamed_from.index(table.key)),
            f"`{table.key}` cannot have been renamed from `{table.key}`",
            "name the key that it had in `tables` before, or remove `renamed_from`",
        )


renamed_from_itself = TableRule(
    id="renamed-from-itself",
    severity=ERROR,
    summary="`renamed_from` names another key than the table's own",
    why="It becomes a `moved` block, and Terraform refuses one whose two ends are the same resource.",
    source=MOVED,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: userSessions
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    check=_renamed_from_itself,
)


def _renamed_from_declared(table: Table, environment: Environment) -> Iterator[Problem]:
    for position, old in enumerate(table.renamed_from):
        if old in environment.tables and old != table.key:
            yield Problem(
                ("renamed_from", position),
                f"`{table.key}` says that it was `{old}` before, but `{old}` is still a table of this file",
                f"remove the old `{old}`, or, if these are two tables, remove `renamed_from`",
            )


renamed_from_declared = TableRule(
    id="renamed-from-declared",
    severity=ERROR,
    summary="A table that was renamed is not there under its old key",
    why=(
        "Terraform cannot move a resource that is still configured where it was. A new table under the old key needs "
        "a key of its own until the move has been applied everywhere."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    check=_renamed_from_declared,
)


def _renamed_from_shared(environment: Environment) -> Iterator[Problem]:
    heirs: dict[str, tuple[str, Path]] = {}
    for table in environment.tables.values():
        for position, old in enumerate(table.renamed_from):
            place = table.origins.of(("renamed_from", position))
            heir, first = heirs.setdefault(old, (table.key, place))
            if heir != table.key:
                yield Problem(
                    (),
                    f"both `{heir}` and `{table.key}` say that they were `{old}` before",
                    "keep `renamed_from` at the table that has the sessions",
                    place=place,
                    related_places=((first, f"`{heir}` says so here"),),
                )


renamed_from_shared = EnvironmentRule(
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
  adminSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_renamed_from_shared,
)


def _removed_still_declared(environment: Environment) -> Iterator[Problem]:
    for removed in environment.removed:
        if removed.table in environment.tables:
            yield Problem(
                (),
                f"`removed` says that `{removed.table}` has left, but it is still a table of this file",
                f"take `{removed.table}` out of `tables`, or out of `removed`",
                on_key=True,
                place=removed.path,
                related_places=((("tables", removed.table), "the table"),),
            )


removed_still_declared = EnvironmentRule(
    id="removed-still-declared",
    severity=ERROR,
    summary="A table in `removed` is no longer in `tables`",
    why=(
        "`removed` decides what becomes of the data of a table that left. Terraform refuses a `removed` block for a "
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
removed:
  oldSessions: {keep: true}
""",
    check=_removed_still_declared,
)


def _removed_and_renamed(environment: Environment) -> Iterator[Problem]:
    if not environment.removed:
        return
    fates = {removed.table: removed.path for removed in environment.removed}
    for table in environment.tables.values():
        for position, old in enumerate(table.renamed_from):
            if old in fates:
                yield Problem(
                    (),
                    f"`removed` says that `{old}` has left, and `{table.key}` says that it is what `{old}` has become",
                    f"take `{old}` out of `removed`: its sessions live on in `{table.key}`",
                    on_key=True,
                    place=fates[old],
                    related_places=((table.origins.of(("renamed_from", position)), f"renamed to `{table.key}`"),),
                )


removed_and_renamed = EnvironmentRule(
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    check=_removed_and_renamed,
)


def _import_and_renamed(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.import_existing and table.renamed_from:
        yield Problem(
            ("import_existing",),
            f"`{table.key}` is to be adopted, and it says that it was `{table.renamed_from[-1]}` before: what was in "
            "the state under another key is managed already",
            "remove `import_existing`, or, if nothing manages the table yet, `renamed_from`",
            related=((("renamed_from",), "renamed here"),),
        )


import_and_renamed = TableRule(
    id="import-and-renamed",
    severity=ERROR,
    summary="A table is either adopted or renamed",
    why=(
        "`import_existing` brings a table into the state that nothing manages yet; `renamed_from` moves one that is in "
        "the state. Asked for both, Terraform would hold one table twice, or refuse."
    ),
    source=IMPORT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
    import_existing: true
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    check=_import_and_renamed,
)


RULES = (
    renamed_from_itself,
    renamed_from_declared,
    renamed_from_shared,
    removed_still_declared,
    removed_and_renamed,
    import_and_renamed,
)
