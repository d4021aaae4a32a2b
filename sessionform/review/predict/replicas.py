"""Replicas before and after to differences: which ones the provider deletes and creates, and which AWS refuses."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.facts import aws, provider
from sessionform.facts.aws import Part, Refusal
from sessionform.facts.provider_calls import UpdateStage
from sessionform.model import Table, is_autoscaled
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Difference, Later, Step
from sessionform.review.predict.pair import PROVISIONED, TablePair
from sessionform.terraform.table import Arguments

STRONG = "STRONG"

KEY_NOT_THERE = Refusal("Terraform", provider.WAITS_FOR_NEW_REPLICA.text, provider.WAITS_FOR_NEW_REPLICA.source)
"""The provider gives up at a replica that is to be created while the table gets another key."""


def replica_differences(pair: TablePair) -> Iterator[Difference]:
    """Replicas that are created, deleted or changed: deletions come before creations."""
    before, after = (_by_region(side) for side in (pair.old, pair.new))
    for region in sorted(before.keys() - after.keys()):
        yield Difference(("replicas", region), Terraform.UPDATE, (_deletion(pair, before[region]),))
    for region in sorted(after.keys() - before.keys()):
        yield Difference(("replicas", region), Terraform.UPDATE, _creation(pair, after[region]))
    for region in sorted(before.keys() & after.keys()):
        yield from _replica(pair, region, before[region], after[region])
    yield from _consistency(pair, before, after)


def _by_region(arguments: Arguments) -> dict[str, Arguments]:
    return {item["region_name"]: item for item in arguments.get("replica", ())}


def _consistency(pair: TablePair, before: dict[str, Arguments], after: dict[str, Arguments]) -> Iterator[Difference]:
    """Another consistency, or another witness: the provider has an update for neither."""
    old, new = pair.before.multi_region_consistency, pair.after.multi_region_consistency
    setting = ("multi_region_consistency",)
    if old == new or not after:  # without replicas there is nothing that could agree
        return
    if before and old.mode != new.mode:
        kept = sorted(before.keys() & after.keys())
        again = [step for region in kept for step in (_deletion(pair, before[region]), *_creation(pair, after[region]))]
        made = [step for region in sorted(after.keys() - before.keys()) for step in _creation(pair, after[region])]
        if kept or pair.after.is_strong:
            yield Difference(setting, Terraform.UPDATE, (*again, *made))
    elif before.keys() == after.keys():
        yield Difference(setting, Terraform.UPDATE, why=provider.WITNESS_UNSENT, later=Later.EVERY_PLAN)
    elif pair.after.is_strong:
        moved = [_deletion(pair, before[region]) for region in sorted(before.keys() - after.keys())]
        made = [step for region in sorted(after.keys() - before.keys()) for step in _creation(pair, after[region])]
        yield Difference(setting, Terraform.UPDATE, (*moved, *made))


def _deletion(pair: TablePair, replica: Arguments) -> Step:
    refusal = aws.PROTECTED if replica.get("deletion_protection_enabled") else None
    if refusal is None and pair.before.is_strong and pair.after.is_strong and one_stays(pair.before, pair.after):
        refusal = aws.STRONG_AS_A_WHOLE
    return Step(UpdateStage.REPLICAS, Part.REPLICA, f"1 {replica['region_name']}", refusal=refusal)


def one_stays(before: Table, after: Table) -> bool:
    """Whether a replica is neither deleted nor created again with another key."""
    keys = {replica.region: replica.kms_key_arn for replica in before.replicas}
    return any(
        replica.region in keys and replica.kms_key_arn in (None, keys[replica.region]) for replica in after.replicas
    )


def _creation(pair: TablePair, replica: Arguments) -> tuple[Step, ...]:
    """The provider sets recovery in the new region in any case, and copies the tags there."""
    region = replica["region_name"]
    return (
        Step(UpdateStage.REPLICAS, Part.REPLICA, f"2 {region}", refusal=_refused_copy(pair, region)),
        Step(UpdateStage.REPLICAS, Part.OTHER, f"2 {region} recovery", operation="UpdateContinuousBackups"),
        *_protected(replica),
        *_copied_tags(pair, replica),
    )


def _protected(replica: Arguments) -> Iterator[Step]:
    if sends_protection(replica):
        yield Step(UpdateStage.REPLICAS, Part.PROTECTION, f"2 {replica['region_name']} then protection")


def sends_protection(replica: Arguments) -> bool:
    """Whether a replica that is created is protected by a call of its own, after its recovery."""
    return "deletion_protection_enabled" in replica and replica.get("consistency_mode") != STRONG


def _refused_copy(pair: TablePair, region: str) -> Refusal | None:
    """Why a replica is not created there."""
    encryption = pair.block("server_side_encryption")
    if (
        encryption[0] != encryption[1] and "kms_key_arn" not in encryption[1]
    ):  # with a key its own call is refused before
        return KEY_NOT_THERE
    if pair.new["billing_mode"] == PROVISIONED and not autoscaled_writes(pair.before, pair.after):
        return aws.NOT_AUTOSCALED
    before = _by_region(pair.old)
    if pair.after.is_strong:
        return aws.STRONG_AS_A_WHOLE if before and pair.before.is_strong else aws.STRONG_WHILE_EMPTY
    return aws.REPLICA_EXISTS if region in before else None


def _refused_again(pair: TablePair) -> Refusal:
    """Why a replica that was deleted a moment ago is not created again."""
    return aws.STRONG_WHILE_EMPTY if pair.before.is_strong and pair.after.is_strong else aws.REPLICA_EXISTS


def _copied_tags(pair: TablePair, replica: Arguments) -> Iterator[Step]:
    if replica["propagate_tags"] and (pair.tags[1] or pair.after.tags):
        yield Step(UpdateStage.REPLICA_TAGS, Part.OTHER, replica["region_name"])


def autoscaled_writes(before: Table, after: Table) -> bool:
    """Whether the writes of the table and of each index are autoscaled before the deploy: their targets come after it."""
    indexes = {index.name: index.billing for index in before.global_secondary_indexes}
    billings = [before.billing, *(indexes.get(index.name) for index in after.global_secondary_indexes)]
    return all(billing is not None and is_autoscaled(billing, "write") for billing in billings)


def _replica(pair: TablePair, region: str, before: Arguments, after: Arguments) -> Iterator[Difference]:
    setting: Path = ("replicas", region)
    key, recovery, tags, protection = (
        "kms_key_arn",
        "point_in_time_recovery",
        "propagate_tags",
        "deletion_protection_enabled",
    )
    if before.get(key) != after.get(key):
        if key not in after:
            yield Difference((*setting, key), Terraform.NO_OP, why=provider.KEPT_KEY)
        else:
            again = (
                Step(UpdateStage.REPLICAS, Part.REPLICA, f"2 {region}", refusal=_refused_again(pair)),
                Step(UpdateStage.REPLICAS, Part.OTHER, f"2 {region} recovery", operation="UpdateContinuousBackups"),
            )
            yield Difference((*setting, key), Terraform.UPDATE, (_deletion(pair, before), *again))
    if before[recovery] != after[recovery]:
        made = (
            2 if key in after and before.get(key) != after[key] else 0
        )  # with its new copy, or before any copy goes or comes
        step = Step(UpdateStage.REPLICAS, Part.OTHER, f"{made} {region} recovery", operation="UpdateContinuousBackups")
        yield Difference((*setting, recovery), Terraform.UPDATE, (step,))
    if before[tags] != after[tags]:
        yield Difference((*setting, tags), Terraform.UPDATE, tuple(_copied_tags(pair, after)))
    if before.get(protection) != after.get(protection):
        place: Path = (*setting, "deletion_protection")
        if protection not in after:
            yield Difference(place, Terraform.NO_OP, why=provider.KEPT_PROTECTION)
        elif before[recovery] != after[recovery]:
            yield Difference(place, Terraform.UPDATE, why=provider.RECOVERY_ALONE, later=Later.NEXT_DEPLOY)
        else:
            step = Step(UpdateStage.REPLICAS, Part.PROTECTION, f"4 {region} protection")
            yield Difference(place, Terraform.UPDATE, (step,))
