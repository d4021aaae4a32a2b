"""Autoscaling as the declaration says it: a target with its policy and schedules is one side of a capacity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sessionform.facts.resource_types import UTILIZATION
from sessionform.live.description import Answer, TableDescription
from sessionform.live.written import capacity
from sessionform.model import Autoscaled, Schedule
from sessionform.terraform.autoscaling import scheduled_action_prefix

_SIDES = {"ReadCapacityUnits": "read", "WriteCapacityUnits": "write"}
_METRICS = {side.lower(): metric for side, metric in UTILIZATION.items()}


@dataclass(slots=True)
class Scaling:
    """What autoscaling a table has, by the key that the side has in a stack (`read`, `index/NAME/write`).

    `left_out` is what the language cannot say.
    """

    capacities: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def scaling_of(found: TableDescription) -> Scaling:
    """The autoscaling of a table and its global indexes."""
    scaling = Scaling()
    for target in found.targets:
        key, side = _key(target)
        if side is None:
            scaling.left_out.append(f"a scalable target of {target['ScalableDimension']}")
            continue
        policies = [policy for policy in found.policies if _key(policy)[0] == key]
        tracking = [policy for policy in policies if _understood(policy, side)]
        scaling.left_out += [_why_not(policy, key, side) for policy in policies if not _understood(policy, side)]
        if any((target.get("SuspendedState") or {}).values()):
            scaling.left_out.append(f"the autoscaling of {key} is suspended in parts")
        if not tracking:
            scaling.left_out.append(f"a scalable target of {key} without a policy that tracks its utilization")
            continue
        schedules = tuple(_schedules(found, key, scaling.left_out))
        scaling.capacities[key] = _capacity(target, tracking[0], schedules, f"{found.name}/{key}")
    return scaling


def key_of_side(item: Answer) -> str:
    """The side that a target or a policy is for, by the key that it has in a stack."""
    return _key(item)[0]


def _key(item: Answer) -> tuple[str, str | None]:
    """The key of the side, and the side itself; None for a dimension that is not a capacity."""
    side = _SIDES.get(item["ScalableDimension"].rpartition(":")[2])
    _, _, path = item["ResourceId"].split("/", 1)[1].partition("/")
    return (f"{path}/{side}" if path else str(side)), side


def _capacity(target: Answer, policy: Answer, schedules: tuple[Schedule, ...], usual: str) -> Any:
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    return capacity(
        Autoscaled(
            min=int(target["MinCapacity"]),
            max=int(target["MaxCapacity"]),
            target_utilization=int(tracking["TargetValue"]),
            scale_in_cooldown=tracking.get("ScaleInCooldown"),
            scale_out_cooldown=tracking.get("ScaleOutCooldown"),
            schedules=schedules,
            policy_name=policy["PolicyName"],
        ),
        usual,
    )


def _understood(policy: Answer, side: str) -> bool:
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
    metric = (tracking.get("PredefinedMetricSpecification") or {}).get("PredefinedMetricType")
    whole = float(tracking.get("TargetValue", 0.5)).is_integer()
    return bool(metric == _METRICS[side] and whole and not tracking.get("DisableScaleIn"))


def _why_not(policy: Answer, key: str, side: str) -> str:
    name, kind = policy["PolicyName"], policy.get("PolicyType")
    tracking = policy.get("TargetTrackingScalingPolicyConfiguration") or {}
    if kind != "TargetTrackingScaling":
        return f"the scaling policy `{name}` of {key}: {kind} is not in the language"
    if tracking.get("DisableScaleIn"):
        return f"the scaling policy `{name}` of {key} never scales in"
    if not float(tracking.get("TargetValue", 0.5)).is_integer():
        return f"the scaling policy `{name}` of {key} has a target of {tracking.get('TargetValue')} %, no whole number"
    return f"the scaling policy `{name}` of {key} tracks another metric than {_METRICS[side]}"


def _schedules(found: TableDescription, key: str, left_out: list[str]) -> Iterator[Schedule]:
    """Scheduled actions of the names that a stack gives them; Terraform cannot take over any."""
    for action in found.scheduled:
        if _key(action)[0] != key:
            continue
        name = action["ScheduledActionName"]
        own = name.removeprefix(scheduled_action_prefix(found.name, key))
        if own == name or "," in own:
            left_out.append(f"the scheduled action `{name}` of {key}: Terraform cannot take over scheduled actions")
            continue
        bounds = action.get("ScalableTargetAction") or {}
        low, high = bounds.get("MinCapacity"), bounds.get("MaxCapacity")
        yield Schedule(own, action["Schedule"], action.get("Timezone"), low, high)
