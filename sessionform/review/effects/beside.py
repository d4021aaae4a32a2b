"""Companions of a table that change because something else does: an index, a name, the environment's tags, the table itself."""

from __future__ import annotations

from collections.abc import Sequence

from sessionform.diagnostics import Path
from sessionform.facts.resource_types import (
    ALARM,
    IAM_POLICY,
    INSIGHTS,
    KINESIS,
    POLICY_ATTACHMENT,
    RESOURCE_POLICY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    STREAM_POLICY,
    TARGET,
)
from sessionform.review.effects.effect import LOW, TERRAFORM, ChangeKind, Effect
from sessionform.review.effects.tags import ENVIRONMENT_TAGS
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.model import Prediction, ResourceChange

companions_follow = ChangeKind(
    id="companions-follow",
    summary="The table's companions change with it",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Alarms, scalable targets, scaling policies, contributor insights, the Kinesis destination and the resource policy "
        "are separate resources. A renamed index deletes and creates those that belong to it, a replaced table replaces what "
        "is bound to it, and the environment's tags update whatever has tags. Between its deletion and its creation, such a "
        "resource does nothing."
    ),
    source=f"{TERRAFORM}/language/meta-arguments/for_each",
)

KINDS = (companions_follow,)

NOUNS = {
    ALARM: "alarms",
    TARGET: "scalable targets",
    SCALING_POLICY: "scaling policies",
    INSIGHTS: "contributor insights",
    KINESIS: "the Kinesis destination",
    RESOURCE_POLICY: "the resource policy",
    STREAM_POLICY: "the resource policy of the stream",
    SCHEDULED_ACTION: "scheduled actions",
    IAM_POLICY: "IAM policies",
    POLICY_ATTACHMENT: "IAM policy attachments",
}
VERBS = {
    Terraform.CREATE: "created",
    Terraform.UPDATE: "updated",
    Terraform.DELETE: "deleted",
    Terraform.REPLACE: "deleted and created again",
}
_MOST = 4
_OF_A_TARGET = (TARGET, SCALING_POLICY, SCHEDULED_ACTION)


def beside_the_table(pair: Pair, prediction: Prediction, effects: Sequence[Effect]) -> list[Effect]:
    """The changes of companions that no effect is about yet: one effect for each type of resource and action."""
    left = [item for item in prediction.beside if item.action is not Terraform.MOVE and not _reported(item, effects)]
    alike: dict[tuple[str, Terraform], list[ResourceChange]] = {}
    for item in left:
        alike.setdefault((item.type, item.action), []).append(item)
    return [_followers(pair, *key, items) for key, items in alike.items()]


def _reported(item: ResourceChange, effects: Sequence[Effect]) -> bool:
    """Whether an effect is about it. What scales by a target is one with the target."""
    types = _OF_A_TARGET if item.type in _OF_A_TARGET else (item.type,)
    for effect in effects:
        type_, _, instance = effect.resource.partition("[")
        if type_ in types and (instance == f'"{item.instance}"]' if instance else effect.terraform is item.action):
            return True
    return False


def _followers(pair: Pair, type_: str, action: Terraform, items: Sequence[ResourceChange]) -> Effect:
    tags = all(item.arguments == ("tags_all",) for item in items)
    verb = "are" if NOUNS[type_].endswith("s") else "is"
    message = f"{NOUNS[type_]} of `{pair.key}` {verb} {VERBS[action]}{_instances(items)}"
    names = sorted(item.instance or type_ for item in items)
    return companions_follow.effect(
        ENVIRONMENT_TAGS if tags else _setting(items),
        None if action is Terraform.CREATE else names,
        None if action is Terraform.DELETE else names,
        f"{message}: the environment's tags change" if tags else message,
        terraform=action,
        resource=f'{type_}["{items[0].instance}"]' if len(items) == 1 and items[0].instance else type_,
    )


def _instances(items: Sequence[ResourceChange]) -> str:
    names = [f"`{item.instance}`" for item in items if item.instance]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f" ({', '.join(names[:_MOST])}{more})" if names else ""


def _setting(items: Sequence[ResourceChange]) -> Path:
    """The index that brings them, where one does; else the table as a whole."""
    for item in items:
        kind, _, rest = item.instance.partition("/")
        if kind == "index" and item.action is Terraform.CREATE:
            return ("global_secondary_indexes", rest.partition("/")[0])
    return ()
