"""Short forms written out: every layer is expanded before it is merged, and what stays open afterwards is filled in.

So `partition_key: userId` and `{name: userId, type: S}` are the same declaration to everything downstream.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

from sessionform.model import AccessPattern, Alarms, Attribute, Autoscaled, Grant, MultiRegionConsistency, Replica
from sessionform.provenance import Sourced

Expand = Callable[[Sourced], Sourced]


def expand(layer: Sourced) -> Sourced:
    """A layer of table settings with every short form in its long form; each part keeps the short form's place."""
    return _each(layer, _SETTINGS)


def fill_in_defaults(settings: dict[str, Any]) -> None:
    """Put in, after merging, the defaults of settings that stand inside others."""
    _fill_keys(settings)
    ttl = settings.get("ttl")
    if ttl is not None and "attribute" in ttl:
        ttl.setdefault("enabled", True)
    for index in _values(settings, "global_secondary_indexes"):
        _fill_index(index)
        _fill_capacity(index)
    for index in _values(settings, "local_secondary_indexes"):
        _fill_index(index)
    _fill_capacity(settings)
    for replica in _values(settings, "replicas"):
        for name in ("point_in_time_recovery", "propagate_tags"):
            replica.setdefault(name, _default(Replica, name))
        _fill_capacity(replica)
    for pattern in _values(settings, "access_patterns"):
        for name in ("descending", "consistent"):
            pattern.setdefault(name, _default(AccessPattern, name))
    for grant in _values(settings, "grants"):
        grant.setdefault("stream", _default(Grant, "stream"))
    if "alarms" in settings:
        for name in ("throttled_requests", "system_errors"):
            settings["alarms"].setdefault(name, _default(Alarms, name))
    if "multi_region_consistency" in settings:
        settings["multi_region_consistency"].setdefault("mode", _default(MultiRegionConsistency, "mode"))
    if "consumer" in settings:
        settings["consumer"].setdefault("options", {})


def _fill_keys(holder: dict[str, Any]) -> None:
    for name in ("partition_key", "sort_key"):
        key = holder.get(name, [])
        for attribute in key if isinstance(key, list) else [key]:
            attribute.setdefault("type", _default(Attribute, "type"))


def _fill_index(index: dict[str, Any]) -> None:
    index.setdefault("projection", "ALL")
    _fill_keys(index)


def _fill_capacity(holder: dict[str, Any]) -> None:
    for capacity in _values(holder, "capacity"):
        if isinstance(capacity, dict):
            capacity.setdefault("target_utilization", _default(Autoscaled, "target_utilization"))


def _values(holder: dict[str, Any], key: str) -> list[Any]:
    return list((holder.get(key) or {}).values())


@cache
def _default(kind: type[Any], name: str) -> Any:
    return next(field.default for field in fields(kind) if field.name == name)


def _each(node: Sourced, expansions: dict[str, Expand]) -> Sourced:
    """The mapping with those of its values expanded that have an expansion."""
    if not isinstance(node.value, dict):
        return node
    value = {key: expansions[key](item) if key in expansions else item for key, item in node.value.items()}
    return Sourced(value, node.path)


def _every(expansion: Expand) -> Expand:
    """Expand each value of a mapping from names, such as the indexes of a table."""

    def expand_all(node: Sourced) -> Sourced:
        if not isinstance(node.value, dict):
            return node
        return Sourced({key: expansion(item) for key, item in node.value.items()}, node.path)

    return expand_all


def _written_out(node: Sourced, **long_form: Any) -> Sourced:
    return Sourced({key: Sourced(value, node.path) for key, value in long_form.items()}, node.path)


def _attribute(node: Sourced) -> Sourced:
    return _written_out(node, name=node.value, type="S") if isinstance(node.value, str) else node


def _index_key(node: Sourced) -> Sourced:
    """A list of one attribute is that attribute: the two mean the same to DynamoDB."""
    if not isinstance(node.value, list):
        return _attribute(node)
    attributes = [{"name": item, "type": "S"} if isinstance(item, str) else dict(item) for item in node.value]
    return Sourced(attributes, node.path) if len(attributes) > 1 else _written_out(node, **dict(*attributes))


def _ttl(node: Sourced) -> Sourced:
    if isinstance(node.value, str):
        return _written_out(node, attribute=node.value, enabled=True)
    return _written_out(node, enabled=False) if node.value is False else node


def _switch(node: Sourced) -> Sourced:
    """A setting that is on or off, and on where it says more."""
    if isinstance(node.value, bool):
        return _written_out(node, enabled=node.value)
    if isinstance(node.value, dict):
        return Sourced({"enabled": Sourced(True, node.path), **node.value}, node.path)
    return node


def _consistency(node: Sourced) -> Sourced:
    return _written_out(node, mode=node.value) if isinstance(node.value, str) else node


def _consumer(node: Sourced) -> Sourced:
    return _written_out(node, library=node.value) if isinstance(node.value, str) else node


def _grant(node: Sourced) -> Sourced:
    return _written_out(node, patterns=node.value) if isinstance(node.value, str | list) else node


def _list(node: Sourced) -> Sourced:
    return Sourced([node.value], node.path) if isinstance(node.value, str) else node


def _alone(node: Sourced) -> Sourced:
    return Sourced(node.value[0], node.path) if isinstance(node.value, list) and len(node.value) == 1 else node


_GLOBAL_INDEX: dict[str, Expand] = {"partition_key": _index_key, "sort_key": _index_key}
_LOCAL_INDEX: dict[str, Expand] = {"sort_key": _attribute}
_PATTERN: dict[str, Expand] = dict.fromkeys(("get", "put", "update", "delete"), _list) | {"query": _alone}
_SETTINGS: dict[str, Expand] = {
    "partition_key": _attribute,
    "sort_key": _attribute,
    "ttl": _ttl,
    "point_in_time_recovery": _switch,
    "contributor_insights": _switch,
    "multi_region_consistency": _consistency,
    "consumer": _consumer,
    "renamed_from": _list,
    "global_secondary_indexes": _every(lambda node: _each(node, _GLOBAL_INDEX)),
    "local_secondary_indexes": _every(lambda node: _each(node, _LOCAL_INDEX)),
    "access_patterns": _every(lambda node: _each(node, _PATTERN)),
    "grants": _every(_grant),
}
