"""Global secondary indexes. Terraform shows one `update` of the table, whether an index is built, dropped or both."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import GlobalIndex, OnDemand, Table
from sessionform.review.effects import redefined_indexes
from sessionform.review.effects.effect import (
    HIGH,
    LOW,
    MEDIUM,
    PROVIDER_SOURCE,
    STAGED,
    ChangeKind,
    Effect,
    deploys,
    steps,
)
from sessionform.review.effects.index_definition import definition, key_text
from sessionform.review.effects.redefined_indexes import ONLINE, REBUILT, redefined
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

index_added = ChangeKind(
    id="index-added",
    summary="A global secondary index is added",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The index is built while the table stays online, and its write units are charged. Queries on it fail until it is "
        "ACTIVE, which took 8 to 17 minutes for an empty table and usually takes hours for a large one; with replicas it is "
        "built in every region. Until then AWS refuses to delete the table, so nothing can replace it either. With provisioned "
        "capacity, an index with too few write units throttles the writes of the table itself. In a provisioned table with "
        "replicas, AWS scales the writes of the new index by itself, from 1 to 10 units in each region, until the declared "
        "autoscaling is applied, which comes after the index."
    ),
    source=ONLINE,
)
index_removed = ChangeKind(
    id="index-removed",
    summary="A global secondary index is deleted",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS deletes the index at once, while the table stays online; queries on it fail from then on. The items stay. Deletion "
        "protection of the table does not prevent it."
    ),
    source=ONLINE,
)
index_renamed = ChangeKind(
    id="index-renamed",
    summary="A global secondary index is renamed",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.INDEX_REBUILD,
    why=REBUILT,
    source=ONLINE,
)
several_indexes_built = ChangeKind(
    id="several-indexes-built",
    summary="Several global secondary indexes are built in one deploy",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.INDEX_REBUILD,
    why=(
        "AWS builds one index of a table at a time, and the provider waits for each. The stack allows an hour for each "
        "index of the table; after that the apply fails with some of them built."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (
    index_added,
    index_removed,
    index_renamed,
    *redefined_indexes.KINDS,
    several_indexes_built,
)


def global_indexes(pair: Pair) -> Iterator[Effect]:
    """Indexes that are added, deleted or changed. Capacity and key types are compared elsewhere."""
    old, new = pair.tables
    before = {index.name: index for index in old.global_secondary_indexes}
    after = {index.name: index for index in new.global_secondary_indexes}
    added = [index for name, index in after.items() if name not in before]
    removed = [index for name, index in before.items() if name not in after]
    effects = list(redefined(new, before, after))
    built = len(added) + len({effect.setting[1] for effect in effects})
    for gone in removed:
        successor = next((index for index in added if definition(index) == definition(gone)), None)
        if successor is None:
            effects.append(_removed(new, gone))
        else:
            added.remove(successor)
            effects.append(_renamed(new, gone, successor))
    effects += [_added(new, index) for index in added]
    yield from effects
    if built > 1:
        yield _several(new, built)


def _added(table: Table, index: GlobalIndex) -> Effect:
    return index_added.effect(
        ("global_secondary_indexes", index.name),
        None,
        key_text(index),
        f"the index `{index.name}` of `{table.key}` is built while the table stays online{_everywhere(table)}, which takes at least "
        "a few minutes; queries on it fail until it is ACTIVE",
        "release the code that queries it only after that" + _enough(index),
    )


def _everywhere(table: Table) -> str:
    """The other regions in which an index of a table with replicas is built."""
    return "".join(f", and in {replica.region}" for replica in table.replicas)


def _enough(index: GlobalIndex) -> str:
    if isinstance(index.billing, OnDemand):
        return ""
    return "; give it enough write units for the build too: with too few, log-ins are throttled as well"


def _removed(table: Table, index: GlobalIndex) -> Effect:
    return index_removed.effect(
        ("global_secondary_indexes", index.name),
        key_text(index),
        None,
        f"the index `{index.name}` of `{table.key}` is deleted: queries on `{index.name}` fail at once",
        steps(
            "release the application without queries on it",
            "check that its ConsumedReadCapacityUnits are zero for a day",
            "deploy",
        ),
    )


def _renamed(table: Table, old: GlobalIndex, new: GlobalIndex) -> Effect:
    return index_renamed.effect(
        ("global_secondary_indexes", new.name),
        old.name,
        new.name,
        f"the index `{old.name}` of `{table.key}` becomes `{new.name}`: AWS cannot rename an index, so the old one is deleted "
        f"first, and queries on either fail until `{new.name}` is built",
        deploys(
            f"keep `{old.name}` and add `{new.name}` next to it, and deploy",
            f"wait until `{new.name}` is ACTIVE (minutes to hours, depending on the size of the table)",
            "move the queries to it",
            f"remove `{old.name}` from the file, and deploy",
        ),
        former=("global_secondary_indexes", old.name),
    )


def _several(table: Table, built: int) -> Effect:
    return several_indexes_built.effect(
        ("global_secondary_indexes",),
        None,
        built,
        f"{built} indexes of `{table.key}` are built in one deploy, one after the other: if that takes too long, "
        "the apply fails halfway",
        f"on a large table, build one index per deploy; {STAGED}",
    )


HANDLERS = {"global_secondary_indexes": global_indexes}
