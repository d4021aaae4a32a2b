"""The arguments of a table before and after, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.facts.version_constraints import Version
from sessionform.model import Table
from sessionform.terraform.blocks import first_block
from sessionform.terraform.table import Arguments

PROVISIONED = "PROVISIONED"


@dataclass(frozen=True, slots=True)
class TablePair:
    """The arguments of a table's resource on both sides, and the tables that they were made from.

    `tags` are those that the environment gives on either side.
    """

    old: Arguments
    new: Arguments
    before: Table
    after: Table
    tags: tuple[dict[str, str], dict[str, str]]
    version: Version

    def block(self, name: str) -> tuple[Arguments, Arguments]:
        """A block that stands once, empty where it is not there."""
        return first_block(self.old, name), first_block(self.new, name)

    @property
    def ignored(self) -> list[str]:
        """The arguments that Terraform is told to ignore."""
        names: list[str] = first_block(self.new, "lifecycle").get("ignore_changes", [])
        return names

    @property
    def hides_indexes(self) -> bool:
        return "global_secondary_index" in self.ignored

    @property
    def stays_on_demand(self) -> bool:
        return PROVISIONED not in (self.old["billing_mode"], self.new["billing_mode"])
