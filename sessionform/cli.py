"""The command line: parser and dispatch, and the one place where exceptions become exit codes.

0 fine, 1 the declaration or the verdict fails, 2 used wrongly, 3 something outside failed.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sessionform import __version__
from sessionform.commands import COMMANDS
from sessionform.commands.find import find_declaration
from sessionform.crash import report_crash
from sessionform.errors import CommandError, OutsideError, UsageError
from sessionform.interrupt import INTERRUPTED, LINE
from sessionform.report.layout.characters import shown
from sessionform.report.layout.folding import for_reading
from sessionform.suggestions import suggest

_PIPE_CLOSED = 141

_NO_VALUE = re.compile(r"--[\w-]+=--|-\w--")
"""What argparse takes for an option with an empty list, whatever its type."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the value is its exit code. No exception leaves this function."""
    _open_streams()
    words = list(sys.argv[1:] if argv is None else argv)
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete  # only a shell that asks for completions pays for the import

        argcomplete.autocomplete(build_parser(os.environ.get("COMP_LINE", "").split()))
    parser = build_parser(words)
    if not words:
        parser.print_help(sys.stderr)
        return UsageError.exit_code
    if not words[0].startswith("-") and words[0] not in COMMANDS:
        _say(f"sessionform: there is no command `{words[0]}`", suggest(words[0], COMMANDS))
        return UsageError.exit_code
    given = words[: words.index("--")] if "--" in words else words
    empty = next((word for word in given if _NO_VALUE.fullmatch(word)), None)
    if empty is not None:
        _say(f"sessionform: `{empty}` gives no value, as `--` is none")
        return UsageError.exit_code
    arguments, unknown = parser.parse_known_args(words)
    if unknown:
        _say(
            f"sessionform: `{words[0]}` knows no `{unknown[0]}`", f"`sessionform {words[0]} --help` lists what it knows"
        )
        return UsageError.exit_code
    try:
        find_declaration(arguments)
        code = int(arguments.run(arguments))
        sys.stdout.flush()  # here, so that a reader that is gone or a full disk is noticed while it can be said
        return code
    except CommandError as error:
        _say(f"sessionform: {error.message}", error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        _say(LINE)
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()  # the reader of a pipe such as `| head` has what it wanted; nobody knows the verdict
        return _PIPE_CLOSED
    except OSError as error:
        _discard_output()
        place = f"`{error.filename}`: " if error.filename else ""
        _say(f"sessionform: {place}{error.strerror or error}")
        return OutsideError.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort, so that no user meets a traceback
        _say(*report_crash(error, arguments.command, verbose=getattr(arguments, "verbose", False)))
        return OutsideError.exit_code


def build_parser(words: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The command line, with the arguments of the commands that are among `words`. Of the others it has the summaries
    only: importing their modules would take longer than most commands run.
    """
    parser = argparse.ArgumentParser(
        prog="sessionform",
        allow_abbrev=False,
        description="Compile a declaration of DynamoDB session tables to Terraform; say what a change does to them.",
        epilog="Exit codes: 0 fine, 1 the declaration fails, 2 used wrongly, 3 something outside failed.",
    )
    parser.add_argument("--version", action=_Versions, nargs=0, help="show what this is, and what it is tested with")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    modules = import_commands(words)
    for name, command in COMMANDS.items():
        if command.module not in modules:
            subparsers.add_parser(name, help=command.summary)
        elif name not in subparsers.choices:  # a module may declare several
            modules[command.module].add_parser(subparsers)
    return parser


def import_commands(words: Collection[str]) -> dict[str, ModuleType]:
    """The modules of the commands that are among `words`, by name."""
    names = {COMMANDS[word].module for word in words if word in COMMANDS}
    return {name: import_module(f"sessionform.commands.{name}") for name in names}


class _Versions(argparse.Action):
    """Prints what a report of a bug has to say. Written out only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import platform

        from sessionform.facts import versions

        tested, ceiling, terraform, newest, floor = (
            ".".join(map(str, version))
            for version in (
                versions.PROVIDER_FLOOR,
                versions.PROVIDER_CEILING,
                versions.TERRAFORM_TESTED,
                versions.TERRAFORM_NEWEST_TESTED,
                versions.TERRAFORM_FLOOR,
            )
        )
        lines = (
            f"sessionform {__version__}",
            f"Python {platform.python_version()} on {platform.system()}",
            "language version 1, schema urn:sessionform:sessions:1",
            f"AWS provider tested with {tested}, stacks allow >= {tested}, < {ceiling}",
            f"Terraform tested with {terraform} and {newest}, stacks allow >= {floor}",
        )
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        parser.exit()


def _open_streams() -> None:
    """What a stream's encoding lacks is escaped, never fatal; a stream that was closed before the start takes all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """Send what is still to be written nowhere: Python's own flush at exit must not complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(message: str, hint: str = "") -> None:
    more = [f"  hint: {line}" if not at else f"        {line}" for at, line in enumerate(hint.splitlines())]
    lines = [line if not line.lstrip().startswith("::") else f"| {line}" for line in [*message.splitlines(), *more]]
    print(for_reading("\n".join(map(shown, lines)), sys.stderr), file=sys.stderr)
