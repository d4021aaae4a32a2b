"""Tables that are restored from one of the declaration's own: whether that is still there, and keeps its restore points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sessionform.model import Declaration, Environment, Table
from sessionform.review.difference import Difference
from sessionform.review.effects.leaving import table_added
from sessionform.review.effects.restoring import not_restorable


def with_sources(
    differences: Sequence[Difference], before: Declaration, pairs: Mapping[str, Environment]
) -> list[Difference]:
    """The differences, and of each table that is to be restored why AWS refuses it, where it does."""
    return [_with_source(item, differences, before, pairs) for item in differences]


def _with_source(
    difference: Difference, differences: Sequence[Difference], before: Declaration, pairs: Mapping[str, Environment]
) -> Difference:
    new, after = difference.new, difference.after
    if new is None or after is None or new.restore_from is None or new.restore_from.table is None:
        return difference
    if not any(effect.kind is table_added for effect in difference.effects):
        return difference
    name = new.restore_from.table.rpartition("/")[2]
    reason = _reason(name, after, differences, before, pairs)
    if reason is None:
        return difference
    effects = (
        not_restorable(effect, new, name, *reason) if effect.kind is table_added else effect
        for effect in difference.effects
    )
    return replace(difference, effects=tuple(effects))


def _reason(
    name: str,
    after: Environment,
    differences: Sequence[Difference],
    before: Declaration,
    pairs: Mapping[str, Environment],
) -> tuple[str, str] | None:
    """Why AWS refuses the restore, and what to do; None where nothing of the base says so."""
    own = pairs.get(after.name)
    for environment, table in before.tables():
        if table.name != name or environment.region != after.region:
            continue
        if environment is not own and environment.account_id != after.account_id:
            continue
        changed = [item for item in differences if item.old is table and item.before is environment]
        return _of_source(table, changed)
    if any(item.old is None and item.new is not None and item.new.name == name for item in differences):
        return "this deploy creates that table, so there is nothing to restore", "name the table that has the sessions"
    return None


def _of_source(table: Table, changed: Sequence[Difference]) -> tuple[str, str] | None:
    if any(item.action.destroys and not item.refused for item in changed):
        return (
            f"this change deletes `{table.key}`, and its restore points with it",
            "deploy the restore alone, and wait until the new table is ACTIVE; delete the other one in a deploy after it",
        )
    if not table.point_in_time_recovery.enabled:
        return (
            f"`{table.key}` has no point-in-time recovery so far, so there is no moment to restore",
            "name a backup (`backup_arn`), or switch recovery on in a deploy before",
        )
    later = next((item.new for item in changed if item.new is not None), None)
    if later is not None and not later.point_in_time_recovery.enabled:
        return (
            f"this change switches off the recovery of `{table.key}`, and its restore points are gone at once",
            "deploy the restore alone; switch recovery off in a deploy after it",
        )
    return None
