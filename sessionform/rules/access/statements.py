"""The statements of a resource policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Table

POLICY = ("resource_policy",)


class Statement(NamedTuple):
    """One statement of a resource policy: its setting, what messages call it, and what it says."""

    setting: Path
    name: str
    body: Mapping[str, Any]


def statements_of(table: Table) -> Iterator[Statement]:
    """The statements of a table's policy, which may be one or a list of them."""
    found = (table.resource_policy or {}).get("Statement")
    setting: Path = (*POLICY, "Statement")
    listed = [((*setting, number), item) for number, item in enumerate(found)] if isinstance(found, list) else []
    for number, (place, body) in enumerate(listed or [(setting, found)], start=1):
        if isinstance(body, Mapping):
            name = f"statement `{body['Sid']}`" if body.get("Sid") else f"statement {number}"
            yield Statement(place, f"{name} in the resource policy of `{table.key}`", body)


def texts(value: Any) -> list[str]:
    """A value that IAM lets be one string or a list of them."""
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]
