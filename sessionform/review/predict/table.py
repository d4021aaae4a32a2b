"""The arguments of a table before and after to differences: what the provider plans for each, and what it sends for it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.facts import aws, how_often, provider
from sessionform.facts.aws import Part, Refusal
from sessionform.facts.limits import DEFAULT_INSIGHTS_MODE, DEFAULT_RECOVERY_DAYS
from sessionform.facts.provider_calls import UpdateStage
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Difference, Step
from sessionform.review.predict.pair import TablePair
from sessionform.review.predict.throughput import billing, table_caps, table_warm
from sessionform.terraform.blocks import first_block
from sessionform.terraform.table import Arguments


def table_differences(pair: TablePair) -> Iterator[Difference]:
    """Every difference of the table itself, but for its indexes and replicas."""
    yield from _fixed(pair)
    yield from _types(pair)
    yield from _tags(pair)
    yield from _plain(pair)
    yield from _stream(pair)
    yield from billing(pair)
    yield from table_caps(pair)
    yield from _encryption(pair)
    yield from _ttl(pair)
    yield from _recovery(pair)
    yield from table_warm(pair)
    yield from _made_once(pair)


def _made_once(pair: TablePair) -> Iterator[Difference]:
    """What counts when the table is created, or for Terraform alone, and is compared all the same."""
    restored = [name for name in {*pair.old, *pair.new} if name.startswith("restore_")]
    if any(pair.old.get(name) != pair.new.get(name) for name in restored):
        if pair.after.restore_from is not None:
            yield Difference(("restore_from",), Terraform.NO_OP, why=provider.RESTORED_ONCE)
        else:
            yield Difference(("restore_from",), Terraform.REPLACE, why=provider.CREATED_ONCE)
    old, new = pair.before.contributor_insights, pair.after.contributor_insights
    if old is not None and new is not None and old != new and provider.insights_mode_stays(old.mode, new.mode):
        same = DEFAULT_INSIGHTS_MODE in (old.mode, new.mode)
        why = provider.INSIGHTS_DEFAULT if same else provider.INSIGHTS_MODE
        yield Difference(("contributor_insights", "mode"), Terraform.NO_OP, why=why)
    if pair.old.get("timeouts") != pair.new.get("timeouts"):
        yield Difference(("timeouts",), Terraform.NO_OP, why=provider.TIMEOUTS)


def _fixed(pair: TablePair) -> Iterator[Difference]:
    """What replaces the table."""
    for argument, setting in (("name", "table_name"), ("hash_key", "partition_key"), ("range_key", "sort_key")):
        if pair.old.get(argument) != pair.new.get(argument):
            yield Difference((setting,), Terraform.REPLACE, why=provider.CREATED_ONCE)


def _types(pair: TablePair) -> Iterator[Difference]:
    """Keys whose attribute is of another type: one difference an attribute, at the first place that uses it."""
    before, after = ({item["name"]: item["type"] for item in side["attribute"]} for side in (pair.old, pair.new))
    changed = {name for name, kind in after.items() if before.get(name, kind) != kind}
    fixed = set(pair.after.key_names)
    fixed |= {index.sort_key.name for index in pair.after.local_secondary_indexes}
    for setting, attribute in pair.after.all_key_uses():
        if attribute.name not in changed:
            continue
        changed.discard(attribute.name)
        place: Path = (*setting, "type")
        if attribute.name not in fixed and provider.INDEX_REBUILT_FOR_TYPE.holds(pair.version):
            steps = tuple(_rebuilt_for(pair, attribute.name))
            yield Difference(place, Terraform.UPDATE, steps, provider.INDEX_REBUILT_FOR_TYPE)
        else:
            yield Difference(place, Terraform.NO_OP, why=provider.KEY_TYPES)


def _rebuilt_for(pair: TablePair, attribute: str) -> Iterator[Step]:
    """Every global index with an attribute in its key, as AWS knows one type for it: those that are there are rebuilt."""
    there = {index.name for index in pair.before.global_secondary_indexes}
    declared = {item["name"]: item for item in pair.new.get("global_secondary_index", ())}
    for index in pair.after.global_secondary_indexes:
        if attribute in (key.name for key in index.key_attributes):
            deletion, creation = index_rebuild(index.name, refused_caps(declared[index.name]))
            yield from (deletion, creation) if index.name in there else (creation,)


def index_rebuild(index: str, refusal: Refusal | None = None) -> tuple[Step, ...]:
    """An index that is deleted and created again; `refusal` is that of its creation."""
    return (
        Step(UpdateStage.INDEX_DELETION, Part.INDEX_DELETION, index),
        Step(UpdateStage.INDEX_CREATION, Part.INDEX_CREATION, index, refusal=refusal),
    )


def refused_caps(index: Arguments) -> Refusal | None:
    """AWS removes a cap with -1, and refuses it for what is new."""
    return aws.CAP_AT_CREATION if -1 in first_block(index, "on_demand_throughput").values() else None


def _tags(pair: TablePair) -> Iterator[Difference]:
    own = (pair.before.tags, pair.after.tags)
    before, after = ({**given, **tags} for given, tags in zip(pair.tags, own, strict=True))
    for key in sorted({*before, *after}):
        moved = (key in own[0]) != (key in own[1]) or own[0].get(key) != own[1].get(key)
        if before.get(key) == after.get(key) and not moved:
            continue
        side = own[1] if key in after else own[0]
        setting: Path = ("tags", key) if key in side else ("environment", "tags", key)
        operation = "" if key in after else "UntagResource"
        steps = (Step(UpdateStage.TAGS, Part.OTHER, "", operation), *_replica_tags(pair, operation))
        yield Difference(setting, Terraform.UPDATE, steps if before.get(key) != after.get(key) else ())


def _replica_tags(pair: TablePair, operation: str) -> Iterator[Step]:
    """Copies in other regions get the table's tags by calls of their own."""
    for replica in pair.new.get("replica", ()):
        if replica["propagate_tags"]:
            yield Step(UpdateStage.REPLICA_TAGS, Part.OTHER, replica["region_name"], operation)


def _plain(pair: TablePair) -> Iterator[Difference]:
    for argument, setting, stage, part, budget in (
        ("table_class", "table_class", UpdateStage.TABLE_CLASS, Part.TABLE_CLASS, how_often.TABLE_CLASS),
        ("deletion_protection_enabled", "deletion_protection", UpdateStage.UPDATE, Part.PROTECTION, None),
    ):
        if pair.old.get(argument) != pair.new.get(argument):
            yield Difference((setting,), Terraform.UPDATE, (Step(stage, part, budget=budget),))


def _stream(pair: TablePair) -> Iterator[Difference]:
    feeds_replicas = pair.old.get("replica") and not pair.before.is_strong
    refusal = aws.STREAM_FEEDS_REPLICAS if feeds_replicas else None
    if pair.old["stream_enabled"] != pair.new["stream_enabled"]:
        yield Difference(("stream",), Terraform.UPDATE, (Step(UpdateStage.UPDATE, Part.STREAM, refusal=refusal),))
    elif pair.old.get("stream_view_type") != pair.new.get("stream_view_type"):
        steps = tuple(Step(UpdateStage.STREAM_CYCLE, Part.STREAM, turn, refusal=refusal) for turn in ("off", "on"))
        yield Difference(("stream",), Terraform.UPDATE, steps)


def _encryption(pair: TablePair) -> Iterator[Difference]:
    before, after = pair.block("server_side_encryption")
    if before == after:
        return
    setting = ("server_side_encryption",)
    if before["enabled"] and after["enabled"] and "kms_key_arn" not in after:
        yield Difference(setting, Terraform.NO_OP, why=provider.KEPT_KEY)
        return
    there, declared = ({item["region_name"] for item in side.get("replica", ())} for side in (pair.old, pair.new))
    part, refusal = Part.ENCRYPTION, None
    if declared and "kms_key_arn" in after:
        part, refusal = Part.KEYS, aws.KEY_WITH_REPLICAS if declared <= there else aws.KEY_OF_NEW_REPLICA
    yield Difference(
        setting, Terraform.UPDATE, (Step(UpdateStage.ENCRYPTION, part, refusal=refusal, budget=how_often.ENCRYPTION),)
    )


def _ttl(pair: TablePair) -> Iterator[Difference]:
    before, after = pair.block("ttl")
    if before == after:
        return
    if not before["enabled"] and not after["enabled"]:
        yield Difference(("ttl",), Terraform.NO_OP, why=provider.TTL_OFF)
        return
    refusal = None
    if before["enabled"] and not after.get("attribute_name"):
        refusal = aws.TTL_WITHOUT_ATTRIBUTE
    elif before["enabled"] and before["attribute_name"] != after["attribute_name"]:
        refusal = aws.TTL_ON_ANOTHER_ATTRIBUTE
    yield Difference(
        ("ttl",), Terraform.UPDATE, (Step(UpdateStage.TTL, Part.OTHER, refusal=refusal, budget=how_often.TTL),)
    )


def _recovery(pair: TablePair) -> Iterator[Difference]:
    before, after = pair.block("point_in_time_recovery")
    if before == after:
        return
    setting, step = ("point_in_time_recovery",), Step(UpdateStage.RECOVERY, Part.OTHER)
    days = "recovery_period_in_days"
    if before["enabled"] != after["enabled"]:
        yield Difference(setting, Terraform.UPDATE, (step,))
    elif days not in after:
        yield Difference((*setting, days), Terraform.NO_OP, why=provider.KEPT_WINDOW)
    elif before.get(days, DEFAULT_RECOVERY_DAYS) == after[days]:
        yield Difference((*setting, days), Terraform.NO_OP, why=provider.DEFAULT_WINDOW)
    else:
        yield Difference((*setting, days), Terraform.UPDATE, (step,))
