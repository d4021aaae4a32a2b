"""Tables that the deploy of another environment deletes: reported of the environment whose table it is, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sessionform.model import Declaration, Environment, Table
from sessionform.review.difference import Difference
from sessionform.review.effects.environments.lost_to_a_move import lost, only_until


@dataclass(frozen=True, slots=True)
class Loss:
    """A table of the base's `environment`, which the head calls `deploy`, and the environment that moves to it and deletes it.

    `deploy` is empty where the head does not have the environment; `certain` says that both are in one account.
    """

    environment: Environment
    table: Table
    deploy: str
    mover: Environment
    certain: bool


def with_losses(differences: Sequence[Difference], losses: Iterable[Loss], after: Declaration) -> list[Difference]:
    """The differences, and of each table that is lost to a move that it is."""
    found = list(differences)
    for loss in losses:
        effect = lost(loss.table, loss.mover, loss.certain)
        own = next((item for item in found if item.before is loss.environment and item.old is loss.table), None)
        if own is not None:
            effects = (only_until(item, loss.mover) for item in own.effects)
            found[found.index(own)] = replace(own, effects=(effect, *effects))
            continue
        # An environment that takes over another's state leaves its own tables; the row of its name is of that state
        taken = next((item for item in found if _name(item) == (loss.environment.name, loss.table.key)), None)
        if taken is not None:
            found[found.index(taken)] = replace(taken, effects=(*taken.effects, effect))
            continue
        environment = after.environments.get(loss.deploy)
        new = None if environment is None else environment.tables.get(loss.table.key)
        name = loss.deploy or loss.environment.name
        found.append(Difference(name, loss.table.key, loss.environment, environment, loss.table, new, (effect,)))
    return found


def _name(difference: Difference) -> tuple[str, str]:
    return difference.environment, difference.table
