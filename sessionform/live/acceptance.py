"""Live values written into the declaration, where it says otherwise."""

from __future__ import annotations

from typing import Any

from sessionform.edits import Fix, Set
from sessionform.errors import DeclarationError
from sessionform.fixing.edit import done
from sessionform.fixing.texts import Texts, compile_texts
from sessionform.live.drift import DriftReport
from sessionform.live.overriding import overriding


def accepted(texts: Texts, file: str, report: DriftReport) -> Texts:
    """The texts of the declaration in `file` with the live values of all drifts, each in the file that its table is in.

    Raises DeclarationError where the declaration would not compile then.
    """
    compiled = compile_texts(texts, file)
    declaration, document = compiled.valid(), compiled.document
    if document is None:
        raise ValueError("a declaration that compiled has a document")
    value: Any = document.value
    alone = len(declaration.environments) == 1
    edits: list[Set] = []
    for table in dict.fromkeys(drift.table for drift in report.drifts):
        holder = ("tables", table) if alone else ("tables", table, "environments", report.environment)
        body: Any = value
        for part in holder:
            body = (body or {}).get(part)
        for drift in report.drifts:
            if drift.table == table:
                body = _with(body, drift.setting, overriding(drift.live, drift.declared))
        edits.append(Set(holder, body))
    after = done(texts, Fix(tuple(edits)), document)
    if compile_texts(after, file).failed:
        hint = "edit those settings by hand; `sessionform drift` lists them"
        raise DeclarationError("with the live values the declaration would have errors; nothing was written", hint)
    return after


def _with(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The body with the value at the path; what stands in the way there is a short form, and gives way."""
    holder = dict(body) if isinstance(body, dict) else {}
    part = path[0]
    holder[part] = value if len(path) == 1 else _with(holder.get(part), path[1:], value)
    return holder
