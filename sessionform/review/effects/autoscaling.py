"""Autoscaled capacity: its limits, its policies, and what it is called."""

from __future__ import annotations

from sessionform.diagnostics import Path
from sessionform.facts.resource_types import SCALING_POLICY, TARGET
from sessionform.model import Autoscaled, Capacity, Fixed, Provisioned, Replica, Table
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, PROVIDER, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform

autoscaling_enabled = ChangeKind(
    id="autoscaling-enabled",
    summary="Autoscaling is switched on",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Application Auto Scaling gets a target and a policy for each capacity. From then on Terraform ignores the capacity, "
        "so that it does not undo what autoscaling did."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
autoscaling_disabled = ChangeKind(
    id="autoscaling-disabled",
    summary="Autoscaling is switched off",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The target and the policy are deleted, and Terraform sets the capacity that the declaration names, which may be less than "
        "what autoscaling had reached."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
autoscaling_changed = ChangeKind(
    id="autoscaling-changed",
    summary="The limits or the target of autoscaling change",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The target and the policy are updated; the capacity follows within minutes when it is outside the new limits. In the "
        "regions of replicas AWS keeps its own write targets and policies, copied when the replica was created: they do not "
        "change."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
autoscaling_bounds_kept = ChangeKind(
    id="autoscaling-bounds-kept",
    summary="The limits of autoscaling change where schedules change them too",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "Schedules change the limits of scalable targets, and Terraform must not change them back in the middle of a peak. So "
        "the stack makes Terraform ignore the limits of every target of the table: new limits in the declaration are not applied, "
        "neither to reads nor to writes, nor to any index."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
scaling_policy_renamed = ChangeKind(
    id="scaling-policy-renamed",
    summary="A scaling policy is renamed",
    severity=MEDIUM,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The name of a scaling policy cannot be changed: Terraform deletes the policy and creates one with the new name. In between, "
        "nothing scales the capacity, and a burst of log-ins is throttled at its current level. The table is not touched."
    ),
    source=f"{PROVIDER}/resources/appautoscaling_policy",
)

KINDS = (
    autoscaling_enabled,
    autoscaling_disabled,
    autoscaling_changed,
    autoscaling_bounds_kept,
    scaling_policy_renamed,
)


def policy_renamed(before: Autoscaled, after: Autoscaled, setting: Path, what: str) -> Effect:
    name = "its default name" if after.policy_name is None else f"`{after.policy_name}`"
    return scaling_policy_renamed.effect(
        (*setting, "policy_name"),
        before.policy_name,
        after.policy_name,
        f"the scaling policy of the {what} is deleted and created again under {name}: in between, nothing scales that capacity",
        "deploy at a quiet time, or keep the current name",
        resource=f"{SCALING_POLICY}{instance_of(setting)}",
    )


def has_schedules(table: Table) -> bool:
    """Whether the stack leaves the bounds of the table's targets, all of them, to its schedules."""
    if not isinstance(table.billing, Provisioned):
        return False
    billings = [table.billing, *(index.billing for index in table.global_secondary_indexes)]
    capacities = [
        *(one for billing in billings if isinstance(billing, Provisioned) for one in (billing.read, billing.write)),
        *(replica.read_capacity for replica in table.replicas),
    ]
    return any(isinstance(one, Autoscaled) and one.schedules for one in capacities)


def bounds_kept(before: Autoscaled, after: Autoscaled, setting: Path, what: str) -> Effect:
    return autoscaling_bounds_kept.effect(
        setting,
        text_of(before),
        text_of(after),
        f"the limits of the {what} stay as they are in AWS and do not become {text_of(after)}: schedules change limits of this "
        "table, so Terraform ignores those of all its targets",
        "set them in AWS too (`aws application-autoscaling register-scalable-target`), or with a schedule",
        resource=f"{TARGET}{instance_of(setting)}",
    )


def copies(replicas: tuple[Replica, ...], setting: Path) -> str:
    """The regions in which AWS keeps the write autoscaling that it copied there once."""
    regions = ", ".join(replica.region for replica in replicas)
    return (
        f"; {regions} keeps the autoscaling that was copied there with the replica"
        if regions and setting[-1] == "write"
        else ""
    )


def left(setting: Path) -> str:
    """What a capacity is that nothing moves any more, and that is not declared either."""
    return "left as it is there" if setting[0] == "replicas" else "on demand"


def instance_of(setting: Path) -> str:
    """The instance key of the companion resources: `["read"]`, `["index/by_session/write"]`, `["replica/eu-west-1/read"]`."""
    direction = setting[-1]
    if setting[0] == "replicas":
        return f'["replica/{setting[1]}/{direction}"]'
    return f'["{direction}"]' if len(setting) == 2 else f'["index/{setting[1]}/{direction}"]'


def text_of(capacity: Capacity) -> str:
    return str(capacity.units) if isinstance(capacity, Fixed) else f"{capacity.min}–{capacity.max}"


def plain(capacity: Capacity) -> int | str:
    return capacity.units if isinstance(capacity, Fixed) else text_of(capacity)
