"""The tags that a table carries: its own together with the default tags of its environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Environment, Table
from sessionform.provenance import Origins


class Tag(NamedTuple):
    """A tag that a table will carry; `owner` says for messages whose it is."""

    key: str
    value: str
    owner: str
    origins: Origins

    @property
    def place(self) -> Path:
        """Its document path."""
        return self.origins.of(("tags", self.key))


def tags_in(table: Table, environment: Environment) -> Iterator[Tag]:
    """The tags of a table, and the default tags that it does not replace."""
    for key, value in table.tags.items():
        yield Tag(key, value, f"`{table.key}`", table.origins)
    for key, value in environment.tags.items():
        if key not in table.tags:
            yield Tag(key, value, f"environment `{environment.name}`", environment.origins)
