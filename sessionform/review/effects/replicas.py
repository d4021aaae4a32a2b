"""Replicas of the table in other regions."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Provisioned, Replica, Table
from sessionform.review.effects.capacity import side
from sessionform.review.effects.effect import (
    CRITICAL,
    GUIDE,
    HIGH,
    LOW,
    MEDIUM,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.effects.replica_keys import replica_key, replica_key_changed, reroute, unprotected_replica
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.replicas import one_stays

_GLOBAL = f"{GUIDE}/V2globaltables_HowItWorks.html"

replica_added = ChangeKind(
    id="replica-added",
    summary="The table is copied to another region",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS copies the whole table and from then on every write, which is charged for each region. That takes under a "
        "minute for an empty table, and ten minutes or more as soon as it holds an item. Write autoscaling is copied to "
        "the region once, as it is at that moment: later changes to it stay in the home region. AWS refuses to delete the "
        "table, or the region that the replica was created from, for 24 hours while the replica exists. Where the replica's key is "
        "disabled, AWS refuses it with an error that names something else; where it is disabled seconds later, the replica "
        "disappears without an error (measured in October 2026: DDB-TABLE-310, -312)."
    ),
    source=_GLOBAL,
)
replica_removed = ChangeKind(
    id="replica-removed",
    summary="The replica in a region is deleted",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "AWS deletes the table in that region, which takes two to four minutes. The others keep every session. Where the "
        "replica itself has deletion protection, AWS refuses, and the apply fails. AWS can also end the replication and leave "
        "the table there, with its data, as a separate table (`Disassociate`); Terraform has no argument for that."
    ),
    source=_GLOBAL,
)
replica_recovery_enabled = ChangeKind(
    id="replica-recovery-enabled",
    summary="Point-in-time recovery of a replica is switched on",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Recovery is set for each region; every point in time from now on can be restored there.",
    source=_GLOBAL,
)
replica_recovery_disabled = ChangeKind(
    id="replica-recovery-disabled",
    summary="Point-in-time recovery of a replica is switched off",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="The restore points of that region are gone at once; those of other regions stay.",
    source=_GLOBAL,
)
replica_tags_changed = ChangeKind(
    id="replica-tags-changed",
    summary="The table's tags are copied to a replica, or no longer are",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="AWS never copies tags between regions; the provider does. Switching it off leaves existing tags in place.",
    source=PROVIDER_SOURCE,
)
replica_protection_disabled = ChangeKind(
    id="replica-protection-disabled",
    summary="Deletion protection of a replica is switched off",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Protection is set for each region. Without it, the replica there can be deleted by whoever may call DeleteTable.",
    source=_GLOBAL,
)
replica_protection_enabled = ChangeKind(
    id="replica-protection-enabled",
    summary="Deletion protection of a replica is switched on",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="AWS refuses to delete the replica in that region. It needs AWS provider 6.x.",
    source=_GLOBAL,
)

KINDS = (
    replica_added,
    replica_removed,
    replica_key_changed,
    replica_recovery_enabled,
    replica_recovery_disabled,
    replica_tags_changed,
    replica_protection_disabled,
    replica_protection_enabled,
)


def replicas(pair: Pair) -> Iterator[Effect]:
    """Replicas that are added, deleted or changed."""
    old, new = pair.tables
    before = {replica.region: replica for replica in old.replicas}
    after = {replica.region: replica for replica in new.replicas}
    for region, replica in after.items():
        yield from _reads(pair, region, before.get(region), replica)
        if region in before:
            yield from _changed(pair, before[region], replica)
        else:
            yield _added(new, replica)
    for region, replica in before.items():
        if region not in after:
            yield from _reads(pair, region, replica, None)
            yield _removed(old, new, replica)


def _added(table: Table, replica: Replica) -> Effect:
    region = replica.region
    if table.is_strong:
        message = f"`{table.key}` is copied to {region}; every write is charged there too, and waits for another region"
        return replica_added.effect(("replicas", region), None, region, message)
    return replica_added.effect(
        ("replicas", region),
        None,
        region,
        f"`{table.key}` is copied to {region}; every write is charged there too, and the last writer wins when one session "
        "is written in two regions",
        "keep the writes of one session in one region, and allow at least ten minutes for the new replica"
        + (f"; check that its KMS key in {region} is enabled" if replica.kms_key_arn else ""),
    )


def _reads(pair: Pair, region: str, before: Replica | None, after: Replica | None) -> Iterator[Effect]:
    """The autoscaled reads of a replica; on demand nothing is scaled, whatever is declared."""
    old, new = (
        None if replica is None or not isinstance(table.billing, Provisioned) else replica.read_capacity
        for table, replica in zip(pair.tables, (before, after), strict=True)
    )
    called = f"read capacity of `{pair.key}` in {region}"
    yield from side(pair.after.table, old, new, ("replicas", region, "capacity", "read"), called)


def disassociation(region: str) -> str:
    """How AWS ends the replication to a region and leaves the table there, with its data."""
    return (
        f"by UpdateTable in {region}: `DisassociationProtectionEnabled: false` in a separate request, then `Disassociate` "
        "in `ReplicaUpdates`"
    )


def _removed(before: Table, table: Table, old: Replica) -> Effect:
    setting, called = ("replicas", old.region), f"the replica of `{table.key}` in {old.region}"
    way = (
        reroute(old.region),
        f"check that nothing reads or writes the table in {old.region} for a day",
    )
    if old.deletion_protection:
        return replica_removed.effect(
            setting,
            old.region,
            None,
            f"AWS refuses to delete {called}, because its deletion protection is on: the apply fails and the replica stays",
            steps(*way, f"add it again with `{unprotected_replica(old)}`, and deploy", "remove it in a later deploy"),
        )
    message = f"{called} is deleted: users served there are logged out or get errors"
    keep = f"to keep its data, end the replication first, {disassociation(old.region)}; the table there is then a separate one"
    strong = before.is_strong
    if strong and table.is_strong and one_stays(before, table):
        return replica_removed.effect(
            setting,
            old.region,
            None,
            f"AWS refuses to delete {called}, because the replicas of a strongly consistent table can only be deleted "
            "all at once: the apply fails and the replica stays",
            f"to leave {old.region}, declare another table in the regions that you want, and let the sessions move to it",
        )
    if strong:
        keep = "regions of a strongly consistent table cannot be kept as separate tables: export what is needed first"
    return replica_removed.effect(setting, old.region, None, message, f"{keep}\n{steps(*way, 'deploy')}")


def _changed(pair: Pair, old: Replica, new: Replica) -> Iterator[Effect]:
    table, region, setting = pair.after.table, new.region, ("replicas", new.region)
    if old.kms_key_arn != new.kms_key_arn:
        yield replica_key(pair, old, new)
    if old.point_in_time_recovery != new.point_in_time_recovery:
        kind = replica_recovery_enabled if new.point_in_time_recovery else replica_recovery_disabled
        state = "can now be restored" if new.point_in_time_recovery else "can no longer be restored"
        yield kind.effect(
            (*setting, "point_in_time_recovery"),
            old.point_in_time_recovery,
            new.point_in_time_recovery,
            f"the replica of `{table.key}` in {region} {state}",
        )
    if old.propagate_tags != new.propagate_tags:
        state = "gets the table's tags" if new.propagate_tags else "keeps the tags that it has, whatever the table gets"
        yield replica_tags_changed.effect(
            (*setting, "propagate_tags"),
            old.propagate_tags,
            new.propagate_tags,
            f"the replica of `{table.key}` in {region} {state}",
        )
    if old.deletion_protection != new.deletion_protection:
        yield _protection(table, old, new)


def _protection(table: Table, old: Replica, new: Replica) -> Effect:
    setting, values = (
        ("replicas", new.region, "deletion_protection"),
        (old.deletion_protection, new.deletion_protection),
    )
    called = f"the replica of `{table.key}` in {new.region}"
    if new.deletion_protection is not None and old.point_in_time_recovery != new.point_in_time_recovery:
        kind = replica_protection_enabled if new.deletion_protection else replica_protection_disabled
        message = f"{called} keeps its protection as it is: in this deploy the provider changes only its recovery"
        return kind.effect(
            setting, *values, message, "deploy once more: then the protection changes too", severity=MEDIUM
        )
    if new.deletion_protection:
        return replica_protection_enabled.effect(setting, *values, f"AWS now refuses to delete {called}")
    if new.deletion_protection is None:
        message = f"the protection of {called} is no longer declared: it stays as it is"
        kind = replica_protection_disabled
        return kind.effect(setting, *values, message, severity=LOW)
    if old.deletion_protection is None:
        message = f"AWS does not refuse to delete {called}"
        return replica_protection_disabled.effect(setting, *values, message, severity=MEDIUM)
    hint = f"leave it on, unless a later deploy is to delete the replica in {new.region}"
    return replica_protection_disabled.effect(setting, *values, f"AWS no longer refuses to delete {called}", hint)


HANDLERS = {"replicas": replicas}
