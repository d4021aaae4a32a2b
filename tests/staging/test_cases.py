"""Every case of the review: what several deploys can do is staged, what they cannot do is not, and nothing is laundered."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome
from sessionform.staging.judge import refused_changes
from tests.review.case import CASES, TODAY, Case
from tests.staging.staged import FILE, of_case, reviewed, texts

IN_ORDER = {
    "autoscaled-index-instead-of-on-demand": 2,
    "contributor-insights-mode-changed": 2,
    "encryption-customer-to-managed": 2,
    "index-added-under-autoscaling": 3,
    "index-added-under-autoscaling-with-known-keys": 3,
    "index-and-ttl-together": 2,
    "index-edited-under-autoscaling": 3,
    "index-key-type-changed": 2,
    "index-rebuilt-with-a-cap-to-take-away": 2,
    "index-key-type-with-rebuild": 2,
    "index-renamed": 2,
    "index-renamed-under-alarms": 2,
    "max-throughput-removed": 2,
    "protection-with-stream-and-caps": 3,
    "replica-added-with-autoscaling": 2,
    "replica-added-with-encryption": 2,
    "several-indexes-added": 2,
    "stream-with-capacity": 2,
    "table-added-global-and-provisioned": 2,
    "ttl-attribute-changed": 2,
    "ttl-disabled-naming-another-attribute": 2,
    "ttl-disabled-without-attribute": 2,
}
"""The cases that take several deploys, and how many."""


def _needs_several(case: Case) -> bool:
    return any(change.outcome is Outcome.NEEDS_SEVERAL_DEPLOYS for change in case.review().changes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_step_is_one_that_the_review_lets_through(case: Case) -> None:
    """The steps begin at the base, each is fit for a deploy after the one before, and the last is the head byte for byte."""
    found = of_case(case)
    earlier = compile_text(case.before, "before.yaml", TODAY)
    for text in texts(found):
        after = compile_text(text, FILE, TODAY)
        assert not after.failed, after.diagnostics
        assert list(refused_changes(reviewed(earlier, after))) == []
        earlier = after
    assert len(found.steps) == IN_ORDER.get(case.name, min(len(found.steps), 1))
    if found.steps:
        assert texts(found)[-1] == case.after


@pytest.mark.parametrize("case", [case for case in CASES if _needs_several(case)], ids=lambda case: case.name)
def test_what_needs_several_deploys_gets_several_and_the_review_says_who_writes_them(case: Case) -> None:
    assert len(of_case(case).steps) > 1
    assert any("`sessionform stage`" in change.hint for change in case.review().changes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_lost_is_lost_in_any_number_of_deploys(case: Case) -> None:
    """No order of deploys makes of a loss that nobody accepted something that no single review calls critical."""
    lost = [
        change
        for change in case.review().changes
        if change.outcome is Outcome.DATA_LOSS
        and change.severity is ReviewSeverity.CRITICAL
        and change.accepted is None
    ]
    found = of_case(case)
    assert bool(lost) <= bool(found.stuck)
    assert not (found.stuck and found.steps)
