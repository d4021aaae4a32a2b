"""Access patterns that no GetItem or Query answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.model import Environment, Table
from sessionform.patterns.remedy import remedies
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Unserved
from sessionform.rules.attributes import keys_have_names
from sessionform.rules.engine.rule import Problem, once_a_table


@once_a_table
def _all_unserved(table: Table) -> list[tuple[str, Unserved]]:
    """The patterns that are not served, by name."""
    if not keys_have_names(table):
        return []
    judgements = [(pattern.name, judge(table, pattern)) for pattern in table.access_patterns]
    return [(name, judgement) for name, judgement in judgements if isinstance(judgement, Unserved)]


def unserved(rule: str) -> Callable[[Table, Environment], Iterator[Problem]]:
    def check(table: Table, environment: Environment) -> Iterator[Problem]:
        for name, judgement in _all_unserved(table):
            if judgement.rule == rule:
                hint = "\nor\n".join(remedy.yaml() for remedy in remedies(table, judgement))
                setting = ("access_patterns", name, judgement.part)
                yield Problem(setting, f"`{name}` is not served: {judgement.reason}", hint)

    return check
