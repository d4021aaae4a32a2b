"""What is said about `accept`. Here too are the checks that need no base: its day, and the names in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from sessionform.diagnostics import Finding
from sessionform.documentation import Check
from sessionform.edits import remove, set_to
from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.model import Acceptance, Declaration
from sessionform.rules.engine.rule import ERROR, WARNING
from sessionform.suggestions import certain, nearest, suggest

_DOCS = "docs/review.md#accepting-on-purpose"

acceptance_expired = Check(
    id="acceptance-expired",
    severity=WARNING,
    summary="An acceptance has expired",
    why="It no longer accepts anything, and its change has been made or dropped: it is noise now.",
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-changed, table: userSessions, reason: nobody is logged in yet, expires: 2020-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

acceptance_misspelled = Check(
    id="acceptance-misspelled",
    severity=WARNING,
    summary="An acceptance misspells the name of a table or an environment",
    why=(
        "It would match no change, so the review would fail although the team believes that it has accepted the "
        "change. A name unlike any other is left alone: it may be what leaves the file with this very change."
    ),
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-changed, table: usersSessions, reason: nobody is logged in yet, expires: 2099-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-changed, table: userSessions, reason: nobody is logged in yet, expires: 2099-01-31}]
""",
)

acceptance_unknown = Check(
    id="acceptance-unknown",
    severity=ERROR,
    summary="An acceptance names a kind of change that does not exist",
    why=(
        "It would never accept anything. The output of the review and docs/review.md name each kind of change by the "
        "id that `change` takes."
    ),
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-change, table: userSessions, reason: nobody is logged in yet, expires: 2099-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-changed, table: userSessions, reason: nobody is logged in yet, expires: 2099-01-31}]
""",
)

acceptance_unused = Check(
    id="acceptance-unused",
    severity=WARNING,
    summary="An acceptance matches no change of the review",
    why=(
        "Once the change is applied, its acceptance has done its work; left in the file, it would accept the same "
        "change the next time. Before the change, a wrong `table` or `environment` keeps it from matching."
    ),
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
accept: [{change: partition-key-changed, table: userSessions, reason: nobody is logged in yet, expires: 2099-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

CHECKS = (acceptance_expired, acceptance_misspelled, acceptance_unknown, acceptance_unused)


_ALIKE = 0.8
"""How alike two names are, from 0 to 1, when one is taken for a misspelling of the other."""


def complaints(declaration: Declaration, today: date) -> Iterator[Finding]:
    """What is wrong with the acceptances of a declaration."""
    environments = tuple(declaration.environments)
    removed = (gone.table for environment in declaration.environments.values() for gone in environment.removed)
    renamed = (old for _, table in declaration.tables() for old in table.renamed_from)
    tables = tuple(dict.fromkeys((*declaration.table_keys, *removed, *renamed)))
    for item in declaration.accept:
        if item.change not in CHANGE_KINDS:
            yield _unknown(item)
        for key, name, known in (("table", item.table, tables), ("environment", item.environment, environments)):
            alike = get_close_matches(name, known, n=1, cutoff=_ALIKE) if name is not None and name not in known else []
            if alike:
                message = f"the acceptance of `{item.change}` names the {key} `{name}`, which does not exist"
                place = (*item.path, key)
                fix = set_to(place, alike[0], safe=True)
                yield acceptance_misspelled.finding(message, f"did you mean `{alike[0]}`?", place, fix)
        if item.expired(today):
            place, gone = (*item.path, "expires"), remove(item.path, safe=True)
            yield acceptance_expired.finding(expired_message(item), "remove it, or set a new day", place, gone)


def expired_message(item: Acceptance) -> str:
    """The message about an acceptance that has expired."""
    return f"the acceptance of `{item.change}` expired on {item.expires}"


def _unknown(item: Acceptance) -> Finding:
    near = nearest(item.change, CHANGE_KINDS)
    hint = suggest(item.change, CHANGE_KINDS) if near else "docs/review.md lists the kinds of change"
    message = f"`{item.change}` is not a kind of change, so this accepts nothing"
    place, safe = (*item.path, "change"), certain(item.change, CHANGE_KINDS) is not None
    return acceptance_unknown.finding(message, hint, place, *(set_to(place, kind, safe=safe) for kind in near[:1]))
