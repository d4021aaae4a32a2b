"""Effective settings of one table to its `Table`. Total: missing parts get stand-ins, and rules say what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from sessionform.model import (
    AccessPattern,
    Alarms,
    Attribute,
    Autoscaled,
    Consumer,
    Encryption,
    GlobalIndex,
    Grant,
    Import,
    Insights,
    KinesisStream,
    LocalIndex,
    MultiRegionConsistency,
    Operation,
    Projection,
    Recovery,
    Replica,
    RestoreFrom,
    Table,
    Timeouts,
    Ttl,
    Waiver,
    Writes,
)
from sessionform.provenance import Origins
from sessionform.source.build_billing import billing_of, capacity_of, throughput_of
from sessionform.source.dates import parse_date
from sessionform.source.names import expand_name
from sessionform.source.overlays import Effective

LATEST = "latest"
"""What `restore_from.to` says of the latest state."""

ALL = "all"
"""What `patterns` of a grant says of every access pattern."""

OPERATIONS: tuple[Operation, ...] = get_args(Operation)


def build_table(effective: Effective, application: str | None, *, local: bool = False) -> Table:
    """The table that the settings mean; settings that the schema refused are absent from them.

    An emulator (`local`) has no contributor insights: it does not know the call, and the provider cannot store the
    resource's id where no account is asked for.
    """
    settings, origins = effective.settings, effective.origins
    billing = billing_of(settings.get("billing_mode"), settings)
    template = settings["table_name"]
    recovery = settings.get("point_in_time_recovery") or {}
    ttl, kinesis = settings.get("ttl"), settings.get("kinesis_stream")
    insights = settings.get("contributor_insights") or {}
    return Table(
        key=effective.table,
        environment=effective.environment,
        name=expand_name(template, application=application, environment=effective.environment, table=effective.table),
        partition_key=_attribute(settings.get("partition_key")) or Attribute(""),
        sort_key=_attribute(settings.get("sort_key")),
        billing=billing,
        ttl=Ttl(ttl.get("attribute"), ttl.get("enabled", False)) if ttl is not None else None,
        stream=settings.get("stream") or None,
        global_secondary_indexes=tuple(_global_indexes(settings)),
        local_secondary_indexes=tuple(_local_indexes(settings)),
        point_in_time_recovery=Recovery(recovery.get("enabled", False), recovery.get("recovery_period_in_days")),
        encryption=_encryption(settings.get("server_side_encryption")),
        table_class=settings.get("table_class", "STANDARD"),
        deletion_protection=settings.get("deletion_protection", False),
        prevent_destroy=settings.get("prevent_destroy", False),
        replicas=tuple(_replicas(settings)),
        multi_region_consistency=MultiRegionConsistency(**(settings.get("multi_region_consistency") or {})),
        contributor_insights=Insights(insights.get("mode")) if insights.get("enabled") and not local else None,
        warm_throughput=throughput_of(settings.get("warm_throughput")),
        kinesis_stream=KinesisStream(
            kinesis.get("stream_arn", ""), kinesis.get("approximate_creation_date_time_precision")
        )
        if kinesis is not None
        else None,
        resource_policy=settings.get("resource_policy"),
        stream_policy=settings.get("stream_policy"),
        timeouts=Timeouts(**(settings.get("timeouts") or {})),
        alarms=_alarms(settings.get("alarms")),
        tags=settings.get("tags") or {},
        access_patterns=tuple(_patterns(settings)),
        consumer=_consumer(settings.get("consumer")),
        grants=tuple(_grants(settings)),
        writes=_writes(settings.get("writes")),
        item_size=settings["item_size"],
        renamed_from=tuple(settings.get("renamed_from") or ()),
        import_existing=_import(settings.get("import_existing")),
        restore_from=_restore(settings.get("restore_from")),
        waivers=tuple(_waivers(settings, origins)),
        settings=settings,
        origins=origins,
    )


def _attribute(body: dict[str, Any] | None) -> Attribute | None:
    return None if body is None else Attribute(body.get("name", ""), body.get("type", "S"))


def _attributes(body: dict[str, Any] | list[dict[str, Any]] | None) -> tuple[Attribute, ...]:
    several = body if isinstance(body, list) else [body]
    return tuple(attribute for attribute in map(_attribute, several) if attribute is not None)


def _import(body: bool | dict[str, Any] | None) -> Import | None:
    if isinstance(body, dict):
        return Import(tuple(body.get("companions") or ()), body.get("stream_label"))
    return Import() if body else None


def _restore(body: dict[str, Any] | None) -> RestoreFrom | None:
    if body is None:
        return None
    time = body.get("to")
    return RestoreFrom(body.get("table"), None if time == LATEST else time, body.get("backup_arn"))


def _writes(body: dict[str, Any] | None) -> Writes | None:
    return None if body is None else Writes(body.get("ttl", "seconds"), body.get("attribute"))


def _projection(body: str | dict[str, Any]) -> Projection:
    if isinstance(body, dict):
        return Projection("INCLUDE", tuple(body.get("include") or ()))
    return Projection("KEYS_ONLY" if body == "KEYS_ONLY" else "ALL")


def _global_indexes(settings: dict[str, Any]) -> Iterator[GlobalIndex]:
    for name, body in (settings.get("global_secondary_indexes") or {}).items():
        yield GlobalIndex(
            name=name,
            partition_keys=_attributes(body.get("partition_key")) or (Attribute(""),),
            sort_keys=_attributes(body.get("sort_key")),
            projection=_projection(body["projection"]),
            billing=billing_of(settings.get("billing_mode"), body),
            warm_throughput=throughput_of(body.get("warm_throughput")),
        )


def _local_indexes(settings: dict[str, Any]) -> Iterator[LocalIndex]:
    for name, body in (settings.get("local_secondary_indexes") or {}).items():
        yield LocalIndex(name, _attribute(body.get("sort_key")) or Attribute(""), _projection(body["projection"]))


def _replicas(settings: dict[str, Any]) -> Iterator[Replica]:
    for region, body in (settings.get("replicas") or {}).items():
        read = capacity_of((body.get("capacity") or {}).get("read"))
        yield Replica(
            region,
            kms_key_arn=body.get("kms_key_arn"),
            point_in_time_recovery=body["point_in_time_recovery"],
            propagate_tags=body["propagate_tags"],
            deletion_protection=body.get("deletion_protection"),
            read_capacity=read if isinstance(read, Autoscaled) else None,
        )


def _encryption(body: str | dict[str, Any] | None) -> Encryption:
    if isinstance(body, dict):
        return Encryption("CUSTOMER", body.get("kms_key_arn", ""))
    return Encryption("AWS_MANAGED" if body == "AWS_MANAGED" else "AWS_OWNED")


def _alarms(body: dict[str, Any] | None) -> Alarms | None:
    if body is None:
        return None
    return Alarms(
        actions=tuple(body.get("actions") or ()),
        throttled_requests=body["throttled_requests"],
        system_errors=body["system_errors"],
        ttl_stalled_hours=body.get("ttl_stalled_hours"),
        names=body.get("names") or {},
    )


def _consumer(body: dict[str, Any] | None) -> Consumer | None:
    return None if body is None else Consumer(body.get("library", ""), body["options"])


def _patterns(settings: dict[str, Any]) -> Iterator[AccessPattern]:
    for name, body in (settings.get("access_patterns") or {}).items():
        operation = next((word for word in OPERATIONS if word in body), None)
        if operation is None:
            continue
        keys = body[operation]
        condition = next(iter((body.get("where") or {}).items()), None)
        yield AccessPattern(
            name=name,
            operation=operation,
            keys=(keys,) if isinstance(keys, str) else tuple(keys),
            sorted_by=body.get("sorted_by"),
            descending=body["descending"],
            where=condition,
            attributes=tuple(body.get("attributes") or ()),
            consistent=body["consistent"],
            index=body.get("index"),
            limit=body.get("limit"),
        )


def _grants(settings: dict[str, Any]) -> Iterator[Grant]:
    for name, body in (settings.get("grants") or {}).items():
        patterns = body.get("patterns") or ()
        yield Grant(name, None if patterns == ALL else tuple(patterns), body["stream"], body.get("role"))


def _waivers(settings: dict[str, Any], origins: Origins) -> Iterator[Waiver]:
    for position, body in enumerate(settings.get("waivers") or []):
        path = origins.of(("waivers", position))
        yield Waiver(body.get("rule", ""), body.get("reason", ""), parse_date(body.get("expires")), path)
