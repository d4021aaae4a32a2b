"""What the application does with a table: what it asks, which library it uses, what it writes as an expiry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Operation = Literal["get", "query", "put", "update", "delete"]
Comparison = Literal["EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"]


@dataclass(frozen=True, slots=True)
class AccessPattern:
    """One question that the application asks, in DynamoDB's own operations.

    `keys` are the key attributes named (for a query those of which it gives one value each, the partition key's among
    them); `where` is a condition on the sort key;
    `attributes` are those that the answer must hold, empty for all of them; `index` insists on one index.
    """

    name: str
    operation: Operation
    keys: tuple[str, ...]
    sorted_by: str | None = None
    descending: bool = False
    where: tuple[str, Comparison] | None = None
    attributes: tuple[str, ...] = ()
    consistent: bool = False
    index: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Consumer:
    """The session library that reads and writes the table, with the options that the application gives it."""

    library: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """What one application may do with a table: an IAM policy of its own.

    `patterns` are the access patterns that it asks, None all of them; in the grant `consumer` None is what the session library
    calls. With `stream` it reads the table's stream. The policy is attached to the role `role`, where one is named.
    """

    name: str
    patterns: tuple[str, ...] | None
    stream: bool = False
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Writes:
    """What the team's own application writes as a session's expiry; `attribute` None is the one that TTL looks at."""

    ttl: Literal["seconds", "milliseconds", "iso8601"]
    attribute: str | None = None
