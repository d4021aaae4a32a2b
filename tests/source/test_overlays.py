"""Which value wins, and that every value knows who said it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionform.compile import compile_text
from sessionform.diagnostics import Path
from sessionform.model import Table
from sessionform.provenance import Sourced
from sessionform.source.defaults import builtin_defaults
from sessionform.source.document import Document
from sessionform.source.flow import flow
from sessionform.source.overlays import Effective, effective_tables
from sessionform.source.read import read

LAYERS: dict[str, Path] = {
    "defaults": ("defaults",),
    "environment": ("environments", "production", "defaults"),
    "table": ("tables", "userSessions"),
    "overlay": ("tables", "userSessions", "environments", "production"),
}
"""From the weakest to the strongest, and where each stands in the file."""


def declaration(**layers: dict[str, Any]) -> str:
    """A declaration with one table in two environments, with these settings in each layer."""
    value: dict[str, Any] = {
        "version": 1,
        "defaults": layers.get("defaults", {}),
        "environments": {
            "staging": {"region": "us-east-1"},
            "production": {"region": "us-east-1", "defaults": layers.get("environment", {})},
        },
        "tables": {
            "userSessions": {**layers.get("table", {}), "environments": {"production": layers.get("overlay", {})}}
        },
    }
    return flow(value)


def merged(where: str = "production", /, **layers: dict[str, Any]) -> Table:
    compiled = compile_text(declaration(**layers), "sessions.yaml")
    assert compiled.declaration is not None, compiled.diagnostics
    assert not [item for item in compiled.diagnostics if item.finding.rule in ("unknown-key", "wrong-type")]
    return compiled.declaration.environments[where].tables["userSessions"]


@pytest.mark.parametrize("winner", LAYERS)
def test_the_strongest_layer_that_speaks_wins(winner: str) -> None:
    names = list(LAYERS)
    speaking = names[: names.index(winner) + 1]
    table = merged(**{layer: {"item_size": 100 + names.index(layer)} for layer in speaking})
    assert table.item_size == 100 + names.index(winner)
    assert table.origins.of(("item_size",)) == (*LAYERS[winner], "item_size")


def test_where_no_layer_speaks_the_built_in_default_holds() -> None:
    table = merged(table={"partition_key": "userId"})
    assert {name: table.settings[name] for name in builtin_defaults()} == {
        **builtin_defaults(),
        "point_in_time_recovery": {"enabled": False},
        "contributor_insights": {"enabled": False},
    }
    assert all(table.origins.is_default((name,)) for name in builtin_defaults())


def test_what_is_said_for_one_environment_leaves_the_others_alone() -> None:
    layers = {"environment": {"item_size": 1}, "overlay": {"stream": "KEYS_ONLY"}}
    staging = merged("staging", **layers)
    assert (staging.item_size, staging.stream) == (2048, None)


def test_mappings_merge_key_by_key_at_every_depth() -> None:
    table = merged(
        defaults={"tags": {"Team": "web", "Cost": "1"}},
        table={
            "billing_mode": "PROVISIONED",
            "capacity": {"read": {"min": 1, "max": 9}, "write": 5},
            "global_secondary_indexes": {"by_user": {"partition_key": {"name": "user", "type": "N"}}},
        },
        overlay={
            "tags": {"Cost": "2"},
            "capacity": {"read": {"max": 90}},
            "global_secondary_indexes": {"by_user": {"projection": "KEYS_ONLY"}, "by_day": {"partition_key": "day"}},
        },
    )
    assert table.settings["tags"] == {"Team": "web", "Cost": "2"}
    assert table.settings["capacity"] == {"read": {"min": 1, "max": 90, "target_utilization": 70}, "write": 5}
    assert table.settings["global_secondary_indexes"] == {
        "by_user": {"partition_key": {"name": "user", "type": "N"}, "projection": "KEYS_ONLY"},
        "by_day": {"partition_key": {"name": "day", "type": "S"}, "projection": "ALL"},
    }
    assert table.origins.of(("tags", "Team")) == ("defaults", "tags", "Team")
    assert table.origins.of(("capacity", "read", "min")) == (*LAYERS["table"], "capacity", "read", "min")
    assert table.origins.of(("capacity", "read", "max")) == (*LAYERS["overlay"], "capacity", "read", "max")


def test_lists_replace_whole() -> None:
    actions = [f"arn:aws:sns:us-east-1:111122223333:{name}" for name in ("first", "second")]
    table = merged(defaults={"alarms": {"actions": actions}}, overlay={"alarms": {"actions": actions[:1]}})
    assert table.settings["alarms"]["actions"] == actions[:1]


def test_another_kind_of_value_replaces_a_mapping() -> None:
    table = merged(table={"billing_mode": "PROVISIONED", "capacity": {"read": {"min": 1, "max": 2}, "write": 1}})
    assert isinstance(table.settings["capacity"]["read"], dict)
    table = merged(
        table={"capacity": {"read": {"min": 1, "max": 2}, "write": 1}}, overlay={"capacity": {"read": 3, "write": None}}
    )
    assert table.settings["capacity"] == {"read": 3}


@pytest.mark.parametrize("layer", list(LAYERS)[1:])
def test_null_takes_away_what_is_inherited(layer: str) -> None:
    below = {"ttl": "expiresAt", "billing_mode": "PROVISIONED", "tags": {"Team": "web"}, "item_size": 1}
    away = {"ttl": None, "billing_mode": None, "tags": {"Team": None}, "item_size": None}
    table = merged(**{"defaults": below, layer: away})
    assert table.ttl is None
    assert table.settings["tags"] == {}
    assert (table.settings["billing_mode"], table.item_size) == ("PAY_PER_REQUEST", 2048)
    assert table.origins.is_default(("billing_mode",))


def test_null_can_be_overridden_itself() -> None:
    table = merged(defaults={"ttl": "a"}, environment={"ttl": None}, table={"ttl": "b"})
    assert table.settings["ttl"] == {"attribute": "b", "enabled": True}
    table = merged(table={"ttl": None}, overlay={"ttl": "c"})
    assert table.settings["ttl"] == {"attribute": "c", "enabled": True}


@pytest.mark.parametrize("name", [name for name in builtin_defaults() if name != "point_in_time_recovery"])
def test_null_of_what_nobody_set_changes_nothing(name: str) -> None:
    assert merged(table={name: None}).settings == merged().settings


SHORT_AND_LONG = [
    ({"partition_key": "userId"}, {"partition_key": {"name": "userId", "type": "S"}}),
    ({"sort_key": "id"}, {"sort_key": {"name": "id"}}),
    ({"ttl": "expiresAt"}, {"ttl": {"attribute": "expiresAt", "enabled": True}}),
    ({"ttl": "expiresAt"}, {"ttl": {"attribute": "expiresAt"}}),
    ({"ttl": False}, {"ttl": {"enabled": False}}),
    ({"point_in_time_recovery": False}, {}),
    ({"consumer": "connect-dynamodb"}, {"consumer": {"library": "connect-dynamodb", "options": {}}}),
    ({"renamed_from": "old"}, {"renamed_from": ["old"]}),
    (
        {"global_secondary_indexes": {"x": {"partition_key": "a"}}},
        {"global_secondary_indexes": {"x": {"partition_key": {"name": "a", "type": "S"}, "projection": "ALL"}}},
    ),
    (
        {"local_secondary_indexes": {"x": {"sort_key": "a"}}},
        {"local_secondary_indexes": {"x": {"sort_key": {"name": "a"}}}},
    ),
    ({"access_patterns": {"x": {"get": "a"}}}, {"access_patterns": {"x": {"get": ["a"], "consistent": False}}}),
]


@pytest.mark.parametrize(("short", "long"), SHORT_AND_LONG)
def test_short_and_long_form_are_one_declaration(short: dict[str, Any], long: dict[str, Any]) -> None:
    assert merged(table=short).settings == merged(table=long).settings


def test_short_forms_are_written_out_before_they_are_merged() -> None:
    table = merged(
        defaults={"sort_key": {"name": "device", "type": "N"}, "ttl": {"attribute": "expiresAt", "enabled": False}},
        table={"sort_key": "sessionId", "ttl": {"enabled": True}, "point_in_time_recovery": True},
        overlay={"point_in_time_recovery": {"recovery_period_in_days": 7}},
    )
    assert table.settings["sort_key"] == {"name": "sessionId", "type": "S"}
    assert table.settings["ttl"] == {"attribute": "expiresAt", "enabled": True}
    assert table.settings["point_in_time_recovery"] == {"enabled": True, "recovery_period_in_days": 7}
    off = merged(table={"ttl": "expiresAt"}, overlay={"ttl": False})
    assert off.settings["ttl"] == {"attribute": "expiresAt", "enabled": False}
    assert off.origins.of(("ttl", "enabled")) == (*LAYERS["overlay"], "ttl")
    assert off.origins.of(("ttl", "attribute")) == (*LAYERS["table"], "ttl")


def test_a_table_stands_where_only_in_says_in_file_order() -> None:
    text = """\
version: 1
environments: {c: {region: us-east-1}, a: {region: us-east-1}, b: {region: us-east-1}}
tables:
  zzz: {partition_key: id, only_in: [b, c]}
  aaa: {partition_key: id}
"""
    declaration = compile_text(text, "sessions.yaml").declaration
    assert declaration is not None
    there = {name: list(environment.tables) for name, environment in declaration.environments.items()}
    assert list(there.items()) == [("c", ["zzz", "aaa"]), ("a", ["aaa"]), ("b", ["zzz", "aaa"])]
    assert declaration.table_keys == ("zzz", "aaa")


NAME_LAYERS = [
    ('table_name: "top-{table}"', "", "", "top-userSessions", ("table_name",)),
    ('table_name: "top-{table}"', 'table_name: "here-{table}"', "", "here-userSessions", ("environments", "p", "table_name")),
    ("", 'table_name: "here-{table}"', "table_name: mine", "mine", ("tables", "userSessions", "table_name")),
    ("", 'table_name: "here", defaults: {table_name: "all-{environment}"}', "", "all-p", ("environments", "p", "defaults", "table_name")),
    ('table_name: "top"\ndefaults: {table_name: "all"}', "", "", "all", ("defaults", "table_name")),
    ("", "", "", "userSessions-p", ("tables", "userSessions")),
    ("application: shop", "", 'table_name: "{application}-{table}-{environment}-{other}"', "shop-userSessions-p-{other}", ("tables", "userSessions", "table_name")),
]  # fmt: skip


@pytest.mark.parametrize(("top", "environment", "table", "name", "origin"), NAME_LAYERS)
def test_the_nearest_name_template_is_filled_in(
    top: str, environment: str, table: str, name: str, origin: Path
) -> None:
    text = f"""\
version: 1
{top}
environments: {{p: {{region: us-east-1, {environment}}}}}
tables: {{userSessions: {{partition_key: id, {table}}}}}
"""
    declaration = compile_text(text, "sessions.yaml").declaration
    assert declaration is not None
    found = declaration.environments["p"].tables["userSessions"]
    assert (found.name, found.origins.of(("table_name",))) == (name, origin)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "description": st.none() | st.sampled_from(["a", "b"]),
    "partition_key": st.none() | st.sampled_from(["id", {"name": "id", "type": "N"}, {"type": "B"}]),
    "sort_key": st.none() | st.sampled_from(["at", {"name": "at"}]),
    "ttl": st.none() | st.sampled_from(["expires", False, {"enabled": True}, {"attribute": "ends", "enabled": None}]),
    "point_in_time_recovery": st.none() | st.sampled_from([True, False, {"recovery_period_in_days": 7}]),
    "tags": st.none() | st.dictionaries(st.sampled_from("ABC"), st.none() | st.sampled_from(["1", "2"])),
    "renamed_from": st.none() | st.sampled_from(["x", ["x", "y"]]),
    "server_side_encryption": st.none() | st.sampled_from(["AWS_OWNED", "AWS_MANAGED", {"kms_key_arn": "arn:x"}]),
    "consumer": st.none() | st.sampled_from(["lib", {"options": {"a": 1}}, {"library": "lib", "options": None}]),
    "access_patterns": st.none() | st.sampled_from([{"p": {"get": "id"}}, {"p": None}, {"p": {"get": ["id", "at"]}}]),
    "grants": st.none() | st.sampled_from([{"w": "all"}, {"w": ["p", "q"]}, {"w": None}, {"w": {"stream": True}}]),
    "alarms": st.none() | st.sampled_from([{"actions": ["a"]}, {"actions": ["b", "c"], "system_errors": False}]),
}
LAYER = st.fixed_dictionaries({}, optional=VALUES)


def effective(**layers: dict[str, Any]) -> dict[str, Any]:
    return merge_of(layers).settings


def merge_of(layers: dict[str, dict[str, Any]]) -> Effective:
    tables = effective_tables(parsed(declaration(**layers)).value, builtin_defaults())
    return next(item for item in tables if item.environment == "production")


def parsed(text: str) -> Document:
    document, findings = read(text, "sessions.yaml")
    assert document is not None, findings
    return document


@given(LAYER)
def test_a_layer_means_the_same_wherever_it_stands_alone(layer: dict[str, Any]) -> None:
    everywhere = [effective(**{name: layer}) for name in LAYERS]
    assert everywhere == [everywhere[0]] * len(LAYERS)


@given(LAYER, LAYER)
def test_only_the_order_of_layers_counts(weak: dict[str, Any], strong: dict[str, Any]) -> None:
    names = list(LAYERS)
    pairs = [(low, high) for at, low in enumerate(names) for high in names[at + 1 :]]
    results = [effective(**{low: weak, high: strong}) for low, high in pairs]
    assert results == [results[0]] * len(pairs)


@given(LAYER)
def test_saying_a_thing_again_adds_nothing(layer: dict[str, Any]) -> None:
    assert effective(**dict.fromkeys(LAYERS, layer)) == effective(table=layer)


@given(LAYER, LAYER, LAYER)
def test_what_a_layer_does_not_mention_stays_as_it_was(
    low: dict[str, Any], middle: dict[str, Any], high: dict[str, Any]
) -> None:
    without, with_it = (
        effective(defaults=low, environment=middle),
        effective(defaults=low, environment=middle, table=high),
    )
    for name in {*without, *with_it} - set(high):
        assert without.get(name) == with_it.get(name)


@given(LAYER, LAYER, LAYER, LAYER)
def test_every_written_value_is_really_written_where_it_says(
    defaults: dict[str, Any], environment: dict[str, Any], table: dict[str, Any], overlay: dict[str, Any]
) -> None:
    """Following a value's origin through the document leads to that value, or to the short form that implies it."""
    layers = {"defaults": defaults, "environment": environment, "table": table, "overlay": overlay}
    document, item = parsed(declaration(**layers)), merge_of(layers)

    def follow(node: Sourced, setting: Path) -> None:
        if isinstance(node.value, dict):
            for key, below in node.value.items():
                follow(below, (*setting, key))
        elif node.path is not None:
            assert item.origins.of(setting) == node.path
            there: Any = document.value
            for part in node.path:
                there = there[part]
            implied = {"type": "S", "enabled": there is not False}.get(str(setting[-1]))
            assert node.value in (there, [there]) or node.value == implied

    follow(item.origins.root, ())
