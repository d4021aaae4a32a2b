"""How AWS lets a table or an index be called, and how a name is put together."""

from __future__ import annotations

import re

from sessionform.facts.limits import MAX_NAME, MIN_NAME
from sessionform.model import Table

_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_.-]")


OWN_NAME = ("table_name",)


def name_fault(name: str) -> str | None:
    """What DynamoDB has against a name of a table or an index, as the end of a sentence that begins with the name."""
    if MIN_NAME <= len(name) <= MAX_NAME and not _UNNAMEABLE.search(name):
        return None
    if len(name) < MIN_NAME:
        return f"is shorter than the {MIN_NAME} characters that DynamoDB requires"
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters, and DynamoDB allows {MAX_NAME}"
    wrong = dict.fromkeys(_UNNAMEABLE.findall(name))
    shown = ", ".join("a space" if character == " " else f"`{character}`" for character in wrong)
    return f"contains {shown}, and DynamoDB allows only letters, digits, `_`, `.` and `-`"


def template_of(table: Table) -> str:
    return str(table.settings["table_name"])
