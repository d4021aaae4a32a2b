"""The companions of a table that is taken over: those that `companions` names are imported too, the rest is created."""

from __future__ import annotations

from collections.abc import Iterator

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
from sessionform.model import Environment, Table
from sessionform.review.effects.beside import NOUNS
from sessionform.review.effects.effect import (
    HIGH,
    LOW,
    MEDIUM,
    PROVIDER,
    TERRAFORM,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.effects.lifecycle.leaving_hints import removal_entry
from sessionform.review.effects.lifecycle.names_in_use import table_name_in_use
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from sessionform.terraform.companions import companions
from sessionform.terraform.imports import SETTING_OF, imports_of

adopted_companion_created = ChangeKind(
    id="adopted-companion-created",
    summary="A companion of a table that is taken over is created, though AWS may have it already",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "`import_existing` imports the table, and what its `companions` name. Whatever else is declared for it is created: alarms, scalable targets "
        "without tags and insights end up the same where AWS has them, and a resource policy is replaced as a whole. AWS "
        "refuses a scalable target with tags that already exists, a second target tracking policy for the same capacity, and "
        "a Kinesis destination that is already active. By then the table is in the state, and the apply ends in an error. "
        "Scheduled actions are always created: the provider cannot import them."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/31839",
    certain=False,
)

companions_adopted = ChangeKind(
    id="companions-adopted",
    summary="The companions of a table are taken over with it",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Each resource of the settings that `companions` names gets an `import` block of its own. All of them must exist in AWS: one "
        "that is missing fails the whole plan (Cannot import non-existent remote object)."
    ),
    source=f"{TERRAFORM}/language/block/import",
)
adopted_policy_written_again = ChangeKind(
    id="adopted-policy-written-again",
    summary="A resource policy that is taken over is rewritten unchanged",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "After the import of a resource policy the provider plans an update of `confirm_remove_self_resource_access`, which AWS "
        "does not store. The apply writes the same policy once more; nothing changes for anybody."
    ),
    source=f"{PROVIDER}/resources/dynamodb_resource_policy",
)

adopted_replicas_tagged_again = ChangeKind(
    id="adopted-replicas-tagged-again",
    summary="The replicas of a table that is taken over get its tags again",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS does not report whether a replica follows the tags of its table, so after an import the provider assumes that none does: "
        "the plan shows an update of `propagate_tags`, and the apply writes the table's tags to the replicas once more."
    ),
    source=f"{PROVIDER}/resources/dynamodb_table",
)

KINDS = (companions_adopted, adopted_companion_created, adopted_policy_written_again, adopted_replicas_tagged_again)

_LOOK = "check what AWS has before you apply; the plan shows it as new in any case"


def taken_over_beside(table: Table, environment: Environment) -> Iterator[Effect]:
    """What becomes of everything beside an adopted table: taken over with it, or created."""
    wanted = () if table.import_existing is None else table.import_existing.companions
    beside = companions(table)
    adopted = [type_ for type_ in beside if SETTING_OF.get(type_) in wanted]
    if adopted:
        yield _taken_over(table, environment, adopted)
    for type_ in adopted:
        if type_ in _WRITTEN_AGAIN:
            yield adopted_policy_written_again.effect(
                (_WRITTEN_AGAIN[type_],),
                None,
                None,
                f"{NOUNS[type_]} of `{table.key}` is rewritten unchanged: the plan shows one update, and nothing changes",
                resource=type_,
            )
    if _tagged_again(table):
        yield adopted_replicas_tagged_again.effect(
            ("replicas",),
            None,
            None,
            f"the replicas of `{table.key}` get the tags again that they already have: the plan shows one update of the table",
        )
    for type_ in beside:
        if type_ not in adopted:
            yield _created(table, environment, type_)


def not_imported(old: Table, new: Table) -> Effect:
    """A table of the state that gets the name of one that AWS has, and is to import that: Terraform imports nothing."""
    return table_name_in_use.effect(
        ("import_existing",),
        None,
        new.name,
        f"`{new.key}` is in the state as `{old.name}`, so `import_existing` imports nothing: Terraform deletes `{old.name}` and "
        f"then tries to create `{new.name}`, which AWS refuses, because it has a table of that name",
        steps(
            f"remove `{new.key}` from `tables` with {removal_entry(new.key, 'keep')}, and deploy",
            "put it back as it is here, without that entry, and deploy",
        ),
        terraform=Terraform.REPLACE,
    )


def _tagged_again(table: Table) -> bool:
    return any(replica.propagate_tags for replica in table.replicas)


_WRITTEN_AGAIN = {RESOURCE_POLICY: "resource_policy", STREAM_POLICY: "stream_policy"}


def _taken_over(table: Table, environment: Environment, adopted: list[str]) -> Effect:
    number = len(imports_of(table, environment))
    added = sum(
        len(arguments.get("for_each", ("",))) for type_, arguments in companions(table).items() if type_ not in adopted
    )
    changed = len(_WRITTEN_AGAIN.keys() & set(adopted)) + _tagged_again(table)
    nouns = [NOUNS[type_].removeprefix("the ") for type_ in adopted]
    return companions_adopted.effect(
        ("import_existing", "companions"),
        None,
        list(dict.fromkeys(SETTING_OF[type_] for type_ in adopted)),
        f"`{table.key}` is taken over with its companions ({', '.join(nouns)}): the plan says {number} to import, "
        f"{added} to add, {changed} to change",
        "all of them must exist, or the whole plan fails; after the first deploy `import_existing` can be removed",
        resource="",
    )


def _created(table: Table, environment: Environment, type_: str) -> Effect:
    setting, words, existing, severity = _ABOUT[type_]
    if type_ == TARGET and environment.tags:
        existing, severity = "AWS refuses an existing one, because tags are sent with it, and the apply fails", HIGH
    refused = severity is HIGH
    return adopted_companion_created.effect(
        (setting,),
        None,
        None,
        f"`{table.key}` is taken over, and {words} created for it: {existing}",
        _way(table, setting) if refused else _LOOK,
        severity=severity,
        outcome=Outcome.FAILS_AT_APPLY if refused else Outcome.IN_PLACE,
        resource=type_,
    )


_ABOUT: dict[str, tuple[str, str, str, ReviewSeverity]] = {
    TARGET: ("capacity", "scalable targets are", "an existing one is registered again, with the declared limits", LOW),
    SCALING_POLICY: (
        "capacity",
        "scaling policies are",
        "where AWS has a target tracking policy under another name for a capacity, it refuses the second one",
        MEDIUM,
    ),
    INSIGHTS: ("contributor_insights", "contributor insights are", "where they are already on, nothing changes", LOW),
    KINESIS: (
        "kinesis_stream",
        "the Kinesis destination is",
        "AWS refuses it where it is already active, and the apply fails",
        HIGH,
    ),
    RESOURCE_POLICY: ("resource_policy", "the resource policy is", "an existing one is replaced as a whole", MEDIUM),
    STREAM_POLICY: ("stream_policy", "the stream's policy is", "an existing one is replaced as a whole", MEDIUM),
    SCHEDULED_ACTION: ("capacity", "scheduled actions are", "one of the same name is overwritten, others stay", LOW),
    ALARM: ("alarms", "alarms are", "one of the same name is overwritten", LOW),
    IAM_POLICY: (
        "grants",
        "IAM policies are",
        "IAM refuses a name that it already has, and the apply fails",
        MEDIUM,
    ),
    POLICY_ATTACHMENT: ("grants", "IAM policy attachments are", "an existing one stays as it is", LOW),
}
"""By type: the setting, how messages call it, what happens where AWS has it already, and how bad that is."""


def _way(table: Table, setting: str) -> str:
    """How what AWS has is taken over too."""
    wanted = () if table.import_existing is None else table.import_existing.companions
    return f"where AWS already has it, write `import_existing: {{companions: [{', '.join([*wanted, setting])}]}}`"
