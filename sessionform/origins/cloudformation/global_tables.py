"""A global table as a plain one: CDK's TableV2 always is one, and keeps most settings of the table in the entry of its own
region among the `Replicas`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sessionform.errors import UsageError
from sessionform.origins.cloudformation.tables import HOME
from sessionform.origins.values import Values

_OF_HOME = (
    "ContributorInsightsSpecification",
    "DeletionProtectionEnabled",
    "KinesisStreamSpecification",
    "PointInTimeRecoverySpecification",
    "ResourcePolicy",
    "TableClass",
    "Tags",
)
_OF_TABLE = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalTableWitnesses",
    "KeySchema",
    "LocalSecondaryIndexes",
    "MultiRegionConsistency",
    "TableName",
    "TimeToLiveSpecification",
    "WarmThroughput",
)
_MERGED = (
    "GlobalSecondaryIndexes",
    "Replicas",
    "SSESpecification",
    "StreamSpecification",
    "WriteOnDemandThroughputSettings",
    "WriteProvisionedThroughputSettings",
)


@dataclass(frozen=True, slots=True)
class Autoscaling:
    """Autoscaling that stands within a table: of which side (`read`, `index/NAME/write`), and the settings."""

    key: str
    settings: Values


@dataclass(slots=True)
class Plain:
    """The properties of a plain table, and the autoscaling that was in them."""

    properties: dict[str, Any] = field(default_factory=dict)
    scaling: list[Autoscaling] = field(default_factory=list)


def replica_regions(table: Values) -> list[str]:
    """The regions that the table is in."""
    return [replica.needed("Region") for replica in table.blocks("Replicas")]


def from_global_table(table: Values, region: str) -> Plain:
    """The table as it is in its own region, the other regions being replicas. Raises UsageError where that is in none."""
    replicas = {replica.needed("Region"): replica for replica in table.blocks("Replicas")}
    home = replicas.get(region)
    if home is None:
        there = ", ".join(replicas) or "none"
        raise UsageError(f"{table.where} is not in {region}; its regions are: {there}", "say the stack's: `--region`")
    plain = Plain()
    for owner, names in ((table, _OF_TABLE), (home, _OF_HOME)):
        plain.properties |= {name: owner.inner[name] for name in names if name in owner.inner}
    known = {*_OF_TABLE, *_MERGED}
    plain.properties |= {name: value for name, value in table.inner.items() if name not in known}
    plain.properties |= dict(_capacity(table, home, "", plain.scaling))
    plain.properties["GlobalSecondaryIndexes"] = list(_indexes(table, home, plain.scaling))
    plain.properties["SSESpecification"] = _encryption(table, home)
    plain.properties["StreamSpecification"] = _stream(table, home)
    plain.properties["Replicas"] = [each.inner for name, each in replicas.items() if name != region]
    plain.properties[HOME] = home.inner
    return plain


def _indexes(table: Values, home: Values, scaling: list[Autoscaling]) -> Iterator[dict[str, Any]]:
    here = {index.needed("IndexName"): index for index in home.blocks("GlobalSecondaryIndexes")}
    for index in table.blocks("GlobalSecondaryIndexes"):
        name = index.needed("IndexName")
        own = here.get(name) or Values({}, home.where)
        kept = ("IndexName", "KeySchema", "Projection", "WarmThroughput")
        writes = index if "WriteProvisionedThroughputSettings" in index.inner else table
        merged = Values({**index.inner, **_writes_of(writes)}, index.where)
        insights = {key: own.inner[key] for key in ("ContributorInsightsSpecification",) if key in own.inner}
        yield {
            **{key: index.inner[key] for key in kept if key in index.inner},
            **insights,
            **dict(_capacity(merged, own, f"index/{name}/", scaling)),
        }


def _writes_of(owner: Values) -> dict[str, Any]:
    name = "WriteProvisionedThroughputSettings"
    return {name: owner.inner[name]} if name in owner.inner else {}


def _capacity(
    table: Values, home: Values, prefix: str, scaling: list[Autoscaling]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Capacity and caps: writes are the table's, reads the region's. Autoscaled ones begin at their lower bound."""
    units: dict[str, Any] = {}
    caps: dict[str, Any] = {}
    for owner, word in ((home, "Read"), (table, "Write")):
        settings = owner.block(f"{word}ProvisionedThroughputSettings")
        if settings is not None:
            scaled = settings.block(f"{word}CapacityAutoScalingSettings")
            if scaled is not None:
                scaling.append(Autoscaling(f"{prefix}{word.lower()}", scaled))
                units[f"{word}CapacityUnits"] = scaled.count("SeedCapacity") or scaled.count("MinCapacity")
            else:
                units[f"{word}CapacityUnits"] = settings.count(f"{word}CapacityUnits")
        capped = owner.block(f"{word}OnDemandThroughputSettings")
        if capped is not None:
            caps[f"Max{word}RequestUnits"] = capped.count(f"Max{word}RequestUnits")
    if units:
        yield "ProvisionedThroughput", units
    if caps:
        yield "OnDemandThroughput", caps


def _encryption(table: Values, home: Values) -> dict[str, Any] | None:
    """On or off is the table's, the key the region's."""
    found, key = table.block("SSESpecification"), home.block("SSESpecification")
    if found is None:
        return None
    return {**found.inner, **({"KMSMasterKeyId": key.text("KMSMasterKeyId")} if key is not None else {})}


def _stream(table: Values, home: Values) -> dict[str, Any] | None:
    """The view is the table's, the policy the region's. A table in several regions has a stream, be it written or not;
    a strongly consistent one has it only where it is written.
    """
    found, own = table.block("StreamSpecification"), home.block("ReplicaStreamSpecification")
    if found is None:
        several = len(list(table.blocks("Replicas"))) > 1
        fed_by_it = several and table.text("MultiRegionConsistency") != "STRONG"
        return {"StreamViewType": "NEW_AND_OLD_IMAGES"} if fed_by_it else None
    return {**found.inner, **(own.inner if own is not None else {})}
