"""Whether an answer is right, from what was written: contents, order, ties, limits, conditions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionform.patterns.sizes import projected
from sessionform.patterns.verdict import Served
from sessionform.prove.calls import Question, ordered
from sessionform.prove.sessions import Item, Sessions, item_bytes
from tests.patterns.declared import Settings, asked_tables, judgement, served, table

NOW = 1_800_000_000

USERS: Settings = {
    "partition_key": "userId",
    "sort_key": "sessionId",
    "ttl": "expiresAt",
    "global_secondary_indexes": {
        "by_device": {"partition_key": "deviceId", "sort_key": "userId", "projection": {"include": ["agent"]}},
        "by_tenant": {"partition_key": "tenantId"},
    },
    "local_secondary_indexes": {"by_seen": {"sort_key": {"name": "lastSeen", "type": "N"}, "projection": "KEYS_ONLY"}},
}


def question(pattern: Settings, about: int = 7, count: int = 20) -> Question:
    made = table({**USERS, "access_patterns": {"asked": pattern}})
    items = Sessions.of(made, NOW).make(count)
    return asked(served(USERS, **pattern), items, items[about], made)


def asked(judged: Served, items: list[Item], about: Item, made: Any) -> Question:
    given = judged.pattern.keys
    held = None if judged.index is None else projected(made, judged.index)
    return Question(judged, about, [item for item in items if all(item[name] == about[name] for name in given)], held)


def found(asked_: Question, **changes: Any) -> list[Item]:
    """The right answer."""
    names = asked_.pattern.attributes or (None if asked_.served.fetched else asked_.held)
    items = asked_.due()[: asked_.pattern.limit]
    return [item if names is None else {name: item[name] for name in names} for item in items]


@pytest.mark.parametrize(
    "pattern",
    [
        {"query": "userId"},
        {"query": "userId", "descending": True, "limit": 3},
        {"query": "userId", "sorted_by": "lastSeen"},
        {"query": "deviceId", "attributes": ["agent"]},
        {"query": "tenantId", "limit": 2},
        {"query": "userId", "where": {"lastSeen": "BETWEEN"}},
    ],
)
def test_the_right_answer_is_right_and_every_other_is_not(pattern: Settings) -> None:
    asked_ = question(pattern)
    right = found(asked_)
    assert len(right) > 1
    assert asked_.complaint(right) == ""
    assert asked_.complaint(right[1:]) == f"{len(right) - 1} items came back, {len(right)} were due"
    assert asked_.complaint([*right, right[0]]) == f"{len(right) + 1} items came back, {len(right)} were due"
    assert asked_.complaint([{"userId": {"S": "somebody else"}}, *right[1:]]) == "other items came back"
    assert asked_.complaint([right[0], *right[:-1]]) == "other items came back"


def test_the_wrong_order_is_told_from_the_wrong_items() -> None:
    asked_ = question({"query": "userId", "sorted_by": "lastSeen"})
    assert asked_.complaint(found(asked_)[::-1]) == "the items came in another order"


def test_items_with_the_same_sort_key_come_in_any_order_and_a_limit_takes_any_of_them() -> None:
    """All five sessions of a user are on one device here, so `userId` does not order them."""
    asked_ = question({"query": "deviceId", "attributes": ["sessionId"], "limit": 2})
    everything = [{"sessionId": item["sessionId"]} for item in asked_.due()]
    assert len(everything) == 5
    for start in range(4):
        assert asked_.complaint(everything[start : start + 2]) == ""
        assert asked_.complaint(everything[start : start + 2][::-1]) == ""
    assert asked_.complaint([everything[0]] * 2) == "other items came back"


def test_an_answer_without_what_a_local_index_fetches_is_recognised() -> None:
    asked_ = question({"query": "userId", "sorted_by": "lastSeen", "attributes": ["agent", "lastSeen"]})
    assert asked_.served.fetched
    short = [{"lastSeen": item["lastSeen"]} for item in asked_.due()]
    assert asked_.complaint(short) == "other items came back"
    assert asked_.complaint(short, fetched=False) == ""


@pytest.mark.parametrize("comparison", ["EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"])
@pytest.mark.parametrize("name", ["sessionId", "lastSeen"])
def test_every_condition_finds_the_session_itself_and_what_the_comparison_says(name: str, comparison: str) -> None:
    if (name, comparison) == ("lastSeen", "BEGINS_WITH"):
        return
    asked_ = question({"query": "userId", "where": {name: comparison}})
    own = ordered(asked_.about[name])
    due = [ordered(item[name]) for item in asked_.due()]
    assert own in due
    everything = sorted(ordered(item[name]) for item in asked_.partition)
    expected = {
        "EQ": [own],
        "LT": [value for value in everything if value <= own],
        "LE": [value for value in everything if value <= own],
        "GT": [value for value in everything if value >= own],
        "GE": [value for value in everything if value >= own],
        "BETWEEN": [value for value in everything if value >= own],
        "BEGINS_WITH": [own],
    }
    assert due == expected[comparison]


def test_values_are_ordered_as_dynamodb_orders_them() -> None:
    numbers = ["-10", "-9.5", "0", "9", "10", "12345678901234567890123456789012345678"]
    assert sorted(random.sample(numbers, len(numbers)), key=lambda text: ordered({"N": text})) == numbers
    assert ordered({"N": numbers[-1]}) == Decimal(numbers[-1])
    texts = ["Z", "a", "ÿ", "￿", "😀"]
    assert sorted(random.sample(texts, len(texts)), key=lambda text: ordered({"S": text})) == texts


@settings(max_examples=200)
@given(asked_tables(), st.integers(1, 5000), st.integers(1, 40))
def test_sessions_are_of_the_declared_size_or_say_what_they_need(declared: Settings, size: int, count: int) -> None:
    made = table({**declared, "item_size": size})
    sessions = Sessions.of(made, NOW)
    items = sessions.make(count)
    assert {item_bytes(item) for item in items} == {sessions.table.item_size}
    assert sessions.table.item_size >= size
    keys = [tuple(str(item[attribute.name]) for attribute in made.key_attributes) for item in items]
    assert len(set(keys)) == count
    judged = judgement(made)
    if isinstance(judged, Served):
        assert all(set(judged.pattern.keys) <= item.keys() for item in items)


def test_every_tenth_session_is_past_its_ttl_and_no_two_end_at_the_same_time() -> None:
    sessions = Sessions.of(table(USERS), NOW)
    items = sessions.make(50)
    assert [number for number, item in enumerate(items) if sessions.is_expired(item)] == [9, 19, 29, 39, 49]
    ends = [int(item["expiresAt"]["N"]) for item in items]
    assert len(set(ends)) == 50
    assert all(abs(end - NOW) >= 3600 - 10 for end in ends)


def test_nothing_expires_where_ttl_is_off() -> None:
    sessions = Sessions.of(table({**USERS, "ttl": {"attribute": "expiresAt", "enabled": False}}), NOW)
    assert not any(map(sessions.is_expired, sessions.make(50)))


def _sizes() -> Iterator[Any]:
    yield {"S": "é"}, 2
    yield {"B": b"\xff\x00"}, 2
    yield {"N": "1800000001"}, 6
    yield {"N": "-1.5"}, 2
    yield {"N": "1000"}, 2
    yield {"N": "0"}, 2


@pytest.mark.parametrize(("value", "size"), list(_sizes()))
def test_bytes_are_counted_as_dynamodb_counts_them(value: dict[str, Any], size: int) -> None:
    assert item_bytes({"ab": value}) == 2 + size


def test_the_attributes_of_a_sort_key_decide_the_order_one_after_the_other() -> None:
    """With ties in the first of them; and a session that is written anew has another value there."""
    index = {"partition_key": ["shop", "area"], "sort_key": ["agent", {"name": "lastSeen", "type": "N"}]}
    pattern = {"query": ["shop", "area"], "sorted_by": "agent"}
    declared = {"partition_key": "userId", "sort_key": "sessionId", "global_secondary_indexes": {"by_place": index}}
    made = table({**declared, "access_patterns": {"asked": pattern}})
    items = Sessions.of(made, NOW).make(20)
    asked_ = asked(served(declared, **pattern), items, items[7], made)
    due = asked_.due()
    keys = [(item["agent"]["S"], int(item["lastSeen"]["N"])) for item in due]
    assert keys == sorted(keys)
    assert 1 < len({agent for agent, _ in keys}) < len(keys)
    assert asked_.complaint(due[:-2] + due[:-3:-1]) == "the items came in another order"
    assert Sessions.of(made, NOW).item(27)["agent"] != items[7]["agent"]
