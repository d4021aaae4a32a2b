"""Which environments a change concerns: those whose stack a deploy has to apply again."""

from __future__ import annotations

from sessionform.model import Declaration
from sessionform.review.model import Review

_NOT_DEPLOYED = ("environment-removed", "environment-renamed")
"""Kinds after which there is no stack to apply, or none that is different."""


def affected_environments(review: Review, head: Declaration) -> list[str]:
    """The environments of the head that a deploy must run, in file order.

    Changes that no resource and no version constraint knows about, of access patterns say, need no deploy.
    Where the base could not be compared as a whole, every environment must run.
    """
    if not review.compared:
        return list(head.environments)
    concerned = {
        change.environment
        for change in review.changes
        if change.rule not in _NOT_DEPLOYED and (change.address or not change.table)
    }
    return [name for name in head.environments if name in concerned]
