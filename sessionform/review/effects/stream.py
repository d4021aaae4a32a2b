"""The table's stream: whoever follows it follows one stream ARN, and that one ends."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.limits import STREAM_HOURS
from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, GUIDE, HIGH, LOW, ChangeKind, Effect, steps
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_STREAMS = f"{GUIDE}/Streams.html"

stream_enabled = ChangeKind(
    id="stream-enabled",
    summary="The stream is switched on",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.NEW_STREAM,
    why=f"The table gets a stream, which keeps every change from then on for {STREAM_HOURS} hours. Nothing changes for the sessions.",
    source=_STREAMS,
)
stream_disabled = ChangeKind(
    id="stream-disabled",
    summary="The stream is switched off",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        f"Consumers receive no more changes; what is already in the stream can be read for another {STREAM_HOURS} hours. AWS refuses "
        "it while the table has replicas that are fed by the stream, which all are except strongly consistent ones."
    ),
    source=_STREAMS,
)
stream_view_changed = ChangeKind(
    id="stream-view-changed",
    summary="The stream's view of the items changes",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.NEW_STREAM,
    why=(
        "The view of a stream cannot be changed. The provider switches the stream off and on again, which makes a new stream "
        "with a new ARN. Whatever was bound to the old ARN (a Lambda event source mapping, a Kinesis client) stops without an error, and "
        "changes made in between are in neither. AWS refuses it while the table has replicas that the stream feeds, just as it "
        "refuses to switch the stream off."
    ),
    source=_STREAMS,
)

KINDS = (stream_enabled, stream_disabled, stream_view_changed)


def stream(pair: Pair) -> Iterator[Effect]:
    """Another stream setting."""
    old, new = pair.tables
    before, after = old.stream, new.stream
    if before == after:
        return
    if before is None:
        message = f"`{new.key}` gets a stream of its changes ({after})"
        yield stream_enabled.effect(("stream",), False, after, message)
    elif old.replicas and not old.is_strong:
        yield _refused(new, before, after)
    elif after is None:
        yield _disabled(new, before)
    else:
        yield stream_view_changed.effect(
            ("stream",),
            before,
            after,
            f"the stream of `{new.key}` is replaced by a new one ({before} becomes {after}): consumers of the old "
            "stream stop receiving logins and logouts, without an error",
            steps(
                "deploy at a quiet time: changes during the switch reach no consumer",
                "point every consumer to the new stream ARN (output "
                f"`{new.key}_stream_arn`), reading from its start (TRIM_HORIZON)",
                f"let them read the old stream to its end within {STREAM_HOURS} hours, then disconnect it",
            ),
        )


def _refused(table: Table, before: str, after: str | None) -> Effect:
    """The stream goes off, or off and on again, while replicas that the deploy deletes are still there."""
    kind, what = (stream_disabled, "switch off") if after is None else (stream_view_changed, "replace")
    return kind.effect(
        ("stream",),
        before,
        after or False,
        f"AWS refuses to {what} the stream of `{table.key}`: it feeds the table's replicas, and the provider deletes "
        "replicas only afterwards, so the apply fails",
        steps(
            f"remove the replicas of `{table.key}` first, and deploy",
            f"{what} the stream in a later deploy",
        ),
        severity=CRITICAL,
    )


def _disabled(table: Table, before: str) -> Effect:
    return stream_disabled.effect(
        ("stream",),
        before,
        False,
        f"the stream of `{table.key}` ends: whatever follows logins and logouts through it receives nothing more",
        steps(
            "disconnect the consumers from the stream, or wait until they have read it to its end",
            f"deploy; the old records stay readable for {STREAM_HOURS} hours",
        ),
    )


HANDLERS = {"stream": stream}
