"""A document path says in which layer, of which environment and table, a setting stands."""

from __future__ import annotations

import pytest

from sessionform.diagnostics import Path
from sessionform.setting_path import Layer, SettingPath, places, setting_path


@pytest.mark.parametrize(
    ("path", "layer", "environment", "table", "setting"),
    [
        ((), Layer.DECLARATION, None, None, ()),
        (("application",), Layer.DECLARATION, None, None, ("application",)),
        (("tables",), Layer.DECLARATION, None, None, ("tables",)),
        (("environments",), Layer.DECLARATION, None, None, ("environments",)),
        (("defaults", "ttl"), Layer.DEFAULTS, None, None, ("ttl",)),
        (("environments", "production"), Layer.ENVIRONMENT, "production", None, ()),
        (("environments", "production", "tags", "Team"), Layer.ENVIRONMENT, "production", None, ("tags", "Team")),
        (("environments", "production", "defaults"), Layer.ENVIRONMENT_DEFAULTS, "production", None, ()),
        (("environments", "production", "defaults", "ttl"), Layer.ENVIRONMENT_DEFAULTS, "production", None, ("ttl",)),
        (("tables", "a"), Layer.TABLE, None, "a", ()),
        (("tables", "a", "ttl", "attribute"), Layer.TABLE, None, "a", ("ttl", "attribute")),
        (("tables", "a", "environments"), Layer.TABLE, None, "a", ("environments",)),
        (("tables", "a", "environments", "b", "ttl"), Layer.TABLE_ENVIRONMENT, "b", "a", ("ttl",)),
        (("tables", "defaults", "environments", "tables"), Layer.TABLE_ENVIRONMENT, "tables", "defaults", ()),
        (("tables", "a", "waivers", 0, "rule"), Layer.TABLE, None, "a", ("waivers", 0, "rule")),
        (("removed",), Layer.DECLARATION, None, None, ("removed",)),
        (("removed", "a"), Layer.REMOVED, None, "a", ()),
        (("removed", "a", "keep"), Layer.REMOVED, None, "a", ("keep",)),
    ],
)
def test_a_path_is_taken_apart(
    path: Path, layer: Layer, environment: str | None, table: str | None, setting: Path
) -> None:
    place = setting_path(path)
    assert place == SettingPath(layer, environment, table, setting)
    assert place.path == path
    assert place.of_tables is (layer not in (Layer.DECLARATION, Layer.ENVIRONMENT, Layer.REMOVED))


@pytest.mark.parametrize(
    ("path", "table_path"),
    [
        (("tables", "a", "environments", "b", "ttl"), ("tables", "a")),
        (("removed", "a", "keep"), ("removed", "a")),
        (("environments", "b", "defaults", "ttl"), ()),
        (("removed",), ()),
    ],
)
def test_a_path_knows_the_table_that_it_is_of(path: Path, table_path: Path) -> None:
    assert setting_path(path).table_path == table_path


@pytest.mark.parametrize(
    ("path", "every"),
    [
        (("defaults", "ttl"), True),
        (("environments", "b", "defaults"), True),
        (("environments", "b", "table_name"), True),
        (("application",), True),
        (("table_name",), True),
        (("environments", "b", "region"), False),
        (("tables", "a", "table_name"), False),
        (("removed", "a"), False),
    ],
)
def test_what_reaches_every_table(path: Path, every: bool) -> None:
    assert setting_path(path).of_every_table is every


def test_the_places_of_a_setting_begin_with_the_strongest() -> None:
    layers = [setting_path((*place, "ttl")).layer for place in places("a", "b")]
    assert layers == [Layer.TABLE_ENVIRONMENT, Layer.TABLE, Layer.ENVIRONMENT_DEFAULTS, Layer.DEFAULTS]
