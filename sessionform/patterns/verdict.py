"""What can be said of an access pattern: that something serves it, or why nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sessionform.model import AccessPattern, Attribute, GlobalIndex, LocalIndex, Table

ApiOperation = Literal["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]


@dataclass(frozen=True, slots=True)
class Served:
    """How a pattern is answered. `index` is None for the table itself.

    Units are per call in one region, for `items` items of the declared size; a write counts its index entries too,
    and costs as much again in every replica's region. `strong` says whether a strongly consistent read is to be had.
    `expired` says whether items past their TTL can come back, as they do until DynamoDB gets round to deleting them.
    `fetched` says that a local index lacks what is asked for, so that each item is read from the table as well.
    """

    pattern: AccessPattern
    operation: ApiOperation
    index: GlobalIndex | LocalIndex | None
    partition_keys: tuple[Attribute, ...]
    sort_keys: tuple[Attribute, ...]
    items: int
    read_units: float
    write_units: int
    strong: bool
    expired: bool
    fetched: bool = False

    @property
    def target(self) -> str:
        """The index by its name, or `table`."""
        return "table" if self.index is None else self.index.name


@dataclass(frozen=True, slots=True)
class Unserved:
    """Why no operation but a Scan answers a pattern: the `rule` that says so, and the `part` at fault.

    `index` is the index that came nearest, where one did.
    """

    pattern: AccessPattern
    rule: str
    part: str
    reason: str
    index: GlobalIndex | LocalIndex | None = None


Judgement = Served | Unserved


@dataclass(frozen=True, slots=True)
class Candidate:
    """The table, or an index, as something that a query may be put to."""

    index: GlobalIndex | LocalIndex | None
    partition_keys: tuple[Attribute, ...]
    sort_keys: tuple[Attribute, ...]

    @property
    def partition(self) -> tuple[str, ...]:
        """The names of the partition key's attributes."""
        return tuple(attribute.name for attribute in self.partition_keys)

    @property
    def sorting(self) -> tuple[str, ...]:
        """The names of the sort key's attributes, the first one first."""
        return tuple(attribute.name for attribute in self.sort_keys)

    @property
    def called(self) -> str:
        return "the table" if self.index is None else f"index `{self.index.name}`"


def candidates(table: Table) -> Iterator[Candidate]:
    """The table first, then its indexes."""
    partition, *sort = table.key_attributes
    yield Candidate(None, (partition,), tuple(sort))
    for local in table.local_secondary_indexes:
        yield Candidate(local, (partition,), (local.sort_key,))
    for index in table.global_secondary_indexes:
        yield Candidate(index, index.partition_keys, index.sort_keys)
