"""The application's side: the library's settings in the application's own language, with the table's real names."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from sessionform.consumers.registry import library as entry
from sessionform.consumers.values import option_values
from sessionform.model import Environment, Table

_PLACEHOLDER = re.compile(r"\{\{([^{}]+)\}\}")


def settings_for(table: Table, environment: Environment) -> str:
    """The settings that the application must use; KeyError where the table's `consumer` is unknown or absent.

    A line is left out where the table has nothing for it (a TTL attribute, for one).
    """
    library = entry(table.consumer.library if table.consumer else "")
    values = option_values(library, table) | {"region": environment.region, "table_name": table.name}
    return fill(library.settings, library.settings_language, values)


def fill(template: str, language: str, values: dict[str, Any]) -> str:
    """The template with every `{{name}}` as a literal of the language; KeyError for a name without a value."""
    lines = []
    for line in template.splitlines():
        names = _PLACEHOLDER.findall(line)
        if any(values[name] is None for name in names):
            continue
        lines.append(_PLACEHOLDER.sub(lambda match: literal(values[match[1]], language), line))
    return "\n".join(lines) + "\n"


def literal(value: Any, language: str) -> str:
    """The value as it is written in the language's source."""
    match language, value:
        case "xml", bool():
            return f'"{str(value).lower()}"'
        case "xml", _:
            return f'"{html.escape(str(value))}"'
        case "python", bool():
            return str(value)
        case "php" | "ruby", str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        case _:
            # JSON's literals are those of JavaScript, Python, Java and C#, but for Python's booleans above.
            return json.dumps(value)
