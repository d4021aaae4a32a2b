"""Whether a deploy from one declaration to another is one that stage may write: the check, the review, one thing built at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from sessionform.compile import Compiled
from sessionform.diagnostics import Severity
from sessionform.facts.aws import Part
from sessionform.review.model import Change, Review, ReviewSeverity
from sessionform.review.predict.model import Call
from sessionform.staging.held import table_of_setting

ReviewOf = Callable[[Compiled, Compiled], Review]
"""Reviews the change from one declaration to another, with the day and the locked providers that there are."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a deploy: the tables concerned, empty for a declaration, a stack or what tables share.

    `unwritten` says that the declaration itself fails the check, so that nothing is deployed at all.
    """

    blamed: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()
    unwritten: bool = False

    @property
    def good(self) -> bool:
        return not self.blamed


def verdict(before: Compiled, after: Compiled, review_of: ReviewOf, *, strictly: bool) -> Verdict:
    """The verdict on the deploy. `strictly` is one new index or replica of a table a deploy, and nothing untried."""
    if after.failed or after.declaration is None:
        errors = [item.finding for item in after.diagnostics if item.finding.severity is Severity.ERROR]
        return Verdict(frozenset(table_of_setting(item.path) for item in errors), unwritten=True)
    review = review_of(before, after)
    refused = tuple(refused_changes(review))
    blamed = {change.table for change in refused}
    if review.gaps or any(item.finding.severity is Severity.ERROR for item in review.diagnostics):
        blamed.add("")
    if strictly:
        blamed |= set(_too_much(review.changes))
    return Verdict(frozenset(blamed), refused)


def refused_changes(review: Review) -> Iterator[Change]:
    """What no step may have: what is critical and not accepted, and what AWS or Terraform refuses."""
    for change in review.changes:
        if change.refused or (change.severity is ReviewSeverity.CRITICAL and change.accepted is None):
            yield change


def _too_much(changes: Iterable[Change]) -> Iterator[str]:
    calls: dict[tuple[str, str], set[Call]] = {}
    for change in changes:
        calls.setdefault((change.environment, change.table), set()).update(change.calls)
    for (_, table), carried in calls.items():
        if _several_built(carried) or any(call.refusal is not None and call.refusal.alone for call in carried):
            yield table


def _several_built(calls: Collection[Call]) -> bool:
    """Whether a table gets more than one index or replica, or loses one while it gets another."""
    made, gone = _about(calls, Part.INDEX_CREATION), _about(calls, Part.INDEX_DELETION)
    regions = {about.rpartition(" ")[2] for about in _about(calls, Part.REPLICA)}
    return len(made) + len(regions) > 1 or bool(made and gone - made)


def _about(calls: Iterable[Call], part: Part) -> set[str]:
    return {call.about for call in calls if part in call.parts}
