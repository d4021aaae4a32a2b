"""The tables of a template, in the attributes of the AWS provider: one shape for all of them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html,
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html and
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.facts.limits import MANAGED_KEY
from sessionform.origins.values import Values

_KNOWN = frozenset(
    """
    AttributeDefinitions BillingMode ContributorInsightsSpecification DeletionProtectionEnabled GlobalSecondaryIndexes
    ImportSourceSpecification KeySchema KinesisStreamSpecification LocalSecondaryIndexes OnDemandThroughput
    PointInTimeRecoverySpecification ProvisionedThroughput ResourcePolicy SSESpecification StreamSpecification TableClass
    TableName Tags TimeToLiveSpecification WarmThroughput
    MultiRegionConsistency GlobalTableWitnesses Replicas
    """.split()
)
"""Properties of a table, and three of a global table, that are understood."""

HOME = "_home"
"""Where a global table that became a plain one keeps the entry of its own region."""

_KEY_TYPES = {"String": "S", "Number": "N", "Binary": "B"}


def table_attributes(table: Values, name: str, arn: str, unclear: list[str]) -> dict[str, Any]:
    """The attributes of the table. What a template says and they cannot goes to `unclear`."""
    unclear += [f"`{key}`, which is not understood" for key in table.inner if key not in (*_KNOWN, HOME)]
    stream = table.block("StreamSpecification")
    view = stream.text("StreamViewType") if stream is not None else None
    tags = tags_of(table)
    return {
        "name": name,
        "arn": arn,
        "attribute": [
            {"name": item.needed("AttributeName"), "type": item.needed("AttributeType")}
            for item in table.blocks("AttributeDefinitions")
        ],
        "billing_mode": table.text("BillingMode") or "PROVISIONED",
        **_keys(table),
        **_throughput(table),
        "global_secondary_index": [_index(item) for item in table.blocks("GlobalSecondaryIndexes")],
        "local_secondary_index": [_local(item) for item in table.blocks("LocalSecondaryIndexes")],
        "stream_enabled": view is not None,
        "stream_view_type": view,
        "ttl": _ttl(table),
        "point_in_time_recovery": _recovery(table),
        "server_side_encryption": _encryption(table, arn, unclear),
        "table_class": table.text("TableClass"),
        "deletion_protection_enabled": table.flag("DeletionProtectionEnabled"),
        "tags": tags,
        "replica": [_replica(item, table, tags, unclear) for item in table.blocks("Replicas")],
        "global_table_witness": [
            {"region_name": item.needed("Region")} for item in table.blocks("GlobalTableWitnesses")
        ],
    }


def _keys(owner: Values) -> dict[str, str | None]:
    names = {item.needed("KeyType"): item.needed("AttributeName") for item in owner.blocks("KeySchema")}
    return {"hash_key": names.get("HASH"), "range_key": names.get("RANGE")}


def _throughput(owner: Values) -> dict[str, Any]:
    provisioned, caps = owner.block("ProvisionedThroughput"), owner.block("OnDemandThroughput")
    warm = owner.block("WarmThroughput")
    found: dict[str, Any] = {}
    if provisioned is not None:
        found["read_capacity"] = provisioned.count("ReadCapacityUnits")
        found["write_capacity"] = provisioned.count("WriteCapacityUnits")
    if caps is not None:
        found["on_demand_throughput"] = {
            "max_read_request_units": caps.count("MaxReadRequestUnits"),
            "max_write_request_units": caps.count("MaxWriteRequestUnits"),
        }
    if warm is not None:
        found["warm_throughput"] = {
            "read_units_per_second": warm.count("ReadUnitsPerSecond"),
            "write_units_per_second": warm.count("WriteUnitsPerSecond"),
        }
    return found


def _index(index: Values) -> dict[str, Any]:
    schema = [
        {"attribute_name": item.needed("AttributeName"), "key_type": item.needed("KeyType")}
        for item in index.blocks("KeySchema")
    ]
    return {"name": index.needed("IndexName"), "key_schema": schema, **_projection(index), **_throughput(index)}


def _local(index: Values) -> dict[str, Any]:
    return {"name": index.needed("IndexName"), **_keys(index), **_projection(index)}


def _projection(index: Values) -> dict[str, Any]:
    projection = index.block("Projection")
    if projection is None:
        return {}
    return {
        "projection_type": projection.text("ProjectionType"),
        "non_key_attributes": projection.texts("NonKeyAttributes"),
    }


def _ttl(table: Values) -> dict[str, Any] | None:
    ttl = table.block("TimeToLiveSpecification")
    return {"attribute_name": ttl.text("AttributeName"), "enabled": ttl.flag("Enabled")} if ttl is not None else None


def _recovery(table: Values) -> dict[str, Any]:
    found = table.block("PointInTimeRecoverySpecification")
    if found is None:
        return {"enabled": False}
    return {
        "enabled": found.flag("PointInTimeRecoveryEnabled"),
        "recovery_period_in_days": found.count("RecoveryPeriodInDays"),
    }


def _encryption(table: Values, arn: str, unclear: list[str]) -> dict[str, Any] | None:
    found = table.block("SSESpecification")
    if found is None or not found.flag("SSEEnabled"):
        return None
    return {"enabled": True, "kms_key_arn": _key_arn(found.text("KMSMasterKeyId"), arn, unclear)}


def _key_arn(key: str | None, arn: str, unclear: list[str]) -> str | None:
    """The ARN of a key that may be given by its id; None for AWS's own."""
    if key is None or key == MANAGED_KEY or key.startswith("arn:"):
        return None if key == MANAGED_KEY else key
    partition, _, region, account = arn.split(":")[1:5]
    if "/" in key or not account:
        unclear.append(f"the KMS key `{key}`, whose ARN is not in the template")
        return None
    return f"arn:{partition}:kms:{region}:{account}:key/{key}"


def tags_of(owner: Values) -> dict[str, str]:
    """The tags, which SAM gives as a mapping and CloudFormation as a list. One whose value is not known is not there."""
    if isinstance(owner.inner.get("Tags"), dict):
        return owner.mapping("Tags")
    return {item.needed("Key"): item.text("Value") or "" for item in owner.blocks("Tags") if "Value" in item.inner}


_REPLICA = ("Region", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification", "Tags")
_SAME = ("TableClass", "ReadProvisionedThroughputSettings", "ReadOnDemandThroughputSettings", "GlobalSecondaryIndexes")


def _replica(replica: Values, table: Values, tags: dict[str, str], unclear: list[str]) -> dict[str, Any]:
    """A copy in another region. What the language has for the table alone is said where a copy has it otherwise."""
    region = replica.needed("Region")
    for key, value in replica.inner.items():
        if key not in _REPLICA and not (key in _SAME and value == table.inner.get(HOME, {}).get(key)) and value:
            unclear.append(f"`{key}` of the replica in {region}")
    own, recovery = tags_of(replica), replica.block("PointInTimeRecoverySpecification")
    if own and own != tags:
        unclear.append(f"the replica in {region} has tags of its own")
    encryption = replica.block("SSESpecification")
    return {
        "region_name": region,
        "kms_key_arn": encryption.text("KMSMasterKeyId") if encryption is not None else None,
        "point_in_time_recovery": recovery is not None and recovery.flag("PointInTimeRecoveryEnabled"),
        "deletion_protection_enabled": replica.flag("DeletionProtectionEnabled"),
        "propagate_tags": own == tags,
        "consistency_mode": table.text("MultiRegionConsistency"),
    }


def from_simple_table(table: Values, shared: dict[str, Any]) -> dict[str, Any]:
    """The properties of a plain table for SAM's; `shared` are those of its `Globals`."""
    properties = Values({**shared, **table.inner}, table.where)
    key = properties.block("PrimaryKey")
    name = (key.text("Name") if key is not None else None) or "id"
    type_ = (key.text("Type") if key is not None else None) or "String"
    kept = {item: value for item, value in properties.inner.items() if item != "PrimaryKey"}
    return {
        **kept,
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": _KEY_TYPES.get(type_, type_)}],
        "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
        "BillingMode": "PROVISIONED" if kept.get("ProvisionedThroughput") else "PAY_PER_REQUEST",
    }


def has_own_kms_key(table: Values) -> bool:
    """Whether the template names a customer's key."""
    found = table.block("SSESpecification")
    return found is not None and found.text("KMSMasterKeyId") not in (None, MANAGED_KEY)


def index_names(table: Values) -> Iterator[tuple[str, Values]]:
    """The global indexes by name."""
    for index in table.blocks("GlobalSecondaryIndexes"):
        yield index.needed("IndexName"), index
