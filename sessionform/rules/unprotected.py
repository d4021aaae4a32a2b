"""Rules about tables that nothing protects from deletion, seen beside what else the environment has."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.attributes import words
from sessionform.rules.protection import DELETION_PROTECTION, SAFE_STATE
from sessionform.rules.rule import NOTE, WARNING, EnvironmentRule, Problem
from sessionform.source.words import listed

_LIVE = frozenset(["live", "prd", "prod", "production"])
"""What the environment is called in which users are."""

_MOST_NAMED = 4
"""More tables than these are counted."""


def _protected(table: Table) -> bool:
    return table.deletion_protection or table.prevent_destroy


def _protection_uneven(environment: Environment) -> Iterator[Problem]:
    if environment.is_local:
        return
    tables = environment.tables.values()
    example = next((table for table in tables if table.deletion_protection), None)
    if example is None:
        return
    bare = [
        table.key for table in tables if not _protected(table) and table.origins.is_default(("deletion_protection",))
    ]
    if bare:
        named = listed(bare, "or") if len(bare) <= _MOST_NAMED else f"`{bare[0]}` and {len(bare) - 1} other tables"
        yield Problem(
            (),
            f"`{example.key}` is protected from deletion, and not {named}",
            "say which it is: `deletion_protection: true`, or `false` to mean it",
            on_key=True,
            place=("tables", bare[0]),
            related_places=((example.origins.of(("deletion_protection",)), f"`{example.key}` is protected here"),),
        )


protection_uneven = EnvironmentRule(
    id="protection-uneven",
    severity=WARNING,
    summary="Some tables of an environment are protected from deletion, and one says nothing",
    why=(
        "A table that is added later is easily left without what its neighbours have, and nobody sees it until it is "
        "gone. In `environments.NAME.defaults` the protection holds for every table, the next one included; a table that "
        "says `deletion_protection: false` is taken at its word."
    ),
    source=DELETION_PROTECTION,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
  adminSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended=SAFE_STATE
    + """\
defaults:
  deletion_protection: true
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
  adminSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_protection_uneven,
)


def _production_unprotected(environment: Environment) -> Iterator[Problem]:
    if environment.is_local or not environment.tables or _LIVE.isdisjoint(words(environment.name)):
        return
    if not any(_protected(table) for table in environment.tables.values()):
        yield Problem(
            (),
            f"no table of `{environment.name}` is protected from deletion",
            f"protect all of them, in `environments.{environment.name}`: `defaults: {{deletion_protection: true}}`",
            on_key=True,
        )


production_unprotected = EnvironmentRule(
    id="production-unprotected",
    severity=NOTE,
    summary="Nothing in production is protected from deletion",
    why=(
        "Deletion protection is off unless somebody turns it on, and it costs nothing. Without it one wrong apply, or "
        "one click, logs every user out. The rule goes by the environment's name."
    ),
    source=DELETION_PROTECTION,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  staging: {region: us-east-1}
  production:
    region: us-east-1
    defaults: {deletion_protection: true}
    backend: {s3: {bucket: example-state, key: production/sessions.tfstate, region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_production_unprotected,
)

RULES = (protection_uneven, production_unprotected)
