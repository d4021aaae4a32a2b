"""What a grant allows is what its patterns, or its library, need: no more, no less, wherever it is put."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.consumers.iam import iam_statement
from sessionform.consumers.registry import library_ids
from sessionform.grants.allowed import Allowed, allowed
from sessionform.grants.beyond import beyond
from sessionform.grants.policy import known_policies
from sessionform.model import Environment, Table
from sessionform.source.flow import flow
from tests.consumers.declared import preset

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
COPY_KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ARN = "arn:aws:dynamodb:us-east-1:*:table/userSessions-production"

SETTINGS: dict[str, Any] = {
    "partition_key": "userId",
    "sort_key": "sessionId",
    "ttl": "expiresAt",
    "stream": "NEW_AND_OLD_IMAGES",
    "global_secondary_indexes": {"by_session": {"partition_key": "sessionId"}},
    "local_secondary_indexes": {"recent": {"sort_key": "lastSeen"}},
    "access_patterns": {
        "read": {"get": ["userId", "sessionId"]},
        "save": {"put": ["userId", "sessionId"]},
        "touch": {"update": ["userId", "sessionId"], "attributes": ["expiresAt"]},
        "log_out": {"delete": ["userId", "sessionId"]},
        "of_user": {"query": "userId"},
        "recent_of_user": {"query": "userId", "sorted_by": "lastSeen", "descending": True, "limit": 3},
        "by_session": {"query": "sessionId"},
    },
}

NEEDS = {
    "read": Allowed("table", "GetItem"),
    "save": Allowed("table", "PutItem"),
    "touch": Allowed("table", "UpdateItem"),
    "log_out": Allowed("table", "DeleteItem"),
    "of_user": Allowed("table", "Query"),
    "recent_of_user": Allowed("index/recent", "Query"),
    "by_session": Allowed("index/by_session", "Query"),
}


def declared(**settings: Any) -> tuple[Table, Environment]:
    body = {name: value for name, value in {**SETTINGS, **settings}.items() if value is not None}
    text = flow(
        {"version": 1, "environments": {"production": {"region": "us-east-1"}}, "tables": {"userSessions": body}}
    )
    environment = compile_text(text, "sessions.yaml").valid().environments["production"]
    return environment.tables["userSessions"], environment


def rights(table: Table, name: str) -> frozenset[Allowed]:
    return allowed(table, next(grant for grant in table.grants if grant.name == name))


def statements(**settings: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = known_policies(*declared(**settings))["web"]["Statement"]
    return found


@pytest.mark.parametrize("pattern", NEEDS)
def test_a_pattern_needs_one_action_in_one_place(pattern: str) -> None:
    table, _ = declared(grants={"web": [pattern]})
    assert rights(table, "web") == {NEEDS[pattern]}


def test_all_patterns_need_what_each_needs() -> None:
    table, _ = declared(grants={"web": "all", "other": {"patterns": "all"}, "listed": list(NEEDS)})
    assert {rights(table, name) for name in ("web", "other", "listed")} == {frozenset(NEEDS.values())}


def test_what_the_same_actions_are_allowed_on_is_one_statement() -> None:
    found = statements(grants={"web": ["by_session", "recent_of_user", "read", "log_out"]})
    assert [(item["Action"], item["Resource"]) for item in found] == [
        (["dynamodb:DeleteItem", "dynamodb:GetItem"], ARN),
        (["dynamodb:Query"], [f"{ARN}/index/by_session", f"{ARN}/index/recent"]),
    ]
    assert {item["Effect"] for item in found} == {"Allow"}


def test_a_stream_is_read_by_its_own_arn_and_streams_are_listed() -> None:
    found = statements(grants={"web": {"stream": True}})
    assert [(item["Action"], item["Resource"]) for item in found] == [
        (["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], f"{ARN}/stream/*"),
        (["dynamodb:ListStreams"], "*"),
    ]


def test_every_replica_is_allowed_the_same_and_its_stream_is_not() -> None:
    found = statements(grants={"web": {"patterns": ["read", "by_session"], "stream": True}}, replicas={"eu-west-1": {}})
    copy = ARN.replace("us-east-1", "eu-west-1")
    assert [item["Resource"] for item in found] == [
        [ARN, copy],
        [f"{ARN}/index/by_session", f"{copy}/index/by_session"],
        f"{ARN}/stream/*",
        "*",
    ]


def _keys(found: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(item["Resource"], item["Condition"]) for item in found if item["Action"] == ["kms:Decrypt"]]


def test_a_customers_key_is_used_through_dynamodb_in_its_own_region() -> None:
    settings = {
        "server_side_encryption": {"kms_key_arn": KEY},
        "replicas": {"eu-west-1": {"kms_key_arn": COPY_KEY}},
    }
    via = [
        (key, {"StringLike": {"kms:ViaService": f"dynamodb.{region}.amazonaws.com*"}})
        for key, region in ((KEY, "us-east-1"), (COPY_KEY, "eu-west-1"))
    ]
    assert _keys(statements(grants={"web": "all"}, **settings)) == via
    assert _keys(statements(grants={"web": {"stream": True}}, **settings)) == via[:1]
    assert _keys(statements(grants={"web": "all"}, server_side_encryption="AWS_MANAGED")) == []


@pytest.mark.parametrize("library", library_ids())
def test_the_grant_of_a_library_is_what_explain_says_that_it_needs(library: str) -> None:
    settings = {**dict.fromkeys(SETTINGS), **preset(library), "grants": {"consumer": "all"}}
    table, environment = declared(**settings)
    policy = known_policies(table, environment)["consumer"]
    assert _pairs(policy) == _pairs(iam_statement(table, environment))
    assert _pairs(policy)


def _pairs(policy: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (action, resource)
        for statement in policy["Statement"]
        for action in statement["Action"]
        for resource in ([statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"])
    }


def test_the_grant_consumer_with_a_list_is_one_like_any_other() -> None:
    settings = {
        **dict.fromkeys(SETTINGS),
        **preset("connect-dynamodb"),
        "access_patterns": {"read": {"get": "id"}, "save": {"put": "id"}},
        "grants": {"consumer": ["read"], "web": "all"},
    }
    table, _ = declared(**settings)
    assert rights(table, "consumer") == {Allowed("table", "GetItem")}
    assert rights(table, "web") == {Allowed("table", "GetItem"), Allowed("table", "PutItem")}


def test_without_a_library_the_grant_consumer_means_all_patterns() -> None:
    table, _ = declared(grants={"consumer": "all"})
    assert rights(table, "consumer") == set(NEEDS.values())


def _beyond(**settings: Any) -> str:
    table, _ = declared(**settings)
    return "\n".join(beyond(table, table.grants[0]))


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (["read"], "GetItem reads any session, and all of its attributes"),
        (["touch"], "`touch` needs `expiresAt`; UpdateItem is not held to them"),
        (["recent_of_user"], "`recent_of_user` says `limit`, `sorted_by`, `descending`; Query is not held to them"),
        (["by_session"], "(the index `by_session`)"),
        ({"stream": True}, "ListStreams, for which IAM knows no resource"),
        ({"stream": True}, "the stream shows every session that changes, as it was and as it then is"),
    ],
)
def test_what_iam_cannot_express_is_said(grant: Any, said: str) -> None:
    assert said in _beyond(grants={"web": grant})


def test_what_replicas_and_keys_open_is_said() -> None:
    found = _beyond(
        grants={"web": ["read"]},
        server_side_encryption={"kms_key_arn": KEY},
        replicas={"eu-west-1": {"kms_key_arn": COPY_KEY}},
    )
    assert "the same in the replicas' regions: eu-west-1" in found
    assert f"opens every table that is encrypted with {COPY_KEY}" in found
    streams = _beyond(grants={"web": {"stream": True}}, replicas={"eu-west-1": {}})
    assert "replicas" not in streams
