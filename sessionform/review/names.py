"""Names that AWS still has: every name in an account and a region, in the base and after what the head does to it.

AWS keeps the names of tables unique within an account and a region, replicas included. Terraform knows the tables of one
stack only, so its plan shows `create` where AWS answers ResourceInUseException.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sessionform.model import Declaration, Environment
from sessionform.review.difference import Difference
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.lifecycle.adopted_elsewhere import adopted_and_deleted, adopted_and_managed
from sessionform.review.effects.lifecycle.adoption import not_imported
from sessionform.review.effects.lifecycle.leaving import table_added, table_added_again, table_adopted
from sessionform.review.effects.lifecycle.names_in_use import (
    deleted_elsewhere,
    found_elsewhere,
    name_in_use,
)
from sessionform.review.lost_to_a_move import Loss, with_losses
from sessionform.review.names_held import RANK, HeldName, Removals, held_names
from sessionform.review.outcome import Terraform


@dataclass(frozen=True, slots=True)
class _Claim:
    """A name that a deploy of the head gives to a new table, or to a new replica of one, or looks for where it moves."""

    name: str
    region: str
    setting: tuple[str, ...]


_Met = tuple[_Claim, HeldName, bool]
"""A claim, a name of the base that it meets, and whether the account is certain to be the same."""


def with_names_in_use(
    differences: Sequence[Difference], before: Declaration, after: Declaration, pairs: Mapping[str, Environment]
) -> list[Difference]:
    """The differences, and of each table that is to be created what AWS says where it has one of that name, and of each
    that another environment moves to whether its deploy deletes the table.
    """
    stuck = {item.environment for item in differences if item.refused_at_plan}
    names: dict[tuple[str, str], list[HeldName]] = {}
    for name in held_names(differences, before, pairs, stuck):
        names.setdefault((name.table.name, name.region), []).append(name)
    apart = _apart(before)
    met = [list(_met(difference, names, apart)) for difference in differences]
    waits = {
        (difference.environment, name.deploy)
        for difference, others in zip(differences, met, strict=True)
        for _, name, _ in others
        if name.holding == "released" and name.deploy != difference.environment
    }
    removals = Removals.of(differences, after)
    found = [
        item if item.environment in stuck else _with_its_names(item, others, waits, removals)
        for item, others in zip(differences, met, strict=True)
    ]
    losses = [
        Loss(name.environment, name.table, name.deploy, mover, certain)
        for item, done, others in zip(differences, found, met, strict=True)
        for name, mover, certain in _destroyed(item, done, others)
    ]
    return with_losses(found, losses, after)


def _destroyed(
    difference: Difference, done: Difference, met: Sequence[_Met]
) -> Iterator[tuple[HeldName, Environment, bool]]:
    """The table of another environment that this one takes for its own as it moves, and deletes."""
    if done.after is None or difference.action.destroys or not done.action.destroys or done.refused:
        return
    for claim, name, certain in met:
        if not claim.setting:
            yield name, done.after, certain
            return


def _with_its_names(
    difference: Difference, met: Sequence[_Met], waits: set[tuple[str, str]], removals: Removals
) -> Difference:
    effects = [*difference.effects, *_imported_in_vain(difference)]
    for claim, name, certain in met:
        after, new, old = difference.after, difference.new, difference.old
        holder = name.holder(certain, removals)
        if after is None:
            continue
        if new is None:
            kept = removals.kept_in(difference.table, after.name)
            effects = [deleted_elsewhere(effect, after, old, holder, kept) for effect in effects if old is not None]
            break
        if difference.elsewhere and not claim.setting:
            effects = [found_elsewhere(effect, after, new, holder) for effect in effects]
            continue
        if new.import_existing:
            leaves = name.holding == "released" or (name.holding == "managed" and name.removed)
            if leaves and difference.old is None:
                effects = [adopted_and_deleted(effect, claim.region, new, holder) for effect in effects]
            elif name.holding == "managed" and name.deploy not in ("", after.name) and not claim.setting:
                effects = [adopted_and_managed(effect, after.name, new, holder) for effect in effects]
            continue
        mutual = (name.deploy, after.name) in waits
        effect = name_in_use(after.name, new, claim.region, claim.setting, holder, difference.action, mutual=mutual)
        effects = [item for item in effects if item.kind is not table_added and item.setting != (claim.setting or None)]
        effects.append(effect)
        break  # one holder of the name is reason enough
    return replace(difference, effects=tuple(effects))


def _imported_in_vain(difference: Difference) -> Iterator[Effect]:
    """A table of the state that is replaced by one that is to be imported: Terraform imports to free addresses only."""
    old, new = difference.old, difference.new
    if old is None or new is None or difference.refused or difference.action is not Terraform.REPLACE:
        return
    if old.name != new.name and old.import_existing is None and new.import_existing is not None:
        yield not_imported(old, new)


def _met(
    difference: Difference, names: Mapping[tuple[str, str], Sequence[HeldName]], apart: set[frozenset[str]]
) -> Iterator[_Met]:
    """The names of the base that the head's table meets, those that stay first, and whether the account is the same."""
    after, before = difference.after, difference.before
    if after is None or any(effect.kind is table_added_again for effect in difference.effects):
        return
    account = after.account
    stayed = before is None or before.account.alike(account)
    own = (before.name, difference.old.key) if before and difference.old and not difference.elsewhere else None
    for claim in _claims(difference):
        for name in sorted(names.get((claim.name, claim.region), ()), key=lambda name: RANK.index(name.holding)):
            if (name.environment.name, name.table.key) == own:
                continue
            same_stack = name.environment.name in (after.name, before.name if before is not None else after.name)
            theirs = name.environment.account
            certain = (same_stack and stayed) or account.same_as(theirs)
            parted = before is not None and frozenset((before.name, name.environment.name)) in apart
            if certain or (account.may_be(theirs) and not parted):
                yield claim, name, certain


def _claims(difference: Difference) -> Iterator[_Claim]:
    """Where the table gets its name: at home where it is created under it, and in each region that it is copied to.

    One that leaves an environment which moves is looked for in the new place, under the name that it has.
    """
    old, new, before, after = difference.old, difference.new, difference.before, difference.after
    if after is None:
        return
    if new is None:
        if old is not None and before is not None and difference.left_behind:
            yield _Claim(old.name, after.region, ())
        return
    renamed = old is not None and old.name != new.name
    created = difference.action in (Terraform.CREATE, Terraform.REPLACE) and (old is None or renamed)
    if created or difference.elsewhere or any(effect.kind is table_adopted for effect in difference.effects):
        yield _Claim(new.name, after.region, ())
    found = old is not None and before is not None and not renamed and not difference.elsewhere
    had = {before.region, *(replica.region for replica in old.replicas)} if found and old and before else set()
    for replica in new.replicas:
        if replica.region not in had:
            yield _Claim(new.name, replica.region, ("replicas", replica.region))


def _apart(before: Declaration) -> set[frozenset[str]]:
    """Pairs of environments that have tables of one name in one region already: they cannot be one account."""
    homes: dict[tuple[str, str], list[str]] = {}
    for environment, table in before.tables():
        for region in {environment.region, *(replica.region for replica in table.replicas)}:
            homes.setdefault((table.name, region), []).append(environment.name)
    return {
        frozenset((one, other)) for together in homes.values() for one in together for other in together if one != other
    }
