"""How a global index is defined: in words, and whether two are defined alike."""

from __future__ import annotations

from sessionform.model import GlobalIndex, Projection


def definition(index: GlobalIndex) -> tuple[object, ...]:
    """What is the same of two indexes that differ in name and throughput alone."""
    return index.partition_keys, index.sort_keys, _projected(index.projection)


def _projected(projection: Projection) -> tuple[str, frozenset[str]]:
    return projection.type, frozenset(projection.include)


def projection_setting(projection: Projection) -> str | dict[str, list[str]]:
    """The projection as one would write it."""
    return {"include": sorted(projection.include)} if projection.type == "INCLUDE" else projection.type


def key_text(index: GlobalIndex) -> str:
    """The key attributes of an index, `userId, lastSeen`, or with more of them `(tenantId, userId) sorted by (lastSeen)`."""
    if index.has_multi_attribute_key:
        parts = (f"({', '.join(key.name for key in attributes)})" for _, attributes in index.key_roles if attributes)
        return " sorted by ".join(parts)
    return ", ".join(attribute.name for attribute in index.key_attributes)


def rebuilt(old: GlobalIndex, new: GlobalIndex) -> bool:
    """Whether an index is deleted and built again under its name, as it is defined otherwise."""
    return other_key(old, new) or other_projection(old, new)


def other_key(old: GlobalIndex, new: GlobalIndex) -> bool:
    """Whether the attributes of the key differ, by their names and order."""
    return key_text(old) != key_text(new)


def other_projection(old: GlobalIndex, new: GlobalIndex) -> bool:
    """Whether the attributes beside the key differ."""
    return _projected(old.projection) != _projected(new.projection)


def attributes_text(index: GlobalIndex) -> str:
    """What an index holds beside its keys, for a sentence."""
    projection = index.projection
    return ", ".join(sorted(projection.include)) if projection.type == "INCLUDE" else projection.type
