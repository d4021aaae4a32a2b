"""A value that the schema refuses, and a finding about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sessionform.diagnostics import Finding, Path
from sessionform.documentation import Check
from sessionform.edits import Fix
from sessionform.source.schema_keys import SchemaError
from sessionform.source.words import called, like


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that the schema refuses: where it stands, and a scalar as the file writes it."""

    error: SchemaError
    path: Path
    written: str

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = self.error.schema
        return schema

    @property
    def name(self) -> str:
        return called(self.path)

    @property
    def title(self) -> str:
        return str(self.schema["title"])

    @property
    def types(self) -> list[str]:
        """JSON Schema's names of the types that are accepted."""
        types = self.schema.get("type", [])
        return [types] if isinstance(types, str) else list(types)

    def finding(self, check: Check, message: str, hint: str = "", *fixes: Fix) -> Finding:
        """A finding about it; where there is no hint, how to write what belongs there."""
        hint = hint or like(self.schema, self.path)
        return check.finding(message, hint, self.path, *fixes)
