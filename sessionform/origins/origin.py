"""What an origin's file says: its tables, what belongs to each, and everything else that is in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sessionform.live.description import TableDescription

_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_FIRST = re.compile(r"[A-Za-z_]")


@dataclass(frozen=True, slots=True)
class Part:
    """One resource of the origin: what the origin calls it, and the resource of a stack that it is.

    `resource` is the type in a stack (`aws_dynamodb_table`, `aws_appautoscaling_policy`), and `instance` the key of its
    instance there (`read`, `index/by_user/write`), empty where it has none; of an alarm it is the alarm's name. No
    `resource` means that in a stack it is within the table: a replica, a tag.
    """

    label: str
    resource: str = ""
    instance: str = ""
    protected: bool = False
    """Whether the origin says that it must not be deleted: Pulumi's `protect`, CloudFormation's `Retain`."""


@dataclass(frozen=True, slots=True)
class OriginTable:
    """A table of an origin.

    `short` and `long` are two keys for the declaration: the first for people, the second where two tables would have the
    same first. Neither comes from the name in AWS, so both are the same in every environment. `found` is None where the
    origin knows the name and nothing else. `default_tags` are those that its provider gives everything. `unclear` says what of the table the origin does not tell, `unnamed`
    which of its companions cannot be imported for want of a name. `parts` are the
    table and what belongs to it, the table first.
    """

    label: str
    short: str
    long: str
    name: str
    region: str
    account: str | None
    found: TableDescription | None
    default_tags: Mapping[str, str] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What was read from one origin. `others` are labels of what is in it and belongs to none of its tables; `notes` are
    sentences about the whole. `uses` says of each resource which others it depends on, where the origin tells.
    """

    tables: tuple[OriginTable, ...]
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def only(self, tables: Iterable[OriginTable]) -> Origin:
        """The same with these tables alone: what belongs to the rest is of the others."""
        kept = tuple(tables)
        names = {(table.name, table.region) for table in kept}
        left = [part.label for table in self.tables if (table.name, table.region) not in names for part in table.parts]
        return replace(self, tables=kept, others=(*self.others, *left))


def keys_of(tables: Sequence[OriginTable]) -> dict[str, str]:
    """The key for each table by its name in AWS: the short one, unless several tables have the same."""
    count = Counter(table_key_from(table.short) for table in tables)
    return {
        table.name: table_key_from(table.short if count[table_key_from(table.short)] == 1 else table.long)
        for table in tables
    }


def default_tags(tables: Sequence[OriginTable]) -> dict[str, str]:
    """The tags that the provider gives all of the tables."""
    first, *others = (table.default_tags for table in tables)
    return {key: text for key, text in sorted(first.items()) if all(each.get(key) == text for each in others)}


def table_key_from(text: str) -> str:
    """The text in letters that a table's key may have."""
    key = _UNFIT.sub("_", text).strip("_") or "table"
    return key if _FIRST.match(key) else f"_{key}"
