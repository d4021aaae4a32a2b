"""The tables of a declaration, by environment: what one looks at before one asks about a table."""

from __future__ import annotations

from collections.abc import Sequence

from sessionform.json_value import JsonObject, json_text
from sessionform.model import Environment
from sessionform.report.layout.table import Layout, render_table
from sessionform.report.layout.terminal import DEFAULT_WIDTH, Charset, Painter
from sessionform.source.document import Document


def render_tables_text(
    environments: Sequence[Environment],
    document: Document,
    color: bool = False,
    *,
    encoding: str = "utf-8",
    columns: int = DEFAULT_WIDTH,
) -> str:
    """A table that fits `columns`: each table with its name in AWS, and where it is declared."""
    layout = Layout(columns, Charset.of(encoding), Painter(color), 1, styles=("", "cyan", "dim"))
    groups = [
        (
            f"{environment.name}  {environment.region}",
            [(f"  {key}", table.name, _place(document, key)) for key, table in environment.tables.items()],
        )
        for environment in environments
    ]
    return "\n".join(render_table(("table", "name in AWS", "declared at"), groups, layout)) + "\n"


def render_tables_json(environments: Sequence[Environment], document: Document) -> str:
    """The same as JSON."""
    tables: list[JsonObject] = [
        {
            "table": key,
            "environment": environment.name,
            "name": table.name,
            "region": environment.region,
            "file": document.locate(("tables", key)).file,
            "line": document.locate(("tables", key)).line,
        }
        for environment in environments
        for key, table in environment.tables.items()
    ]
    return json_text({"version": 1, "tables": tables})


def _place(document: Document, key: str) -> str:
    place = document.locate(("tables", key))
    return f"{place.file}:{place.line}"
