"""Some tables of an environment are protected from deletion, and one declares nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.rules.protection.safe_state import SAFE_STATE
from sessionform.rules.protection.sources import DELETION_PROTECTION
from sessionform.words import listed

_MOST_NAMED = 4
"""More tables than these are counted."""


def _protection_uneven(environment: Environment) -> Iterator[Problem]:
    if environment.is_local:
        return
    tables = environment.tables.values()
    example = next((table for table in tables if table.deletion_protection), None)
    if example is None:
        return
    bare = [
        table.key for table in tables if not table.is_protected and table.origins.is_default(("deletion_protection",))
    ]
    if bare:
        named = listed(bare, "or") if len(bare) <= _MOST_NAMED else f"`{bare[0]}` and {len(bare) - 1} other tables"
        yield Problem(
            (),
            f"`{example.key}` is protected from deletion, but not {named}",
            "declare `deletion_protection: true`, or `false` if that is intended",
            on_key=True,
            place=("tables", bare[0]),
            place_fixes=(Fix(tuple(Set(("tables", key, "deletion_protection"), True) for key in bare)),),
            related_places=((example.origins.of(("deletion_protection",)), f"`{example.key}` is protected here"),),
        )


RULE = EnvironmentRule(
    id="protection-uneven",
    severity=WARNING,
    summary="Some tables of an environment are protected from deletion, and one declares nothing",
    why=(
        "A table that is added later easily lacks the protection of the others, and nobody notices until it is "
        "deleted. In `environments.NAME.defaults` the protection applies to every table, later ones included; the "
        "rule accepts a table with `deletion_protection: false`."
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
    passing=SAFE_STATE
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
    edges=(
        passes({"tables": {"b": {"partition_key": "id", "ttl": "expiresAt"}}}),
        fails(
            {"tables": {name: {"partition_key": "id", "ttl": "expiresAt"} for name in "bcde"}}, deletion_protection=True
        ),
        fails(
            {"tables": {name: {"partition_key": "id", "ttl": "expiresAt"} for name in "bcdef"}},
            deletion_protection=True,
        ),
        passes(
            {"tables": {"b": {"partition_key": "id", "ttl": "expiresAt", "deletion_protection": False}}},
            deletion_protection=True,
        ),
        passes(
            {"tables": {"b": {"partition_key": "id", "ttl": "expiresAt", "prevent_destroy": True}}},
            deletion_protection=True,
        ),
        passes({"tables": {"b": {"partition_key": "id", "ttl": "expiresAt"}}}, prevent_destroy=True),
        passes(
            {
                "environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}},
                "tables": {"b": {"partition_key": "id", "ttl": "expiresAt"}},
            },
            deletion_protection=True,
        ),
    ),
    check=_protection_uneven,
)
