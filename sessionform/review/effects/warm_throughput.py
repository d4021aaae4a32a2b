"""Warm throughput, of a table and of its indexes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, EMPTIED, GUIDE, HIGH, LOW, ChangeKind, Effect
from sessionform.review.effects.keys import side_by_side
from sessionform.review.outcome import Outcome, Terraform

_WARM = f"{GUIDE}/warm-throughput.html"
_WARM_PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/dynamodb_table"

warm_throughput_raised = ChangeKind(
    id="warm-throughput-raised",
    summary="Warm throughput is raised, or declared for the first time",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS prepares the table for that many requests a second, for a one-time charge. It cannot be undone. AWS "
        "keeps some ready for every table, and more for one that has been busy. The provider compares with what AWS has, not "
        "with what was declared: where that is already more, it plans to replace the whole table, or to rebuild the index."
    ),
    source=_WARM,
)
warm_throughput_lowered = ChangeKind(
    id="warm-throughput-lowered",
    summary="Warm throughput is lowered",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "Warm throughput cannot be lowered. The provider (6.13 and later) plans to replace the whole table; it deletes "
        "and rebuilds an index."
    ),
    source=_WARM_PROVIDER,
)
warm_throughput_dropped = ChangeKind(
    id="warm-throughput-dropped",
    summary="Warm throughput is no longer declared",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why="The setting is computed where it is absent: Terraform keeps what AWS has, and AWS never lowers it.",
    source=_WARM_PROVIDER,
)

KINDS = (warm_throughput_raised, warm_throughput_lowered, warm_throughput_dropped)


def warm_throughput(
    table: Table, holder: Path, what: str, units: tuple[int | None, int | None], direction: str
) -> Iterator[Effect]:
    """Other units a second that AWS keeps ready, before and after, of the table or of one of its indexes.

    `holder` is the setting that holds them, empty for the table itself, and `what` is how messages call it.
    """
    before, after = units
    setting: Path = (*holder, "warm_throughput", direction)
    if before == after:
        return
    if after is None:
        message = f"warm {direction} throughput of {what} is no longer declared: AWS keeps {before} units a second"
        yield warm_throughput_dropped.effect(setting, before, after, message)
    elif before is None or after > before:
        instead = "the index is deleted and rebuilt" if holder else "the table is replaced by an empty one"
        yield warm_throughput_raised.effect(
            setting,
            before,
            after,
            f"{what} is prepared for {after} {direction} units a second, charged once and for good; but {instead} if "
            "AWS already keeps more ready for it",
            "check what AWS has, `WarmThroughput` in `aws dynamodb describe-table`, and declare at least that; keep "
            "deletion protection on, and read the plan before you apply",
        )
    elif holder:
        yield warm_throughput_lowered.effect(
            setting,
            before,
            after,
            f"warm {direction} throughput of {what} falls from {before} to {after}: the index is deleted and rebuilt, "
            "and queries on it fail until that is done",
            f"leave it at {before}: AWS cannot lower it",
            severity=HIGH,
        )
    else:
        yield warm_throughput_lowered.effect(
            setting,
            before,
            after,
            f"warm {direction} throughput of {what} falls from {before} to {after}, which AWS cannot do",
            f"leave it at {before}; or, if it must be lower:\n{side_by_side(table)}",
            consequence=EMPTIED,
        )
