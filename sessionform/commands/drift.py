"""`sessionform drift`: the declaration against what is in AWS. Reads AWS, and changes nothing there."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from sessionform.commands.common import (
    Subparsers,
    add_environments,
    add_file,
    chosen_environments,
    command_parser,
    load_valid,
)
from sessionform.commands.declaration_file import declaration_text, write_declaration
from sessionform.diagnostics import Path
from sessionform.errors import UsageError

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.live.drift import DriftReport
    from sessionform.model import Declaration

FORMATS = ("human", "json", "markdown")
SEVERITIES = ("low", "medium", "high", "critical")


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "drift",
        "compare the declaration with what is in AWS",
        description="Compare the declared tables with those in AWS, setting by setting: what differs, which line declares "
        "it, and what the next deploy does about it. Reads AWS with boto3's own settings and those of the environment. Exit "
        "code 1 where something has drifted, 3 where it could not look at everything.",
    )
    add_file(parser)
    add_environments(parser)
    parser.add_argument("--format", choices=FORMATS, default="human", help="how to print it (default: human)")
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, default="low", help="exit with 1 from this severity on (default: low)"
    )
    parser.add_argument("--accept", action="store_true", help="write the live values into the declaration")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.accept and arguments.file == "-":
        raise UsageError(
            "`--accept` writes into the declaration, and standard input is none", "name a file with `--file`"
        )
    compiled, declaration = load_valid(arguments)
    reports = [
        _report(compiled, declaration, name) for name in chosen_environments(declaration, arguments.environments)
    ]
    _print(arguments, compiled, reports)
    if any(report.unread for report in reports):
        return 3
    if arguments.accept:
        return _accept(arguments, reports)
    from sessionform.review.model import ReviewSeverity

    return 1 if any(report.worst >= ReviewSeverity[arguments.fail_on.upper()] for report in reports) else 0


def _report(compiled: Compiled, declaration: Declaration, name: str) -> DriftReport:
    from sessionform.live.connection import connect
    from sessionform.live.drift import drift_of
    from sessionform.live.reader import TableReader, table_names
    from sessionform.source.names import TABLE_NAME

    environment = declaration.environments[name]
    connection = connect(environment)
    found = list(TableReader(connection).described(table.name for table in environment.tables.values()))
    value = compiled.document.value if compiled.document is not None else {}
    template = (value["environments"][name] or {}).get("table_name") or value.get("table_name") or TABLE_NAME
    return drift_of(environment, found, list(table_names(connection)), template, declaration.application)


def _print(arguments: argparse.Namespace, compiled: Compiled, reports: list[DriftReport]) -> None:
    from sessionform.report.drift import drift_json, drift_markdown, drift_text, json_text
    from sessionform.report.layout.folding import for_reading

    def place(path: Path) -> str:
        location = None if compiled.document is None else compiled.document.locate(path)
        return compiled.file if location is None else f"{location.file}:{location.line}"

    if arguments.format == "json":
        sys.stdout.write(json_text([drift_json(report, place) for report in reports]))
        return
    if arguments.format == "markdown":
        sys.stdout.write("\n".join(drift_markdown(report, place) for report in reports))
        return
    text = "\n".join(drift_text(report, place) for report in reports)
    sys.stdout.write(for_reading(text, sys.stdout))


def _accept(arguments: argparse.Namespace, reports: list[DriftReport]) -> int:
    from sessionform.live.acceptance import accepted

    mark, before = declaration_text(arguments.file)
    text = before or ""
    for report in reports:
        text = accepted(text, arguments.file, report)
    if text != before:
        write_declaration(arguments.file, mark + text.encode())
    rest = any(report.beside or report.missing for report in reports)
    return 1 if rest else 0
