"""Changes that meet in one call: what AWS rejects of them, what is done before it, and the deploys that it takes instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sessionform.facts.aws import Part, Refusal
from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, HIGH, PROVIDER_SOURCE, ChangeKind, Effect, named
from sessionform.review.effects.meeting.cut import several_deploys
from sessionform.review.effects.meeting.prevented import way
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call, Prediction

changes_refused_together = ChangeKind(
    id="changes-refused-together",
    summary="AWS rejects these changes of one table in one deploy",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "The provider sends the changes of deletion protection, stream, on-demand caps, capacity and billing mode of one "
        "table, with the capacity and caps of its indexes, as one `UpdateTable`. AWS rejects nearly every combination: "
        "deletion protection goes alone, caps go only with a billing mode, and the stream does not go with capacity. "
        "AWS accepts on-demand with the stream or with caps, and a billing mode with its capacities. Nothing in a "
        "rejected call is applied, nor anything that comes after it in the update."
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
        "The provider sends these changes as one `UpdateTable`, and whether AWS accepts them together is untested. One "
        "deploy for each is safe."
    ),
    source="https://github.com/aws-controllers-k8s/dynamodb-controller/tree/main/docs/api-quirks",
)
partly_applied = ChangeKind(
    id="partly-applied",
    summary="AWS rejects a change after others of the same deploy are applied",
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

KINDS = (changes_refused_together, changes_untried_together, partly_applied)


def refused_together_effect(table: Table, call: Call, refusal: Refusal, undone: Sequence[Call]) -> Effect:
    """One `UpdateTable` that holds what AWS does not take at once, with the deploys that it takes instead.

    These may not all be taken on one day: how often AWS takes what is in them is said too.
    """
    after = f"; {listed(undone)} is not reached" if undone else ""
    return changes_refused_together.effect(
        call.carries[0],
        None,
        None,
        f"AWS rejects the update of `{table.key}`: {named(call.carries)} are sent as one UpdateTable, and AWS answers "
        f"“{refusal.text}”{after}",
        "\n".join([several_deploys(call), *_budgets([call, *undone])]),
    )


def untried_effect(table: Table, call: Call, refusal: Refusal) -> Effect:
    """One `UpdateTable` of which nobody knows whether AWS takes it."""
    return changes_untried_together.effect(
        call.carries[0],
        None,
        None,
        f"AWS may reject the update of `{table.key}`: {named(call.carries)} are sent as one UpdateTable; {refusal.text}",
        several_deploys(call),
    )


def partly_applied_effect(table: Table, prediction: Prediction, call: Call) -> Effect:
    """What is done before the call that AWS refuses."""
    setting = call.carries[0] if call.carries else ()
    what = named(call.carries)
    who = "the provider gives up on" if call.refusal is not None and call.refusal.by != "AWS" else "AWS rejects"
    apart = ("multi_region_consistency",) not in call.carries and not way(call.refusal, setting)
    by_itself = f"deploy the change of {what} by itself, in the steps given there, and the rest after it"
    return partly_applied.effect(
        setting,
        None,
        None,
        f"this deploy of `{table.key}` stops halfway, with {listed(prediction.done)} already applied: {who} the change of {what}",
        "\n".join(
            [
                by_itself if apart else f"follow the steps given for the change of {what}",
                *(
                    f"{words}: what has been applied counts, and so does undoing it"
                    for words in _budgets(prediction.done)
                ),
            ]
        ),
    )


def _budgets(calls: Iterable[Call]) -> list[str]:
    """How often AWS takes what is in the calls, each once."""
    return list(dict.fromkeys(f"AWS accepts {budget.words}" for call in calls for budget in call.budgets))


def listed(calls: Sequence[Call]) -> str:
    """Calls as people read them: `UpdateTable` (`table_class`), `UpdateTimeToLive` (`ttl`)."""
    return ", ".join(f"{call.operation} ({_about(call)})" for call in calls)


def _about(call: Call) -> str:
    if Part.REPLICA in call.parts and call.about.startswith("1 "):
        return f"deletes the replica in {call.about.removeprefix('1 ')}"
    verbs = {Part.INDEX_DELETION: "deletes ", Part.INDEX_CREATION: "creates "}
    verb = next((verbs[part] for part in verbs if part in call.parts), "")
    return f"{verb}`{call.about}`" if verb else named(call.carries)
