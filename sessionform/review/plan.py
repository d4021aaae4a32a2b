"""What a plan of Terraform says of each resource, read from the JSON that `terraform show` prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sessionform.errors import UsageError
from sessionform.review.outcome import Terraform

MAJOR = "1"
"""The major version of Terraform's plan format that is understood; a minor one only adds keys."""


_INDEXES = "global_secondary_index"
_WRITTEN_BY_THE_PROVIDER = frozenset({"key_schema", "hash_key", "range_key", "warm_throughput"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One resource in a plan: its type and name, the name that its table has in AWS, and what Terraform will do.

    `rewritten` names the indexes that the plan removes and adds as they are.
    """

    address: str
    type: str
    name: str
    table_name: str
    action: Terraform
    attributes: tuple[str, ...]
    rewritten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What Terraform plans for each managed resource, and what it found changed outside of Terraform."""

    resources: tuple[Planned, ...]
    drift: tuple[Planned, ...]


def read_plan(text: str, source: str) -> Plan:
    """The plan that `terraform show -json PLANFILE` prints, keys that are not known ignored.

    Raises UsageError where the text is not such a plan, or one of another major version.
    """
    hint = "write it with `terraform show -json PLANFILE > plan.json`"
    try:
        plan = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"`{source}` is not JSON", hint) from None
    version = plan.get("format_version") if isinstance(plan, dict) else None
    if not isinstance(version, str):
        raise UsageError(f"`{source}` is not a plan in JSON", hint)
    if version.partition(".")[0] != MAJOR:
        raise UsageError(
            f"`{source}` has the format version {version}; only {MAJOR}.x is understood",
            "update sessionform, or make the plan with a Terraform that writes that version",
        )
    if not all(_is_list(plan.get(key), _is_change) for key in ("resource_changes", "resource_drift")):
        raise UsageError(f"`{source}` is not a plan in JSON", hint)
    planned, drifted = (
        tuple(_planned(item) for item in plan.get(key) or [] if item.get("mode") == "managed")
        for key in ("resource_changes", "resource_drift")
    )
    changed = {item.address for item in planned if item.action is not Terraform.NO_OP}
    return Plan(planned, tuple(item for item in drifted if item.address not in changed and item.attributes))


def _is_list(value: Any, right: Callable[[Any], bool]) -> bool:
    """Whether it is a list, or nothing, and all in it is right."""
    return value is None or (isinstance(value, list) and all(map(right, value)))


def _is_change(item: Any) -> bool:
    """Whether this has the shape of a resource with its change, as far as it is read here."""
    if not isinstance(item, dict) or not all(isinstance(item.get(key, ""), str) for key in ("address", "type", "name")):
        return False
    change = item.get("change") or {}
    if not isinstance(change, dict) or not _is_list(change.get("actions"), _is_text):
        return False
    sides = [change.get(side) or {} for side in ("before", "after")]
    return all(isinstance(side, dict) and _is_list(side.get(_INDEXES), _is_index) for side in sides)


def _is_index(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    attributes_are_texts = _is_list(item.get("non_key_attributes"), _is_text)
    return attributes_are_texts and _is_list(item.get("key_schema"), lambda key: isinstance(key, dict))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _planned(item: Mapping[str, Any]) -> Planned:
    change = item.get("change") or {}
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    attributes = sorted(
        name
        for name in {*before, *after}
        if (before.get(name) or None) != (after.get(name) or None)  # null and empty are the same to AWS
        and not (isinstance(unknown, dict) and unknown.get(name))
    )
    rewritten = tuple(_rewritten(before.get(_INDEXES), after.get(_INDEXES)))
    if rewritten and _said_of_all(before[_INDEXES]) == _said_of_all(after[_INDEXES]):
        attributes = [name for name in attributes if name != _INDEXES]  # of unknown indexes it is not among them
    return Planned(
        address=item.get("address", ""),
        type=item.get("type", ""),
        name=item.get("name", ""),
        table_name=str(before.get("name") or after.get("name") or ""),
        action=_action(change.get("actions") or [], item),
        attributes=tuple(attributes),
        rewritten=rewritten,
    )


def _rewritten(before: Any, after: Any) -> Iterator[str]:
    """The indexes whose blocks differ in nothing but how the provider writes them.

    Indexes are a set to Terraform, and an element that differs is another one. Provider 6 shows so what AWS has adapted
    by itself, and often every index where one changes (docs/providers.md).
    """
    left, right = _by_name(before), _by_name(after)
    for name in sorted(left.keys() & right.keys()):
        if left[name] != right[name] and _declared(left[name]) == _declared(right[name]):
            yield name


def _said_of_all(indexes: Any) -> dict[str, Any]:
    return {name: _declared(index) for name, index in _by_name(indexes).items()}


def _by_name(indexes: Any) -> dict[str, Mapping[str, Any]]:
    return {str(item.get("name")): item for item in indexes or () if isinstance(item, dict)}


def _declared(index: Mapping[str, Any]) -> dict[str, Any]:
    """What a declaration says of an index; its key is written twice since 6.29, and either may be left out."""
    keys = [(item.get("key_type"), item.get("attribute_name")) for item in index.get("key_schema") or ()]
    keys = keys or [("HASH", index.get("hash_key")), ("RANGE", index.get("range_key"))]
    said = {name: value for name, value in index.items() if value and name not in _WRITTEN_BY_THE_PROVIDER}
    attributes = said.pop("non_key_attributes", ())
    return said | {"keys": [key for key in keys if key[1]], "attributes": sorted(attributes)}


def _action(actions: Sequence[str], item: Mapping[str, Any]) -> Terraform:
    if len(actions) == 2:
        return Terraform.REPLACE
    name = actions[0] if actions else ""
    action = Terraform[name.upper()] if name in ("create", "update", "delete", "forget") else Terraform.NO_OP
    return Terraform.MOVE if action is Terraform.NO_OP and item.get("previous_address") else action
