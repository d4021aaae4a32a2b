"""Global secondary indexes that are defined otherwise under their names: each is deleted and built again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sessionform.diagnostics import Path
from sessionform.model import Attribute, GlobalIndex, OnDemand, Table
from sessionform.review.effects.effect import GUIDE, HIGH, ChangeKind, Effect, steps
from sessionform.review.effects.index_definition import (
    attributes_text,
    key_text,
    other_key,
    other_projection,
    projection_setting,
)
from sessionform.review.outcome import Outcome, Terraform

ONLINE = f"{GUIDE}/GSI.OnlineOps.html"
REBUILT = (
    "AWS cannot change the definition of an index. Under the one `update` that Terraform shows, the provider first "
    "deletes the index and then rebuilds it from the whole table, which takes minutes to hours. Until it is ACTIVE "
    "every query on it fails."
)
"""Why an index is rebuilt where its definition changes."""

index_key_changed = ChangeKind(
    id="index-key-changed",
    summary="The key of a global secondary index changes",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.INDEX_REBUILD,
    why=REBUILT,
    source=ONLINE,
)
index_projection_changed = ChangeKind(
    id="index-projection-changed",
    summary="The projection of a global secondary index changes",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.INDEX_REBUILD,
    why=REBUILT,
    source=ONLINE,
)

KINDS = (index_key_changed, index_projection_changed)


def redefined(table: Table, before: Mapping[str, GlobalIndex], after: Mapping[str, GlobalIndex]) -> Iterator[Effect]:
    """The indexes of both sides, by their names, whose keys or other attributes differ."""
    for name, index in after.items():
        old = before.get(name)
        if old is None:
            continue
        setting: Path = ("global_secondary_indexes", name)
        until = f"queries on `{name}` fail until it is rebuilt"
        if other_key(old, index):
            part = "partition_key" if _names(old.partition_keys) != _names(index.partition_keys) else "sort_key"
            message = (
                f"the index `{name}` of `{table.key}` gets the key {key_text(index)} (before: {key_text(old)}): {until}"
                f"{_uncapped(index)}"
            )
            way = _beside(name)
            yield index_key_changed.effect((*setting, part), key_text(old), key_text(index), message, way)
        if other_projection(old, index):
            values = projection_setting(old.projection), projection_setting(index.projection)
            message = (
                f"the index `{name}` of `{table.key}` gets another projection ({attributes_text(old)} becomes "
                f"{attributes_text(index)}): it is deleted and rebuilt, and until then queries on it fail{_uncapped(index)}"
            )
            yield index_projection_changed.effect((*setting, "projection"), *values, message, _beside(name))


def _names(attributes: tuple[Attribute, ...]) -> list[str]:
    return [attribute.name for attribute in attributes]


def _uncapped(index: GlobalIndex) -> str:
    """Seen with provider 5.100.0: what it creates in place of an index of the same name has no OnDemandThroughput.

    The source of about 6.30 sends it.
    """
    if not isinstance(index.billing, OnDemand) or index.billing.max_throughput is None:
        return ""
    return "; AWS provider versions before 6.30 rebuild it without its `max_throughput`, which only the next deploy sets again"


def _beside(name: str) -> str:
    return steps(
        f"put `{name}` back as it was, add the new index under another name, and deploy",
        "wait until the new index is ACTIVE (minutes to hours, depending on the size of the table)",
        "move the queries to it",
        f"remove `{name}` from the file, and deploy",
    )
