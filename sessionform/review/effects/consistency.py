"""What counts when a table is made, or only for Terraform: consistency of regions, source to restore from, waiting."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Replica
from sessionform.review.effects.effect import (
    API,
    CRITICAL,
    EMPTIED,
    GUIDE,
    LOW,
    NONE,
    PROVIDER,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

consistency_changed = ChangeKind(
    id="multi-region-consistency-changed",
    summary="The consistency between regions, or the witness, changes",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "AWS sets a global table's consistency, and its witness, when the first replicas are created, and never changes them; "
        "it accepts strong consistency only while the table is empty. The provider can update neither: where the consistency "
        "changes, it deletes the replicas and creates them again, and AWS accepts the deletion and rejects the creation. "
        "Where only the witness changes, a plan shows it but nothing is sent."
    ),
    source=f"{GUIDE}/V2globaltables_HowItWorks.html",
)
restore_source_changed = ChangeKind(
    id="restore-source-changed",
    summary="`restore_from` changes for a table that exists",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "A table is restored when it is created, and never again. Terraform replaces the table on any "
        "change of a restore argument, so the stack tells it to ignore them: the plan shows nothing, and nothing is restored."
    ),
    source=f"{API}/API_RestoreTableToPointInTime.html",
)
restore_source_removed = ChangeKind(
    id="restore-source-removed",
    summary="`restore_from` is removed from the file",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "Terraform replaces the table on any change of a restore argument, including its removal. Without `restore_from` the "
        "stack no longer tells Terraform to ignore them, so it deletes the table and creates an empty one. Left in the file, "
        "`restore_from` does nothing to a table that exists."
    ),
    source=f"{API}/API_RestoreTableToPointInTime.html",
)

timeouts_changed = ChangeKind(
    id="timeouts-changed",
    summary="Terraform's `timeouts` change",
    severity=NONE,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why="Terraform does not compare `timeouts`: the plan shows nothing, and nothing is sent to AWS.",
    source=f"{PROVIDER}/resources/dynamodb_table#timeouts",
)

KINDS = (consistency_changed, restore_source_changed, restore_source_removed, timeouts_changed)


def consistency(pair: Pair) -> Iterator[Effect]:
    """Another consistency between the regions of a table that exists."""
    before, after = pair.tables
    old, new = before.multi_region_consistency, after.multi_region_consistency
    kept = [old for old in before.replicas if old.region in {replica.region for replica in after.replicas}]
    if old == new or not after.replicas:
        return
    if not after.is_strong and not kept:  # the old replicas go, and the new ones are replicas like any other
        return
    message, consequence = _rejected(pair, kept)
    way = steps(
        f"declare another table with the consistency that `{pair.key}` is to have, and deploy it",
        "let the application write new sessions to it and read old ones from both",
        f"remove `{pair.key}` when its last session has expired",
    )
    values = (old.mode, new.mode) if old.mode != new.mode else (old.witness, new.witness)
    yield consistency_changed.effect(("multi_region_consistency",), *values, message, way, consequence=consequence)


def _rejected(pair: Pair, kept: list[Replica]) -> tuple[str, str]:
    """What is rejected, and what is lost or left before that."""
    before, after = pair.tables
    old, new = before.multi_region_consistency, after.multi_region_consistency
    if not before.replicas:
        return (
            f"`{pair.key}` is to become strongly consistent between regions, which AWS allows only for an empty table",
            "if it holds sessions, AWS rejects the replicas, and the apply fails",
        )
    if old.mode == new.mode:
        what = f"the witness of `{pair.key}` changes from {old.witness or 'none'} to {new.witness or 'none'}"
        if len(kept) == len(before.replicas) == len(after.replicas):
            return what, "Terraform plans it but nothing is sent, so AWS keeps what it has"
        return what, "AWS accepts the replicas and the witness of a strongly consistent table only all together"
    what = f"the consistency between the regions of `{pair.key}` changes from `{old.mode}` to `{new.mode}`"
    if any(replica.deletion_protection for replica in kept):
        return (
            what,
            "the provider deletes the replicas first, which AWS rejects where one is protected: the apply fails",
        )
    gone = " and ".join(replica.region for replica in before.replicas)
    return what, (
        f"the provider deletes the table in {gone} first, and AWS then rejects the new replicas: the apply fails, "
        "and no session is found there from then on"
    )


def restore(pair: Pair) -> Iterator[Effect]:
    """Another source for a table that has been made."""
    before, after = (table.settings.get("restore_from") for table in pair.tables)
    if before == after:
        return
    if after is None:
        what = f"`{pair.key}` no longer says what it was restored from"
        hint = "leave `restore_from` in the file: it does nothing to a table that exists"
        yield restore_source_removed.effect(("restore_from",), before, after, what, hint, consequence=EMPTIED)
        return
    message = f"`{pair.key}` exists already, so nothing is restored into it: its sessions stay as they are"
    hint = "to restore into a new table, declare one with `restore_from`"
    yield restore_source_changed.effect(("restore_from",), before, after, message, hint)


def timeouts(pair: Pair) -> Iterator[Effect]:
    """Other `timeouts`."""
    before, after = (table.settings.get("timeouts") for table in pair.tables)
    if before != after:
        message = f"Terraform waits for `{pair.key}` as long as the new `timeouts` say; the table is not touched"
        yield timeouts_changed.effect(("timeouts",), before, after, message)


HANDLERS = {"multi_region_consistency": consistency, "restore_from": restore, "timeouts": timeouts}
