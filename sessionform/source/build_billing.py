"""What a table or an index may be asked for: capacity, autoscaling, caps, warm throughput."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sessionform.facts.limits import NO_CAP
from sessionform.model import Autoscaled, Billing, Capacity, Fixed, OnDemand, Provisioned, Schedule, Throughput


def billing_of(mode: str | None, body: dict[str, Any]) -> Billing:
    """How a table or an index is paid for; `mode` is the table's, `body` has the rest."""
    if mode == "PROVISIONED":
        capacity = body.get("capacity") or {}
        return Provisioned(capacity_of(capacity.get("read")), capacity_of(capacity.get("write")))
    return _on_demand(body.get("max_throughput"))


def capacity_of(body: Any) -> Capacity:
    """One side of provisioned throughput, fixed or autoscaled."""
    if isinstance(body, dict):
        return Autoscaled(
            min=body.get("min", 1),
            max=body.get("max") or body.get("min") or 1,
            target_utilization=body["target_utilization"],
            scale_in_cooldown=body.get("scale_in_cooldown"),
            scale_out_cooldown=body.get("scale_out_cooldown"),
            schedules=tuple(_schedules(body.get("schedules") or {})),
            policy_name=body.get("policy_name"),
        )
    return Fixed(1 if body is None else body)


def _on_demand(caps: dict[str, Any] | None) -> OnDemand:
    if caps is None:
        return OnDemand()
    cleared: list[Literal["read", "write"]] = ["read"] if caps.get("read") == NO_CAP else []
    cleared += ["write"] if caps.get("write") == NO_CAP else []
    return OnDemand(throughput_of({**caps, **dict.fromkeys(cleared)}), tuple(cleared))


def _schedules(body: dict[str, Any]) -> Iterator[Schedule]:
    for name, one in body.items():
        yield Schedule(name, one.get("at", ""), one.get("timezone"), one.get("min"), one.get("max"))


def throughput_of(body: dict[str, Any] | None) -> Throughput | None:
    """Read and write units a second, of either side that is given."""
    return None if body is None else Throughput(body.get("read"), body.get("write"))
