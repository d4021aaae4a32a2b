"""Another key of a replica: the provider deletes it and creates it again, which AWS refuses in one way or another."""

from __future__ import annotations

from sessionform.model import Replica, Table
from sessionform.review.effects.effect import (
    CRITICAL,
    MEDIUM,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.replicas import one_stays

replica_key_changed = ChangeKind(
    id="replica-key-changed",
    summary="A replica is encrypted with another key",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "The provider cannot change it in place: it deletes the replica and creates it again. AWS refuses the new replica for "
        "20 to 35 seconds after the old one is no longer listed (one or more replicas already existed as tables), which the "
        "provider does not wait for, and then it refuses the update that the provider tries instead: the apply fails and "
        "nothing is left in that region. Where the replica has deletion protection, AWS refuses the deletion, and it stays. "
        "The replicas of a strongly consistent table are deleted all at once or not at all, and are created only while it is empty: AWS refuses to delete "
        "one to change its key, and where all get another one they are deleted but not created again."
    ),
    source=PROVIDER_SOURCE,
)


def replica_key(pair: Pair, old: Replica, new: Replica) -> Effect:
    """Another key of a replica that is on both sides."""
    strong = all(side.is_strong for side in pair.tables)
    return _strong_key(pair, old, new) if strong and new.kms_key_arn is not None else _key(pair.after.table, old, new)


def _key(table: Table, old: Replica, new: Replica) -> Effect:
    setting = ("replicas", new.region, "kms_key_arn")
    if new.kms_key_arn is None:
        return replica_key_changed.effect(
            setting,
            old.kms_key_arn,
            None,
            f"the key of the replica of `{table.key}` in {new.region} is no longer declared: Terraform sees no change and "
            "it stays encrypted with the old one",
            f"keep naming the key, or remove the replica and add it again without a key: {new.region} has no table "
            "in between",
            severity=MEDIUM,
        )
    if old.deletion_protection:
        return replica_key_changed.effect(
            setting,
            old.kms_key_arn,
            new.kms_key_arn,
            f"the replica of `{table.key}` in {new.region} would be deleted and created again with the other key, but AWS "
            "refuses, because its deletion protection is on: the apply fails and the replica keeps its key",
            steps(
                f"keep the key, write `{unprotected_replica(new)}`, and deploy that alone",
                *_again(table, new.region),
                "switch its protection on again, and route the traffic back",
            ),
            severity=CRITICAL,
        )
    return replica_key_changed.effect(
        setting,
        old.kms_key_arn,
        new.kms_key_arn,
        f"the replica of `{table.key}` in {new.region} is deleted, and AWS rejects the new one with the other key, because the "
        "table existed there a moment ago: the apply fails, and no session is found there from then on",
        steps(*_again(table, new.region), "route the traffic back"),
    )


def _strong_key(pair: Pair, old: Replica, new: Replica) -> Effect:
    """The replicas of a strongly consistent table are deleted all at once or not at all, and created only while it is empty."""
    before, after = pair.tables
    called = f"the replica of `{pair.key}` in {new.region}"
    stays = one_stays(before, after)
    deletes = f"the provider deletes {called} to change its key"
    if stays or old.deletion_protection:
        why = (
            "the replicas of a strongly consistent table can only be deleted all at once"
            if stays
            else "its deletion protection is on"
        )
        message = f"{deletes}, but AWS refuses, because {why}: the apply fails and the replica keeps its key"
    else:
        message = (
            f"{deletes}, and AWS rejects the new one, because it makes only an empty table strongly consistent: the apply "
            "fails, and no session is found there from then on"
        )
    hint = "keep the key; for another one, declare another table with the keys that its replicas are to have, and let the sessions move to it"
    return replica_key_changed.effect(
        ("replicas", new.region, "kms_key_arn"), old.kms_key_arn, new.kms_key_arn, message, hint
    )


def reroute(region: str) -> str:
    """The step before a replica is deleted."""
    return f"route all {region} traffic to another region, and deploy that change"


def _again(table: Table, region: str) -> tuple[str, ...]:
    """A replica that is deleted in one deploy and created again in another."""
    return (
        reroute(region),
        f"remove {region} from `replicas`, and deploy",
        f"wait until `aws dynamodb describe-table --region {region} --table-name {table.name}` finds nothing",
        "add it again with the other key, deploy, and wait until the replica is ACTIVE",
    )


def unprotected_replica(replica: Replica) -> str:
    """What to write of a replica so that AWS deletes it in a later deploy."""
    return f"{replica.region}: {{deletion_protection: false}}"
