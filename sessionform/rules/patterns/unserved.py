"""Access patterns that are not served: one check a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.edits import Edit, Fix, Set
from sessionform.model import Table
from sessionform.patterns.paste import Remedy
from sessionform.patterns.remedy import remedies
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.table_view import TableView


def unserved(rule: str) -> Callable[[Table, TableView], Iterator[Problem]]:
    """A check that reports the patterns that fail by this rule, with what would serve them."""

    def check(table: Table, view: TableView) -> Iterator[Problem]:
        for name, judgement in view.unserved:
            if judgement.rule == rule:
                ways = remedies(table, judgement)
                hint = "\nor\n".join(remedy.yaml() for remedy in ways)
                setting = ("access_patterns", name, judgement.part)
                yield Problem(
                    setting, f"`{name}` is not served: {judgement.reason}", hint, fixes=tuple(map(_fix, ways))
                )

    return check


def _fix(remedy: Remedy) -> Fix:
    """A pattern takes the place of the one of its name, what is said of an index joins what it says already."""
    edits: list[Edit] = []
    for setting, entries in remedy.settings.items():
        for name, body in entries.items():
            if setting == "access_patterns":
                edits.append(Set((setting, name), body))
            else:
                edits += [Set((setting, name, part), value) for part, value in body.items()]
    return Fix(tuple(edits))
