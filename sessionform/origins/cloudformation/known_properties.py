"""The properties of a resource without what is not known of them."""

from __future__ import annotations

from typing import Any

from sessionform.errors import UsageError
from sessionform.origins.cloudformation.functions import Unresolved, first_unresolved

_NEEDED = frozenset(
    """
    AttributeDefinitions AttributeName AttributeType BillingMode GlobalSecondaryIndexes IndexName KeySchema KeyType
    LocalSecondaryIndexes MaxCapacity MinCapacity Projection ProjectionType ProvisionedThroughput ReadCapacityUnits Region
    Replicas ResourceId ScalableDimension ScalingTargetId TargetValue WriteCapacityUnits
    """.split()
)
"""Properties without which a table would be written as another one."""

_WHOLE = ("PolicyDocument",)
"""Properties that mean something else where a part of them is missing."""


def known_properties(resolved: Any, where: str, unclear: list[str]) -> Any:
    """The properties that are known; what is missing goes to `unclear`. Raises UsageError where it is needed.

    `where` is what messages call the resource.
    """
    return _pruned(resolved, where, "", unclear)


def _pruned(value: Any, where: str, path: str, unclear: list[str]) -> Any:
    """The value without what is not known, which goes to `unclear`."""
    if isinstance(value, list):
        known = [item for item in value if not isinstance(item, Unresolved)]
        for item in value:
            if isinstance(item, Unresolved):
                _missing(path.rpartition(".")[2], path, item, where, unclear)
        return [_pruned(item, where, path, unclear) for item in known]
    if not isinstance(value, dict):
        return value
    pruned = {}
    for name, item in value.items():
        tag = value.get("Key") if name == "Value" else None
        here = f"{path}.{tag if isinstance(tag, str) else name}" if path else name
        missing = first_unresolved(item) if name in _WHOLE else item if isinstance(item, Unresolved) else None
        if missing is not None:
            _missing(name, here, missing, where, unclear)
        else:
            pruned[name] = _pruned(item, where, here, unclear)
    return pruned


def _missing(name: str, path: str, missing: Unresolved, where: str, unclear: list[str]) -> None:
    if name in _NEEDED:
        raise UsageError(f"{where}: `{path}` needs {missing.reason}", "nothing was written")
    unclear.append(f"`{path}`, which needs {missing.reason}")
