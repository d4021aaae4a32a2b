"""A table explained as JSON that scripts may rely on."""

from __future__ import annotations

from collections.abc import Iterable

from sessionform.diagnostics import dotted
from sessionform.json_value import json_text
from sessionform.model import Environment, Table
from sessionform.report.explain.settings import Section, explained_settings
from sessionform.source.document import Document


def render_explain_json(
    table: Table, environment: Environment, document: Document, sections: Iterable[Section] = ()
) -> str:
    """The settings, then the sections by their keys; `file` and `line` are null for a built-in default."""
    settings = [
        {
            "setting": dotted(item.path),
            "value": item.value,
            "file": item.location.file if item.location else None,
            "line": item.location.line if item.location else None,
            "source": item.source,
        }
        for item in explained_settings(table, environment, document)
    ]
    further = {section.key: section.data for section in sections}
    return json_text(
        {
            "version": 1,
            "table": table.key,
            "environment": table.environment,
            "name": table.name,
            "settings": settings,
            **further,
        }
    )
