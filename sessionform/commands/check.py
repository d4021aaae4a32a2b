"""`sessionform check`: YAML, JSON Schema and rules. Imports neither cdktf nor boto3, so that it is quick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sessionform.commands.common import (
    CI_FORMATS,
    DEFAULT_FILE,
    Subparsers,
    add_file,
    command_parser,
    count,
    errors_in,
    show_all,
)
from sessionform.commands.find import compile_named
from sessionform.commands.fix import add_fixing, asks_to_fix, fixable, run_fixes
from sessionform.commands.stale_schema import stale_schema
from sessionform.compile import Compiled, no_collection
from sessionform.diagnostics import Diagnostic, Severity
from sessionform.errors import UsageError

FORMATS = ("human", "json", "sarif", "github", *CI_FORMATS)


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "check",
        "validate the declaration",
        description="Validate the declaration: YAML, JSON Schema and rules. Needs neither Terraform nor AWS.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="declarations, by paths or globs, instead of `--file`; several are compared with each other too",
    )
    add_file(parser)
    parser.add_argument(
        "--stdin-filename",
        metavar="FILE",
        help="with `-`: the file that standard input is, for messages and for what it includes",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="human", help="how to print what was found (default: human)"
    )
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    add_fixing(parser)
    parser.set_defaults(run=run)


@no_collection()
def run(arguments: argparse.Namespace) -> int:
    if asks_to_fix(arguments):
        return run_fixes(arguments, _files(arguments))
    found = compile_named(_files(arguments), arguments.stdin_filename)
    from sessionform.side_by_side import clashes

    together = clashes(found)
    if arguments.format == "human":
        _for_people(found, together, arguments)
        _about_schemas(found, arguments)
    else:
        sys.stdout.write(_for_machines(found, together, arguments.format))
    return 1 if errors_in(_all(found, together), strict=arguments.strict) else 0


def _files(arguments: argparse.Namespace) -> list[str]:
    files: list[str] = arguments.files or [arguments.file]
    if arguments.files and arguments.file != DEFAULT_FILE:
        raise UsageError("the files are named twice", "name all of them without `--file`")
    if arguments.stdin_filename is not None and "-" not in files:
        raise UsageError("`--stdin-filename` names what comes from standard input", "say `--file -`, or leave it out")
    return files


def _all(found: Sequence[Compiled], together: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return (*(item for compiled in found for item in compiled.diagnostics), *together)


def _for_people(found: Sequence[Compiled], together: Sequence[Diagnostic], arguments: argparse.Namespace) -> None:
    show_all(found, arguments, sys.stdout, together)
    notes = sum(item.finding.severity is Severity.NOTE for item in _all(found, together))
    if notes and not (arguments.verbose or arguments.quiet):
        print(f"{count(notes, 'note')} more, which `sessionform check -v` shows")
    shown = [item for item in _all(found, together) if arguments.verbose or item.finding.severity >= Severity.WARNING]
    if not arguments.quiet and any(item.finding.fixes for item in shown):
        print(fixable(shown))
    for compiled in found:
        if not compiled.problems and not together and not arguments.quiet:
            declaration = compiled.valid()
            environments = count(len(declaration.environments), "environment")
            tables = count(len(declaration.table_keys), "table")
            print(f"{compiled.file}: {tables} in {environments}, no problems found")


def _about_schemas(found: Sequence[Compiled], arguments: argparse.Namespace) -> None:
    if arguments.quiet:
        return
    for text in dict.fromkeys(map(stale_schema, found)):
        if text is not None:
            print(f"sessionform: {text}", file=sys.stderr)


def _for_machines(found: Sequence[Compiled], together: Sequence[Diagnostic], form: str) -> str:
    from sessionform.fixing.replacements import suggestions

    diagnostics, suggest = _all(found, together), suggestions(found)
    if form == "json":
        from sessionform.report.findings.json import render_json

        return render_json(diagnostics, suggest)
    from sessionform.report.layout.paths import source_root

    if form in CI_FORMATS:
        from sessionform.report.remarks.formats import FORMATS as RENDERERS
        from sessionform.report.remarks.remark import remarks_of_findings

        return RENDERERS[form](remarks_of_findings(diagnostics, source_root(), suggest))
    if form == "sarif":
        from sessionform.report.findings.sarif import render_sarif
        from sessionform.rules.catalogue import CHECKS

        return render_sarif(diagnostics, CHECKS, source_root(), suggest)
    from sessionform.report.findings.github import render_github

    return render_github(diagnostics, source_root())
