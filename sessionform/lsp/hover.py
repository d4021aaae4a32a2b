"""What a place means: the language's own words, and the effective value in every environment with the line that won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.language import node_at, node_description
from sessionform.lsp.positions import Point
from sessionform.model import Declaration, Environment, Table
from sessionform.rules.catalogue import CHECKS
from sessionform.setting_path import Layer, setting_path
from sessionform.source.flow import flow

_CHECKS = {check.id: check for check in CHECKS}
_MOST_TABLES = 3
"""Of a setting in `defaults`, the values of so many tables are shown."""

_LONGEST = 80


def hover(analysis: Analysis, point: Point) -> str | None:
    """Markdown about what stands there; None where there is nothing to say."""
    path = analysis.path_at(point)
    if not path or path[-1] == "":
        return None
    parts = [text for text in (_meaning(analysis, path), _known(analysis, path), _explained(analysis, path)) if text]
    return "\n\n".join(parts) or None


def _meaning(analysis: Analysis, path: Path) -> str:
    node = node_at(path)
    if node is None:
        return ""
    name = path[-1]
    heading = f"**{name}**" if isinstance(name, str) else f"**{path[-2]}[{name}]**"
    default = f"\n\nDefault: `{flow(node['default'])}`" if "default" in node else ""
    return f"{heading}: {node_description(node)}{default}"


def _known(analysis: Analysis, path: Path) -> str:
    """About names that stand for something else: an environment, a table, a rule, a library, one of its options."""
    declaration = analysis.declaration
    value = analysis.value_at(path)
    place = setting_path(path)
    if not place.setting and place.layer in (Layer.ENVIRONMENT, Layer.TABLE_ENVIRONMENT):
        return _environment(declaration, str(place.environment))
    if not place.setting and place.layer is Layer.TABLE:
        return _table_names(declaration, str(place.table))
    match place.setting:
        case ("waivers", _, "rule") if value in _CHECKS:
            check = _CHECKS[str(value)]
            return f"**{check.id}** ({check.severity}): {check.summary}\n\n{check.why}"
        case ("consumer",) | ("consumer", "library") if isinstance(value, str):
            return _library(value)
        case ("consumer", "options", *rest) if rest:
            holder = analysis.value_at(replace(place, setting=("consumer",)).path)
            return _option(holder, ".".join(map(str, rest)))
    return ""


def _environment(declaration: Declaration | None, name: str) -> str:
    environment = declaration.environments.get(name) if declaration is not None else None
    if environment is None:
        return ""
    account = f", account {environment.account_id}" if environment.account_id else ""
    tables = "".join(f"\n- {_code(table.key)}: {_code(table.name)}" for table in list(environment.tables.values())[:20])
    return f"{_code(name)} is in {environment.region}{account}{tables}"


def _table_names(declaration: Declaration | None, name: str) -> str:
    if declaration is None:
        return ""
    found = [(environment.name, table) for environment, table in declaration.tables() if table.key == name]
    return "\n".join(f"- {environment}: {_code(table.name)}" for environment, table in found)


def _library(name: str) -> str:
    from sessionform.consumers.registry import library

    try:
        entry = library(name)
    except KeyError:
        return ""
    return f"**{entry.title}**: reads by {_code(entry.partition_key.name)}" + (
        f", ends sessions by {_code(entry.expiry.attribute)}" if entry.expiry.attribute else ""
    )


def _option(consumer: object, name: str) -> str:
    from sessionform.consumers.registry import library

    if not isinstance(consumer, dict):
        return ""
    try:
        option = library(str(consumer.get("library"))).options.get(name)
    except KeyError:
        return ""
    if option is None:
        return ""
    default = f"\n\nDefault: `{flow(option.default)}`" if option.default is not None else ""
    return f"**{name}**: {option.about}{default}"


def _explained(analysis: Analysis, path: Path) -> str:
    """The effective value of a table's setting in each environment, and what set it."""
    found, declaration = setting_path(path), analysis.declaration
    if not found.of_tables or not found.setting or declaration is None:
        return ""
    rows: list[tuple[str, str, str]] = []
    for environment, table in _concerned(declaration, found.table, found.environment):
        value, there = _setting(table, found.setting)
        if there:
            text = flow(value)
            text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
            where = environment.name if found.table is not None else f"{environment.name}: {table.key}"
            rows.append((where, text, _origin(analysis, table, found.setting)))
    if not rows:
        return ""
    lines = "\n".join(f"| {where} | {_code(value)} | {origin} |" for where, value, origin in rows)
    return f"| where | effective value | set by |\n|---|---|---|\n{lines}"


def _concerned(
    declaration: Declaration, table: str | None, environment: str | None
) -> Iterator[tuple[Environment, Table]]:
    shown: set[str] = set()
    for place, item in declaration.tables():
        if table is None and environment not in (None, place.name):
            continue
        if table not in (None, item.key) or (item.key not in shown and len(shown) >= _MOST_TABLES):
            continue
        shown.add(item.key)
        yield place, item


def _setting(table: Table, setting: Path) -> tuple[object, bool]:
    value: object = table.settings
    for part in setting:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        elif hasattr(value, "keys") and part in value:  # type: ignore[operator]
            value = value[part]  # type: ignore[index]
        else:
            return None, False
    return value, True


def _origin(analysis: Analysis, table: Table, setting: Path) -> str:
    if table.origins.is_default(setting):
        return "built-in default"
    place = analysis.document.locate(table.origins.of(setting))
    return f"line {place.line}" if place.file == analysis.file else f"{place.file}:{place.line}"


def _code(text: str) -> str:
    """Text as code, in a cell of a table too."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", r"\|")
