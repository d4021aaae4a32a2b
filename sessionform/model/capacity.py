"""How a table or an index is billed, and what throughput it has: states that exclude each other are types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["read", "write"]
"""What throughput a capacity is, as the declaration calls it."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Provisioned capacity that stays as declared, in capacity units per second."""

    units: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time at which autoscaling gets other bounds. `at` is `cron(…)`, `rate(…)` or `at(…)`; None leaves a bound."""

    name: str
    at: str
    timezone: str | None = None
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Autoscaled:
    """Provisioned capacity that Application Auto Scaling moves between `min` and `max` capacity units per second.

    `target_utilization` is a percentage; cooldowns are in seconds, None leaves AWS's own default.
    `policy_name` is what the scaling policy is called where others have named it.
    """

    min: int
    max: int
    target_utilization: int = 70
    scale_in_cooldown: int | None = None
    scale_out_cooldown: int | None = None
    schedules: tuple[Schedule, ...] = ()
    policy_name: str | None = None

    def limits_from(self, schedule: Schedule | None) -> tuple[int, int]:
        """`min` and `max` from the time of a schedule on: what that leaves out stays, and without one both do."""
        least, most = (None, None) if schedule is None else (schedule.min, schedule.max)
        return self.min if least is None else least, self.max if most is None else most


Capacity = Fixed | Autoscaled


@dataclass(frozen=True, slots=True)
class Throughput:
    """Read and write units per second; None where the declaration leaves one of them open."""

    read: int | None = None
    write: int | None = None


@dataclass(frozen=True, slots=True)
class OnDemand:
    """PAY_PER_REQUEST billing, optionally capped at `max_throughput`.

    `cleared` names the sides that are declared as -1: a cap that such a side had is removed. A side that is neither
    capped nor cleared says nothing, and AWS leaves it as it is.
    """

    max_throughput: Throughput | None = None
    cleared: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Provisioned:
    """PROVISIONED billing. A capacity that was not declared is what the AWS provider would send: 1 unit."""

    read: Capacity = Fixed(1)
    write: Capacity = Fixed(1)

    @property
    def autoscaled(self) -> bool:
        return isinstance(self.read, Autoscaled) or isinstance(self.write, Autoscaled)

    @property
    def capacities(self) -> tuple[tuple[Side, Capacity], tuple[Side, Capacity]]:
        """Both sides with their names."""
        return ("read", self.read), ("write", self.write)


Billing = OnDemand | Provisioned


def is_autoscaled(billing: Billing, side: Side) -> bool:
    """Whether autoscaling moves this capacity, so that nobody knows what it is."""
    return isinstance(billing, Provisioned) and isinstance(dict(billing.capacities)[side], Autoscaled)
