"""The physical name of a table: a template with `{application}`, `{environment}` and `{table}`, and nothing else."""

from __future__ import annotations

import re

TABLE_NAME = "{table}-{environment}"
PLACEHOLDERS = ("application", "environment", "table")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def expand_name(template: str, *, application: str | None, environment: str, table: str) -> str:
    """The name that the template gives; a placeholder without a value stays, and the rules then refuse the name."""
    known = {"application": application, "environment": environment, "table": table}

    def value(match: re.Match[str]) -> str:
        return known.get(match[1]) or match[0]

    return _PLACEHOLDER.sub(value, template)


def unknown_placeholders(template: str) -> list[str]:
    """The placeholders of a template that the language does not have, each once and in order."""
    return [name for name in dict.fromkeys(_PLACEHOLDER.findall(template)) if name not in PLACEHOLDERS]
