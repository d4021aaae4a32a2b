"""The way out of a Pulumi stack: it forgets the tables, and the program no longer makes them.

`pulumi state delete` refuses what others depend on and what is protected, and changes the state alone: with the code left in
place the next `pulumi up` makes the table again (https://www.pulumi.com/docs/iac/cli/commands/pulumi_state_delete/).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from sessionform.origins.handover import Taken, shell_word
from sessionform.words import names_in_quotes

Uses = Mapping[str, Sequence[str]]


def pulumi_steps(taken: Sequence[Taken], uses: Uses) -> Iterator[str]:
    """The steps, line by line. `uses` says of each resource which ones it depends on or belongs to."""
    names = {part.label: table.table.name for table in taken for part in reversed(table.going)}
    protected = [part.label for table in taken for part in table.going if part.protected]
    dependents = {urn: [name for name in used if name in names] for urn, used in uses.items() if urn not in names}
    waiting = [urn for urn, used in dependents.items() if used]
    number = count(1)
    yield f"{next(number)}. In the Pulumi program, set `retainOnDelete: true` on each resource below, and `pulumi up`: whatever"
    yield "   happens from now on, Pulumi deletes none of them."
    if waiting:
        yield f"{next(number)}. These use them and stay. Give each the name as text instead, and `pulumi up`:"
        for urn in waiting:
            called = names_in_quotes(dict.fromkeys(names[used] for used in dependents[urn]))
            yield f"     {urn} ({called})"
    yield f"{next(number)}. Import here: `sessionform plan`, then `sessionform deploy`."
    yield f"{next(number)}. Take the code of the resources out of the program. Until the next step is done nobody runs `pulumi up`."
    yield f"{next(number)}. Make Pulumi forget them, dependents first:"
    for urn in protected:
        yield f"     pulumi state unprotect {shell_word(urn)} --yes"
    for urn in _dependents_first(list(names), uses):
        yield f"     pulumi state delete {shell_word(urn)} --yes"
    yield f"{next(number)}. `pulumi preview` must neither create nor delete any of them."
    yield "In a CI that does not reach the state: instead of the last two steps run `pulumi up` without the code, which forgets what"
    yield "is retained. `protect: true` has to be off before."


def _dependents_first(urns: list[str], uses: Uses) -> list[str]:
    """Each before those that it uses; where they use each other in a circle, as they come."""
    used_by: dict[str, set[str]] = {urn: set() for urn in urns}
    for urn in urns:
        for used in uses.get(urn, ()):
            if used in used_by and used != urn:
                used_by[used].add(urn)
    ordered: list[str] = []
    free = [urn for urn in reversed(urns) if not used_by[urn]]
    done: set[str] = set(free)
    while free:
        urn = free.pop()
        ordered.append(urn)
        for used in uses.get(urn, ()):
            if used in used_by and used not in done:
                used_by[used].discard(urn)
                if not used_by[used]:
                    done.add(used)
                    free.append(used)
    return ordered + [urn for urn in urns if urn not in done]
