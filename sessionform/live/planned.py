"""The document that a declaration is to be with live tables in it, as plain values: its environment, their keys, what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sessionform.live.overriding import overriding_settings
from sessionform.live.settings import LiveTable
from sessionform.live.table_keys import key_by_template, key_of_name, name_template_for
from sessionform.live.written import Settings, given, written
from sessionform.model import Table
from sessionform.source.build import build
from sessionform.source.defaults import builtin_defaults
from sessionform.source.names import TABLE_NAME
from sessionform.terraform.imports import BY_ACCOUNT

_SHARED = (
    "billing_mode",
    "ttl",
    "stream",
    "point_in_time_recovery",
    "server_side_encryption",
    "table_class",
    "deletion_protection",
    "contributor_insights",
    "tags",
)
"""Settings that stand in `defaults` where all tables of a new declaration have the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """The environment that is adopted into: its name, and where it is. The account is None where it is not known. `tags` are
    those of the environment, should it be made.
    """

    environment: str
    region: str
    account: str | None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """The document as it has to be, as plain values."""

    value: dict[str, Any]
    keys: dict[str, str]
    declared: tuple[str, ...]
    unsayable: dict[str, list[str]]


def planned(
    before: dict[str, Any], place: Place, tables: Sequence[LiveTable], wanted: Mapping[str, str], *, new: bool
) -> Planned:
    """The document `before` with the tables in it, `wanted` giving the keys of some by name; `new` has nothing else in it."""
    value: dict[str, Any] = _copied(before)
    environments = value.setdefault("environments", {})
    others = [name for name in environments if name != place.environment]
    made = place.environment not in environments
    if made:
        account = {"account_id": place.account} if place.account is not None else {}
        tags = {"tags": dict(place.tags)} if place.tags else {}
        environments[place.environment] = {"region": place.region, **account, **tags}
    if new:
        value |= _common(tables, place)
    by_account = any(name in BY_ACCOUNT for table in tables for name in table.companions)
    if not made and by_account and place.account is not None:
        environments[place.environment] = {**(environments[place.environment] or {}), "account_id": place.account}
    bodies = value.setdefault("tables", {})
    keys, declared = _keys(value, place, tables, wanted, made=made)
    for name, body in bodies.items():
        if name not in keys.values():
            if made and "only_in" not in (body or {}):
                bodies[name] = {**(body or {}), "only_in": others}  # it is not there, and would be created
        elif "only_in" in (body or {}) and place.environment not in body["only_in"]:
            body["only_in"].append(place.environment)
    added = [key for key in keys.values() if key not in bodies]
    bodies.update({key: {"only_in": [place.environment]} if others else {} for key in added})
    environment = build(value, "", builtin_defaults()).environments[place.environment]
    unsayable: dict[str, list[str]] = {}
    for table in tables:
        if table.name not in keys:
            continue
        key = keys[table.name]
        inherited = environment.tables[key]
        settings = overriding_settings(table.settings, inherited, environment)
        here: Settings = {} if inherited.name == table.name else {"table_name": table.name}
        here["import_existing"] = _import(table, place.account)
        body = bodies[key] = bodies[key] or {}
        if key in added:
            bodies[key] = {**settings, **body, "environments": {place.environment: here}}
        else:
            own = body.setdefault("environments", {})
            own[place.environment] = {**(own.get(place.environment) or {}), **settings, **here}
        missing = [name for name in environment.tags if name not in table.settings.get("tags", {})]
        unsayable[table.name] = [f"it lacks the environment's tag `{name}`, which a deploy adds" for name in missing]
    return Planned(value, keys, declared, unsayable)


def _import(table: LiveTable, account: str | None) -> bool | Settings:
    """The import of the table and of everything beside it whose id is known."""
    companions = [name for name in table.companions if account is not None or name not in BY_ACCOUNT]
    if not companions:
        return True
    label = table.found.table.get("LatestStreamLabel") if "stream_policy" in companions else None
    return given({"companions": companions, "stream_label": label})


def _copied(value: Any) -> Any:
    """A copy in which nothing is shared, though an alias may have shared it."""
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _common(tables: Sequence[LiveTable], place: Place) -> dict[str, Any]:
    """What a new declaration says for all of its tables: the template of their names, and what they have in common."""
    template = name_template_for([table.name for table in tables], place.environment)
    common: dict[str, Any] = {} if template == TABLE_NAME else {"table_name": template}
    if len(tables) > 1:
        first, *others = (table.settings for table in tables)
        usual = written(_stand_in(), {})
        shared = {
            name: first[name]
            for name in _SHARED
            if name in first
            and first[name] != usual.get(name)
            and all(each.get(name) == first[name] for each in others)
        }
        tags = set(first.get("tags", {}).items()).intersection(*(each.get("tags", {}).items() for each in others))
        tags -= set(place.tags.items())
        shared |= {"tags": dict(sorted(tags))} if tags else {}
        common |= {"defaults": shared} if shared else {}
    return common


def _stand_in() -> Table:
    """A table of which a declaration says nothing."""
    declared = build({"environments": {"it": {"region": ""}}, "tables": {"it": {}}}, "", builtin_defaults())
    return declared.environments["it"].tables["it"]


def _keys(
    value: dict[str, Any], place: Place, tables: Sequence[LiveTable], wanted: Mapping[str, str], *, made: bool
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The key for each table that is not declared yet, and the names of those that are."""
    declaration = build(value, "", builtin_defaults())
    environment = declaration.environments[place.environment]
    taken = {} if made else {table.name: key for key, table in environment.tables.items()}
    # A table that is declared and not taken over yet may be the one that is wanted under its key, whatever its name will be
    open_keys = set() if made else {key for key, table in environment.tables.items() if not table.import_existing}
    used = set(taken.values()) - (open_keys & set(wanted.values()))
    body = value["environments"][place.environment] or {}
    template = body.get("table_name") or value.get("table_name") or TABLE_NAME
    keys: dict[str, str] = {}
    for table in tables:
        if table.name in taken:
            continue
        key = wanted.get(table.name) or key_by_template(
            table.name, template, declaration.application, place.environment
        )
        key = stem = key or key_of_name(table.name)
        number = 2
        while key in used:
            key, number = f"{stem}_{number}", number + 1
        used.add(key)
        keys[table.name] = key
    return keys, tuple(table.name for table in tables if table.name in taken)
