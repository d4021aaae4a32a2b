"""Live tables written into a declaration, so that it means them as they are. Nothing here reads AWS or writes a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sessionform.compile import Compiled
from sessionform.diagnostics import Severity, dotted
from sessionform.edits import Set
from sessionform.errors import DeclarationError
from sessionform.fixing.texts import Texts, compile_texts
from sessionform.live.alarms import otherwise_described
from sessionform.live.planned import Place, planned
from sessionform.live.settings import LiveTable
from sessionform.live.tags_beside import otherwise_tagged
from sessionform.live.written import differences, written
from sessionform.model import Environment
from sessionform.setting_path import setting_path
from sessionform.source.document import Document
from sessionform.source.edit.edit import edited
from sessionform.source.edit.written import lines

_TO_COME = {"to_come": {"partition_key": "id", "ttl": False}}
"""Stands for the tables of a declaration that has none yet."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The texts of a declaration with the tables in it. `keys` goes from a table's name to its key; `left_out` says by name what the
    declaration does not say of a table; `declared` are tables that were in it before. `refused` are tables that are not in it, since with them it would
    have errors, with what these say and what else it would not say of them.
    """

    texts: Texts
    compiled: Compiled
    keys: dict[str, str]
    left_out: dict[str, tuple[str, ...]]
    declared: tuple[str, ...]
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def adopt(
    texts: Texts, file: str, place: Place, tables: Sequence[LiveTable], wanted: Mapping[str, str] | None = None
) -> Adoption:
    """The declaration in `file`, whose `texts` these are, with the tables; a new one where there are none. Raises
    DeclarationError where it cannot hold them. What is declared is edited where it stands, be it in an included file.

    `wanted` says by name which key a table has, where something better than its name tells: what is declared under that
    key is this table in another environment.
    """
    before = _parsed(texts, file) if texts else None
    left = sorted(tables, key=lambda each: each.name)
    refused: dict[str, tuple[str, ...]] = {}
    while True:
        adoption = _adopted(texts, file, before, place, left, wanted or {})
        errors = _errors(adoption)
        if not errors or len(errors) == len(adoption.keys):
            return replace(adoption, refused=refused)  # it can be written, or nothing of it can
        refused |= {table.name: (*errors[table.name], *table.left_out) for table in left if table.name in errors}
        left = [table for table in left if table.name not in errors]


def _adopted(
    texts: Texts,
    file: str,
    before: Document | None,
    place: Place,
    tables: Sequence[LiveTable],
    wanted: Mapping[str, str],
) -> Adoption:
    """The declaration with all of these tables, be it with errors."""
    value = {"version": 1} if before is None else before.value
    plan = planned(value, place, tables, wanted, new=before is None)
    after = {file: _new_text(plan.value)} if before is None else _edited(texts, before, plan.value)
    compiled = compile_texts(after, file)
    left_out = {table.name: [*table.left_out, *plan.unsayable.get(table.name, ())] for table in tables}
    if compiled.declaration is not None and not compiled.failed:
        environment = compiled.declaration.environments[place.environment]
        for table in tables:
            if table.name in plan.keys:
                left_out[table.name] += otherwise_tagged(table, environment.tags)
                if not plan.unsayable[table.name]:
                    left_out[table.name] += _still_different(environment, plan.keys[table.name], table)
    said = {name: tuple(items) for name, items in left_out.items() if items}
    return Adoption(after, compiled, plan.keys, said, plan.declared)


def _errors(adoption: Adoption) -> dict[str, list[str]]:
    """By the names of adopted tables: the errors that stand in them."""
    names = {key: name for name, key in adoption.keys.items()}
    found: dict[str, list[str]] = {}
    for item in adoption.compiled.diagnostics:
        place = setting_path(item.finding.path)
        if item.finding.severity is Severity.ERROR and place.of_tables and place.table in names:
            text = f"{item.finding.message} ({item.finding.rule})"
            found.setdefault(names[place.table], []).append(text)
    return found


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
