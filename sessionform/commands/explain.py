"""`sessionform explain TABLE -e ENV`: every effective setting of a table, and the line that it came from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sessionform.commands.arguments import Subparsers, add_file, add_format, command_parser
from sessionform.commands.common import chosen_environments, load_valid, print_report
from sessionform.commands.complete import complete_environments, complete_tables, set_completer
from sessionform.compile import Compiled
from sessionform.errors import UsageError
from sessionform.json_value import json_text
from sessionform.report.formats.renderer import TABLE, TABLES, ExplainedTable, ListedTables
from sessionform.suggestions import suggest

if TYPE_CHECKING:
    from sessionform.json_value import JsonObject
    from sessionform.model import Declaration, Environment, Table


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "explain",
        description="Show every effective setting of a table in one environment, its value, and the line that set it; "
        "then what serves its access patterns, and what its session library needs.",
    )
    add_file(parser)
    table = parser.add_argument(
        "table", nargs="?", metavar="TABLE", help="a key under `tables`; without one they are listed"
    )
    set_completer(table, complete_tables)
    environment = parser.add_argument(
        "-e", "--environment", metavar="NAME", help="needed for a table where there are several environments"
    )
    set_completer(environment, complete_environments)
    parser.add_argument(
        "--grants", action="store_true", help="print the IAM policies of the table's grants, as JSON, and nothing else"
    )
    add_format(parser, TABLE)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.grants and arguments.table is None:
        raise UsageError("whose grants?", "name a table: `sessionform explain TABLE --grants`")
    compiled, declaration = load_valid(arguments)
    if arguments.table is None:
        return _list(compiled, declaration, arguments)
    environment = _environment(declaration, arguments.environment)
    table = _table(declaration, environment, arguments.table)
    from sessionform.report.explain.sections import grants_of, sections_of

    if arguments.grants:
        print_grants(table, grants_of(table, environment))
        return 0
    document = compiled.document
    if document is None:
        raise ValueError("a declaration that compiled has a document")
    explained = ExplainedTable(table, environment, document, sections_of(table, environment))
    print_report(TABLE, explained, arguments)
    return 0


def print_grants(table: Table, grants: JsonObject) -> None:
    """The policies as JSON, whatever the format: they are for other programs."""
    whole: JsonObject = {
        "version": 1,
        "table": table.key,
        "environment": table.environment,
        "name": table.name,
        "grants": grants,
    }
    print(json_text(whole), end="")


def _list(compiled: Compiled, declaration: Declaration, arguments: argparse.Namespace) -> int:
    """The tables by environment: with their names in AWS, and where they are declared."""
    if compiled.document is None:
        raise ValueError("a declaration that compiled has a document")
    names = chosen_environments(declaration, [arguments.environment] if arguments.environment else [])
    listed = ListedTables([declaration.environments[name] for name in names], compiled.document)
    print_report(TABLES, listed, arguments)
    return 0


def _environment(declaration: Declaration, name: str | None) -> Environment:
    environments = declaration.environments
    if name is None and len(environments) == 1:
        return next(iter(environments.values()))
    if name is None:
        names = ", ".join(environments)
        raise UsageError("which environment?", f"name it with `-e`: {names}")
    if name not in environments:
        raise UsageError(f"there is no environment `{name}`", suggest(name, environments))
    return environments[name]


def _table(declaration: Declaration, environment: Environment, key: str) -> Table:
    if key in environment.tables:
        return environment.tables[key]
    if key in declaration.table_keys:
        raise UsageError(f"`{key}` is not in `{environment.name}`: its `only_in` leaves that environment out")
    raise UsageError(f"there is no table `{key}`", suggest(key, declaration.table_keys))
