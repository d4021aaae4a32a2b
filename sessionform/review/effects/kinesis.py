"""Kinesis destinations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from sessionform.facts.resource_types import KINESIS
from sessionform.model import KinesisStream
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, PROVIDER, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_KINESIS_PAGE = f"{GUIDE}/kds.html"
kinesis_added = ChangeKind(
    id="kinesis-stream-added",
    summary="Changes go to a Kinesis stream",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Every change from now on is written to the Kinesis stream, whole sessions included, and charged for. AWS checks the "
        "stream only after it has answered: where it does not exist, or this table may not write to it, the destination is "
        "ENABLE_FAILED seconds later, and no change arrives although the apply succeeded."
    ),
    source=_KINESIS_PAGE,
)
kinesis_removed = ChangeKind(
    id="kinesis-stream-removed",
    summary="Changes no longer go to a Kinesis stream",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Consumers of the Kinesis stream receive no more changes of this table.",
    source=_KINESIS_PAGE,
)
kinesis_changed = ChangeKind(
    id="kinesis-stream-changed",
    summary="Changes go to another Kinesis stream, or with another precision",
    severity=MEDIUM,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "A change of any argument replaces the destination: the old one is switched off first, so changes in between are "
        "in neither stream."
    ),
    source=f"{PROVIDER}/resources/dynamodb_kinesis_streaming_destination",
)

KINDS = (kinesis_added, kinesis_removed, kinesis_changed)


def kinesis(pair: Pair) -> Iterator[Effect]:
    """Another Kinesis destination."""
    before, after = (table.kinesis_stream for table in pair.tables)
    if _as_written(before) == _as_written(after):
        return
    setting, values = ("kinesis_stream",), (_plain(before), _plain(after))
    if after is None:
        message = f"logins and logouts in `{pair.key}` no longer reach the Kinesis stream"
        yield kinesis_removed.effect(setting, *values, message, resource=KINESIS)
    elif before is None:
        message = f"every change in `{pair.key}` will be written to the Kinesis stream"
        yield kinesis_added.effect(setting, *values, message, resource=KINESIS)
    else:
        message = (
            f"the Kinesis destination of `{pair.key}` is deleted and created again: changes in between reach nobody"
        )
        hint = "deploy at a quiet time"
        yield kinesis_changed.effect(setting, *values, message, hint, resource=KINESIS)


def _as_written(stream: KinesisStream | None) -> tuple[str, str] | None:
    """What the stack says of it: the precision is written there in any case, AWS's own where none is declared."""
    if stream is None:
        return None
    return stream.stream_arn, stream.approximate_creation_date_time_precision or "MILLISECOND"


def _plain(stream: KinesisStream | None) -> dict[str, str] | None:
    if stream is None:
        return None
    return {name: value for name, value in asdict(stream).items() if value is not None}


HANDLERS = {"kinesis_stream": kinesis}
