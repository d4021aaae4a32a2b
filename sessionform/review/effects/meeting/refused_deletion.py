"""Tables that are to be deleted, or replaced, while AWS protects them."""

from __future__ import annotations

from dataclasses import replace

from sessionform.model import Table
from sessionform.review.effects.beside import NOUNS
from sessionform.review.effects.effect import CRITICAL, PROVIDER_SOURCE, ChangeKind, Effect, steps
from sessionform.review.effects.replica_keys import unprotected_replica
from sessionform.review.outcome import Outcome, Terraform
from sessionform.terraform.companions import companions

protection_off_with_replacement = ChangeKind(
    id="protection-off-with-replacement",
    summary="Deletion protection is switched off in the deploy that replaces the table",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "A replacement deletes the old table without updating it first, so AWS still protects it and refuses. The apply "
        "fails and nothing is lost. Switching protection off takes a separate deploy."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (protection_off_with_replacement,)


def protection_comes_too_late(table: Table) -> Effect:
    """Protection that goes off in a deploy that replaces the table."""
    return protection_off_with_replacement.effect(
        ("deletion_protection",),
        True,
        False,
        f"`deletion_protection: false` for `{table.key}` comes too late in a deploy that replaces the table: AWS still "
        "protects the old one and refuses to delete it",
        steps(
            "revert everything but `deletion_protection: false`, and deploy that alone",
            "make sure that no session in the table is needed",
            "deploy the change that replaces it",
        ),
    )


def is_deletion_refused(table: Table) -> bool:
    """Whether AWS refuses to delete the table, or one of its replicas, without which the provider does not delete it either."""
    return table.deletion_protection or any(replica.deletion_protection for replica in table.replicas)


def refused_deletion(table: Table) -> tuple[str, Outcome]:
    """AWS refuses to delete the table, or a replica. By then the provider has deleted the replicas that nothing protects."""
    kept = [replica.region for replica in table.replicas if replica.deletion_protection]
    lost = [replica.region for replica in table.replicas if not replica.deletion_protection]
    on = (
        "deletion protection is on"
        if table.deletion_protection
        else f"deletion protection is on in {' and '.join(kept)}"
    )
    if not lost:
        return f"AWS refuses, because {on}: the apply fails and the sessions stay", Outcome.FAILS_AT_APPLY
    there = ("the replica in " if len(lost) == 1 else "the replicas in ") + " and ".join(lost)
    return (
        (
            f"AWS refuses, because {on}, but only after the provider has deleted {there}: "
            "the apply fails, and users served there are logged out"
        ),
        Outcome.DATA_LOSS,
    )


def refused_replacement(before: Table, after: Table) -> str:
    """How a sentence goes on that says that Terraform plans to replace the table, where it, or AWS, refuses; else nothing."""
    if after.prevent_destroy:
        return ", which Terraform refuses (`prevent_destroy`)"
    return f": {refused_deletion(before)[0]}" if is_deletion_refused(before) else ""


def with_refused_deletion(before: Table, effect: Effect) -> Effect:
    """The removal of a whole table, as far as AWS lets it happen. Its companions go first, and nothing keeps them."""
    if effect.outcome != Outcome.DATA_LOSS or not is_deletion_refused(before):
        return effect
    off = ["`deletion_protection: false`"] if before.deletion_protection else []
    off += [f"`{unprotected_replica(replica)}`" for replica in before.replicas if replica.deletion_protection]
    way = steps(
        f"put `{before.key}` back with {' and '.join(off)}, and deploy",
        "remove it in a later deploy, when its sessions are no longer needed",
    )
    consequence, outcome = refused_deletion(before)
    beside = [NOUNS[type_] for type_ in companions(before)]
    if beside:
        consequence += f", but by then Terraform has deleted the table's companions: {', '.join(beside)}"
    hint = "\n".join([*([effect.hint] if effect.hint else []), f"to delete what is protected:\n{way}"])
    return replace(effect, consequence=consequence, outcome=outcome, hint=hint, rejected=True)
