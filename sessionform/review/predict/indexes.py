"""Indexes and replicas before and after to differences. Those that Terraform ignores are seen, and not planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts import provider
from sessionform.facts.aws import Part, Refusal
from sessionform.facts.confidence import Source
from sessionform.facts.provider_calls import UpdateStage
from sessionform.model import is_autoscaled
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Difference, Later, Step
from sessionform.review.predict.pair import TablePair
from sessionform.review.predict.table import index_rebuild, refused_caps
from sessionform.review.predict.throughput import caps, decrease_budget, warm
from sessionform.terraform.blocks import first_block
from sessionform.terraform.table import Arguments

GLOBAL, LOCAL = "global_secondary_indexes", "local_secondary_indexes"

_PROJECTION = ("projection_type", "non_key_attributes")


def index_differences(pair: TablePair) -> Iterator[Difference]:
    """Every difference of the global indexes, and then of the local ones."""
    found = list(_global(pair))
    for difference in found:
        if pair.hides_indexes:
            yield replace(difference, action=Terraform.NO_OP, steps=(), why=provider.IGNORED)
        else:
            yield difference
    yield from _local(pair)


def refused_at_plan(pair: TablePair) -> Refusal | None:
    """The provider is given the new attributes together with the indexes that there were, where these are ignored."""
    if not pair.hides_indexes:
        return None
    declared = {item["name"] for item in pair.new["attribute"]}
    used = {pair.new["hash_key"], pair.new.get("range_key")}
    used |= {item.get("range_key") for item in pair.new.get("local_secondary_index", ())}
    for index in pair.old.get("global_secondary_index", ()):
        used |= {*_key(index, "HASH"), *_key(index, "RANGE")}
    used.discard(None)
    if declared == used:
        return None
    unused, unmatched = sorted(declared - used), sorted(used - declared)
    text = (
        f"all attributes must be indexed. Unused attributes: {unused}"
        if unused
        else f"all indexes must match a defined attribute. Unmatched indexes: {unmatched}"
    )
    return Refusal("Terraform", text, Source(provider.IGNORED.source.page, "run"))


def _by_name(arguments: Arguments, name: str) -> Mapping[str, Arguments]:
    return {item["name"]: item for item in arguments.get(name, ())}


def _global(pair: TablePair) -> Iterator[Difference]:
    before, after = (_by_name(side, "global_secondary_index") for side in (pair.old, pair.new))
    unseen = before and not after and provider.LAST_INDEX.holds(pair.version)
    for name in before.keys() - after.keys():
        setting: Path = (GLOBAL, name)
        if unseen:
            yield Difference(setting, Terraform.NO_OP, why=provider.LAST_INDEX)
        else:
            yield Difference(setting, Terraform.UPDATE, (Step(UpdateStage.INDEX_DELETION, Part.INDEX_DELETION, name),))
    for name, index in after.items():
        if name not in before:
            step = Step(UpdateStage.INDEX_CREATION, Part.INDEX_CREATION, name, refusal=refused_caps(index))
            yield Difference((GLOBAL, name), Terraform.UPDATE, (step,))
        else:
            yield from _changed(pair, name, before[name], index)


def _changed(pair: TablePair, name: str, before: Arguments, after: Arguments) -> Iterator[Difference]:
    setting: Path = (GLOBAL, name)
    rebuilt = False
    uncapped = provider.UNCAPPED_REBUILD.holds(pair.version)
    again = index_rebuild(name, None if uncapped else refused_caps(after))
    later = Later.NEXT_DEPLOY if uncapped and after.get("on_demand_throughput") else None
    for part in _redefined(before, after):
        rebuilt = True
        yield Difference((*setting, part), Terraform.UPDATE, again, later=later)
    for place, change in warm(first_block(before, "warm_throughput"), first_block(after, "warm_throughput"), setting):
        if change == "kept":
            yield Difference(place, Terraform.NO_OP, why=provider.KEPT_WARM)
        elif change == "lowered":
            rebuilt = True
            yield Difference(place, Terraform.UPDATE, again, later=later)
        else:
            yield Difference(place, Terraform.UPDATE, (Step(UpdateStage.INDEX_CREATION, Part.WARM, f"{name} warm"),))
    for difference in (*_capacity(pair, name, before, after), *_index_caps(pair, setting, before, after)):
        yield _built_again(difference, again) if rebuilt and difference.steps else difference


def _built_again(difference: Difference, steps: tuple[Step, ...]) -> Difference:
    """An index that is created again has its capacity from the start, and no cap that it had: none is left to show."""
    later = None if difference.why is provider.CAP_KEPT else difference.later
    return replace(difference, steps=steps, why=None, later=later)


def _redefined(before: Arguments, after: Arguments) -> Iterator[str]:
    """What of an index's definition is another one, by its setting."""
    for part, type_ in (("partition_key", "HASH"), ("sort_key", "RANGE")):
        if _key(before, type_) != _key(after, type_):
            yield part
    if any(_plain(before.get(item)) != _plain(after.get(item)) for item in _PROJECTION):
        yield "projection"


def _key(index: Arguments, type_: str) -> list[str]:
    """The attributes of one part of an index's key, in whichever form they are written."""
    if "key_schema" in index:
        return [item["attribute_name"] for item in index["key_schema"] if item["key_type"] == type_]
    names = (index.get("hash_key" if type_ == "HASH" else "range_key"),)
    return [name for name in names if name is not None]


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def _capacity(pair: TablePair, name: str, before: Arguments, after: Arguments) -> Iterator[Difference]:
    earlier = next(index for index in pair.before.global_secondary_indexes if index.name == name)
    for direction in ("read", "write"):
        argument, setting = f"{direction}_capacity", (GLOBAL, name, "capacity", direction)
        if argument not in after:
            if argument in before:
                yield Difference(setting, Terraform.NO_OP, why=provider.KEPT_CAPACITY)
        elif before.get(argument) != after[argument] or is_autoscaled(earlier.billing, direction):
            budget = decrease_budget(before.get(argument), after[argument])
            yield Difference(setting, Terraform.UPDATE, (Step(UpdateStage.UPDATE, Part.INDEX_CAPACITY, budget=budget),))


def _index_caps(pair: TablePair, setting: Path, before: Arguments, after: Arguments) -> Iterator[Difference]:
    yield from caps(
        pair,
        first_block(before, "on_demand_throughput"),
        first_block(after, "on_demand_throughput"),
        setting,
        Part.INDEX_CAPS,
    )


def _local(pair: TablePair) -> Iterator[Difference]:
    before, after = (_by_name(side, "local_secondary_index") for side in (pair.old, pair.new))
    defined = tuple({item["name"] for item in side["attribute"]} for side in (pair.old, pair.new))
    for name in sorted(before.keys() ^ after.keys()):
        yield Difference((LOCAL, name), Terraform.REPLACE, why=provider.CREATED_ONCE)
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        if old["range_key"] != new["range_key"]:
            redefined = new["range_key"] not in defined[0] or old["range_key"] not in defined[1]
            action = Terraform.UPDATE if redefined else Terraform.NO_OP
            later = Later.EVERY_PLAN if redefined else None
            yield Difference((LOCAL, name, "sort_key"), action, why=provider.LOCAL_INDEXES, later=later)
        if any(_plain(old.get(item)) != _plain(new.get(item)) for item in _PROJECTION):
            yield Difference((LOCAL, name, "projection"), Terraform.NO_OP, why=provider.LOCAL_INDEXES)
