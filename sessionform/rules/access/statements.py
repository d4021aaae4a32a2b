"""The policies of a table and of its stream, and their statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Table


class Policy(NamedTuple):
    """A policy of a table or of its stream: its setting, what messages call it, and what it says."""

    setting: Path
    name: str
    body: Mapping[str, Any]


class Statement(NamedTuple):
    """One statement of a policy: its setting, what messages call it, and what it says."""

    setting: Path
    name: str
    body: Mapping[str, Any]


def policies_of(table: Table) -> Iterator[Policy]:
    """The table's own policy, and that of its stream."""
    if table.resource_policy is not None:
        yield Policy(("resource_policy",), f"the resource policy of `{table.key}`", table.resource_policy)
    if table.stream_policy is not None:
        yield Policy(("stream_policy",), f"the stream policy of `{table.key}`", table.stream_policy)


def statements_of(table: Table) -> Iterator[Statement]:
    """The statements of a table's policies."""
    for policy in policies_of(table):
        yield from statements_in(policy)


def statements_in(policy: Policy) -> Iterator[Statement]:
    """The statements of one policy, which may be one or a list of them."""
    found = policy.body.get("Statement")
    setting: Path = (*policy.setting, "Statement")
    listed = [((*setting, number), item) for number, item in enumerate(found)] if isinstance(found, list) else []
    for number, (place, body) in enumerate(listed or [(setting, found)], start=1):
        if isinstance(body, Mapping):
            name = f"statement `{body['Sid']}`" if body.get("Sid") else f"statement {number}"
            yield Statement(place, f"{name} in {policy.name}", body)


def texts(value: Any) -> list[str]:
    """A value that IAM lets be one string or a list of them."""
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]
