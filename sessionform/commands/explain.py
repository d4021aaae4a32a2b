"""`sessionform explain TABLE -e ENV`: every effective setting of a table, and the line that it came from."""

from __future__ import annotations

import argparse
import sys

from sessionform.commands.common import Subparsers, add_file, chosen_environments, command_parser, load_valid
from sessionform.commands.complete import environments, set_completer, tables
from sessionform.compile import Compiled
from sessionform.errors import UsageError
from sessionform.model import Declaration, Environment, Table
from sessionform.suggestions import suggest


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "explain",
        "show every effective setting of a table, and where it comes from",
        description="Show every effective setting of a table in one environment, its value, and the line that set it; "
        "then what serves its access patterns, and what its session library needs.",
    )
    add_file(parser)
    table = parser.add_argument(
        "table", nargs="?", metavar="TABLE", help="a key under `tables`; without one they are listed"
    )
    set_completer(table, tables)
    environment = parser.add_argument(
        "-e", "--environment", metavar="NAME", help="needed for a table where there are several environments"
    )
    set_completer(environment, environments)
    parser.add_argument("--format", choices=("human", "json"), default="human", help="default: human")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    compiled, declaration = load_valid(arguments)
    if arguments.table is None:
        return _list(compiled, declaration, arguments)
    environment = _environment(declaration, arguments.environment)
    table = _table(declaration, environment, arguments.table)
    from sessionform.report.explain.sections import sections_of
    from sessionform.report.explain.settings import render_explain_json, render_explain_text
    from sessionform.report.layout.folding import for_reading
    from sessionform.report.layout.terminal import encoding_of, use_color, width_of

    document = compiled.document
    if document is None:
        raise ValueError("a declaration that compiled has a document")
    sections = sections_of(table, environment)
    if arguments.format == "json":
        text = render_explain_json(table, environment, document, sections)
    else:
        color = use_color(arguments.color, sys.stdout)
        encoding, columns = encoding_of(sys.stdout), width_of(sys.stdout)
        text = render_explain_text(table, environment, document, sections, color, encoding=encoding, columns=columns)
        text = for_reading(text, sys.stdout)
    sys.stdout.write(text)
    return 0


def _list(compiled: Compiled, declaration: Declaration, arguments: argparse.Namespace) -> int:
    """The tables by environment: with their names in AWS, and where they are declared."""
    from sessionform.report.explain.tables import render_tables_json, render_tables_text

    if compiled.document is None:
        raise ValueError("a declaration that compiled has a document")
    names = chosen_environments(declaration, [arguments.environment] if arguments.environment else [])
    environments = [declaration.environments[name] for name in names]
    if arguments.format == "json":
        sys.stdout.write(render_tables_json(environments, compiled.document))
        return 0
    from sessionform.report.layout.terminal import encoding_of, use_color, width_of

    stream = sys.stdout
    color = use_color(arguments.color, stream)
    sys.stdout.write(
        render_tables_text(
            environments, compiled.document, color, encoding=encoding_of(stream), columns=width_of(stream)
        )
    )
    if not arguments.quiet:
        print("\n`sessionform explain TABLE -e ENVIRONMENT` shows every setting of one.")
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
