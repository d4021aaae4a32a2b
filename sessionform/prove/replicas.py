"""Copies of a table in other regions, where an emulator makes them: as declared?"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sessionform.facts.limits import REPLICA_SOURCE_HOURS
from sessionform.model import Replica, Table
from sessionform.prove.create import replica_requests
from sessionform.prove.result import Check, Status, compared
from sessionform.prove.tables import Made
from sessionform.prove.target import Connection

_PATIENCE = 30.0

_NOT_ON_AWS = f"not made: AWS would keep the tables for {REPLICA_SOURCE_HOURS} hours"
"""https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/faq.html"""

_NOT_HERE = "this emulator makes none"


def make_replicas(connection: Connection, made: Made, arguments: Mapping[str, Any]) -> None:
    """Ask for every replica; one that the emulator does not make is for `replica_checks` to tell."""
    client = made.client
    for region, create in replica_requests(arguments).items():
        made.replicas.append(region)
        with suppress(client.exceptions.ClientError):
            client.update_table(TableName=made.name, ReplicaUpdates=[{"Create": create}])
            _wait(client, made.name, region)
    for block in arguments.get("replica", []):
        if block["point_in_time_recovery"] and block["region_name"] in _listed(client, made.name):
            connection.client("dynamodb", block["region_name"]).update_continuous_backups(
                TableName=made.name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
            )


def replica_checks(connection: Connection, table: Table, made: Made, *, live: bool) -> Iterator[Check]:
    """One check for each replica, and one more where its protection is left off."""
    listed = _listed(made.client, made.name)
    for replica in table.replicas:
        subject, promise = f"replica {replica.region}", _words(replica.kms_key_arn, on=replica.point_in_time_recovery)
        if replica.region in listed:
            described = listed[replica.region]
            on = _recovers(connection.client("dynamodb", replica.region), made.name)
            yield compared(subject, promise, _words(described.get("KMSMasterKeyId"), on=on))
        else:
            yield Check(subject, promise, _NOT_ON_AWS if live else _NOT_HERE, Status.NOT_SHOWN)
        if _protects(table, replica):
            subject = f"{subject} deletion_protection"
            yield Check(subject, "on", "left off, so that clean-up cannot fail", Status.NOT_SHOWN)


def _protects(table: Table, replica: Replica) -> bool:
    return table.deletion_protection if replica.deletion_protection is None else replica.deletion_protection


def _listed(client: Any, name: str) -> dict[str, Any]:
    replicas = client.describe_table(TableName=name)["Table"].get("Replicas", [])
    return {replica["RegionName"]: replica for replica in replicas}


def _wait(client: Any, name: str, region: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while _listed(client, name).get(region, {}).get("ReplicaStatus") == "CREATING" and time.monotonic() < deadline:
        time.sleep(0.5)


def _recovers(client: Any, name: str) -> bool:
    described = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    status: str = described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return status == "ENABLED"


def _words(key: str | None, *, on: bool) -> str:
    return f"key {key or 'AWS_OWNED'}, point_in_time_recovery {'on' if on else 'off'}"
