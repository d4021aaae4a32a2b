"""Attributes of the AWS provider's resources in the shapes of AWS's own answers. Terraform's states have them, and
Pulumi's exports under other spellings.

What the attributes mean: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.errors import UsageError
from sessionform.live.description import Answer, ReplicaDescription
from sessionform.origins.values import HINT, Values

_KNOWN = frozenset(
    """
    arn attribute billing_mode deletion_protection_enabled global_secondary_index global_table_witness hash_key id
    import_table local_secondary_index name on_demand_throughput point_in_time_recovery range_key read_capacity region
    replica restore_backup_arn restore_date_time restore_source_name restore_source_table_arn restore_to_latest_time
    server_side_encryption stream_arn stream_enabled stream_label stream_view_type table_class tags tags_all timeouts ttl
    warm_throughput write_capacity
    """.split()
)


def not_understood(table: Values, known: frozenset[str] = _KNOWN) -> list[str]:
    """Attributes that say something and are not known here."""
    return [
        f"`{name}`, which is not understood"
        for name, value in table.inner.items()
        if name not in known and value not in (None, "", False, 0, [], {})
    ]


def described(table: Values) -> Answer:
    """DescribeTable's answer for the attributes of an `aws_dynamodb_table`."""
    on_demand = table.text("billing_mode") == "PAY_PER_REQUEST"
    types = {item.needed("name"): item.needed("type") for item in table.blocks("attribute")}
    streams = table.flag("stream_enabled")
    strong = any(each.text("consistency_mode") == "STRONG" for each in table.blocks("replica"))
    witness = table.block("global_table_witness")
    indexes = [_index(item, types, on_demand) for item in table.blocks("global_secondary_index")]
    local = [_local_index(item, table.needed("hash_key")) for item in table.blocks("local_secondary_index")]
    schema = _key_schema(table.needed("hash_key"), table.text("range_key"))
    for key in {key["AttributeName"] for keys in (schema, *_schemas(indexes), *_schemas(local)) for key in keys}:
        if key not in types:
            raise UsageError(f"{table.where}: the type of the key attribute `{key}` is not in it", HINT)
    answer: dict[str, Any] = {
        "TableName": table.needed("name"),
        "TableArn": table.needed("arn"),
        "TableStatus": "ACTIVE",
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST" if on_demand else "PROVISIONED"},
        "KeySchema": schema,
        **_throughput(table, on_demand),
        "GlobalSecondaryIndexes": indexes,
        "LocalSecondaryIndexes": local,
        "StreamSpecification": {"StreamEnabled": streams, "StreamViewType": table.text("stream_view_type")},
        "LatestStreamArn": table.text("stream_arn") if streams else None,
        "LatestStreamLabel": table.text("stream_label") if streams else None,
        "SSEDescription": _encryption(table),
        "TableClassSummary": {"TableClass": table.text("table_class") or "STANDARD"},
        "DeletionProtectionEnabled": table.flag("deletion_protection_enabled"),
        "Replicas": [
            {"RegionName": each.needed("region_name"), "KMSMasterKeyId": each.text("kms_key_arn")}
            for each in table.blocks("replica")
        ],
        "MultiRegionConsistency": "STRONG" if strong else None,
        "GlobalTableWitnesses": [{"RegionName": witness.needed("region_name")}] if witness is not None else [],
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": type_} for name, type_ in types.items()],
    }
    return {name: value for name, value in answer.items() if value is not None}


def _schemas(indexes: list[Answer]) -> list[list[Answer]]:
    return [index["KeySchema"] for index in indexes]


def _key_schema(partition: str, sort: str | None) -> list[Answer]:
    schema = [{"AttributeName": partition, "KeyType": "HASH"}]
    return schema if sort is None else [*schema, {"AttributeName": sort, "KeyType": "RANGE"}]


def _index(index: Values, types: dict[str, str], on_demand: bool) -> Answer:
    schema = [
        {"AttributeName": item.needed("attribute_name"), "KeyType": item.needed("key_type")}
        for item in index.blocks("key_schema")
    ]
    types.update(
        {
            item.needed("attribute_name"): item.needed("attribute_type")
            for item in index.blocks("key_schema")
            if item.text("attribute_type") is not None
        }
    )
    return {
        "IndexName": index.needed("name"),
        "KeySchema": schema or _key_schema(index.needed("hash_key"), index.text("range_key")),
        "Projection": _projection(index),
        **_throughput(index, on_demand),
    }


def _local_index(index: Values, partition: str) -> Answer:
    schema = _key_schema(partition, index.needed("range_key"))
    return {"IndexName": index.needed("name"), "KeySchema": schema, "Projection": _projection(index)}


def _projection(index: Values) -> Answer:
    return {
        "ProjectionType": index.text("projection_type") or "ALL",
        "NonKeyAttributes": index.texts("non_key_attributes"),
    }


def _throughput(owner: Values, on_demand: bool) -> Answer:
    """Capacity, caps and warm throughput. A cap of 0 is one that was not given."""
    caps, warm = owner.block("on_demand_throughput"), owner.block("warm_throughput")
    found: Answer = {}
    if not on_demand:
        units = {"ReadCapacityUnits": owner.count("read_capacity"), "WriteCapacityUnits": owner.count("write_capacity")}
        found["ProvisionedThroughput"] = {name: number or 0 for name, number in units.items()}
    if caps is not None:
        found["OnDemandThroughput"] = {
            "MaxReadRequestUnits": caps.count("max_read_request_units") or None,
            "MaxWriteRequestUnits": caps.count("max_write_request_units") or None,
        }
    if warm is not None:
        found["WarmThroughput"] = {
            "ReadUnitsPerSecond": warm.count("read_units_per_second") or 0,
            "WriteUnitsPerSecond": warm.count("write_units_per_second") or 0,
        }
    return found


def _encryption(table: Values) -> Answer | None:
    encryption = table.block("server_side_encryption")
    if encryption is None or not encryption.flag("enabled"):
        return None
    found = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": encryption.text("kms_key_arn")}
    return {name: value for name, value in found.items() if value is not None}


def time_to_live(table: Values) -> Answer:
    """DescribeTimeToLive's inner answer."""
    ttl = table.block("ttl")
    if ttl is None or not ttl.flag("enabled"):
        return {"TimeToLiveStatus": "DISABLED"}
    return {"TimeToLiveStatus": "ENABLED", "AttributeName": ttl.needed("attribute_name")}


def recovery(table: Values) -> Answer:
    """DescribeContinuousBackups's inner answer."""
    found = table.block("point_in_time_recovery")
    if found is None or not found.flag("enabled"):
        return {"PointInTimeRecoveryStatus": "DISABLED"}
    days = found.count("recovery_period_in_days")
    return {"PointInTimeRecoveryStatus": "ENABLED", **({"RecoveryPeriodInDays": days} if days else {})}


def tags(resource: Values) -> dict[str, str]:
    """The tags that it carries, default tags included."""
    return {**resource.mapping("tags"), **resource.mapping("tags_all")}


def default_tags(resource: Values) -> dict[str, str]:
    """The tags that are the provider's own: what is in `tags_all` and not in `tags`."""
    own = resource.mapping("tags")
    return {key: text for key, text in resource.mapping("tags_all").items() if key not in own}


def replicas(table: Values) -> Iterator[tuple[str, ReplicaDescription]]:
    """The replicas of a table, by region. What a provider does not tell of a replica is taken to be the table's."""
    shared = {"TableClassSummary": {"TableClass": table.text("table_class") or "STANDARD"}}
    for each in table.blocks("replica"):
        protected = {"DeletionProtectionEnabled": each.flag("deletion_protection_enabled")}
        on = "ENABLED" if each.flag("point_in_time_recovery") else "DISABLED"
        carried = tags(table) if each.flag("propagate_tags") else {}
        yield (
            each.needed("region_name"),
            ReplicaDescription({**shared, **protected}, {"PointInTimeRecoveryStatus": on}, carried),
        )
