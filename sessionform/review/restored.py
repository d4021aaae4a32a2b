"""Tables that are restored from one of the declaration's own: whether that is still there, and keeps its restore points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sessionform.arns import parse_arn
from sessionform.model import Account, Declaration, Environment, Table
from sessionform.review.difference import Difference
from sessionform.review.effects.consistency import restore_source_changed
from sessionform.review.effects.lifecycle.leaving import table_added
from sessionform.review.effects.lifecycle.restoring import not_refilled, not_restorable, refilled, with_key_of
from sessionform.review.outcome import Terraform


def with_sources(
    differences: Sequence[Difference], before: Declaration, pairs: Mapping[str, Environment]
) -> list[Difference]:
    """The differences, and of each table that is to be restored why AWS refuses it, where it does."""
    return [_with_source(item, differences, before, pairs) for item in differences]


def _with_source(
    difference: Difference, differences: Sequence[Difference], before: Declaration, pairs: Mapping[str, Environment]
) -> Difference:
    new, after = difference.new, difference.after
    if new is None or after is None or new.restore_from is None:
        return difference
    replaced = difference.old is not None and difference.action in (Terraform.REPLACE, Terraform.CREATE)
    if not replaced and not any(effect.kind is table_added for effect in difference.effects):
        return difference
    if difference.refused:
        return difference
    source = new.restore_from.table
    name = (source or "").rpartition("/")[2]
    own = pairs.get(after.name)
    found = _found(source, after, before, own) if source else None
    reason = _reason(source, found, difference, after, differences, own) if source else None
    if reason is None:
        effects = (refilled(effect, new.restore_from) for effect in difference.effects)
        return replace(
            difference,
            effects=tuple(effect if found is None else with_key_of(effect, new, found[1]) for effect in effects),
        )
    if replaced:
        others = (not_refilled(effect) for effect in difference.effects if effect.kind is not restore_source_changed)
        values = ("restore_from",), None, new.restore_from.table
        again = restore_source_changed.effect(*values, "", terraform=difference.action)
        return replace(difference, effects=(*others, not_restorable(again, new, name, *reason)))
    effects = (
        not_restorable(effect, new, name, *reason) if effect.kind is table_added else effect
        for effect in difference.effects
    )
    return replace(difference, effects=tuple(effects))


def _reason(
    source: str,
    found: tuple[Environment, Table] | None,
    difference: Difference,
    after: Environment,
    differences: Sequence[Difference],
    own: Environment | None,
) -> tuple[str, str] | None:
    """Why AWS refuses the restore, and what to do; None where nothing of the base says so. `found` is the base's table."""
    name = source.rpartition("/")[2]
    if difference.elsewhere and own is not None and _named_in(own, name, difference):
        if not own.account.may_be(after.account):
            return (
                f"a restore looks for it in the account that `{after.name}` moves to, but it is in the other one",
                "leave out `restore_from`: AWS restores a table only within its own account",
            )
        if own.region != after.region:
            return (
                f"a restore by name looks for it in {after.region}, but it is in {own.region}",
                "name the table by its ARN, which includes its region",
            )
    if found is not None:
        environment, table = found
        changed = [item for item in differences if item.old is table and item.before is environment]
        return _of_source(table, changed, itself=any(item is difference for item in changed))
    if any(
        item.old is None
        and item.new is not None
        and item.after is not None
        and item.new.name == name
        and _looks_in(item.after, source, after, own=item.after is after)
        for item in differences
    ):
        return "this deploy creates that table, so there is nothing to restore", "name the table that has the sessions"
    return None


def _found(
    source: str, after: Environment, before: Declaration, own: Environment | None
) -> tuple[Environment, Table] | None:
    """The base's table that a restore in an environment finds by its name or its ARN; `own` is what the base has of that."""
    name = source.rpartition("/")[2]
    for environment, table in before.tables():
        if table.name == name and _looks_in(environment, source, after, own=environment is own):
            return environment, table
    return None


def _looks_in(environment: Environment, source: str, after: Environment, *, own: bool) -> bool:
    """Whether a restore in `after` looks for its source in an environment: an ARN says in which region, a name in its own."""
    arn = parse_arn(source)
    region = after.region if arn is None else arn.region
    account = environment.account
    named = account if arn is None else Account(arn.account, None, account.endpoint_url)
    there = account.may_be(after.account) if own else account.alike(after.account)
    return environment.region == region and account.may_be(named) and there


def _named_in(environment: Environment, name: str, difference: Difference) -> bool:
    """Whether the table is restored from one of the environment's, by its name and not by its ARN."""
    source = None if difference.new is None else difference.new.restore_from
    by_name = source is not None and source.table == name
    return by_name and any(table.name == name for table in environment.tables.values())


def _of_source(table: Table, changed: Sequence[Difference], *, itself: bool) -> tuple[str, str] | None:
    if any(item.action.destroys and not item.refused for item in changed):
        return (
            f"this change deletes `{table.key}`, and its restore points with it",
            f"declare the restored table next to `{table.key}`, under another key and another name, and deploy; remove "
            f"`{table.key}` in a later deploy"
            if itself
            else "deploy the restore alone, and wait until the new table is ACTIVE; delete the other one in a later deploy",
        )
    if not table.point_in_time_recovery.enabled:
        return (
            f"`{table.key}` has no point-in-time recovery so far, so there is no point in time to restore",
            "name a backup (`backup_arn`), or switch recovery on in an earlier deploy",
        )
    later = next((item.new for item in changed if item.new is not None), None)
    if later is not None and not later.point_in_time_recovery.enabled:
        return (
            f"this change switches off the recovery of `{table.key}`, and its restore points are gone at once",
            "deploy the restore alone; switch recovery off in a later deploy",
        )
    return None
