"""`sessionform drift`: the declaration against what is in AWS. Reads AWS, and changes nothing there."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sessionform.commands.arguments import (
    SEVERITIES,
    Subparsers,
    add_environments,
    add_file,
    add_format,
    command_parser,
)
from sessionform.commands.common import chosen_environments, load_valid, print_report
from sessionform.commands.declaration_file import Stored
from sessionform.commands.lines import say
from sessionform.commands.progress import counted
from sessionform.diagnostics import Location, Path
from sessionform.errors import UsageError
from sessionform.report.formats.renderer import DRIFT, Drifted

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.live.connection import Connection
    from sessionform.live.drift import DriftReport
    from sessionform.model import Declaration


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "drift",
        description="Compare the declared tables with those in AWS, setting by setting: what differs, which line declares "
        "it, and what the next deploy does about it. Reads AWS with boto3's own settings and those of the environment. Exit "
        "code 1 where something has drifted, 3 where it could not look at everything.",
    )
    add_file(parser)
    add_environments(parser)
    add_format(parser, DRIFT)
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, default="low", help="exit with 1 from this severity on (default: low)"
    )
    parser.add_argument(
        "--issue", action="store_true", help="in GitHub Actions: open, update or close one issue about it"
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
        _report(compiled, declaration, name, quiet=arguments.quiet)
        for name in chosen_environments(declaration, arguments.environments)
    ]
    _print(arguments, compiled, reports)
    if arguments.issue:
        _issue(compiled, reports)
    if any(report.unread for report in reports):
        return 3
    if arguments.accept:
        return _accept(compiled, reports)
    from sessionform.review.model import ReviewSeverity

    return 1 if any(report.worst >= ReviewSeverity[arguments.fail_on.upper()] for report in reports) else 0


def _report(compiled: Compiled, declaration: Declaration, name: str, *, quiet: bool) -> DriftReport:
    from sessionform.live.connection import connect
    from sessionform.live.drift import drift_of
    from sessionform.live.reader import TableReader
    from sessionform.source.names import TABLE_NAME

    environment = declaration.environments[name]
    connection = connect(environment)
    described = TableReader(connection).described(table.name for table in environment.tables.values())
    found = list(counted(described, len(environment.tables), quiet=quiet))
    value = compiled.document.value if compiled.document is not None else {}
    template = (value["environments"][name] or {}).get("table_name") or value.get("table_name") or TABLE_NAME
    names, unlisted = _names(connection)
    return drift_of(environment, found, names, template, declaration.application, unlisted)


def _names(connection: Connection) -> tuple[list[str], list[str]]:
    """The names of the region's tables; where they cannot be listed, why not. What is declared is compared all the same."""
    from sessionform.live.reader import table_names
    from sessionform.live.trouble import UnansweredError

    try:
        return list(table_names(connection)), []
    except UnansweredError as unanswered:
        if unanswered.fatal:
            raise unanswered.error from None
        return [], [f"tables that nobody declares: {unanswered.error.message}"]


def _print(arguments: argparse.Namespace, compiled: Compiled, reports: list[DriftReport]) -> None:
    def locate(path: Path) -> Location:
        return _place(compiled, path)

    def place(path: Path) -> str:
        location = locate(path)
        return f"{location.file}:{location.line}"

    print_report(DRIFT, Drifted(reports, place, locate, compiled.file, compiled.sources), arguments)


def _issue(compiled: Compiled, reports: list[DriftReport]) -> None:
    from sessionform.pull_request.drift_issue import Issue, publish_issue
    from sessionform.report.drift.markdown import drift_markdown
    from sessionform.report.layout.paths import from_root, source_root

    def place(path: Path) -> str:
        location = _place(compiled, path)
        return f"{location.file}:{location.line}"

    file = from_root(compiled.file, source_root())
    report = "\n".join(drift_markdown(report, place) for report in reports)
    about = " ".join([file, *(report.environment for report in reports)])
    issue = Issue(f"Tables in AWS are not as `{file}` declares them", report, about)
    # What could not be looked at may have drifted too
    drifted = any(report.drifted or report.unread for report in reports)
    say(publish_issue(issue, os.environ, drifted=drifted))


def _place(compiled: Compiled, path: Path) -> Location:
    top = Location(compiled.file, 1, 1, 1, 1)
    return top if compiled.document is None else compiled.document.locate(path)


def _accept(compiled: Compiled, reports: list[DriftReport]) -> int:
    from sessionform.live.acceptance import accepted

    stored = Stored.of(compiled.sources)
    texts: Mapping[str, str] = stored.texts
    for report in reports:
        texts = accepted(texts, compiled.file, report)
    stored.write(texts)
    rest = any(report.beside or report.missing for report in reports)
    return 1 if rest else 0
