"""The arguments that commands share. Completing a command line needs these, and nothing of what runs a command."""

from __future__ import annotations

import argparse
from typing import Any

from sessionform.commands import COMMANDS
from sessionform.files import DECLARATION
from sessionform.report.formats import HUMAN, help_of, names
from sessionform.report.formats.renderer import Subject

SEVERITIES = ("low", "medium", "high", "critical")
"""From which of them on a command fails, as `--fail-on` names them."""

Subparsers = Any  # argparse keeps the type of add_subparsers() private


def command_parser(subparsers: Subparsers, name: str, *, description: str = "") -> argparse.ArgumentParser:
    """The parser of one command, with the options that every command has."""
    summary = COMMANDS[name].summary
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
        default=DECLARATION,
        help=f"the declaration; - reads standard input (default: {DECLARATION})",
    )


def add_environments(parser: argparse.ArgumentParser) -> None:
    """`-e`, repeatable."""
    from sessionform.commands.complete import complete_environments, set_completer

    environment = parser.add_argument(
        "-e",
        "--environment",
        dest="environments",
        action="append",
        default=[],
        metavar="NAME",
        help="only this environment (repeatable; default: all)",
    )
    set_completer(environment, complete_environments)


def add_format(parser: argparse.ArgumentParser, subject: Subject[Any]) -> None:
    """`--format`, one of those that the subject can be had in."""
    parser.add_argument("--format", choices=names(subject), default=HUMAN, help=help_of(subject))


def add_base(parser: argparse.ArgumentParser) -> None:
    """`--base`, what to compare with."""
    from sessionform.commands.complete import complete_revisions, set_completer

    base = parser.add_argument(
        "--base",
        required=True,
        metavar="REV_OR_FILE",
        help="what to compare with: a git revision (the merge base with it is taken) or a file",
    )
    set_completer(base, complete_revisions)


def add_out(parser: argparse._ActionsContainer) -> None:
    """`--out`, the folder of the stacks."""
    text = "the output folder (default: `output` of cdktf.json, else cdktf.out)"
    parser.add_argument("--out", metavar="DIR", help=text)
