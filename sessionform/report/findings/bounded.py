"""How many findings a report shows: the first of each rule, and how many more there are of it. Nobody reads thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sessionform.diagnostics import Diagnostic
from sessionform.facts.github import SARIF_RESULTS

MOST_READ = 50
"""Of each rule, for people."""

MOST_LISTED = SARIF_RESULTS // 5
"""Of each rule, for programs: so that five rules that are broken everywhere can all be seen in GitHub."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """The findings to show, in their order; by rule the last of them, and how many more there are."""

    shown: tuple[Diagnostic, ...]
    last: Mapping[str, Diagnostic]
    more: Mapping[str, int]

    def after(self, item: Diagnostic) -> str:
        """What to say after a finding: that it is not the last of its rule, where it is the last that is shown."""
        count = self.more.get(item.finding.rule, 0)
        return f"and {count:,} more of this rule" if count and self.last[item.finding.rule] is item else ""


def bounded(diagnostics: Iterable[Diagnostic], most: int) -> Bounded:
    """The first `most` findings of each rule."""
    seen: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    for item in diagnostics:
        seen[item.finding.rule] += 1
        if seen[item.finding.rule] <= most:
            shown.append(item)
    last = {item.finding.rule: item for item in shown}
    return Bounded(tuple(shown), last, {rule: count - most for rule, count in seen.items() if count > most})
