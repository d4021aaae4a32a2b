"""Tables that take each other's keys in one change. Terraform knows a table by its key: it deletes, or replaces, what another table's
key stands for from now on, and what each table's own hint keeps is another table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sessionform.model import Environment
from sessionform.review.difference import Difference
from sessionform.review.effects.lifecycle.leaving import table_removed, table_renamed_unsaid
from sessionform.review.effects.lifecycle.names_in_use import table_name_in_use
from sessionform.review.effects.naming import table_name_changed
from sessionform.review.pair import paired_tables
from sessionform.rules.lifecycle.renames_in_turn import waiting_renames, way

_KINDS = (table_name_changed, table_removed, table_renamed_unsaid, table_name_in_use)
"""What is said of a table whose key stands for another one, or whose name another key has."""


def with_keys_taken(differences: Sequence[Difference], pairs: Mapping[str, Environment]) -> list[Difference]:
    """The differences; of tables that take each other's keys with the one way in which none of them is lost."""
    found = list(differences)
    for name in pairs:
        before = next((item.before for item in found if item.environment == name and item.before is not None), None)
        after = next((item.after for item in found if item.environment == name and item.after is not None), None)
        if before is not None and after is not None:
            found = _led(found, name, before, after)
    return found


def _led(differences: list[Difference], name: str, before: Environment, after: Environment) -> list[Difference]:
    renames = _renames(before, after)
    taken = [key for old, key in renames.items() if key in before.tables and paired_tables(before, after)[key] != old]
    linked = waiting_renames(taken, renames) if taken else {}
    keys = {*linked, *linked.values()}
    first = ""
    found = []
    for item in differences:
        if item.environment == name and _is_lost(item, keys):
            found.append(_with_hint(item, f"see the hint about `{first}`" if first else _way(linked, before)))
            first = first or item.table
        else:
            found.append(item)
    return found


def _is_lost(difference: Difference, keys: Collection[str]) -> bool:
    own = {table.key for table in (difference.old, difference.new) if table is not None}
    return not own.isdisjoint(keys) and any(effect.kind in _KINDS for effect in difference.effects)


def _with_hint(difference: Difference, hint: str) -> Difference:
    effects = (replace(effect, hint=hint) if effect.kind in _KINDS else effect for effect in difference.effects)
    return replace(difference, effects=tuple(effects))


def _renames(before: Environment, after: Environment) -> dict[str, str]:
    """The tables that have another key in the head, by the name that they have in AWS."""
    keys = {table.name: key for key, table in after.tables.items()}
    found = {key: keys.get(table.name, key) for key, table in before.tables.items()}
    return {old: new for old, new in found.items() if old != new}


def _way(linked: Mapping[str, str], before: Environment) -> str:
    in_the_way = [key for key in linked.values() if key in before.tables and key not in linked]
    return (
        "if the names were mixed up, leave each `table_name` as it was; if the tables are to be renamed, "
        f"{way(linked, in_the_way)}"
    )
