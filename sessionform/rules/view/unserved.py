"""Access patterns that no GetItem or Query answers."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Unserved
from sessionform.rules.view.attributes import keys_have_names


def unserved_patterns(table: Table) -> Iterator[tuple[str, Unserved]]:
    """The patterns that are not served, by name; none where the table's keys have no names."""
    for pattern in table.access_patterns if keys_have_names(table) else ():
        judgement = judge(table, pattern)
        if isinstance(judgement, Unserved):
            yield pattern.name, judgement
