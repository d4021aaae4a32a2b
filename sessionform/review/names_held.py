"""The names that the tables of the base have in AWS, and what the head does to each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sessionform.model import Declaration, Environment, Removed, Table
from sessionform.review.difference import Difference
from sessionform.review.effects.lifecycle.leaving_hints import kept_in, removal_entries
from sessionform.review.effects.lifecycle.names_in_use import Holder, Holding
from sessionform.review.outcome import Outcome, Terraform


@dataclass(frozen=True, slots=True)
class Removals:
    """What the head's `removed` says of each table, and which environments' deploys delete a table of that key."""

    entries: Mapping[str, Removed]
    deleted: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, differences: Sequence[Difference], after: Declaration) -> Removals:
        deleted: dict[str, list[str]] = {}
        for item in differences:
            if item.old is not None and item.new is None and item.after is not None and item.action is Terraform.DELETE:
                deleted.setdefault(item.old.key, []).append(item.environment)
        return cls(removal_entries(after), deleted)

    def kept_in(self, key: str, environment: str) -> str:
        """What to write so that the deploy of an environment forgets the table, and leaves it in AWS."""
        entry = self.entries.get(key)
        others = (name for name in self.deleted.get(key, ()) if name != environment)
        return kept_in(key, environment, entry, [name for name in others if entry is not None and entry.leaves(name)])


@dataclass(frozen=True, slots=True)
class HeldName:
    """A table of the base under its name, in one region.

    `deploy` is the head's environment that decides on it, and `left` says that the head has the table under this name, in
    other regions.
    """

    environment: Environment
    table: Table
    region: str
    holding: Holding
    deploy: str
    removed: bool
    left: bool

    def holder(self, certain: bool, removals: Removals) -> Holder:
        return Holder(
            self.environment.name,
            self.table,
            self.holding,
            self.deploy,
            certain,
            self.removed,
            self.left,
            self.environment.backend,
            removals.kept_in(self.table.key, self.deploy),
        )


def held_names(
    differences: Sequence[Difference], before: Declaration, pairs: Mapping[str, Environment], stuck: Collection[str]
) -> Iterator[HeldName]:
    """Every name of the base, with what the head does to it: nothing, in the environments where nothing is planned."""
    changed: dict[tuple[str, str], list[Difference]] = {}
    for difference in differences:
        if difference.before is not None and difference.old is not None and difference.environment not in stuck:
            changed.setdefault((difference.before.name, difference.old.key), []).append(difference)
    later: dict[str, str] = {}
    for name, environment in pairs.items():
        later.setdefault(environment.name, name)
    for environment, table in before.tables():
        deploy = later.get(environment.name, "")
        own = changed.get((environment.name, table.key), [])
        regions = (environment.region, *(replica.region for replica in table.replicas))
        for region in regions:
            removed = any(difference.new is None for difference in own)
            holdings = [_holding(difference, table, region) for difference in own] or ["managed"]
            left = any(difference.new is not None and difference.new.name == table.name for difference in own)
            yield HeldName(environment, table, region, max(holdings, key=RANK.index), deploy, removed, left)


RANK: tuple[Holding, ...] = ("managed", "unmanaged", "released")


def _holding(difference: Difference, table: Table, region: str) -> Holding:
    """What this difference does to a name that the base has in a region."""
    action, new, after = difference.action, difference.new, difference.after
    if difference.refused:
        return "managed"
    if after is None or action is Terraform.FORGET:
        return "unmanaged"
    if difference.elsewhere:
        return "unmanaged"
    if new is None:
        kept = any(effect.outcome is Outcome.KEPT for effect in difference.effects)
        return "unmanaged" if kept else "released"
    if action is Terraform.REPLACE and new.name != table.name:
        return "released"
    there = region == after.region or any(replica.region == region for replica in new.replicas)
    return "managed" if there else "released"
