"""Rules about the billing mode and the capacity settings that do or do not go with it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, OnDemand, Provisioned, Table
from sessionform.rules.rule import ERROR, Problem, TableRule
from sessionform.rules.throughput import Holder, holders, specificity

CAPACITY_MODES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html"
MAX_THROUGHPUT = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html"
)


def _capacity_missing(table: Table, _: Environment) -> Iterator[Problem]:
    if isinstance(table.billing, OnDemand):
        return
    for holder in holders(table):
        declared = holder.written.get("capacity") or {}
        missing = [side for side in ("read", "write") if side not in declared]
        if missing:
            example = ", ".join(f"{side}: 5" for side in missing)
            yield Problem(
                (*holder.setting, "capacity") if declared or holder.setting else ("billing_mode",),
                f"{holder.name} is PROVISIONED but has no {' and no '.join(missing)} capacity, so it would run at "
                "1 unit per second",
                f"give it one, e.g. `capacity: {{{example}}}`",
                related=((("billing_mode",), "PROVISIONED here"),) if holder.setting or declared else (),
            )


capacity_missing = TableRule(
    id="capacity-missing",
    severity=ERROR,
    summary="PROVISIONED needs a read and a write capacity, for the table and for every global secondary index",
    why=(
        "Without a capacity the AWS provider fills in one unit per second when a table turns from on-demand to "
        "provisioned, and the plan does not show it: one request per second passes and the rest are throttled. "
        "An index counts too: writes to the table wait for their index entries."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 5, write: 5}}
""",
    check=_capacity_missing,
)


def _capacity_with_on_demand(table: Table, _: Environment) -> Iterator[Problem]:
    if isinstance(table.billing, Provisioned):
        return
    for holder in holders(table):
        if holder.written.get("capacity") is not None:
            message = f"{holder.name} has a `capacity`, but is billed PAY_PER_REQUEST, which has none"
            yield _conflict(table, holder, "capacity", message, "PROVISIONED")


capacity_with_on_demand = TableRule(
    id="capacity-with-on-demand",
    severity=ERROR,
    summary="A capacity goes with PROVISIONED, not with PAY_PER_REQUEST",
    why=(
        "An on-demand table has no capacity to set, and the AWS provider refuses one. Often the capacity is inherited "
        "and one environment is on-demand: there `capacity: null` takes it away."
    ),
    source=CAPACITY_MODES,
    failing="""\
version: 1
environments:
  development: {region: us-east-1, defaults: {billing_mode: PAY_PER_REQUEST}}
defaults:
  billing_mode: PROVISIONED
  capacity: {read: 5, write: 5}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  development: {region: us-east-1, defaults: {billing_mode: PAY_PER_REQUEST, capacity: null}}
defaults:
  billing_mode: PROVISIONED
  capacity: {read: 5, write: 5}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_capacity_with_on_demand,
)


def _max_throughput_with_provisioned(table: Table, _: Environment) -> Iterator[Problem]:
    if isinstance(table.billing, OnDemand):
        return
    for holder in holders(table):
        if holder.written.get("max_throughput") is not None:
            message = f"{holder.name} has a `max_throughput`, but is PROVISIONED: its capacity is its cap"
            yield _conflict(table, holder, "max_throughput", message, "PAY_PER_REQUEST")


max_throughput_with_provisioned = TableRule(
    id="max-throughput-with-provisioned",
    severity=ERROR,
    summary="`max_throughput` caps on-demand tables only",
    why=(
        "The maximum throughput limits what an on-demand table may consume. A provisioned table is limited by its "
        "capacity, and AWS and the provider refuse both together."
    ),
    source=MAX_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    max_throughput: {read: 100, write: 100}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 100, write: 100}
""",
    check=_max_throughput_with_provisioned,
)


def _conflict(table: Table, holder: Holder, key: str, message: str, fitting_mode: str) -> Problem:
    """A setting that does not go with the billing mode, reported where the later of the two decisions was taken."""
    setting, mode = (*holder.setting, key), ("billing_mode",)
    if table.origins.is_default(mode):
        return Problem(setting, message, f"say `billing_mode: {fitting_mode}`, or remove `{key}`")
    if specificity(table.origins.of(mode)) > specificity(table.origins.of(setting)):
        removal = f"{key}: null"
        if holder.setting:
            removal = f"global_secondary_indexes: {{{holder.setting[1]}: {{{removal}}}}}"
        return Problem(
            mode,
            message,
            f"take the inherited one away here: `{removal}`",
            related=((setting, f"`{key}` is set here"),),
        )
    written = table.settings["billing_mode"]
    return Problem(
        setting,
        message,
        f"remove `{key}`, or say `billing_mode: {fitting_mode}`",
        related=((mode, f"`billing_mode: {written}` here"),),
    )


RULES = (capacity_missing, capacity_with_on_demand, max_throughput_with_provisioned)
