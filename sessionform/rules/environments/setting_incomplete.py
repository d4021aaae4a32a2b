"""A setting lacks a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Projection, Provisioned, Table, Throughput
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.source.build_table import OPERATIONS
from sessionform.words import listed


class _Gap(NamedTuple):
    """What is left of a setting, what messages call it, the part that is missing, and how to give it.

    `optional` says that the table can do without the whole setting; `value` is one that is whole, where it needs no asking.
    """

    setting: Path
    name: str
    part: str
    remedy: str
    optional: bool = True
    value: Any = None


def _setting_incomplete(table: Table, view: TableView) -> Iterator[Problem]:
    for gap in (*_keys(table), *_table_settings(table, view), *_capacities(view), *_patterns(table)):
        whole = f", or remove the whole setting: `{gap.setting[-1]}: null`" if gap.optional else ""
        fixes = () if gap.value is None else (set_to(gap.setting, gap.value),)
        yield Problem(gap.setting, f"{gap.name} has no {gap.part}", gap.remedy + whole, fixes=fixes)


def _table_settings(table: Table, view: TableView) -> Iterator[_Gap]:
    key = f"of `{table.key}`"
    if table.ttl is not None and table.ttl.enabled and table.ttl.attribute is None:
        yield _Gap(("ttl",), f"`ttl` {key} is on and", "`attribute`", "name it, e.g. `ttl: expiresAt`")
    if table.encryption.mode == "CUSTOMER" and not table.encryption.kms_key_arn:
        setting = "server_side_encryption"
        yield _Gap(
            (setting,), f"`{setting}` {key}", "`kms_key_arn`", "name the key, or write `AWS_OWNED`", value="AWS_OWNED"
        )
    if table.kinesis_stream is not None and not table.kinesis_stream.stream_arn:
        yield _Gap(("kinesis_stream",), f"`kinesis_stream` {key}", "`stream_arn`", "name the stream by its ARN")
    for holder in view.holders:
        if holder.warm_throughput is not None and holder.warm_throughput == Throughput():
            place = (*holder.setting, "warm_throughput")
            yield _Gap(place, f"`warm_throughput` of {holder.name}", "`read` and no `write`", "give one of the two")
    if table.consumer is not None and not table.consumer.library:
        yield _Gap(("consumer",), f"`consumer` {key}", "`library`", "name the library")


def _keys(table: Table) -> Iterator[_Gap]:
    """Sort keys and projections. A partition key cannot be done without; it has rules of its own."""
    if table.sort_key is not None and not table.sort_key.name:
        yield _Gap(("sort_key",), f"the sort key of `{table.key}`", "`name`", "name the attribute")
    for index in table.global_secondary_indexes:
        place = ("global_secondary_indexes", index.name)
        if not all(attribute.name for attribute in index.sort_keys):
            yield _Gap((*place, "sort_key"), f"the sort key of index `{index.name}`", "`name`", "name the attribute")
        yield from _projection(place, index.name, index.projection)
    for local in table.local_secondary_indexes:
        yield from _projection(("local_secondary_indexes", local.name), local.name, local.projection)


def _projection(place: Path, index: str, projection: Projection) -> Iterator[_Gap]:
    if projection.type == "INCLUDE" and not projection.include:
        name = f"the projection of index `{index}`"
        yield _Gap(
            (*place, "projection"), name, "`include`", "list the attributes, or write `KEYS_ONLY`", value="KEYS_ONLY"
        )


def _capacities(view: TableView) -> Iterator[_Gap]:
    if not isinstance(view.table.billing, Provisioned):
        return
    places: list[tuple[Path, str, Mapping[str, Any]]] = [
        (holder.setting, holder.name, holder.written) for holder in view.holders
    ]
    for region, written in (view.table.settings.get("replicas") or {}).items():
        places.append((("replicas", region), f"`{view.table.key}` in {region}", written))
    for place, called, written in places:
        for side, capacity in (written.get("capacity") or {}).items():
            if isinstance(capacity, dict) and "max" not in capacity:
                setting = (*place, "capacity", side)
                name = f"the autoscaled {side} capacity of {called}"
                remedy = f"write its `max`, e.g. `{side}: {{min: 5, max: 50}}`"
                yield _Gap(setting, name, "`max`", remedy, optional=False, value={"max": 50, "min": 5, **capacity})


def _patterns(table: Table) -> Iterator[_Gap]:
    for name, body in (table.settings.get("access_patterns") or {}).items():
        if not any(operation in body for operation in OPERATIONS):
            yield _Gap(
                ("access_patterns", name),
                f"the access pattern `{name}`",
                "operation",
                f"write {listed(OPERATIONS, 'or')}",
            )


RULE = TableRule(
    id="setting-incomplete",
    severity=ERROR,
    summary="A setting lacks a part",
    why=(
        "Layers are merged key by key, and `null` removes a single key, so an environment can be left with half of a "
        "setting: a customer's key without its ARN, autoscaling without a `max`, a projection of nothing. Each layer "
        "alone looks right; AWS would reject the whole, or it would mean something else."
    ),
    source="docs/language.md",
    failing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
    environments:
      development: {server_side_encryption: {kms_key_arn: null}}
""",
    passing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
    environments:
      development: {server_side_encryption: AWS_OWNED}
""",
    edges=(
        fails({"defaults": {"sort_key": "id"}}, sort_key={"name": None}, ttl={"attribute": None, "enabled": True}),
        fails(
            {"defaults": {"kinesis_stream": {"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"}}},
            kinesis_stream={"stream_arn": None},
        ),
        fails({"defaults": {"consumer": "connect-dynamodb"}}, consumer={"library": None}),
        fails(
            {"defaults": {"warm_throughput": {"read": 12_000, "write": 4000}}},
            warm_throughput={"read": None, "write": None},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
            environments={"staging": {"capacity": {"write": {"max": None}}}},
        ),
        fails(
            access_patterns={"read": {"get": "userId"}},
            environments={"staging": {"access_patterns": {"read": {"get": None, "consistent": True}}}},
        ),
        fails(
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "sort_key": "seen", "projection": {"include": ["expiresAt"]}}
            },
            environments={
                "staging": {
                    "global_secondary_indexes": {"by_id": {"sort_key": {"name": None}, "projection": {"include": None}}}
                }
            },
        ),
        fails(
            sort_key="id",
            local_secondary_indexes={"by_seen": {"sort_key": "seen", "projection": {"include": ["expiresAt"]}}},
            environments={"staging": {"local_secondary_indexes": {"by_seen": {"projection": {"include": None}}}}},
        ),
        passes(ttl=False, warm_throughput={"read": 12_000}),
    ),
    check=_setting_incomplete,
)
