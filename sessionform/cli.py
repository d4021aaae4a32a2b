# PYTHON_ARGCOMPLETE_OK
"""The command line: parser and dispatch, and the one place where exceptions become exit codes.

0 fine, 1 the declaration or the verdict fails, 2 used wrongly, 3 something outside failed.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from sessionform import __version__, commands
from sessionform.crash import report_crash
from sessionform.errors import CommandError
from sessionform.report.characters import shown

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the value is its exit code. No exception leaves this function."""
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete  # only a shell that asks for completions pays for the import

        argcomplete.autocomplete(parser)
    arguments = parser.parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a stream's encoding lacks is escaped, never fatal
    try:
        return int(arguments.run(arguments))
    except CommandError as error:
        _say(f"sessionform: {error.message}", error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        _say("sessionform: interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe such as `| head` has what it wanted; Python's own flush at exit must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort, so that no user meets a traceback
        _say(*report_crash(error, arguments.command, verbose=getattr(arguments, "verbose", False)))
        return 3


def build_parser() -> argparse.ArgumentParser:
    """The whole command line. Modules of `commands` are light: what a command needs it imports when it runs."""
    parser = argparse.ArgumentParser(
        prog="sessionform",
        description="Compile a declaration of DynamoDB session tables to Terraform; say what a change does to them.",
        epilog="Exit codes: 0 fine, 1 the declaration fails, 2 used wrongly, 3 something outside failed.",
    )
    parser.add_argument("--version", action="version", version=f"sessionform {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in commands.ALL:
        command.add_parser(subparsers)
    return parser


def _say(message: str, hint: str = "") -> None:
    lines = message.splitlines() + [
        f"  hint: {line}" if not at else f"        {line}" for at, line in enumerate(hint.splitlines())
    ]
    for line in lines:
        print(shown(line), file=sys.stderr)
