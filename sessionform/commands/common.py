"""What commands share: their common arguments, reading the declaration, and showing what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from sessionform.compile import Compiled, compile_file
from sessionform.diagnostics import Diagnostic, Severity
from sessionform.errors import DeclarationError, UsageError
from sessionform.model import Declaration
from sessionform.suggestions import suggest

Subparsers = Any  # argparse keeps the type of add_subparsers() private

DEFAULT_FILE = "sessions.yaml"
DEFAULT_OUT = "cdktf.out"


def command_parser(
    subparsers: Subparsers, name: str, summary: str, *, description: str = ""
) -> argparse.ArgumentParser:
    """The parser of one command, with the options that every command has."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=description or summary[0].upper() + summary[1:] + ".",
        allow_abbrev=False,  # what is an abbreviation of one option today may be of two tomorrow
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (default: on a terminal)",
    )
    volume = parser.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    volume.add_argument("-v", "--verbose", action="store_true", help="print more, and the full report of a bug")
    return parser


def add_file(parser: argparse.ArgumentParser) -> None:
    """`-f`, the declaration."""
    parser.add_argument(
        "-f",
        "--file",
        default=DEFAULT_FILE,
        help=f"the declaration; - reads standard input (default: {DEFAULT_FILE})",
    )


def add_environments(parser: argparse.ArgumentParser) -> None:
    """`-e`, repeatable."""
    from sessionform.commands.complete import environments, set_completer

    environment = parser.add_argument(
        "-e",
        "--environment",
        dest="environments",
        action="append",
        default=[],
        metavar="NAME",
        help="only this environment (repeatable; default: all)",
    )
    set_completer(environment, environments)


CI_FORMATS = ("junit", "gitlab", "azure", "rdjson")
"""Forms of remarks that systems of continuous integration read, by the names of `report.remarks.formats`."""


def load(arguments: argparse.Namespace) -> Compiled:
    """Compile the declaration that the arguments name."""
    return compile_file(arguments.file)


def load_valid(arguments: argparse.Namespace) -> tuple[Compiled, Declaration]:
    """The declaration, for commands that need a valid one; its errors and warnings go to standard error.

    Raises DeclarationError where the check fails.
    """
    shown = Severity.NOTE if arguments.verbose else Severity.ERROR if arguments.quiet else Severity.WARNING
    compiled = compile_file(arguments.file, least=shown)
    if compiled.failed or not arguments.quiet:
        show(compiled, arguments, sys.stderr)
    if compiled.failed:
        raise DeclarationError(f"{compiled.file} has errors; nothing was done")
    return compiled, compiled.valid()


def show(compiled: Compiled, arguments: argparse.Namespace, stream: TextIO | None = None) -> None:
    """Print the errors and warnings for people, and the notes with `-v`; to standard error if not said otherwise."""
    show_all([compiled], arguments, stream or sys.stderr)


def show_all(
    found: Sequence[Compiled], arguments: argparse.Namespace, stream: TextIO, more: Sequence[Diagnostic] = ()
) -> None:
    """The same of several declarations together, and what else was found."""
    from sessionform.report.findings.text import render_text
    from sessionform.report.layout.folding import for_reading
    from sessionform.report.layout.terminal import encoding_of, use_color, width_of

    shown = [item for each in found for item in (each.diagnostics if arguments.verbose else each.problems)]
    shown += more
    text = render_text(
        shown,
        {file: lines for each in found for file, lines in each.sources.items()},
        use_color(arguments.color, stream),
        encoding=encoding_of(stream),
        columns=width_of(stream),
    )
    stream.write(for_reading(text, stream))


def chosen_environments(declaration: Declaration, names: list[str]) -> list[str]:
    """The environments to work on, in file order: those that `-e` named, or all.

    Raises UsageError for a name that the declaration does not have.
    """
    for name in names:
        if name not in declaration.environments:
            raise UsageError(f"there is no environment `{name}`", suggest(name, declaration.environments))
    return [name for name in declaration.environments if not names or name in names]


def count(number: int, thing: str) -> str:
    """`1 table`, `2 tables`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def errors_in(diagnostics: tuple[Diagnostic, ...], *, strict: bool) -> bool:
    """Whether a check fails: on errors, and under `--strict` on warnings too."""
    worst = Severity.WARNING if strict else Severity.ERROR
    return any(item.finding.severity >= worst for item in diagnostics)
