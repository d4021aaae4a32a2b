"""Creates a table through DynamoDB's API from the arguments that Terraform would get: the compiled ones, not the model.

So that what is tried here is what is deployed. `client` is a boto3 DynamoDB client; this module imports no boto3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sessionform.terraform.expressions import as_terraform_reads

Arguments = Mapping[str, Any]
"""Arguments of an `aws_dynamodb_table`; a block is a mapping or a list of mappings, as in Terraform's JSON."""


def create_table(client: Any, arguments: Arguments) -> None:
    """Create the table, wait until it can be used, and turn on TTL and point-in-time recovery where declared.

    Replicas are not made: they are a matter between regions. Raises what the client raises.
    """
    make_table(client, arguments)
    enable_ttl(client, arguments)
    enable_recovery(client, arguments)


def make_table(client: Any, arguments: Arguments) -> None:
    """Create the table and wait until it can be used."""
    client.create_table(**create_request(arguments))
    waiter = client.get_waiter("table_exists")
    waiter.wait(TableName=as_terraform_reads(arguments["name"]), WaiterConfig={"Delay": 1, "MaxAttempts": 300})


def enable_ttl(client: Any, arguments: Arguments) -> None:
    """Turn on TTL where the arguments say so."""
    arguments = as_terraform_reads(arguments)
    ttl = _block(arguments, "ttl")
    if ttl.get("enabled"):
        specification = {"Enabled": True, "AttributeName": ttl["attribute_name"]}
        client.update_time_to_live(TableName=arguments["name"], TimeToLiveSpecification=specification)


def enable_recovery(client: Any, arguments: Arguments) -> None:
    """Turn on point-in-time recovery where the arguments say so."""
    arguments = as_terraform_reads(arguments)
    recovery = _block(arguments, "point_in_time_recovery")
    if recovery.get("enabled"):
        settings = {"PointInTimeRecoveryEnabled": True}
        if recovery.get("recovery_period_in_days"):
            settings["RecoveryPeriodInDays"] = recovery["recovery_period_in_days"]
        client.update_continuous_backups(TableName=arguments["name"], PointInTimeRecoverySpecification=settings)


def create_request(arguments: Arguments) -> dict[str, Any]:
    """The request of CreateTable."""
    arguments = as_terraform_reads(arguments)
    billing = arguments.get("billing_mode", "PROVISIONED")
    request: dict[str, Any] = {
        "TableName": arguments["name"],
        "BillingMode": billing,
        "KeySchema": _key_schema(arguments),
        "AttributeDefinitions": [
            {"AttributeName": block["name"], "AttributeType": block["type"]}
            for block in _blocks(arguments, "attribute")
        ],
        **_throughput(arguments, billing),
    }
    global_indexes = [_global_index(block, billing) for block in _blocks(arguments, "global_secondary_index")]
    local_indexes = [_local_index(block, arguments) for block in _blocks(arguments, "local_secondary_index")]
    if global_indexes:
        request["GlobalSecondaryIndexes"] = global_indexes
    if local_indexes:
        request["LocalSecondaryIndexes"] = local_indexes
    if arguments.get("stream_enabled"):
        request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": arguments["stream_view_type"]}
    if arguments.get("table_class"):
        request["TableClass"] = arguments["table_class"]
    if arguments.get("deletion_protection_enabled"):
        request["DeletionProtectionEnabled"] = True
    if arguments.get("tags"):
        request["Tags"] = [{"Key": key, "Value": value} for key, value in arguments["tags"].items()]
    request.update(_encryption(arguments))
    return request


def _key_schema(arguments: Arguments) -> list[dict[str, str]]:
    several = [
        {"AttributeName": block["attribute_name"], "KeyType": block["key_type"]}
        for block in _blocks(arguments, "key_schema")
    ]
    if several:
        return several
    schema = [{"AttributeName": arguments["hash_key"], "KeyType": "HASH"}]
    if arguments.get("range_key"):
        schema.append({"AttributeName": arguments["range_key"], "KeyType": "RANGE"})
    return schema


def _global_index(block: Arguments, billing: str) -> dict[str, Any]:
    return {
        "IndexName": block["name"],
        "KeySchema": _key_schema(block),
        "Projection": _projection(block),
        **_throughput(block, billing),
    }


def _local_index(block: Arguments, table: Arguments) -> dict[str, Any]:
    return {
        "IndexName": block["name"],
        "KeySchema": _key_schema({"hash_key": table["hash_key"], "range_key": block["range_key"]}),
        "Projection": _projection(block),
    }


def _projection(block: Arguments) -> dict[str, Any]:
    projection: dict[str, Any] = {"ProjectionType": block["projection_type"]}
    if block.get("non_key_attributes"):
        projection["NonKeyAttributes"] = list(block["non_key_attributes"])
    return projection


def _throughput(block: Arguments, billing: str) -> dict[str, Any]:
    """Capacity of a table or an index: provisioned units, an on-demand cap, and what it is warmed up for."""
    request: dict[str, Any] = {}
    if billing == "PROVISIONED":
        # The provider sends 1 where nothing is declared.
        units = {
            "ReadCapacityUnits": block.get("read_capacity") or 1,
            "WriteCapacityUnits": block.get("write_capacity") or 1,
        }
        request["ProvisionedThroughput"] = units
    cap = _block(block, "on_demand_throughput")
    if cap:
        names = {"max_read_request_units": "MaxReadRequestUnits", "max_write_request_units": "MaxWriteRequestUnits"}
        request["OnDemandThroughput"] = {names[name]: value for name, value in cap.items() if value is not None}
    warm = _block(block, "warm_throughput")
    if warm:
        names = {"read_units_per_second": "ReadUnitsPerSecond", "write_units_per_second": "WriteUnitsPerSecond"}
        request["WarmThroughput"] = {names[name]: value for name, value in warm.items() if value is not None}
    return request


def _encryption(arguments: Arguments) -> dict[str, Any]:
    """Of a key in the customer's account; the AWS-owned key is what a table has without any of this."""
    block = _block(arguments, "server_side_encryption")
    if not block.get("enabled"):
        return {}
    specification: dict[str, Any] = {"Enabled": True, "SSEType": "KMS"}
    if block.get("kms_key_arn"):
        specification["KMSMasterKeyId"] = block["kms_key_arn"]
    return {"SSESpecification": specification}


def replica_requests(arguments: Arguments) -> dict[str, dict[str, Any]]:
    """For each replica's region, what UpdateTable has to create there."""
    requests = {}
    for block in _blocks(as_terraform_reads(arguments), "replica"):
        create = {"RegionName": block["region_name"]}
        if block.get("kms_key_arn"):
            create["KMSMasterKeyId"] = block["kms_key_arn"]
        requests[block["region_name"]] = create
    return requests


def _block(arguments: Arguments, name: str) -> Arguments:
    return next(_blocks(arguments, name), {})


def _blocks(arguments: Arguments, name: str) -> Iterator[Arguments]:
    value = arguments.get(name) or []
    yield from [value] if isinstance(value, Mapping) else value
