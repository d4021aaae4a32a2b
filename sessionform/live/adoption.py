"""Live tables written into a declaration, so that it means them as they are. Nothing here reads AWS or writes a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sessionform.compile import Compiled
from sessionform.diagnostics import dotted
from sessionform.edits import Set
from sessionform.errors import DeclarationError
from sessionform.fixing.texts import Texts, compile_texts
from sessionform.live.alarms import otherwise_described
from sessionform.live.settings import LiveTable
from sessionform.live.table_keys import key_by_template, key_of_name, template_for
from sessionform.live.written import Settings, differences, given, written
from sessionform.model import Environment, Table
from sessionform.source.build import build
from sessionform.source.defaults import builtin_defaults
from sessionform.source.document import Document
from sessionform.source.edit.edit import edited
from sessionform.source.edit.written import lines
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

_TO_COME = {"to_come": {"partition_key": "id", "ttl": False}}
"""Stands for the tables of a declaration that has none yet."""


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
class Adoption:
    """The texts of a declaration with the tables in it. `keys` goes from a table's name to its key; `left_out` says by name what the
    declaration does not say of a table; `declared` are tables that were in it before.
    """

    texts: Texts
    compiled: Compiled
    keys: dict[str, str]
    left_out: dict[str, tuple[str, ...]]
    declared: tuple[str, ...]


def adopt(
    texts: Texts, file: str, place: Place, tables: Sequence[LiveTable], wanted: Mapping[str, str] | None = None
) -> Adoption:
    """The declaration in `file`, whose `texts` these are, with the tables; a new one where there are none. Raises
    DeclarationError where it cannot hold them. What is declared is edited where it stands, be it in an included file.

    `wanted` says by name which key a table has, where something better than its name tells: what is declared under that
    key is this table in another environment.
    """
    before = _parsed(texts, file) if texts else None
    tables = sorted(tables, key=lambda each: each.name)
    value = {"version": 1} if before is None else before.value
    planned = _planned(value, place, tables, wanted or {}, new=before is None)
    after = {file: _new_text(planned.value)} if before is None else _edited(texts, before, planned.value)
    compiled = compile_texts(after, file)
    left_out = {table.name: [*table.left_out, *planned.unsayable.get(table.name, ())] for table in tables}
    if compiled.declaration is not None and not compiled.failed:
        environment = compiled.declaration.environments[place.environment]
        for table in tables:
            if table.name in planned.keys and not planned.unsayable[table.name]:
                left_out[table.name] += _still_different(environment, planned.keys[table.name], table)
    said = {name: tuple(items) for name, items in left_out.items() if items}
    return Adoption(after, compiled, planned.keys, said, planned.declared)


def compiled_for_adoption(texts: Texts, file: str) -> Compiled:
    """The declaration in `file`; one that has no tables yet is judged with one that stands for those to come."""
    compiled = compile_texts(texts, file)
    value = None if compiled.document is None else compiled.document.value
    if not isinstance(value, dict) or value.get("tables") not in (None, {}):
        return compiled
    return compile_texts({**texts, file: edited(texts[file], [Set(("tables",), _TO_COME)])}, file)


def _parsed(texts: Texts, file: str) -> Document:
    compiled = compiled_for_adoption(texts, file)
    if compiled.failed or compiled.document is None:
        raise DeclarationError(
            f"{file} has errors; nothing was written", "correct them first: `sessionform check` shows them"
        )
    value = compiled.document.value
    return (
        replace(compiled.document, value={**value, "tables": {}}) if value["tables"] == _TO_COME else compiled.document
    )


def _edited(texts: Texts, before: Document, after: dict[str, Any]) -> Texts:
    """The texts with what is otherwise after: each table in the file where it is, and all that is new in the declaration."""
    own = {key: item for key, item in after.items() if key != "tables" and before.value.get(key) != item}
    edits: dict[str, list[Set]] = {before.file: [Set((key,), item) for key, item in own.items()]}
    tables = before.value.get("tables") or {}
    shares: dict[str, dict[str, Any]] = {}
    for key, body in after["tables"].items():
        file = before.within(("tables", key))[0] if key in tables else before.file
        shares.setdefault(file, {})[key] = body
    for file, share in shares.items():
        if any(key not in tables or tables[key] != body for key, body in share.items()):
            edits.setdefault(file, []).append(Set(("tables",), share))
    return {file: edited(text, edits.get(file, [])) for file, text in texts.items()}


def _new_text(value: dict[str, Any]) -> str:
    return "\n\n".join("\n".join(lines(key, item, (key,), 0)) for key, item in value.items()) + "\n"


def _still_different(environment: Environment, key: str, table: LiveTable) -> list[str]:
    """What the declaration says otherwise than it is, though it was written after it."""
    declared = written(environment.tables[key], environment.tags_of(environment.tables[key]))
    return otherwise_described(environment.tables[key], table.alarms) + [
        f"`{dotted(item.path)}`: the declaration comes to {item.declared!r}, the table has {item.live!r}"
        for item in differences(declared, table.settings)
    ]


@dataclass(frozen=True, slots=True)
class _Planned:
    """The document as it has to be, as plain values."""

    value: dict[str, Any]
    keys: dict[str, str]
    declared: tuple[str, ...]
    unsayable: dict[str, list[str]]


def _planned(
    before: dict[str, Any], place: Place, tables: Sequence[LiveTable], wanted: Mapping[str, str], *, new: bool
) -> _Planned:
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
        settings = _overriding(table.settings, inherited, environment)
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
    return _Planned(value, keys, declared, unsayable)


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
    template = template_for([table.name for table in tables], place.environment)
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


def _overriding(live: Settings, inherited: Table, environment: Environment) -> Settings:
    """What has to be written for a table so that it has the live settings, over what it would have without."""
    own, default = live.get("tags", {}), environment.tags
    tags = {name: text for name, text in own.items() if default.get(name) != text or name in inherited.tags}
    wanted = given({**live, "tags": tags})
    # What an import would switch off in silence is said, be it off
    explicit = {"deletion_protection": False} if inherited.origins.is_default(("deletion_protection",)) else {}
    changes = _over(wanted, _declared(inherited))
    return changes if "deletion_protection" in changes else {**changes, **explicit}


def _declared(table: Table) -> Settings:
    """The settings that a table has already, without the capacity that a model holds where nobody wrote one."""
    settings = written(table, table.tags)
    indexes = settings.get("global_secondary_indexes", {})
    below = [(("global_secondary_indexes", name), index) for name, index in indexes.items()]
    for path, owner in [((), settings), *below]:
        capacity = owner.get("capacity", {})
        kept = {
            side: it for side, it in capacity.items() if table.origins.written((*path, "capacity", side)) is not None
        }
        if capacity:
            owner["capacity"] = kept
        if capacity and not kept:
            del owner["capacity"]
    return settings


def overriding(live: Any, declared: Any) -> Any:
    """What has to be written so that a setting has the live value, over what is declared for it."""
    return _over({"it": live}, {"it": declared}).get("it") if live is not None else None


def _over(wanted: Settings, inherited: Settings) -> Settings:
    changes: Settings = {}
    for name, value in wanted.items():
        there = inherited.get(name)
        if there == value and type(there) is type(value):
            continue
        if isinstance(there, dict) and isinstance(value, dict):
            changes[name] = _over(value, there)
        elif isinstance(there, dict) and value is True:
            changes[name] = dict.fromkeys(there)
        else:
            changes[name] = value
    return changes | {name: None for name in inherited if name not in wanted}
