"""Contributor insights."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.limits import DEFAULT_INSIGHTS_MODE
from sessionform.facts.provider import insights_mode_stays
from sessionform.facts.resource_types import INSIGHTS
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, ChangeKind, Effect, deploys
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_INSIGHTS_PAGE = f"{GUIDE}/contributorinsights_HowItWorks.html"
insights_enabled = ChangeKind(
    id="contributor-insights-enabled",
    summary="Contributor insights are switched on",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "CloudWatch shows the most used keys in plain text, to everybody who has access to it. Where the key is the session "
        "id, that is all that a thief needs."
    ),
    source=_INSIGHTS_PAGE,
)
insights_disabled = ChangeKind(
    id="contributor-insights-disabled",
    summary="Contributor insights are switched off",
    severity=LOW,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="The rules and their graphs are deleted; the table is not touched.",
    source=_INSIGHTS_PAGE,
)
insights_mode_changed = ChangeKind(
    id="contributor-insights-mode-changed",
    summary="The mode of contributor insights changes",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.NEEDS_SEVERAL_DEPLOYS,
    why=(
        "The provider cannot update contributor insights: the plan shows an update, and the apply may end without it "
        "(read in the provider's source, not run). Switched off and on again, they are created in the other mode."
    ),
    source=_INSIGHTS_PAGE,
)

KINDS = (insights_enabled, insights_disabled, insights_mode_changed)


def insights(pair: Pair) -> Iterator[Effect]:
    """Contributor insights on or off."""
    before, after = (table.contributor_insights for table in pair.tables)
    if after and not before:
        key = pair.after.table.partition_key.name
        message = f"CloudWatch will show the busiest `{key}` values of `{pair.key}` in plain text"
        hint = f"leave it off where `{key}` is a session id: whoever reads it can take over the session"
        yield insights_enabled.effect(("contributor_insights",), False, True, message, hint, resource=INSIGHTS)
    elif before and not after:
        message = f"CloudWatch no longer shows the busiest keys of `{pair.key}`"
        yield insights_disabled.effect(("contributor_insights",), True, False, message, resource=INSIGHTS)
    elif before is not None and after is not None and before.mode != after.mode:
        yield _mode(pair.key, before.mode, after.mode)


def _mode(key: str, before: str | None, after: str | None) -> Effect:
    setting = ("contributor_insights", "mode")
    hint = deploys(
        "write `contributor_insights: false`, and deploy",
        "wait a minute until they are off, switch them on again in the other mode, and deploy",
    )
    if DEFAULT_INSIGHTS_MODE in (before, after) and insights_mode_stays(before, after):
        message = (
            f"the insights of `{key}` stay the same: `{DEFAULT_INSIGHTS_MODE}` is what AWS uses where no mode is named"
        )
        return insights_mode_changed.effect(setting, before, after, message, resource=INSIGHTS)
    if after is None:
        message = f"the insights of `{key}` no longer name a mode, and AWS keeps `{before}`"
        return insights_mode_changed.effect(setting, before, None, message, hint, resource=INSIGHTS)
    message = f"the insights of `{key}` may stay in their mode: the provider cannot change it"
    return insights_mode_changed.effect(setting, before, after, message, hint, resource=INSIGHTS)


HANDLERS = {"contributor_insights": insights}
