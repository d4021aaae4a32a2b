"""How one layer of settings lies over another, and that every value knows its line."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sessionform.diagnostics import Path
from sessionform.provenance import EMPTY, Origins, Sourced
from sessionform.source.sourced import merge, plain, sourced

SCALARS = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]) | st.just([1, 2])
KEYS = st.sampled_from(["x", "y", "z"])
LAYERS = st.dictionaries(KEYS, st.recursive(SCALARS, lambda inner: st.dictionaries(KEYS, inner), max_leaves=6))


def values(node: Sourced) -> Any:
    return plain(node)


@given(LAYERS)
def test_nothing_over_a_layer_is_the_layer(layer: dict[str, Any]) -> None:
    """The empty layer changes nothing."""
    clean = merge(EMPTY, sourced(layer, ()))
    assert values(merge(clean, EMPTY)) == values(clean)


@given(LAYERS, LAYERS)
def test_merging_a_layer_twice_is_merging_it_once(base: dict[str, Any], over: dict[str, Any]) -> None:
    """A layer that is already in force has nothing to add."""
    once = merge(merge(EMPTY, sourced(base, ())), sourced(over, ()))
    assert values(merge(once, sourced(over, ()))) == values(once)


@given(LAYERS, LAYERS)
def test_what_the_upper_layer_says_holds(base: dict[str, Any], over: dict[str, Any]) -> None:
    """Scalars and lists replace, null takes away, mappings merge at every depth."""

    def check(merged: Any, below: Any, above: dict[str, Any]) -> None:
        for key, value in above.items():
            inherited = below.get(key) if isinstance(below, dict) else None
            if value is None:
                assert key not in merged
            elif isinstance(value, dict):
                check(merged[key], inherited, value)
            else:
                assert merged[key] == value
        if isinstance(below, dict):
            for key in below.keys() - above.keys():
                assert merged[key] == below[key]

    lower = merge(EMPTY, sourced(base, ()))
    check(values(merge(lower, sourced(over, ()))), values(lower), over)


@given(LAYERS, LAYERS)
def test_every_value_comes_from_where_it_is_written(base: dict[str, Any], over: dict[str, Any]) -> None:
    """The path noted for a scalar leads to that scalar in the layer that it names."""
    layers = {"base": base, "over": over}
    node = merge(merge(EMPTY, sourced(base, ("base",))), sourced(over, ("over",)))
    origins = Origins(("owner",), node)

    def check(value: Any, setting: Path) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                check(item, (*setting, key))
        else:
            there: Any = layers
            for part in origins.of(setting):
                there = there[part]
            assert there == value

    check(plain(node), ())


def test_what_nobody_wrote_stands_at_what_is_around_it() -> None:
    """A missing setting is explained by its nearest written neighbour outward, at last by the owner."""
    origins = Origins(("tables", "a"), sourced({"ttl": {"attribute": "x"}, "stops": [1]}, ("tables", "a")))
    assert origins.of(("ttl", "enabled")) == ("tables", "a", "ttl")
    assert origins.of(("stream",)) == ("tables", "a")
    assert origins.of(("stops", 0)) == ("tables", "a", "stops", 0)
    assert origins.of(("stops", 1)) == ("tables", "a", "stops")
    assert origins.is_default(("stream",))
    assert not origins.is_default(("ttl", "enabled"))


def test_merging_changes_neither_layer() -> None:
    """Layers are shared between tables and environments."""
    base, over = sourced({"a": {"b": 1}}, ()), sourced({"a": {"b": None, "c": 2}}, ())
    before = values(base)
    merge(base, over)
    assert values(base) == before
