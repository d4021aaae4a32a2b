"""A table as its rules see it: in its environment, with what several of them ask for worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sessionform.diagnostics import Path
from sessionform.model import Attribute, Environment, Table
from sessionform.rules.view.attributes import attribute_uses, keys_have_names
from sessionform.rules.view.library import library_of
from sessionform.rules.view.tags import Tag, tags_in
from sessionform.rules.view.throughput import Holder, throughput_holders
from sessionform.rules.view.unserved import unserved_patterns

if TYPE_CHECKING:
    from sessionform.consumers.library import Library
    from sessionform.consumers.mismatch import Mismatch
    from sessionform.patterns.verdict import Unserved


class TableView:
    """One table in one environment. A view lasts as long as the rules look at the table."""

    def __init__(self, table: Table, environment: Environment) -> None:
        self.table = table
        self.environment = environment

    @cached_property
    def key_uses(self) -> tuple[tuple[Path, Attribute], ...]:
        """Every use of an attribute as a key of the table or of an index, with the setting that says so."""
        return tuple(self.table.all_key_uses())

    @cached_property
    def attribute_uses(self) -> tuple[tuple[Path, str], ...]:
        """Every place where the table names an attribute: keys, the TTL attribute, projections."""
        return tuple(attribute_uses(self.table, self.key_uses))

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """The table, then its global secondary indexes in file order."""
        return tuple(throughput_holders(self.table))

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of the table, and the default tags that it does not replace."""
        return tuple(tags_in(self.table, self.environment))

    @cached_property
    def library(self) -> Library | None:
        """What is known of the table's consumer; None where it has none, or an unknown one."""
        return library_of(self.table)

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """What the consumer asks for and the table does not have."""
        if self.library is None or not keys_have_names(self.table):
            return ()
        from sessionform.consumers.fit import fit

        return tuple(fit(self.table))

    @cached_property
    def unserved(self) -> tuple[tuple[str, Unserved], ...]:
        """The access patterns that no GetItem or Query answers, by name."""
        return tuple(unserved_patterns(self.table))
