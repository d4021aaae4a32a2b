"""Every change of a single setting of a table, from which pairs of changes are made: what observed_calls.json observes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import yaml

from tests.review.case import Case

Settings = dict[str, Any]

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/66666666-2222-3333-4444-555555555555"
WEST_KEY = "arn:aws:kms:us-west-2:123456789012:key/77777777-2222-3333-4444-555555555555"
OTHER_WEST_KEY = "arn:aws:kms:us-west-2:123456789012:key/88888888-2222-3333-4444-555555555555"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/sessions"
OTHER_STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/others"

ON_DEMAND: Settings = {}
PROVISIONED: Settings = {"billing_mode": "PROVISIONED"}


@dataclass(frozen=True)
class Change:
    """`before` and `after` are settings of a table; None takes away what the base has."""

    name: str
    before: Settings
    after: Settings


def _index(partition_key: str = "deviceId", **settings: Any) -> Settings:
    return {"partition_key": partition_key, "projection": "ALL", **settings}


def _indexes(**indexes: Settings) -> Settings:
    return {"global_secondary_indexes": indexes}


def _capacity(read: Any, write: Any) -> Settings:
    return {"capacity": {"read": read, "write": write}}


def _scaled(least: int, most: int, **more: int) -> Settings:
    return {"min": least, "max": most, **more}


def _billed(units: int) -> Settings:
    return {"billing_mode": "PROVISIONED", **_capacity(units, units)}


def _policy(*actions: str) -> Settings:
    statement = {
        "Sid": "Read",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:role/reader"},
        "Action": list(actions),
        "Resource": "*",
    }
    return {"resource_policy": {"Version": "2012-10-17", "Statement": [statement]}}


def _caps(read: int | None = None, write: int | None = None) -> Settings:
    return {"max_throughput": {name: units for name, units in (("read", read), ("write", write)) if units is not None}}


ALL, INCLUDE = "ALL", {"include": ["agent"]}

ANY_BILLING = (
    Change("protection-on", {}, {"deletion_protection": True}),
    Change("protection-off", {"deletion_protection": True}, {"deletion_protection": False}),
    Change("stream-on", {}, {"stream": "NEW_IMAGE"}),
    Change("stream-off", {"stream": "NEW_IMAGE"}, {}),
    Change("stream-view", {"stream": "NEW_IMAGE"}, {"stream": "NEW_AND_OLD_IMAGES"}),
    Change("class", {}, {"table_class": "STANDARD_INFREQUENT_ACCESS"}),
    Change("encryption-managed", {}, {"server_side_encryption": "AWS_MANAGED"}),
    Change("encryption-customer", {}, {"server_side_encryption": {"kms_key_arn": KEY}}),
    Change(
        "encryption-key",
        {"server_side_encryption": {"kms_key_arn": KEY}},
        {"server_side_encryption": {"kms_key_arn": OTHER_KEY}},
    ),
    Change("encryption-owned", {"server_side_encryption": {"kms_key_arn": KEY}}, {}),
    Change("ttl-on", {}, {"ttl": "expires"}),
    Change("ttl-off", {"ttl": "expires"}, {"ttl": {"attribute": "expires", "enabled": False}}),
    Change("ttl-left-out", {"ttl": "expires"}, {}),
    Change("ttl-renamed", {"ttl": "expires"}, {"ttl": "expiresAt"}),
    Change("recovery-on", {}, {"point_in_time_recovery": True}),
    Change("recovery-off", {"point_in_time_recovery": True}, {"point_in_time_recovery": False}),
    Change(
        "recovery-window", {"point_in_time_recovery": True}, {"point_in_time_recovery": {"recovery_period_in_days": 7}}
    ),
    Change("tag-added", {}, {"tags": {"Team": "a"}}),
    Change("tag-changed", {"tags": {"Team": "a"}}, {"tags": {"Team": "b"}}),
    Change("tag-removed", {"tags": {"Team": "a"}}, {}),
    Change("policy-added", {}, _policy("dynamodb:GetItem")),
    Change("policy-changed", _policy("dynamodb:GetItem"), _policy("dynamodb:Query")),
    Change("policy-removed", _policy("dynamodb:GetItem"), {}),
    Change("kinesis-added", {}, {"kinesis_stream": {"stream_arn": STREAM}}),
    Change(
        "kinesis-changed", {"kinesis_stream": {"stream_arn": STREAM}}, {"kinesis_stream": {"stream_arn": OTHER_STREAM}}
    ),
    Change("kinesis-removed", {"kinesis_stream": {"stream_arn": STREAM}}, {}),
    Change("insights-on", {}, {"contributor_insights": True}),
    Change("insights-off", {"contributor_insights": True}, {}),
    Change("alarms-added", {}, {"alarms": {}}),
    Change("alarms-removed", {"alarms": {}}, {}),
    Change("table-name", {}, {"table_name": "other-sessions"}),
    Change("sort-key", {}, {"sort_key": "other"}),
)
"""Changes that mean the same for a table on demand and for a provisioned one."""

ON_DEMAND_CHANGES = (
    Change("caps-on", {}, _caps(100, 100)),
    Change("caps-on-one-side", {}, _caps(read=100)),
    Change("caps-changed", _caps(100, 100), _caps(200, 200)),
    Change("caps-changed-one-side", _caps(100, 100), _caps(100, 200)),
    Change("caps-one-side-off", _caps(100, 100), _caps(read=100)),
    Change("caps-off", _caps(100, 100), _caps(-1, -1)),
    Change("caps-left-out", _caps(100, 100), {}),
    Change("to-provisioned", {}, _billed(7)),
    Change("to-autoscaled", {}, {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))}),
    Change("index-added", {}, _indexes(one=_index())),
    Change("two-indexes-added", {}, _indexes(one=_index(), two=_index("loginId"))),
    Change("index-removed", _indexes(one=_index()), {}),
    Change("two-indexes-removed", _indexes(one=_index(), two=_index("loginId")), {}),
    Change("index-renamed", _indexes(one=_index()), _indexes(two=_index())),
    Change("index-key", _indexes(one=_index()), _indexes(one=_index("loginId"))),
    Change("index-projection", _indexes(one=_index()), _indexes(one=_index(projection=INCLUDE))),
    Change("index-caps-on", _indexes(one=_index()), _indexes(one=_index(**_caps(100, 100)))),
    Change("index-caps-on-one-side", _indexes(one=_index()), _indexes(one=_index(**_caps(read=100)))),
    Change("index-caps-changed", _indexes(one=_index(**_caps(100, 100))), _indexes(one=_index(**_caps(200, 100)))),
    Change("index-caps-off", _indexes(one=_index(**_caps(100, 100))), _indexes(one=_index(**_caps(-1, -1)))),
    Change("index-caps-left-out", _indexes(one=_index(**_caps(100, 100))), _indexes(one=_index())),
    Change("index-added-with-caps", {}, _indexes(one=_index(**_caps(100, 100)))),
    Change("index-added-with-one-cap", {}, _indexes(one=_index(**_caps(read=100)))),
    Change(
        "index-key-under-caps",
        _indexes(one=_index(**_caps(100, 100))),
        _indexes(one=_index("loginId", **_caps(100, 100))),
    ),
    Change(
        "index-key-and-caps-on",
        _indexes(one=_index()),
        _indexes(one=_index("loginId", **_caps(100, 100))),
    ),
    Change(
        "index-renamed-under-caps",
        _indexes(one=_index(**_caps(100, 100))),
        _indexes(two=_index(**_caps(100, 100))),
    ),
    Change(
        "index-added-beside-caps",
        _indexes(one=_index(**_caps(100, 100))),
        _indexes(one=_index(**_caps(200, 100)), two=_index("loginId")),
    ),
    Change(
        "index-to-provisioned",
        _indexes(one=_index()),
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
    ),
    Change("index-insights", {"contributor_insights": True}, {"contributor_insights": True, **_indexes(one=_index())}),
    Change("index-alarms", {"alarms": {}}, {"alarms": {}, **_indexes(one=_index())}),
    Change(
        "index-alarms-renamed",
        {"alarms": {}, **_indexes(one=_index())},
        {"alarms": {}, **_indexes(two=_index())},
    ),
    Change(
        "replica-added",
        {"stream": "NEW_AND_OLD_IMAGES"},
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}},
    ),
    Change("replica-added-with-stream", {}, {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}}),
    Change(
        "replica-removed",
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}},
        {"stream": "NEW_AND_OLD_IMAGES"},
    ),
    Change("replica-removed-with-stream", {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}}, {}),
    Change(
        "replica-moved",
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}},
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"eu-west-1": {}}},
    ),
    Change(
        "replica-recovery",
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}},
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {"point_in_time_recovery": True}}},
    ),
    Change(
        "replica-tags",
        {"stream": "NEW_AND_OLD_IMAGES", "tags": {"Team": "a"}, "replicas": {"us-west-2": {"propagate_tags": False}}},
        {"stream": "NEW_AND_OLD_IMAGES", "tags": {"Team": "a"}, "replicas": {"us-west-2": {"propagate_tags": True}}},
    ),
    Change(
        "replica-key",
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": KEY},
            "replicas": {"us-west-2": {"kms_key_arn": WEST_KEY}},
        },
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": KEY},
            "replicas": {"us-west-2": {"kms_key_arn": OTHER_WEST_KEY}},
        },
    ),
    Change(
        "replica-and-home-key",
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": KEY},
            "replicas": {"us-west-2": {"kms_key_arn": WEST_KEY}},
        },
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": OTHER_KEY},
            "replicas": {"us-west-2": {"kms_key_arn": OTHER_WEST_KEY}},
        },
    ),
    Change(
        "home-key-with-replica",
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": KEY},
            "replicas": {"us-west-2": {"kms_key_arn": WEST_KEY}},
        },
        {
            "stream": "NEW_AND_OLD_IMAGES",
            "server_side_encryption": {"kms_key_arn": OTHER_KEY},
            "replicas": {"us-west-2": {"kms_key_arn": WEST_KEY}},
        },
    ),
    Change(
        "stream-view-with-replica",
        {"stream": "NEW_AND_OLD_IMAGES"},
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}, "deletion_protection": True},
    ),
    Change(
        "index-added-with-replica",
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}},
        {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-west-2": {}}, **_indexes(one=_index())},
    ),
)

PROVISIONED_CHANGES = (
    Change("capacity", _billed(7), _billed(9)),
    Change("capacity-one-side", _billed(7), {"billing_mode": "PROVISIONED", **_capacity(7, 9)}),
    Change("autoscaling-on", _billed(7), {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))}),
    Change("autoscaling-off", {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))}, _billed(7)),
    Change(
        "autoscaling-range",
        {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))},
        {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(6, 80))},
    ),
    Change(
        "autoscaling-target",
        {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))},
        {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50, target_utilization=60))},
    ),
    Change("to-on-demand", _billed(7), {}),
    Change("to-on-demand-with-caps", _billed(7), _caps(100, 100)),
    Change("to-on-demand-with-one-cap", _billed(7), _caps(read=100)),
    Change("autoscaled-to-on-demand", {"billing_mode": "PROVISIONED", **_capacity(7, _scaled(5, 50))}, {}),
    Change("index-added-provisioned", _billed(7), {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))}),
    Change("index-removed-provisioned", {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))}, _billed(7)),
    Change(
        "index-capacity",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        {**_billed(7), **_indexes(one=_index(**_capacity(9, 9)))},
    ),
    Change(
        "index-and-table-capacity",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        {**_billed(9), **_indexes(one=_index(**_capacity(9, 9)))},
    ),
    Change(
        "index-key-and-capacity",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        {**_billed(7), **_indexes(one=_index("loginId", **_capacity(9, 9)))},
    ),
    Change(
        "index-autoscaling-on",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        {**_billed(7), **_indexes(one=_index(**_capacity(7, _scaled(5, 50))))},
    ),
    Change(
        "index-autoscaling-off",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, _scaled(5, 50))))},
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
    ),
    Change(
        "index-added-autoscaled",
        _billed(7),
        {**_billed(7), **_indexes(one=_index(**_capacity(7, _scaled(5, 50))))},
    ),
    Change(
        "index-to-on-demand",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        _indexes(one=_index()),
    ),
    Change(
        "index-to-on-demand-with-caps",
        {**_billed(7), **_indexes(one=_index(**_capacity(7, 7)))},
        _indexes(one=_index(**_caps(100, 100))),
    ),
    Change(
        "replica-added-autoscaled",
        {
            "billing_mode": "PROVISIONED",
            "stream": "NEW_AND_OLD_IMAGES",
            **_capacity(_scaled(5, 50), _scaled(5, 50)),
        },
        {
            "billing_mode": "PROVISIONED",
            "stream": "NEW_AND_OLD_IMAGES",
            **_capacity(_scaled(5, 50), _scaled(5, 50)),
            "replicas": {"us-west-2": {}},
        },
    ),
    Change(
        "replica-added-with-autoscaling",
        {**_billed(7), "stream": "NEW_AND_OLD_IMAGES"},
        {
            "billing_mode": "PROVISIONED",
            "stream": "NEW_AND_OLD_IMAGES",
            **_capacity(_scaled(5, 50), _scaled(5, 50)),
            "replicas": {"us-west-2": {}},
        },
    ),
)

IN_PAIRS = frozenset(
    """protection-on stream-on stream-off stream-view class encryption-managed ttl-on recovery-on tag-added policy-added
    kinesis-added insights-on caps-on caps-off to-provisioned index-added index-removed index-key index-caps-on
    index-to-provisioned replica-added capacity to-on-demand index-capacity index-to-on-demand autoscaling-on
    index-added-provisioned to-on-demand-with-caps""".split()
)
"""The changes of which pairs are made: one of each kind."""


def singles() -> Iterator[Case]:
    """A case for each change, on its own."""
    for change in (*ANY_BILLING, *ON_DEMAND_CHANGES, *PROVISIONED_CHANGES):
        yield _case(change.name, change.before, change.after)


def pairs() -> Iterator[Case]:
    """A case for every two changes that can be made of one table."""
    changes = [change for change in (*ANY_BILLING, *ON_DEMAND_CHANGES, *PROVISIONED_CHANGES) if change.name in IN_PAIRS]
    for one, other in combinations(changes, 2):
        case = _case(f"{one.name}+{other.name}", one.before | other.before, one.after | other.after)
        if _disjoint(one, other) and not any(side.failed for side in case.compiled()):
            yield case


def _disjoint(one: Change, other: Change) -> bool:
    if {*one.before, *one.after} & {*other.before, *other.after}:
        return False
    modes = {"billing_mode" in side for side in (one.before | other.before, one.after | other.after)}
    caps = any("max_throughput" in str(change) for change in (one, other))
    return not (caps and True in modes)


def _case(name: str, before: Settings, after: Settings) -> Case:
    return Case(name, "", "apply", "", _declaration(before), _declaration(after))


def _declaration(settings: Settings) -> str:
    table = {"partition_key": "userId", "sort_key": "sessionId", **settings}
    environments = {"production": {"region": "us-east-1"}}
    declared = {"version": 1, "environments": environments, "tables": {"userSessions": table}}
    return yaml.safe_dump(declared, sort_keys=False)
