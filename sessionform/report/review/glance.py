"""A review at a glance: one row for what happens to a table, to several alike, or to an environment itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.report.review.groups import Sameness, sameness
from sessionform.review.model import Change, Review
from sessionform.review.outcome import Outcome, Terraform


@dataclass(frozen=True, slots=True)
class Row:
    """`change` is the worst of what happens to these tables in each of these environments, `others` how many more.

    `terraform` is what Terraform shows for the table, and `outcome` what really happens to it, all of its changes
    together. Without a table it is about the environments themselves.
    """

    environments: tuple[str, ...]
    tables: tuple[str, ...]
    terraform: Terraform
    outcome: Outcome
    change: Change
    others: int


_Fate = tuple[Terraform, Outcome, tuple[Sameness, ...]]


def rows_of(review: Review) -> Iterator[Row]:
    """The rows, worst first: tables with the same fate share one, and so do environments in which all is the same."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for change in review.changes:
        changes.setdefault((change.environment, change.table), []).append(change)
    shown = {(item.environment, item.table): (item.terraform, item.outcome) for item in review.tables}
    tables: dict[tuple[str, _Fate], list[str]] = {}
    first: dict[_Fate, list[Change]] = {}
    for (environment, table), own in changes.items():
        own_fate = shown.get((environment, table), (own[0].terraform, own[0].outcome))
        fate = (*own_fate, tuple(map(sameness, own)))
        first.setdefault(fate, own)
        tables.setdefault((environment, fate), []).append(table)
    environments: dict[tuple[tuple[str, ...], _Fate], list[str]] = {}
    for (environment, fate), names in tables.items():
        environments.setdefault((tuple(name for name in names if name), fate), []).append(environment)
    for (alike, fate), where in environments.items():
        yield Row(tuple(where), alike, fate[0], fate[1], first[fate][0], len(first[fate]) - 1)
