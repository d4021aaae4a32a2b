"""The application's side: the library's settings in the application's own language, with the table's real names."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Container, Mapping
from typing import Any

from sessionform.consumers.options import declared_options
from sessionform.consumers.registry import library as entry
from sessionform.consumers.values import option_values
from sessionform.model import Environment, Table

_PLACEHOLDER = re.compile(r"\{\{([^{}?]+)(\??)\}\}")


def settings_for(table: Table, environment: Environment) -> str:
    """The settings that the application must use; KeyError where the table's `consumer` is unknown or absent."""
    library = entry(table.consumer.library if table.consumer else "")
    declared = declared_options(library, table.consumer.options if table.consumer else {})
    values = option_values(library, table) | {"region": environment.region, "table_name": table.name}
    return fill(library.settings, library.settings_language, values, declared)


def fill(template: str, language: str, values: Mapping[str, Any], declared: Container[str]) -> str:
    """The template with every `{{name}}` as a literal of the language; KeyError for a name without a value.

    A line is left out where its value is None (the name of a TTL attribute that the table does not have, for one),
    and where it is marked `{{name?}}` and the option is not declared: the library's own default is right then.
    """
    lines = []
    for line in template.splitlines():
        places = _PLACEHOLDER.findall(line)
        if any(values[name] is None or (optional and name not in declared) for name, optional in places):
            continue
        lines.append(_PLACEHOLDER.sub(lambda match: literal(values[match[1]], language), line))
    return "\n".join(lines) + "\n"


def setting_placeholders(template: str) -> set[str]:
    """The names in a template."""
    return {name for name, _ in _PLACEHOLDER.findall(template)}


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
        case "php", dict():
            return (
                "["
                + ", ".join(f"{literal(key, language)} => {literal(item, language)}" for key, item in value.items())
                + "]"
            )
        case _, list():
            return "[" + ", ".join(literal(item, language) for item in value) + "]"
        case _:
            # JSON's literals are those of JavaScript, Python, Java and C#, but for Python's booleans above.
            return json.dumps(value, ensure_ascii=False)
