"""What serves each pattern, what it costs, and whether DynamoDB agrees."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sessionform.compile import compile_text
from sessionform.patterns.verdict import Served
from sessionform.prove.create import create_table
from sessionform.prove.patterns import PatternRunner
from sessionform.prove.recorder import Recorder
from sessionform.prove.result import Status
from sessionform.prove.sessions import Sessions
from sessionform.prove.trial import Trial
from sessionform.prove.units import Meter
from sessionform.terraform.table import table_arguments
from tests.moto_support import MotoServer
from tests.patterns.declared import Settings, asked_tables, compiled, judgement, served, table, unserved

USERS: Settings = {"partition_key": "userId", "sort_key": "sessionId", "ttl": "expiresAt"}
INDEXES: Settings = {
    "global_secondary_indexes": {
        "by_session": {"partition_key": "sessionId"},
        "by_device": {"partition_key": "deviceId", "sort_key": "lastSeen", "projection": "KEYS_ONLY"},
        "by_account": {"partition_key": "account", "projection": {"include": ["agent"]}},
    },
    "local_secondary_indexes": {"by_seen": {"sort_key": "lastSeen", "projection": {"include": ["agent"]}}},
}
BOTH = USERS | INDEXES
SEVERAL: Settings = USERS | {
    "global_secondary_indexes": {
        "by_place": {"partition_key": ["tenant", "region"], "sort_key": ["device", "lastSeen"]},
        "by_tenant": {"partition_key": "tenant", "sort_key": ["device", "lastSeen"], "projection": "KEYS_ONLY"},
    }
}
ALONE: Settings = {"partition_key": "id", "ttl": False}


@pytest.mark.parametrize(
    ("declared", "pattern", "operation", "target", "strong", "expired"),
    [
        (USERS, {"get": ["userId", "sessionId"]}, "GetItem", "table", True, True),
        (USERS, {"get": ["sessionId", "userId"], "consistent": True}, "GetItem", "table", True, True),
        (ALONE, {"get": "id"}, "GetItem", "table", True, False),
        (USERS, {"put": ["userId", "sessionId"]}, "PutItem", "table", False, False),
        (USERS, {"update": ["userId", "sessionId"]}, "UpdateItem", "table", False, False),
        (USERS, {"delete": ["userId", "sessionId"]}, "DeleteItem", "table", False, False),
        (USERS, {"query": "userId"}, "Query", "table", True, True),
        (
            USERS | {"ttl": {"attribute": "expiresAt", "enabled": False}},
            {"query": "userId"},
            "Query",
            "table",
            True,
            False,
        ),
        (ALONE, {"query": "id"}, "Query", "table", True, False),
        (BOTH, {"query": "userId", "sorted_by": "sessionId", "descending": True}, "Query", "table", True, True),
        (BOTH, {"query": "userId", "sorted_by": "lastSeen"}, "Query", "by_seen", True, True),
        (BOTH, {"query": "userId", "where": {"lastSeen": "GT"}, "consistent": True}, "Query", "by_seen", True, True),
        (BOTH, {"query": "userId", "index": "by_seen"}, "Query", "by_seen", True, True),
        (BOTH, {"query": "sessionId"}, "Query", "by_session", False, True),
        (USERS, {"query": ["sessionId", "userId"]}, "Query", "table", True, True),
        (SEVERAL, {"query": ["region", "tenant"]}, "Query", "by_place", False, True),
        (SEVERAL, {"query": ["tenant", "region"], "sorted_by": "device"}, "Query", "by_place", False, True),
        (SEVERAL, {"query": ["tenant", "region", "device"], "sorted_by": "lastSeen"}, "Query", "by_place", False, True),
        (SEVERAL, {"query": ["tenant", "region", "device", "lastSeen"]}, "Query", "by_place", False, True),
        (SEVERAL, {"query": ["tenant", "region"], "where": {"device": "GT"}}, "Query", "by_place", False, True),
        (SEVERAL, {"query": ["tenant", "device"], "attributes": ["userId"]}, "Query", "by_tenant", False, True),
        (BOTH, {"query": "deviceId", "attributes": ["userId"]}, "Query", "by_device", False, True),
        (BOTH, {"query": "account", "attributes": ["agent", "sessionId"]}, "Query", "by_account", False, True),
    ],
)
def test_a_pattern_is_served(
    declared: Settings, pattern: Settings, operation: str, target: str, strong: bool, expired: bool
) -> None:
    result = served(declared, **pattern)
    assert (result.operation, result.target, result.strong, result.expired) == (operation, target, strong, expired)


@pytest.mark.parametrize(
    ("declared", "pattern", "rule", "reason"),
    [
        (USERS, {"query": "sessionId"}, "pattern-needs-scan", "`sessionId` is only the sort key of the table, and a Query needs a partition key: this would be a Scan"),
        (SEVERAL, {"query": "region"}, "pattern-needs-scan", "the partition key of index `by_place` is `tenant`, `region`, and a Query gives all of it: without `tenant` this would be a Scan"),
        (SEVERAL, {"query": ["tenant", "region", "lastSeen"]}, "pattern-condition", "index `by_place` is sorted by `device`, `lastSeen`, and beside `tenant`, `region` a Query gives the attributes of the sort key from the left: not `lastSeen`"),
        (SEVERAL, {"query": ["tenant", "region"], "sorted_by": "lastSeen"}, "pattern-order", "index `by_place` is sorted by `device`, `lastSeen`, so the answer cannot come sorted by `lastSeen`"),
        (SEVERAL, {"query": ["tenant", "region"], "where": {"lastSeen": "GT"}}, "pattern-condition", "index `by_place` is sorted by `device`, `lastSeen`, and a Query can set a condition on that alone, not on `lastSeen`"),
        (SEVERAL, {"query": ["tenant", "region", "device", "lastSeen"], "descending": True}, "pattern-order", "index `by_place` is sorted by `device`, `lastSeen`, of which this gives `device`, `lastSeen`, so there is no order to turn round"),
        (SEVERAL, {"query": ["tenant", "region"], "sorted_by": "region"}, "pattern-order", "every item of the answer has the same `region`, so it gives no order"),
        (USERS, {"query": ["userId", "email"]}, "pattern-condition", "the table is sorted by `sessionId`, and beside `userId` a Query gives the attributes of the sort key from the left: not `email`"),
        (USERS, {"query": "email"}, "pattern-needs-scan", "neither the table nor an index of it has `email` as its partition key, so this would be a Scan"),
        (BOTH, {"query": "email", "index": "by_session"}, "pattern-needs-scan", "index `by_session` does not have `email` as its partition key, so this would be a Scan"),
        (USERS, {"query": "userId", "index": "by_x"}, "pattern-unknown-index", "table `sessions` has no index `by_x`"),
        (USERS, {"get": "userId"}, "pattern-not-the-key", "`sessionId` is missing: GetItem needs the whole key of the table, `userId`, `sessionId`"),
        (USERS, {"put": ["userId", "email"]}, "pattern-not-the-key", "`email` is not part of the table's key: PutItem needs the whole key of the table, `userId`, `sessionId`"),
        (ALONE, {"delete": ["id", "id"]}, "pattern-not-the-key", "`id` is named twice: DeleteItem needs the whole key of the table, `id`"),
        (BOTH, {"get": "sessionId"}, "pattern-key-of-index", "`sessionId` is the key of index `by_session`, and an index has no GetItem"),
        (BOTH, {"update": ["userId", "lastSeen"]}, "pattern-key-of-index", "`userId`, `lastSeen` is the key of index `by_seen`, and an index has no UpdateItem"),
        (USERS, {"update": ["userId", "sessionId"], "attributes": ["sessionId", "agent"]}, "pattern-changes-key", "`sessionId` is part of the table's key, and an UpdateItem cannot change a key"),
        (USERS, {"get": ["userId", "sessionId"], "limit": 1}, "pattern-idle-setting", "GetItem has no use for `limit`"),
        (USERS, {"delete": ["userId", "sessionId"], "consistent": True}, "pattern-idle-setting", "DeleteItem has no use for `consistent`"),
        (USERS, {"query": "userId", "sorted_by": "lastSeen"}, "pattern-order", "the table is sorted by `sessionId`, so the answer cannot come sorted by `lastSeen`"),
        (ALONE, {"query": "id", "sorted_by": "lastSeen"}, "pattern-order", "the table has no sort key, so the answer cannot come sorted by `lastSeen`"),
        (ALONE, {"query": "id", "descending": True}, "pattern-order", "the table has no sort key, so there is no order to turn round"),
        (USERS, {"query": "userId", "sorted_by": "userId"}, "pattern-order", "every item of the answer has the same `userId`, so it gives no order"),
        (USERS, {"query": "userId", "where": {"agent": "EQ"}}, "pattern-condition", "the table is sorted by `sessionId`, and a Query can set a condition on that alone, not on `agent`"),
        (USERS, {"query": "userId", "where": {"userId": "EQ"}}, "pattern-condition", "the query asks for one `userId` already, and a condition can be on the sort key alone"),
        (BOTH, {"query": "userId", "where": {"lastSeen": "GT"}, "sorted_by": "sessionId"}, "pattern-condition", "order and condition are both a matter of the one sort key: `sessionId` or `lastSeen`"),
        ({"partition_key": "id", "sort_key": {"name": "at", "type": "N"}}, {"query": "id", "where": {"at": "BEGINS_WITH"}}, "pattern-condition", "`at` is a Number, and BEGINS_WITH works on strings and binaries alone"),
        (BOTH, {"query": "sessionId", "consistent": True}, "pattern-consistency", "index `by_session` is a global one, and those are eventually consistent only"),
        (BOTH, {"query": "deviceId"}, "pattern-projection", "index `by_device` holds only `deviceId`, `lastSeen`, `userId`, `sessionId`, and this asks for whole sessions: a Query on a global index fetches nothing from the table"),
        (BOTH, {"query": "account", "attributes": ["agent", "data"]}, "pattern-projection", "index `by_account` does not hold `data`: a Query on a global index fetches nothing from the table"),
    ],
)  # fmt: skip
def test_a_pattern_is_not_served(declared: Settings, pattern: Settings, rule: str, reason: str) -> None:
    result = unserved(declared, **pattern)
    assert (result.rule, result.reason) == (rule, reason)


def test_the_table_is_asked_before_an_index_and_the_cheapest_index_before_the_others() -> None:
    narrow = {"partition_key": "userId", "projection": {"include": ["agent"]}}
    declared = {**ALONE, "global_secondary_indexes": {"all": {"partition_key": "userId"}, "narrow": narrow}}
    assert served(declared, query="userId", attributes=["agent"], limit=9).target == "narrow"
    assert served(declared, query="userId", limit=9).target == "all"
    both = {**USERS, "global_secondary_indexes": {"again": {**narrow, "sort_key": "sessionId"}}}
    assert served(both, query="userId", sorted_by="sessionId", attributes=["agent"], limit=9).target == "table"


@pytest.mark.parametrize(
    ("declared", "pattern", "read", "written"),
    [
        pytest.param({}, {"get": ["userId", "sessionId"]}, 0.5, 0, id="2 KB unless it is said"),
        pytest.param(
            {}, {"get": ["userId", "sessionId"], "consistent": True}, 1, 0, id="twice as much for consistency"
        ),
        pytest.param({"item_size": 4096}, {"get": ["userId", "sessionId"]}, 0.5, 0, id="4 KB are one unit"),
        pytest.param({"item_size": 4097}, {"get": ["userId", "sessionId"]}, 1, 0, id="and a byte more are two"),
        pytest.param({}, {"query": "userId"}, 0.5, 0, id="a query is counted for one item"),
        pytest.param({}, {"query": "userId", "limit": 10}, 2.5, 0, id="or its limit, and rounded once: 20 KB"),
        pytest.param({"item_size": 300}, {"query": "userId", "limit": 13}, 0.5, 0, id="small items share a unit"),
        pytest.param({}, {"query": "sessionId", "limit": 10}, 2.5, 0, id="an index of everything costs the same"),
        pytest.param(
            {}, {"query": "deviceId", "attributes": ["userId"], "limit": 10}, 0.5, 0, id="one of keys is cheap"
        ),
        pytest.param(
            {}, {"query": "userId", "sorted_by": "lastSeen", "limit": 4}, 2.5, 0, id="a fetch costs each item by itself"
        ),
        pytest.param(
            {}, {"query": "userId", "sorted_by": "lastSeen", "attributes": ["agent"], "limit": 4}, 0.5, 0, id="no fetch"
        ),
        pytest.param(
            {}, {"put": ["userId", "sessionId"]}, 0, 2 + 2 + 1 + 1 + 1, id="a put writes the table and every index"
        ),
        pytest.param({}, {"delete": ["userId", "sessionId"]}, 0, 2 + 2 + 1 + 1 + 1, id="and so does a delete"),
        pytest.param({}, {"update": ["userId", "sessionId"]}, 0, 2 + 2, id="a touch writes where the expiry is held"),
        pytest.param(
            {},
            {"update": ["userId", "sessionId"], "attributes": ["agent"]},
            0,
            2 + 2 + 1 + 1,
            id="where it is projected",
        ),
        pytest.param(
            {},
            {"update": ["userId", "sessionId"], "attributes": ["lastSeen"]},
            0,
            2 + 2 + 2 + 2,
            id="a changed index key is a delete and a put",
        ),
        pytest.param(
            {"ttl": False}, {"update": ["userId", "sessionId"]}, 0, 2 + 2, id="without TTL something else changes"
        ),
        pytest.param({"item_size": 1024}, {"put": ["userId", "sessionId"]}, 0, 5, id="1 KB is one unit"),
        pytest.param({"item_size": 1025}, {"put": ["userId", "sessionId"]}, 0, 7, id="and a byte more are two"),
    ],
)
def test_what_a_call_costs(declared: Settings, pattern: Settings, read: float, written: int) -> None:
    result = served({**BOTH, **declared}, **pattern)
    assert (result.read_units, result.write_units) == (read, written)


def test_replicas_do_not_change_what_a_call_costs_in_one_region() -> None:
    declared = {**USERS, "stream": "NEW_AND_OLD_IMAGES", "replicas": {"eu-west-1": {}}}
    assert served(declared, put=["userId", "sessionId"]).write_units == 2


_names = itertools.count()


@pytest.mark.slow
@settings(max_examples=40)
@given(asked_tables(), st.integers(120, 3000))
def test_what_is_served_is_answered_by_the_promised_call_at_the_promised_cost(
    moto_server: MotoServer, declared: Settings, size: int
) -> None:
    """Any table, any pattern: made on an emulator from what Terraform would get, filled, asked."""
    declared = {**declared, "item_size": size}
    made = table(declared)
    result = judgement(made)
    assume(isinstance(result, Served))
    assert isinstance(result, Served)
    event(f"{result.operation} on {'the table' if result.index is None else type(result.index).__name__}")
    name, client, recorder = f"served-{next(_names)}", moto_server.client("dynamodb"), Recorder()
    recorder.watch(client)
    create_table(client, {**table_arguments(made), "name": name})
    sessions = Sessions.of(made, 1_800_000_000)
    result = judgement(sessions.table)
    assert isinstance(result, Served)
    items = sessions.make(12)
    client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": item}} for item in items]})
    meter = Meter.of(client, sessions.table, name, sessions.item(40), live=False)
    proof = PatternRunner(Trial(client, recorder, sessions, items, name, meter, live=False)).run(result)
    client.delete_table(TableName=name)
    allowed = {Status.KEPT, Status.NOT_SHOWN} if result.fetched else {Status.KEPT}
    assert proof.status in allowed, proof
    assert recorder.all["Scan"] == 0


def test_patterns_are_judged_anew_in_each_environment() -> None:
    text = (
        "version: 1\n"
        "environments: {small: {region: us-east-1}, large: {region: us-east-1}}\n"
        "tables:\n"
        "  sessions:\n"
        "    partition_key: userId\n"
        "    ttl: expires\n"
        "    access_patterns: {by_device: {query: deviceId}}\n"
        "    environments:\n"
        "      large: {global_secondary_indexes: {by_device: {partition_key: deviceId}}}\n"
    )
    findings = [item.finding for item in compile_text(text, "sessions.yaml").diagnostics]
    (finding,) = [item for item in findings if item.rule == "pattern-needs-scan"]
    assert finding.environments == ("small",)


def test_a_pattern_that_is_served_is_no_finding() -> None:
    declared: Any = {**BOTH, "access_patterns": {"asked": {"query": "userId"}}}
    assert not [item for item in compiled(declared).diagnostics if item.finding.rule.startswith("pattern-")]
