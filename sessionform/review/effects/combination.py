"""Changes of one table that meet in one deploy: what prevents a replacement, what it makes moot, what fails halfway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sessionform.model import Table
from sessionform.review.effects import hidden_indexes
from sessionform.review.effects.companions import POLICY
from sessionform.review.effects.effect import (
    CRITICAL,
    LOW,
    MEDIUM,
    PROVIDER_SOURCE,
    TABLE,
    ChangeKind,
    Effect,
    in_a_sentence,
    steps,
)
from sessionform.review.effects.global_indexes import index_added, index_removed
from sessionform.review.effects.hidden_indexes import hidden_by_autoscaling
from sessionform.review.effects.naming import table_renamed
from sessionform.review.effects.protection import deletion_protection_disabled
from sessionform.review.effects.relocation import RELOCATIONS
from sessionform.review.effects.states import backend_changed
from sessionform.review.outcome import Outcome, Terraform

protection_off_with_replacement = ChangeKind(
    id="protection-off-with-replacement",
    summary="Deletion protection goes off in the deploy that replaces the table",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.FAILS_AT_APPLY,
    facts=(
        "A replacement deletes the old table without updating it first, so AWS still protects it and refuses. The apply "
        "fails and nothing is lost. Switching protection off is a deploy of its own."
    ),
    source=PROVIDER_SOURCE,
)
partly_applied = ChangeKind(
    id="partly-applied",
    summary="A change that AWS refuses stands beside changes that come before it",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    facts=(
        "Under one `update` the provider works in a fixed order: index deletions, table class, stream, billing and "
        "protection, index creations, encryption, TTL, replicas. When AWS refuses one of them, those before it are done "
        "and those after it are not."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (protection_off_with_replacement, partly_applied, hidden_by_autoscaling)

REFUSED_BY_TERRAFORM = (
    "Terraform refuses to plan it (`prevent_destroy`), so nothing of this deploy happens and the sessions stay"
)

ORDER = (
    "global_secondary_indexes",
    "table_class",
    "stream",
    "billing_mode",
    "deletion_protection",
    "server_side_encryption",
    "ttl",
    "replicas",
)
"""The settings in the order in which the provider applies them; index creations come later, but never after TTL."""

SLOW_OR_DESTRUCTIVE: tuple[Outcome, ...] = (Outcome.INDEX_REBUILD, Outcome.NEW_STREAM)


def together(before: Table, after: Table, effects: list[Effect]) -> list[Effect]:
    """What the effects on one table come to when they are applied at once."""
    moved = next((effect for effect in effects if effect.kind is backend_changed), None)
    if moved is not None:  # the state is to be migrated: then this prevents nothing else, and hides nothing
        others = [effect for effect in effects if effect is not moved]
        return [_found_again(after, moved), *together(before, after, others)]
    for effect in effects:
        if effect.kind in RELOCATIONS and effect.terraform != Terraform.REPLACE:
            return [effect, *_moot(after, (item for item in effects if item is not effect), effect)]
    replacing = [effect for effect in effects if effect.resource == TABLE and effect.terraform == Terraform.REPLACE]
    if replacing:
        return _replaced(before, after, effects, replacing)
    effects = _hidden(before, after, effects)
    return effects + list(_halfway(after, effects))


def deleted(before: Table, effect: Effect) -> Effect:
    """The removal of a whole table, as far as AWS lets it happen."""
    if effect.outcome != Outcome.DATA_LOSS or not before.deletion_protection:
        return effect
    way = steps(
        f"put `{before.key}` back with `deletion_protection: false`, and deploy",
        "take it out in a later deploy, when its sessions are not needed",
    )
    return replace(_refused_by_aws(before)(effect), hint=f"{effect.hint}\nto delete what is protected:\n{way}")


def left_behind(before: Table, effect: Effect, *, forgotten: bool) -> Effect:
    """The removal of a table from an environment that moves elsewhere: Terraform no longer finds it to delete it.

    Unless it is not `forgotten` where the table is: the plan of one provider shows nothing, that of another deletes.
    """
    if not forgotten and effect.terraform == Terraform.DELETE:
        message = f"{effect.message}, and an AWS provider of 6.x, unlike 5.x, remembers the region that it is in"
        return replace(effect, terraform=Terraform.NO_OP, message=message)
    return replace(
        effect,
        terraform=Terraform.NO_OP,
        outcome=Outcome.KEPT,
        severity=MEDIUM,
        message=f"`{before.key}` leaves the file while its environment moves",
        consequence=f"`{before.name}` stays in the old place with its sessions, and no state knows it",
        hint="",
    )


def _found_again(after: Table, moved: Effect) -> Effect:
    """A state that moves, for one table: where Terraform imports it, it is found even from an empty state."""
    if not after.import_existing:
        return moved
    message = f"the state of `{after.environment}` moves; an empty one takes `{after.key}` in by `import_existing`"
    return replace(moved, severity=LOW, outcome=Outcome.NONE, message=message)


def _replaced(before: Table, after: Table, effects: list[Effect], replacing: list[Effect]) -> list[Effect]:
    others = [_with_its_table(before, after, effect) for effect in effects if effect not in replacing]
    refused: Callable[[Effect], Effect] | None = None
    stopped: list[Effect] = []
    if after.prevent_destroy:
        refused = _refusal(REFUSED_BY_TERRAFORM)
    elif hidden_indexes.cannot_be_planned(before, after):
        refused = _refusal(hidden_indexes.REFUSED)
        indexes = hidden_indexes.concerned(others)
        others = [effect for effect in others if effect not in indexes]
        stopped = [replace(effect, terraform=Terraform.REPLACE) for effect in hidden_indexes.refused(after, indexes)]
    elif before.deletion_protection:
        refused = _refused_by_aws(before)
    if refused is None:
        return [*replacing, *_moot(after, others, replacing[0])]
    if before.deletion_protection and not after.deletion_protection:
        others = [effect for effect in others if effect.kind is not deletion_protection_disabled]
        stopped.append(_protection_off(after))
    return [*map(refused, replacing), *stopped, *_moot(after, others, refused(replacing[0]), fails=True)]


def _with_its_table(before: Table, after: Table, effect: Effect) -> Effect:
    """What stands beside a table is replaced with it where it is bound to the table's name, or to its ARN."""
    bound = before.name != after.name or effect.resource == POLICY
    follows = effect.resource != TABLE and effect.terraform == Terraform.UPDATE and bound
    return replace(effect, terraform=Terraform.REPLACE) if follows else effect


def _hidden(before: Table, after: Table, effects: list[Effect]) -> list[Effect]:
    """Changes of indexes that Terraform is told to ignore, because autoscaling moves the capacity of one of them."""
    indexes = hidden_indexes.concerned(effects)
    if not indexes or not hidden_indexes.are_hidden(after):
        return effects
    others = [effect for effect in effects if effect not in indexes]
    if hidden_indexes.cannot_be_planned(before, after):
        return others + hidden_indexes.refused(after, indexes)
    return others + hidden_indexes.ignored(after, indexes)


def _refusal(consequence: str, outcome: Outcome = Outcome.FAILS_AT_APPLY) -> Callable[[Effect], Effect]:
    return lambda effect: replace(effect, outcome=outcome, consequence=consequence)


def _refused_by_aws(table: Table) -> Callable[[Effect], Effect]:
    """AWS refuses to delete the table itself. By then the provider has deleted its replicas that nothing protects."""
    lost = [replica.region for replica in table.replicas if not replica.deletion_protection]
    if not lost:
        return _refusal("AWS refuses, because deletion protection is on: the apply fails and the sessions stay")
    there = ("the copy in " if len(lost) == 1 else "the copies in ") + " and ".join(lost)
    return _refusal(
        f"AWS refuses, because deletion protection is on, but only after the provider has deleted {there}: "
        "the apply fails, and whoever is served there is logged out",
        Outcome.DATA_LOSS,
    )


def _moot(table: Table, effects: Iterable[Effect], cause: Effect, *, fails: bool = False) -> Iterator[Effect]:
    """The other effects on a table that is made anew: the new table has their settings from its first moment."""
    for effect in effects:
        if effect.resource != TABLE or effect.kind is table_renamed:
            yield effect
            continue
        yield replace(
            effect,
            terraform=cause.terraform,
            outcome=Outcome.FAILS_AT_APPLY if fails else Outcome.CREATE,
            severity=min(effect.severity, LOW),
            message=(
                f"`{table.key}` does not get this, because the apply fails before: "
                if fails
                else f"`{table.key}` has this from its first moment, as it is made anew: "
            )
            + in_a_sentence(effect.kind.summary),
            hint="",
            consequence="",
        )


def _protection_off(table: Table) -> Effect:
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


def _halfway(table: Table, effects: list[Effect]) -> Iterator[Effect]:
    """A refused change with slow or destructive ones before it in the provider's order."""
    for failing in effects:
        if failing.terraform != Terraform.UPDATE or failing.outcome not in (
            Outcome.FAILS_AT_APPLY,
            Outcome.NEEDS_SEVERAL_DEPLOYS,
        ):
            continue
        done = [effect for effect in effects if effect is not failing and _comes_before(effect, failing)]
        if done:
            first = ", ".join(dict.fromkeys(f"`{'.'.join(map(str, effect.setting[:2]))}`" for effect in done))
            yield partly_applied.effect(
                failing.setting,
                failing.before,
                failing.after,
                f"this deploy of `{table.key}` stops halfway: {first} is done first, then AWS refuses the change of "
                f"`{failing.setting[0]}`",
                f"deploy the change of `{failing.setting[0]}` by itself, in the steps given there, and the rest after "
                "it",
            )


def _comes_before(effect: Effect, failing: Effect) -> bool:
    weighty = effect.outcome in SLOW_OR_DESTRUCTIVE or effect.kind in (index_removed, index_added)
    return effect.resource == TABLE and weighty and _rank(effect) < _rank(failing)


def _rank(effect: Effect) -> int:
    name = effect.setting[0]
    return ORDER.index(name) if name in ORDER else len(ORDER)
