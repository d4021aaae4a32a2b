"""The files that are not Python: where they are in a wheel and in the repository."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
SCHEMA = "schema/sessions.schema.json"
"""Where the schema is, in a repository of ours and in that of a team."""


@cache
def schema_text() -> str:
    """The JSON Schema of `sessions.yaml`, as it is written."""
    # A wheel has `schema/` inside the package, a checkout beside it (docs/decisions/0001-packaging.md).
    shipped = _PACKAGE / SCHEMA
    return (shipped if shipped.is_file() else _PACKAGE.parent / SCHEMA).read_text(encoding="utf-8")


@cache
def schema() -> dict[str, Any]:
    """The same, parsed once: whoever makes another schema of it makes new mappings."""
    parsed: dict[str, Any] = json.loads(schema_text())
    return parsed


def template_text(name: str) -> str:
    """A file that `sessionform init` starts a repository with."""
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
