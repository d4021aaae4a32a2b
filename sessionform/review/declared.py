"""What the head still has of a table that leaves an environment: other environments, entries of `removed`, its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sessionform.model import Declaration, Removed, Table
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.lifecycle import leaving
from sessionform.review.effects.lifecycle.leaving_hints import removal_entries
from sessionform.source.document import Document


@dataclass(frozen=True, slots=True)
class Declared:
    """The head's tables and entries of `removed`, by their keys, and the documents of both sides."""

    keys: Collection[str]
    entries: Mapping[str, Removed]
    before: Document | None
    after: Document

    @classmethod
    def of(cls, head: Declaration, before: Document | None, after: Document) -> Declared:
        return cls(frozenset(head.table_keys), removal_entries(head), before, after)

    def leaves(self, table: Table, removal: Removed | None, added: Collection[Table]) -> Effect:
        """What becomes of a table that an environment no longer has; `added` are the tables that it has instead."""
        elsewhere = self.entries.get(table.key)
        return leaving.removed(table, removal, added, table.key in self.keys, elsewhere, self._left_out(table))

    def _left_out(self, table: Table) -> str:
        """The file that declared the table in the base, where the head no longer includes it."""
        way = "" if self.before is None else self.before.way_to(table.origins.owner)
        return way if way not in self.after.ways.values() else ""
