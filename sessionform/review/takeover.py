"""Environments that have the state of another: a new name for it, or a state that is taken over.

Which of the two it is, what happens to the tables decides: a deploy that changes no table has renamed something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sessionform.model import Declaration, Environment
from sessionform.review.difference import Difference
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.environments import whole_environment
from sessionform.review.effects.environments.lost_to_a_move import table_lost_to_a_move
from sessionform.review.pair import renames


def with_states_taken_over(
    differences: Sequence[Difference], before: Declaration, after: Declaration, pairs: Mapping[str, Environment]
) -> list[Difference]:
    """The differences, and of each environment with the state of another what that is."""
    found = list(differences)
    for name, new in after.environments.items():
        old = pairs.get(name)
        if old is not None and old.name != name:
            effect = _effect(found, before, after, pairs, new)
            found = _led_by(effect, old, new, found)
    return found


def _effect(
    differences: Sequence[Difference],
    before: Declaration,
    after: Declaration,
    pairs: Mapping[str, Environment],
    new: Environment,
) -> Effect:
    old, own = pairs[new.name], before.environments.get(new.name)
    lost = [
        difference.old.key
        for difference in differences
        if difference.environment == new.name and difference.old is not None and difference.action.destroys
    ]
    abandoned = None if own is None or any(own is item for item in pairs.values()) else own
    shared = pairs.get(old.name) is old
    if shared or abandoned is not None:
        deleted = {
            difference.table
            for difference in differences
            if difference.environment == new.name
            and any(item.kind is table_lost_to_a_move for item in difference.effects)
        }
        return whole_environment.taken_over(old, new, abandoned, lost, deleted)
    if lost and (own is not None or old.name in after.environments):
        return whole_environment.swapped(old, new, own, lost, renames(pairs))
    return whole_environment.renamed(old, new, own)


def _led_by(effect: Effect, old: Environment, new: Environment, differences: Sequence[Difference]) -> list[Difference]:
    """The differences with the effect first of its environment. A state that is taken over has one way out, for every
    table too: what a table's own hint keeps would be another's table.
    """
    mine = [item for item in differences if item.environment == new.name]
    if effect.kind is whole_environment.state_taken_over:
        mine = [
            _with_hint(item, f"see the hint about the state of `{new.name}`") if item.table else item for item in mine
        ]
    own = next((item for item in mine if not item.table), Difference(new.name, "", old, new, None, None, ()))
    first = replace(own, effects=(effect, *own.effects))
    rest = [item for item in mine if item.table]
    names = list(dict.fromkeys([*(item.environment for item in differences), new.name]))
    return [
        item
        for name in names
        for item in ([first, *rest] if name == new.name else [d for d in differences if d.environment == name])
    ]


def _with_hint(difference: Difference, hint: str) -> Difference:
    effects = (replace(effect, hint=hint if effect.hint else "") for effect in difference.effects)
    return replace(difference, effects=tuple(effects))
