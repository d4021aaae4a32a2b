"""`sessionform check`: YAML, JSON Schema and rules. Imports neither cdktf nor boto3, so that it is quick."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sessionform.commands.arguments import Subparsers, add_file, add_format, command_parser
from sessionform.commands.common import errors_in, print_report
from sessionform.commands.find import compile_named, end_with
from sessionform.commands.fix import add_fixing, asks_to_fix, run_fixes
from sessionform.commands.lines import say
from sessionform.commands.stale_schema import stale_schema
from sessionform.commands.suggest import add_comment, refuse_comment, suggest_fixes
from sessionform.compile import Compiled, no_collection
from sessionform.errors import UsageError
from sessionform.files import DECLARATION
from sessionform.report.formats import HUMAN
from sessionform.report.formats.renderer import FINDINGS, Checked


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "check",
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
    add_format(parser, FINDINGS)
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    add_fixing(parser)
    add_comment(parser)
    parser.set_defaults(run=run)


@no_collection()
def run(arguments: argparse.Namespace) -> int:
    files = _files(arguments)
    refuse_comment(arguments, files)
    if asks_to_fix(arguments):
        return run_fixes(arguments, files)
    found, unread = compile_named(files, arguments.stdin_filename)
    from sessionform.side_by_side import clashes

    checked = Checked(found, clashes(found))
    print_report(FINDINGS, checked, arguments)
    if arguments.format == HUMAN:
        _about_schemas(found, arguments)
    if arguments.comment:
        suggest_fixes(arguments, found)
    end_with(unread)
    return 1 if errors_in(checked.diagnostics, strict=arguments.strict) else 0


def _files(arguments: argparse.Namespace) -> list[str]:
    files: list[str] = arguments.files or [arguments.file]
    if arguments.files and arguments.file != DECLARATION:
        raise UsageError("the files are named twice", "name all of them without `--file`")
    if arguments.stdin_filename is not None and "-" not in files:
        raise UsageError("`--stdin-filename` names what comes from standard input", "say `--file -`, or leave it out")
    return files


def _about_schemas(found: Sequence[Compiled], arguments: argparse.Namespace) -> None:
    if arguments.quiet:
        return
    for text in dict.fromkeys(map(stale_schema, found)):
        if text is not None:
            say(text)
