"""Several renames that one deploy cannot do, because one takes the name that another leaves: one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sessionform.words import numbered


def in_turn(renames: Mapping[str, str]) -> list[tuple[str, str]]:
    """The renames, old name and new, in an order in which each new name is free.

    Where the names go round in a circle one of them waits under the name that the other side of its tuple gives it.
    """
    waiting = dict(renames)
    order: list[tuple[str, str]] = []
    while waiting:
        free = next((old for old, name in waiting.items() if name not in waiting), None)
        if free is None:
            old = next(iter(waiting))
            order.append((old, f"{old}-renamed"))
            waiting[f"{old}-renamed"] = waiting.pop(old)
        else:
            order.append((free, waiting.pop(free)))
    return order


def waiting_renames(keys: Collection[str], renames: Mapping[str, str]) -> dict[str, str]:
    """Of the renames those that wait for one another, beginning with those of the `keys`."""
    linked = set(keys)
    while True:
        found = {old: new for old, new in renames.items() if linked & {old, new}}
        if linked >= {*found, *found.values()}:
            return found
        linked |= {*found, *found.values()}


def way(renames: Mapping[str, str], in_the_way: Collection[str] = ()) -> str:
    """How tables are renamed that one deploy cannot rename, in numbered steps. `in_the_way` are tables of which another takes
    the key, and which get none themselves.
    """
    steps = [
        f"decide what happens to `{key}`: `removed: {{{key}: {{keep: true}}}}` leaves it in AWS, `{{delete: true}}` deletes it"
        for key in in_the_way
    ]
    moved: dict[str, str] = {}
    for old, new in in_turn(renames):
        step = f"rename only `{old}` to `{new}`: `renamed_from: {old}`, and its current `table_name`"
        if new in moved:
            step += f"; remove `{new}` from the `renamed_from` of `{moved[new]}`"
        if new in in_the_way:
            step += f"; remove `{new}` from `removed`"
        steps.append(step)
        moved[old] = new
    return f"deploy one rename at a time, each in every environment before the next, in this order:\n{numbered(steps)}"
