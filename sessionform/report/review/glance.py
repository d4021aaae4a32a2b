"""A review at a glance: one row for what happens to a table, to several alike, or to an environment itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.model import Acceptance
from sessionform.report.review.groups import sameness
from sessionform.review.model import Change, Review, ReviewSeverity
from sessionform.review.outcome import Terraform


@dataclass(frozen=True, slots=True)
class Row:
    """`change` is the worst of what happens to these tables in each of these environments, `others` how many more.

    `terraform` is what Terraform shows for the table, and `happens` what really happens to it, all of its changes
    together. Without a table it is about the environments themselves.
    """

    environments: tuple[str, ...]
    tables: tuple[str, ...]
    terraform: Terraform
    happens: str
    change: Change
    others: int


_Likeness = tuple[str, str, str, ReviewSeverity, Acceptance | None]
_Ending = tuple[Terraform, str, tuple[_Likeness, ...]]


def rows_of(review: Review) -> Iterator[Row]:
    """The rows, worst first: tables with the same ending share one, and so do environments in which all is the same."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for change in review.changes:
        changes.setdefault((change.environment, change.table), []).append(change)
    shown = {(item.environment, item.table): (item.terraform, item.happens) for item in review.tables}
    tables: dict[tuple[str, _Ending], list[str]] = {}
    first: dict[_Ending, list[Change]] = {}
    for (environment, table), own in changes.items():
        own_ending = shown.get((environment, table), (own[0].terraform, str(own[0].outcome)))
        ending = (*own_ending, tuple(map(_likeness, own)))
        first.setdefault(ending, own)
        tables.setdefault((environment, ending), []).append(table)
    environments: dict[tuple[tuple[str, ...], _Ending], list[str]] = {}
    for (environment, ending), names in tables.items():
        environments.setdefault((tuple(name for name in names if name), ending), []).append(environment)
    for (alike, ending), where in environments.items():
        yield Row(tuple(where), alike, ending[0], ending[1], first[ending][0], len(first[ending]) - 1)


def _likeness(change: Change) -> _Likeness:
    """What changes of one row have in common: each deleted or new table has a line of its own, and the row names none."""
    rule, _, message, hint, severity, accepted = sameness(change)
    return rule, message, hint, severity, accepted
