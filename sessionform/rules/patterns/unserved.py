"""Access patterns that are not served: one check a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.model import Table
from sessionform.patterns.remedy import remedies
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.table_view import TableView


def unserved(rule: str) -> Callable[[Table, TableView], Iterator[Problem]]:
    """A check that reports the patterns that fail by this rule, with what would serve them."""

    def check(table: Table, view: TableView) -> Iterator[Problem]:
        for name, judgement in view.unserved:
            if judgement.rule == rule:
                hint = "\nor\n".join(remedy.yaml() for remedy in remedies(table, judgement))
                setting = ("access_patterns", name, judgement.part)
                yield Problem(setting, f"`{name}` is not served: {judgement.reason}", hint)

    return check
