"""What is not a change gives none, and what is one is never passed over: over declarations made at random."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionform.compile import Compiled, compile_text
from sessionform.review.model import Review
from sessionform.review.review import review
from tests.review.case import TODAY

Declared = dict[str, Any]

KEYS = st.sampled_from(["userId", {"name": "userId", "type": "S"}, {"name": "accountId", "type": "N"}])
INDEX = st.fixed_dictionaries(
    {"partition_key": st.sampled_from(["sessionId", "deviceId"])},
    optional={
        "sort_key": st.sampled_from(["loginAt", {"name": "lastSeen", "type": "N"}]),
        "projection": st.sampled_from(["ALL", "KEYS_ONLY", {"include": ["agent", "address"]}]),
    },
)
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "sort_key": st.sampled_from(["sessionId", {"name": "sessionNumber", "type": "N"}]),
    "ttl": st.sampled_from(["expiresAt", "expires", False, {"attribute": "expires", "enabled": False}]),
    "stream": st.sampled_from(["KEYS_ONLY", "NEW_AND_OLD_IMAGES", False]),
    "global_secondary_indexes": st.dictionaries(st.sampled_from(["by_session", "by_device"]), INDEX, max_size=2),
    "point_in_time_recovery": st.sampled_from([True, False, {"recovery_period_in_days": 7}]),
    "server_side_encryption": st.sampled_from(["AWS_OWNED", "AWS_MANAGED"]),
    "table_class": st.sampled_from(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]),
    "deletion_protection": st.booleans(),
    "prevent_destroy": st.booleans(),
    "contributor_insights": st.booleans(),
    "max_throughput": st.sampled_from([{"read": 100, "write": 100}, {"read": 50}]),
    "warm_throughput": st.sampled_from([{"read": 13000, "write": 5000}, {"read": 15000, "write": 5000}]),
    "tags": st.dictionaries(st.sampled_from(["Team", "Data"]), st.sampled_from(["a", "b"]), max_size=2),
    "description": st.sampled_from(["Sessions", "Logins"]),
    "item_size": st.sampled_from([1024, 4096]),
    "table_name": st.sampled_from(["{environment}-{table}", "sessions-of-{table}-in-{environment}"]),
}
TABLE = st.fixed_dictionaries({"partition_key": KEYS}, optional=SETTINGS)
DECLARATION = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "environments": st.fixed_dictionaries(
            {"production": st.just({"region": "us-east-1"})},
            optional={"development": st.sampled_from([{"region": "eu-west-1"}, {"region": "us-east-1"}])},
        ),
        "tables": st.dictionaries(st.sampled_from(["userSessions", "deviceSessions"]), TABLE, min_size=1, max_size=2),
    },
    optional={"defaults": st.fixed_dictionaries({}, optional=SETTINGS)},
)


def compiled(value: Declared) -> Compiled:
    return compile_text(yaml.safe_dump(value, sort_keys=False), "sessions.yaml", TODAY)


def reviewed(before: Declared, after: Declared) -> Review:
    head = compiled(after)
    return review(compiled(before), head, TODAY)


def fit(*values: Declared) -> bool:
    """Whether the declarations pass the check; a random one may not."""
    return not any(compiled(value).failed for value in values)


@given(DECLARATION)
@settings(max_examples=60)
def test_a_declaration_compared_with_itself_has_no_change(value: Declared) -> None:
    if fit(value):
        result = reviewed(value, deepcopy(value))
        assert result.changes == ()
        assert result.tables == ()


@given(DECLARATION)
@settings(max_examples=60)
def test_moving_the_settings_of_every_table_into_defaults_is_no_change(value: Declared) -> None:
    name, body = next(iter(value["tables"].items()))
    body = {**value.get("defaults", {}), **body}
    written = {**value, "tables": {name: body, f"{name}Too": body}}
    written.pop("defaults", None)
    shared = {key: item for key, item in body.items() if key != "partition_key"}
    moved = {**written, "defaults": shared}
    moved["tables"] = {key: {"partition_key": body["partition_key"]} for key in written["tables"]}
    if fit(written, moved):
        assert reviewed(written, moved).changes == ()


@given(DECLARATION, DECLARATION)
@settings(max_examples=120)
def test_a_table_with_other_settings_always_has_a_change(before: Declared, after: Declared) -> None:
    if not fit(before, after):
        return
    old, new = compiled(before).valid(), compiled(after).valid()
    result = reviewed(before, after)
    told = {(change.environment, change.table) for change in result.changes}
    for environment, table in new.tables():
        other = old.environments.get(environment.name)
        earlier = None if other is None else other.tables.get(table.key)
        same = earlier is not None and _meaning(earlier) == _meaning(table) and other is not None
        if not same:
            assert (environment.name, table.key) in told
    verdicts = {(verdict.environment, verdict.table) for verdict in result.tables}
    assert {place for place in told if place[1]} == verdicts


def _meaning(table: Any) -> Any:
    """What the settings mean; a template that gives the same name is the same, and so is an order of attributes."""
    meaning = {
        name: value for name, value in table.settings.items() if name != "table_name" and value not in ({}, None)
    }
    for index in meaning.get("global_secondary_indexes", {}).values():
        if isinstance(index["projection"], dict):
            index["projection"]["include"].sort()
    if not meaning.get("ttl", {}).get("enabled", True):
        del meaning["ttl"]  # whatever attribute it names, nothing expires
    if not meaning.get("point_in_time_recovery", {}).get("enabled", True):
        del meaning["point_in_time_recovery"]  # however long a window `defaults` name, there is none
    return table.name, meaning
