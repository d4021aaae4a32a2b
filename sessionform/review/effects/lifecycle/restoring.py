"""A table that is made from a backup, or from another table as it was: what it has then, and what it cannot be made from."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.aws import Part, refused_together
from sessionform.model import Environment, RestoreFrom, Table
from sessionform.review.effects.effect import CRITICAL, EMPTIED, MEDIUM, Effect, named, steps
from sessionform.review.effects.lifecycle.leaving import table_added
from sessionform.review.outcome import Outcome
from sessionform.review.predict.model import Later


def restored(table: Table, environment: Environment, source: RestoreFrom) -> Effect:
    """A new table with the sessions of an earlier moment; what the provider does not send with a restore comes later."""
    late = _late(table, environment)
    message = f"`{table.key}` is restored as `{table.name}` from {_made_of(source)}: sessions that have ended since then are in it again"
    if late:
        message += f"; it gets {named((setting,) for setting in late)} only in the next deploy"
    effect = table_added.effect((), None, table.name, message, _next_deploys(late), severity=MEDIUM)
    return replace(effect, later=Later.NEXT_DEPLOY if late else None, confidence="read")


def refilled(effect: Effect, source: RestoreFrom) -> Effect:
    """The replacement of a table by one that is restored."""
    filled = (
        f"the table is deleted and one restored from {_made_of(source)} takes its place, so whatever has been written since "
        "is lost, and those users are logged out"
    )
    return replace(effect, consequence=effect.consequence.replace(EMPTIED, filled))


def not_refilled(effect: Effect) -> Effect:
    """The replacement of a table by one that is to be restored, and cannot be."""
    lost = "the table is deleted and AWS rejects its replacement, so every user is logged out"
    return replace(effect, consequence=effect.consequence.replace(EMPTIED, lost))


def _made_of(source: RestoreFrom) -> str:
    moment = "in its latest state" if source.time is None else f"as it was at {source.time}"
    return f"the backup {source.backup_arn}" if source.backup_arn is not None else f"`{source.table}` {moment}"


def _late(table: Table, environment: Environment) -> dict[str, Part]:
    """The settings that the provider does not send with a restore, and sends with the update that follows."""
    return {
        setting: part
        for setting, part, declared in (
            ("stream", Part.STREAM, table.stream is not None),
            ("deletion_protection", Part.PROTECTION, table.deletion_protection),
            ("table_class", Part.TABLE_CLASS, table.table_class != "STANDARD"),
            ("tags", Part.OTHER, bool(table.tags or environment.tags)),
        )
        if declared
    }


def _next_deploys(late: dict[str, Part]) -> str:
    if not late:
        return ""
    again = "deploy once more as soon as the table exists: that sets the rest"
    parts = frozenset(late.values()) & {Part.STREAM, Part.PROTECTION}
    if refused_together(parts) is None:
        return again
    return steps(
        "declare it without `stream`, and deploy", again, "add `stream`, and deploy: AWS accepts it only on its own"
    )


def with_key_of(effect: Effect, table: Table, source: Table) -> Effect:
    """The effect, and a worse one where a new table declares another key than that of the table it is made from."""
    if effect.kind is not table_added or _made_once(table) == _made_once(source):
        return effect
    name = source.name
    message = (
        f"`{table.key}` is restored with the key and the local indexes of `{name}`, which are not the ones that it declares: what the "
        "application reads by is not there"
    )
    renamed = _names(table) != _names(source)
    if renamed:
        message += ", and the next plan replaces the restored table with an empty one"
    return replace(
        effect,
        severity=CRITICAL,
        outcome=Outcome.SILENTLY_IGNORED,
        message=message,
        hint=f"declare the key and the local indexes of `{name}` here; for another key, restore next to the table that is to have it, and copy",
        later=Later.NEXT_DEPLOY if renamed else effect.later,
    )


def _made_once(table: Table) -> tuple[object, ...]:
    """What a restore takes from its source, and nothing changes later."""
    indexes = {
        index.name: (index.sort_key, index.projection.type, frozenset(index.projection.include))
        for index in table.local_secondary_indexes
    }
    return table.partition_key, table.sort_key, indexes


def _names(table: Table) -> tuple[object, ...]:
    """What of it Terraform compares: the types of keys, and what is within a local index, it does not see."""
    return table.key_names, {index.name for index in table.local_secondary_indexes}


def not_restorable(effect: Effect, table: Table, source: str, why: str, way: str) -> Effect:
    """A restore that AWS refuses, because of what the source is, or what this change does to it."""
    return replace(
        effect,
        severity=CRITICAL,
        outcome=Outcome.FAILS_AT_APPLY,
        message=f"`{table.key}` cannot be restored from `{source}`",
        consequence=why,
        hint=way,
        later=None,
    )
