"""Which environments and tables of the base and of the head are the same, by their state and by their keys; and two such tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sessionform.model import Declaration, Environment, Table, state_of
from sessionform.rules.lifecycle.renames_in_turn import in_turn


@dataclass(frozen=True, slots=True)
class Side:
    """A table on one side of the comparison, with its environment."""

    table: Table
    environment: Environment


@dataclass(frozen=True, slots=True)
class Pair:
    """The same table before and after."""

    before: Side
    after: Side

    @property
    def tables(self) -> tuple[Table, Table]:
        return self.before.table, self.after.table

    @property
    def key(self) -> str:
        """The table's name in the head, as people know it."""
        return self.after.table.key


def paired_environments(before: Declaration, after: Declaration) -> dict[str, Environment]:
    """For each environment of the head its counterpart in the base: the one with the same state, or else its name.

    What Terraform plans is the way from what is in the state. A state that moves is found by the name.
    """
    pairs = {}
    for name, environment in after.environments.items():
        own = before.environments.get(name)
        candidates = [*([own] if own is not None else []), *before.environments.values()]
        match = next((item for item in candidates if state_of(item.backend) == state_of(environment.backend)), own)
        if match is not None:
            pairs[name] = match
    return pairs


def with_successors(names: Collection[str], before: Declaration, after: Declaration) -> set[str]:
    """The environments of these names, and those of the head that go on with the state of one of them under another name."""
    pairs = paired_environments(before, after) if names else {}
    return {*names, *(name for name, old in pairs.items() if old.name in names)}


def gone_environments(
    before: Declaration, after: Declaration, pairs: Mapping[str, Environment]
) -> Iterator[Environment]:
    """The environments of the base that the head has neither by name nor by state."""
    kept = {environment.name for environment in pairs.values()}
    for name, environment in before.environments.items():
        if name not in kept and name not in after.environments:
            yield environment


def paired_tables(old: Environment, new: Environment) -> dict[str, str]:
    """Each table of the head that the base has too, with its key there: its own, or one in `renamed_from`.

    Of several the last, with which Terraform's chain of `moved` blocks ends; it deletes the others.
    """
    partners = {key: key for key in new.tables if key in old.tables}
    for key, table in new.tables.items():
        if key not in partners:
            names = reversed(table.renamed_from)
            earlier = next((name for name in names if name in old.tables and name not in new.tables), None)
            if earlier is not None and earlier not in partners.values():
                partners[key] = earlier
    return partners


def renames(pairs: Mapping[str, Environment]) -> list[tuple[str, str]]:
    """The environments that have another name in the head, old and new, in an order in which each new name is free."""
    return in_turn({old.name: name for name, old in pairs.items() if old.name != name})
