"""A cap of -1, which is for one deploy."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Remove
from sessionform.model import OnDemand, Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import caps


def _cleared(_: Table, view: TableView) -> Iterator[Problem]:
    for holder in view.holders:
        if not isinstance(holder.billing, OnDemand) or not holder.billing.cleared:
            continue
        kept = ", ".join(f"{side}: {units}" for side, units in caps(holder.billing.max_throughput))
        rest = f"write `max_throughput: {{{kept}}}`" if kept else "remove `max_throughput`"
        sides = " and ".join(holder.billing.cleared)
        place = (*holder.setting, "max_throughput")
        edits = tuple(Remove((*place, side)) for side in holder.billing.cleared) if kept else (Remove(place),)
        yield Problem(
            (*holder.setting, "max_throughput", holder.billing.cleared[0]),
            f"-1 removes the {sides} cap of {holder.name}; AWS rejects it when it creates "
            f"{'an index' if holder.setting else 'a table'}",
            f"keep it for the one deploy that removes the cap, then {rest}",
            fixes=(Fix(edits),),
        )


RULE = TableRule(
    id="max-throughput-cleared",
    severity=WARNING,
    summary="A cap of -1 is for the one deploy that removes the cap",
    why=(
        "-1 removes the cap of a table or an index that exists. AWS rejects it for a new one (outside of valid "
        "range), so a new environment cannot be deployed. Once the cap is gone, AWS no longer reports it, and each "
        "later plan shows the same update again. The update is then sent with the next change of the table, which "
        "AWS may reject because of it."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_OnDemandThroughput.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 1000, write: -1}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 1000}
""",
    edges=(
        passes(max_throughput={"read": 5}),
        fails(max_throughput={"read": -1, "write": -1}),
        fails(global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"read": 7, "write": -1}}}),
    ),
    check=_cleared,
)
