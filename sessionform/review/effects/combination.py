"""Changes that meet in one deploy: their kinds, and what is said of a change that is refused, or prevented, by another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts.aws import Part, Refusal, refused_together
from sessionform.facts.provider import IGNORED
from sessionform.model import Table
from sessionform.review.effects.effect import (
    CRITICAL,
    HIGH,
    LOW,
    MEDIUM,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
    in_a_sentence,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call, Prediction

protection_off_with_replacement = ChangeKind(
    id="protection-off-with-replacement",
    summary="Deletion protection goes off in the deploy that replaces the table",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "A replacement deletes the old table without updating it first, so AWS still protects it and refuses. The apply "
        "fails and nothing is lost. Switching protection off is a deploy of its own."
    ),
    source=PROVIDER_SOURCE,
)
changes_refused_together = ChangeKind(
    id="changes-refused-together",
    summary="AWS rejects these changes of one table in one deploy",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "The provider sends the changes of deletion protection, stream, on-demand caps, capacity and billing mode of one "
        "table, with the capacity and caps of its indexes, as one `UpdateTable`. AWS rejects nearly every mixture: "
        "deletion protection goes alone, caps go with a billing mode only, and the stream does not go with capacity. "
        "AWS accepts on-demand with the stream or with caps, and a billing mode with its capacities. Nothing of a "
        "rejected call is applied, and nothing that comes after it in the update."
    ),
    source="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks",
)
changes_untried_together = ChangeKind(
    id="changes-untried-together",
    summary="AWS may reject these changes of one table in one deploy",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The provider sends these changes as one `UpdateTable`, and nobody is known to have tried whether AWS accepts "
        "them together. One deploy for each is safe."
    ),
    source="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks",
)
partly_applied = ChangeKind(
    id="partly-applied",
    summary="A change that AWS rejects stands behind changes that are applied before it",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "Under one `update` the provider makes several calls in a fixed order: tags, index deletions, table class, another "
        "view of the stream, then one `UpdateTable` for billing, capacity, protection, caps and stream, then index "
        "creations, encryption, TTL, replicas, recovery. When AWS rejects one of them, those before it are done and those "
        "after it are not."
    ),
    source=PROVIDER_SOURCE,
)
hidden_by_autoscaling = ChangeKind(
    id="index-change-hidden-by-autoscaling",
    summary="An index changes in a table with an autoscaled index",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "So that Terraform does not undo what autoscaling did, it ignores the capacity of indexes; and it can only ignore "
        "all indexes as a whole. While one of them is autoscaled no change of any index is planned: nothing happens. Where "
        "the change brings in a new key attribute, or drops one, Terraform refuses to plan the whole stack, also where the "
        "table would be replaced."
    ),
    source=IGNORED.source.page,
)

KINDS = (
    protection_off_with_replacement,
    changes_refused_together,
    changes_untried_together,
    partly_applied,
    hidden_by_autoscaling,
)

REFUSED_BY_TERRAFORM = (
    "Terraform refuses to plan it (`prevent_destroy`), so nothing of this deploy happens and the sessions stay"
)
INDEXES_REFUSED = (
    "Terraform refuses to plan the stack, because the key attributes change while it ignores the indexes, so nothing "
    "of this deploy happens and the sessions stay"
)
NOT_PLANNED = (REFUSED_BY_TERRAFORM, INDEXES_REFUSED)
"""The consequences of which each means that nothing of the whole stack is planned."""

INDEXES_IGNORED = "Terraform ignores it, because an index of the table is autoscaled, and nothing happens"


_FIXED_FIRST = steps(
    "deploy fixed `capacity` for every index of the table, at the level that autoscaling has reached",
    "deploy the change of the index",
    "switch autoscaling of the indexes on again",
)
"""The way to change an index that Terraform ignores."""


def named(paths: Iterable[Path]) -> str:
    """Settings as people write them, each once: `` `stream`, `max_throughput` ``."""
    names = (path[: 2 if path[0] in ("global_secondary_indexes", "replicas", "environment") else 1] for path in paths)
    return ", ".join(dict.fromkeys(f"`{'.'.join(map(str, name))}`" for name in names))


def listed(calls: Sequence[Call]) -> str:
    """Calls as people read them: `UpdateTable` (`table_class`), `UpdateTimeToLive` (`ttl`)."""
    return ", ".join(f"{call.operation} ({_about(call)})" for call in calls)


def _about(call: Call) -> str:
    verbs = {Part.INDEX_DELETION: "deletes ", Part.INDEX_CREATION: "creates "}
    verb = next((verbs[part] for part in verbs if part in call.parts), "")
    return f"{verb}`{call.about}`" if verb else named(call.carries)


def refused_together_effect(table: Table, call: Call, refusal: Refusal, undone: Sequence[Call]) -> Effect:
    """One `UpdateTable` that holds what AWS does not take at once, with the deploys that it takes instead."""
    after = f"; {listed(undone)} is not reached" if undone else ""
    return changes_refused_together.effect(
        call.carries[0],
        None,
        None,
        f"AWS rejects the update of `{table.key}`: {named(call.carries)} go out as one UpdateTable, and AWS answers "
        f"“{refusal.text}”{after}",
        several_deploys(call),
    )


def untried_effect(table: Table, call: Call, refusal: Refusal) -> Effect:
    """One `UpdateTable` of which nobody knows whether AWS takes it."""
    return changes_untried_together.effect(
        call.carries[0],
        None,
        None,
        f"AWS may reject the update of `{table.key}`: {named(call.carries)} go out as one UpdateTable; {refusal.text}",
        several_deploys(call),
    )


def partly_applied_effect(table: Table, prediction: Prediction, call: Call) -> Effect:
    """What is done before the call that AWS refuses."""
    setting = call.carries[0] if call.carries else ()
    what = named(call.carries)
    return partly_applied.effect(
        setting,
        None,
        None,
        f"this deploy of `{table.key}` stops halfway: {listed(prediction.done)}: done; then AWS rejects the change of "
        f"{what}",
        f"deploy the change of {what} by itself, in the steps given there, and the rest after it",
    )


def several_deploys(call: Call) -> str:
    """The call cut into deploys that AWS accepts, as numbered steps."""
    groups = cut(call.parts)
    lines = []
    for position, group in enumerate(groups):
        paths = [path for path in call.carries if _parts(path) & group]
        last = position == len(groups) - 1
        rest = ", with everything else" if last else " alone, and wait until the apply is done"
        lines.append(f"deploy {named(paths)}{rest}")
    return steps(*lines)


_ORDER = (
    Part.PROTECTION,
    Part.STREAM,
    Part.TO_PROVISIONED,
    Part.TO_ON_DEMAND,
    Part.CAPACITY,
    Part.INDEX_CAPACITY,
    Part.CAPS,
    Part.INDEX_CAPS,
)
"""Protection first, since it takes a second; caps last, since they need the billing mode."""

_BILLING = frozenset({Part.TO_PROVISIONED, Part.TO_ON_DEMAND, Part.CAPACITY, Part.INDEX_CAPACITY})
"""These are one: a billing mode without its capacities is none."""

_PARTS: dict[str, frozenset[Part]] = {
    "deletion_protection": frozenset({Part.PROTECTION}),
    "stream": frozenset({Part.STREAM}),
    "billing_mode": frozenset({Part.TO_PROVISIONED, Part.TO_ON_DEMAND}),
    "capacity": frozenset({Part.CAPACITY}),
    "max_throughput": frozenset({Part.CAPS}),
}
_INDEX_PARTS: dict[str, frozenset[Part]] = {
    "capacity": frozenset({Part.INDEX_CAPACITY}),
    "max_throughput": frozenset({Part.INDEX_CAPS}),
}


def _parts(path: Path) -> frozenset[Part]:
    """What a setting can be in an `UpdateTable`."""
    of_index = path[0] == "global_secondary_indexes" and len(path) > 2
    return (_INDEX_PARTS if of_index else _PARTS).get(str(path[2 if of_index else 0]), frozenset())


def cut(parts: frozenset[Part]) -> list[frozenset[Part]]:
    """The parts in as few groups as AWS accepts, in the order of the deploys."""
    groups: list[frozenset[Part]] = []
    billing = parts & _BILLING
    units = [frozenset({part}) for part in _ORDER if part in parts - billing]
    if billing:
        units.insert(len(parts & {Part.PROTECTION, Part.STREAM}), billing)
    for unit in units:
        fits = next((at for at, group in enumerate(groups) if refused_together(group | unit) is None), None)
        if fits is None:
            groups.append(unit)
        else:
            groups[fits] |= unit
    return groups


def rejected(table: Table, effect: Effect, call: Call) -> Effect:
    """A change that is all right by itself, and goes out in one call with what it may not."""
    own = named([effect.setting])
    others = [path for path in call.carries if named([path]) != own]
    return replace(
        effect,
        outcome=Outcome.NEEDS_SEVERAL_DEPLOYS,
        message=f"AWS rejects this change of `{table.key}`, in one call with {named(others)}: {in_a_sentence(effect.kind.summary)}",
        severity=min(effect.severity, MEDIUM),
        hint="",
        consequence="",
    )


def not_reached(table: Table, effect: Effect, call: Call) -> Effect:
    """A change whose call is not made, because AWS refuses an earlier one."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=min(effect.severity, MEDIUM),
        message=(
            f"`{table.key}` does not get this, because AWS rejects the change of {named(call.carries)} before: "
            f"{in_a_sentence(effect.kind.summary)}"
        ),
        hint="",
        consequence="",
    )


def half_done(effect: Effect, call: Call) -> Effect:
    """An index, or a replica, that is deleted and not created again, because AWS refuses a call in between."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        consequence=f"it is deleted and not created again, because AWS rejects the change of {named(call.carries)} in between",
    )


def without_its_index(effect: Effect, refusal: Refusal) -> Effect:
    """What is created for an index that is not built, because Terraform ignores the indexes."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        consequence=f"AWS rejects it, as the index is not there: “{refusal.text}”",
        hint=_FIXED_FIRST,
        confidence=refusal.source.confidence,
    )


def not_planned(table: Table, effect: Effect) -> Effect:
    """A change in a stack of which Terraform refuses to plan a part, and so plans nothing."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=min(effect.severity, LOW),
        message=f"`{table.key}` does not get this, because Terraform refuses to plan the stack: {in_a_sentence(effect.kind.summary)}",
        hint="",
        consequence="",
    )


def left_deleted(table: Table, effect: Effect) -> Effect:
    """What is bound to a table that AWS refuses to delete: Terraform deletes it first, and then gets no further."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=max(effect.severity, MEDIUM),
        consequence=f"it is deleted first, and not created again, because AWS then rejects the deletion of `{table.key}`",
        hint="apply the declaration as it was, which creates it again",
    )


def superseded(table: Table, effect: Effect, cause: Effect, *, fails: bool = False) -> Effect:
    """Another change of a table that is replaced: the new table has it from its first moment, unless the apply fails."""
    return replace(
        effect,
        terraform=cause.terraform,
        outcome=Outcome.FAILS_AT_APPLY if fails else Outcome.CREATE,
        severity=min(effect.severity, LOW),
        message=(
            f"`{table.key}` does not get this, because the apply fails before: "
            if fails
            else f"`{table.key}` has this from its first moment, as it is replaced: "
        )
        + in_a_sentence(effect.kind.summary),
        hint="",
        consequence="",
    )


def hidden(table: Table, effect: Effect, consequence: str, outcome: Outcome) -> Effect:
    """A change of an index that Terraform is told to ignore."""
    return replace(
        effect,
        kind=hidden_by_autoscaling,
        severity=CRITICAL,
        outcome=outcome,
        consequence=consequence,
        message=f"the index `{effect.setting[1]}` of `{table.key}` is to change ({in_a_sentence(effect.kind.summary)})",
        hint=_FIXED_FIRST,
    )


def protection_comes_too_late(table: Table) -> Effect:
    """Protection that goes off in a deploy that replaces the table."""
    return protection_off_with_replacement.effect(
        ("deletion_protection",),
        True,
        False,
        f"`deletion_protection: false` for `{table.key}` comes too late in a deploy that replaces the table: AWS still "
        "protects the old one and refuses to delete it",
        steps(
            "put everything back but `deletion_protection: false`, and deploy that alone",
            "be sure that no session in the table is needed",
            "deploy the change that replaces it",
        ),
    )


def refused_deletion(table: Table) -> tuple[str, Outcome]:
    """AWS refuses to delete the table itself. By then the provider has deleted its replicas that nothing protects."""
    lost = [replica.region for replica in table.replicas if not replica.deletion_protection]
    if not lost:
        return (
            "AWS refuses, because deletion protection is on: the apply fails and the sessions stay",
            Outcome.FAILS_AT_APPLY,
        )
    there = ("the copy in " if len(lost) == 1 else "the copies in ") + " and ".join(lost)
    return (
        (
            f"AWS refuses, because deletion protection is on, but only after the provider has deleted {there}: "
            "the apply fails, and whoever is served there is logged out"
        ),
        Outcome.DATA_LOSS,
    )


def deleted(before: Table, effect: Effect) -> Effect:
    """The removal of a whole table, as far as AWS lets it happen."""
    if effect.outcome != Outcome.DATA_LOSS or not before.deletion_protection:
        return effect
    way = steps(
        f"put `{before.key}` back with `deletion_protection: false`, and deploy",
        "take it out in a later deploy, when its sessions are not needed",
    )
    consequence, outcome = refused_deletion(before)
    hint = f"{effect.hint}\nto delete what is protected:\n{way}"
    return replace(effect, consequence=consequence, outcome=outcome, hint=hint, rejected=True)


def left_behind(before: Table, effect: Effect, *, forgotten: bool) -> Effect:
    """The removal of a table from an environment that moves elsewhere: Terraform no longer finds it to delete it.

    Unless it is not `forgotten` where the table is: the plan of one provider shows nothing, that of another deletes.
    """
    if not forgotten and effect.terraform == Terraform.DELETE:
        message = (
            f"{effect.message} while its environment moves: an AWS provider of 5.x looks for it in the new region and "
            "leaves it behind, and one of 6.x remembers the region that it is in"
        )
        consequence = f"with 6.x {effect.consequence}" if effect.consequence else ""
        return replace(effect, terraform=Terraform.NO_OP, message=message, consequence=consequence)
    return replace(
        effect,
        terraform=Terraform.NO_OP,
        outcome=Outcome.KEPT,
        severity=MEDIUM,
        message=f"`{before.key}` leaves the file while its environment moves",
        consequence=f"`{before.name}` stays in the old place with its sessions, and no state knows it",
        hint="",
    )
