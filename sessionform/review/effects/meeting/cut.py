"""One call that AWS rejects, cut into deploys that it takes."""

from __future__ import annotations

from sessionform.diagnostics import Path
from sessionform.facts.aws import Part, refused_together
from sessionform.review.effects.effect import deploys, named
from sessionform.review.predict.model import Call

_ORDER = (
    Part.PROTECTION,
    Part.STREAM,
    Part.TO_PROVISIONED,
    Part.TO_ON_DEMAND,
    Part.CAPACITY,
    Part.INDEX_CAPACITY,
    Part.CAPS,
    Part.INDEX_CAPS,
)
"""Protection first, since it takes a second; caps last, since they need the billing mode."""
_BILLING = frozenset({Part.TO_PROVISIONED, Part.TO_ON_DEMAND, Part.CAPACITY, Part.INDEX_CAPACITY})
"""These are one: a billing mode without its capacities is none."""
_PARTS: dict[str, frozenset[Part]] = {
    "deletion_protection": frozenset({Part.PROTECTION}),
    "stream": frozenset({Part.STREAM}),
    "billing_mode": frozenset({Part.TO_PROVISIONED, Part.TO_ON_DEMAND}),
    "capacity": frozenset({Part.CAPACITY}),
    "max_throughput": frozenset({Part.CAPS}),
}
_INDEX_PARTS: dict[str, frozenset[Part]] = {
    "capacity": frozenset({Part.INDEX_CAPACITY}),
    "max_throughput": frozenset({Part.INDEX_CAPS}),
}


def several_deploys(call: Call) -> str:
    """The call cut into deploys that AWS accepts, as numbered steps."""
    groups = cut_into_deploys(call.parts)
    lines = []
    for position, group in enumerate(groups):
        paths = [path for path in call.carries if _parts(path) & group]
        last = position == len(groups) - 1
        rest = ", with everything else" if last else " alone, and wait until the apply is done"
        lines.append(f"deploy {named(paths)}{rest}")
    return deploys(*lines)


def cut_into_deploys(parts: frozenset[Part]) -> list[frozenset[Part]]:
    """The parts in as few groups as AWS accepts, in the order of the deploys."""
    groups: list[frozenset[Part]] = []
    billing = parts & _BILLING
    units = [frozenset({part}) for part in _ORDER if part in parts - billing]
    if billing:
        units.insert(len(parts & {Part.PROTECTION, Part.STREAM}), billing)
    for unit in units:
        fits = next((at for at, group in enumerate(groups) if refused_together(group | unit) is None), None)
        if fits is None:
            groups.append(unit)
        else:
            groups[fits] |= unit
    return groups


def deploy_order(setting: Path) -> int:
    """Which of the deploys a setting goes out in where several are needed: what does not matter goes first."""
    return max((_ORDER.index(part) + 1 for part in (_parts(setting) if setting else ()) if part in _ORDER), default=0)


def _parts(path: Path) -> frozenset[Part]:
    """What a setting can be in an `UpdateTable`."""
    of_index = path[0] == "global_secondary_indexes" and len(path) > 2
    return (_INDEX_PARTS if of_index else _PARTS).get(str(path[2 if of_index else 0]), frozenset())
