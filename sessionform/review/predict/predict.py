"""Two tables to a prediction, and a table that comes or goes to one: the differences, cut into calls and judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts import aws, how_often
from sessionform.facts.aws import Part, Refusal, refused_together
from sessionform.facts.confidence import Source
from sessionform.facts.provider import WARM_REFUSED
from sessionform.facts.provider_calls import OPERATION, REMOVES_FIRST, UpdateStage
from sessionform.facts.version_constraints import Version
from sessionform.model import Environment, Provisioned, Table
from sessionform.review.outcome import Terraform
from sessionform.review.predict.beside import beside
from sessionform.review.predict.indexes import index_differences, refused_at_plan
from sessionform.review.predict.model import Call, Difference, Prediction, Step
from sessionform.review.predict.pair import TablePair
from sessionform.review.predict.replicas import replica_differences, sends_protection
from sessionform.review.predict.table import table_differences
from sessionform.terraform.table import table_arguments

_PREVENT_DESTROY = Refusal(
    "Terraform",
    "Instance cannot be destroyed: the plan calls for this resource to be destroyed (lifecycle.prevent_destroy)",
    Source("https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle", "run"),
)


def predict(before: tuple[Table, Environment], after: tuple[Table, Environment], version: Version) -> Prediction:
    """What a deploy does to a table that is on both sides, and to its companions, with this provider."""
    tags = dict(before[1].tags), dict(after[1].tags)
    old, new = table_arguments(before[0]), table_arguments(after[0])
    pair = TablePair(old, new, before[0], after[0], tags, version)
    differences = (*table_differences(pair), *index_differences(pair), *replica_differences(pair))
    action = max((item.action for item in differences), key=_rank, default=Terraform.NO_OP)
    if action is Terraform.NO_OP and before[0].key != after[0].key:
        action = Terraform.MOVE
    calls = _replacement(pair) if action is Terraform.REPLACE else update_calls(differences)
    if action is Terraform.REPLACE:  # the new table has nothing that an earlier one left
        differences = tuple(replace(item, later=None) for item in differences)
    refusal = refused_at_plan(pair)
    if action is Terraform.REPLACE and after[0].prevent_destroy:
        refusal = _PREVENT_DESTROY
    lowered = next((item.why for item in differences if item.why is WARM_REFUSED), None)
    if lowered is not None:
        refusal = Refusal("Terraform", lowered.text, lowered.source)
    around = beside(
        before[0], after[0], tags, action, _not_built(pair) if action is not Terraform.REPLACE else frozenset()
    )
    return Prediction(version, action, differences, tuple(calls), around, refusal)


def _not_built(pair: TablePair) -> frozenset[str]:
    """New indexes that Terraform is told to ignore."""
    there, declared = (
        {item["name"] for item in side.get("global_secondary_index", ())} for side in (pair.old, pair.new)
    )
    return frozenset(declared - there) if pair.hides_indexes else frozenset()


def _rank(action: Terraform) -> int:
    return action.rank


def update_calls(differences: Iterable[Difference]) -> list[Call]:
    """The calls of one update, in the provider's order, and whom AWS refuses."""
    found: dict[tuple[UpdateStage, str, int], list[tuple[Step, Path]]] = {}
    for difference in differences:
        for step in difference.steps:
            turn = int(step.operation != REMOVES_FIRST)
            found.setdefault((step.stage, step.about, turn), []).append((step, difference.setting))
    return [_call(stage, about, found[stage, about, turn]) for stage, about, turn in sorted(found)]


def _call(stage: UpdateStage, about: str, steps: list[tuple[Step, Path]]) -> Call:
    own = next((step.refusal for step, _ in steps if step.refusal is not None), None)
    parts = frozenset(step.part for step, _ in steps)
    together = refused_together(parts - {Part.NOTHING}) if stage is UpdateStage.UPDATE else None
    if parts == {Part.NOTHING}:
        own = aws.NOTHING_TO_UPDATE
    certain = [refusal for refusal in (together, own) if refusal is not None and refusal.certain]
    operation = next((step.operation for step, _ in steps if step.operation), OPERATION.get(stage, "UpdateTable"))
    carries = tuple(dict.fromkeys(setting for _, setting in steps))
    budgets = tuple(dict.fromkeys(step.budget for step, _ in steps if step.budget is not None))
    return Call(operation, carries, parts, about, certain[0] if certain else together or own, budgets)


def _replacement(pair: TablePair) -> Iterator[Call]:
    yield from deletion_calls(pair.before)
    yield from creation_calls(pair.after, pair.tags[1])


def deletion_calls(table: Table) -> Iterator[Call]:
    """The calls that delete a table: its replicas go first."""
    arguments = table_arguments(table)
    for replica in arguments.get("replica", ()):
        refusal = aws.PROTECTED if replica.get("deletion_protection_enabled") else None
        yield Call("UpdateTable", (), frozenset({Part.REPLICA}), replica["region_name"], refusal)
    yield Call("DeleteTable", (), refusal=aws.PROTECTED if arguments["deletion_protection_enabled"] else None)


def creation_calls(table: Table, default_tags: Mapping[str, str]) -> Iterator[Call]:
    """The calls that create a table: indexes, stream, encryption, class, protection and tags are in the first.

    Recovery is set in each new replica in any case, and tags are copied there at the end.
    """
    arguments = table_arguments(table)
    holders = [arguments, *arguments.get("global_secondary_index", ())]
    limits = [
        value for holder in holders for block in holder.get("on_demand_throughput", ()) for value in block.values()
    ]
    yield Call(_creates(table), (), refusal=aws.CAP_AT_CREATION if -1 in limits else None)
    if arguments["ttl"][0]["enabled"]:
        yield Call("UpdateTimeToLive", (("ttl",),), budgets=(how_often.TTL,))
    if arguments["point_in_time_recovery"][0]["enabled"]:
        yield Call("UpdateContinuousBackups", (("point_in_time_recovery",),))
    # What autoscales the table is created after it, with all of its replicas.
    refusal = aws.NOT_AUTOSCALED if isinstance(table.billing, Provisioned) else None
    for replica in arguments.get("replica", ()):
        place: Path = ("replicas", replica["region_name"])
        yield Call("UpdateTable", (place,), frozenset({Part.REPLICA}), replica["region_name"], refusal)
        yield Call("UpdateContinuousBackups", (place,), frozenset({Part.OTHER}), f"{replica['region_name']} recovery")
        if sends_protection(replica):
            yield Call("UpdateTable", (place,), frozenset({Part.PROTECTION}), f"{replica['region_name']} protection")
    for replica in arguments.get("replica", ()):
        if replica["propagate_tags"] and (default_tags or table.tags):
            yield Call("TagResource", (("replicas", replica["region_name"]),), frozenset({Part.OTHER}))


def _creates(table: Table) -> str:
    source = table.restore_from
    if source is None:
        return "CreateTable"
    return "RestoreTableToPointInTime" if source.backup_arn is None else "RestoreTableFromBackup"
