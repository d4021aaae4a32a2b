"""A table explained on a terminal: its settings by group, and whatever else there is to tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sessionform.diagnostics import Location, Path
from sessionform.json_value import Json
from sessionform.model import Environment, Table
from sessionform.report.explain.settings import Section, Setting, Text, explained_settings, group_of
from sessionform.report.layout.characters import shown
from sessionform.report.layout.table import Layout, Row, render_table
from sessionform.report.layout.terminal import DEFAULT_WIDTH, Charset, Painter
from sessionform.source.document import Document
from sessionform.source.flow import flow


def render_explain_text(
    table: Table,
    environment: Environment,
    document: Document,
    sections: Iterable[Section] = (),
    color: bool = False,
    *,
    encoding: str = "utf-8",
    columns: int = DEFAULT_WIDTH,
) -> str:
    """The settings as a table that fits `columns`, then the sections."""
    layout = Layout(columns, Charset.of(encoding), Painter(color), 1, most_lines=3, styles=("", "cyan", "dim"))
    place = document.locate(("tables", table.key))
    title = shown(f"{table.key} in {table.environment}", encoding)
    about = shown(f"table {table.name}, declared at {_place(place)}", encoding)
    lines = [layout.paint("bold", title) + layout.paint("dim", f"  {about}"), ""]
    groups: dict[str, list[Setting]] = {}
    for item in explained_settings(table, environment, document):
        groups.setdefault(group_of(item.path)[0], []).append(item)
    rows = [(title, list(_rows(group, table.environment))) for title, group in groups.items()]
    lines += render_table(("setting", "value", "set by"), rows, layout)
    for section in sections:
        lines += ["", "", *_section(section, layout)]
    return "\n".join(lines) + "\n"


def _rows(group: Sequence[Setting], environment: str) -> Iterator[Row]:
    """The group's settings as the file nests them."""
    above: Path = ()
    for item in group:
        inner = item.path[group_of(item.path)[1] :]
        for depth, key in enumerate(inner[:-1], 1):
            if above[:depth] != inner[:depth]:
                yield "  " * depth + str(key), "", ""
        above = inner
        yield "  " * len(inner) + str(inner[-1]), plain_value(item.value), _set_by(item, environment)


def _set_by(item: Setting, environment: str) -> str:
    if item.location is None:
        return "default"
    layers = {"table": "", "table environments": environment, "environment defaults": f"{environment} defaults"}
    layer = layers.get(item.source, item.source)
    return _place(item.location) + (f" ({layer})" if layer else "")


def _place(location: Location) -> str:
    return f"{location.file}:{location.line}"


def plain_value(value: Json) -> str:
    """A value as one would write it in YAML on one line; a string that stands alone needs no quotes."""
    if isinstance(value, str) and value == value.strip() != "":
        return value
    return flow(value)


def _section(section: Section, layout: Layout) -> Iterator[str]:
    yield layout.paint("bold", shown(section.title, layout.charset.encoding))
    for block in section.blocks:
        yield ""
        if isinstance(block, Text):
            yield from (shown(line, layout.charset.encoding) for line in block.text.split("\n"))
        else:
            grid = Layout(layout.columns, layout.charset, layout.paint, block.flexible)
            yield from render_table(block.header, [("", block.rows)], grid)
