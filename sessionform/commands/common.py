"""What commands share: their common arguments, reading the declaration, and showing what is wrong with it."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from sessionform.compile import Compiled, compile_file
from sessionform.diagnostics import Diagnostic, Severity
from sessionform.errors import DeclarationError, UsageError
from sessionform.report.formats import HUMAN, render
from sessionform.report.formats.renderer import Checked, Subject, View
from sessionform.suggestions import suggest

if TYPE_CHECKING:
    from sessionform.model import Declaration

T = TypeVar("T")


def out_of(arguments: argparse.Namespace) -> Path:
    """The folder of the stacks: `--out`, else that of the app in this folder, or in that of a declaration found above."""
    from sessionform.app_settings import output_folder

    if arguments.out is not None:
        return Path(arguments.out)
    return output_folder(Path(getattr(arguments, "home", "")))


def view_of(arguments: argparse.Namespace, stream: TextIO) -> View:
    """How what is written to a stream is read."""
    from sessionform.report.layout.paths import source_root
    from sessionform.report.layout.terminal import encoding_of, use_color, width_of

    color = use_color(arguments.color, stream)
    verbose, quiet = arguments.verbose, arguments.quiet
    return View(color, encoding_of(stream), width_of(stream), verbose=verbose, quiet=quiet, root=source_root())


def print_report(subject: Subject[T], value: T, arguments: argparse.Namespace) -> None:
    """Print a result to standard output, in the format that `--format` names.

    What is for other programs is UTF-8, as they expect it, whatever people read here.
    """
    if arguments.format == HUMAN:
        print_for_people(subject, value, arguments)
        return
    text = render(subject, arguments.format, value, view_of(arguments, sys.stdout))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    _print_by_lines(text)


def print_for_people(subject: Subject[T], value: T, arguments: argparse.Namespace) -> None:
    """Print a result to standard output as people read it."""
    from sessionform.report.layout.folding import for_reading

    _print_by_lines(for_reading(render(subject, HUMAN, value, view_of(arguments, sys.stdout)), sys.stdout))


def _print_by_lines(text: str) -> None:
    """A reader that leaves is noticed at the next line."""
    sys.stdout.writelines(text.splitlines(keepends=True))


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
    show_all(Checked([compiled]), arguments, stream or sys.stderr)


def show_all(checked: Checked, arguments: argparse.Namespace, stream: TextIO) -> None:
    """The same of everything that was found, in several declarations and between them."""
    from sessionform.report.formats.human import problems
    from sessionform.report.layout.folding import for_reading

    stream.write(for_reading(problems(checked, view_of(arguments, stream)), stream))


def chosen_environments(declaration: Declaration, names: list[str]) -> list[str]:
    """The environments to work on, in file order: those that `-e` named, or all.

    Raises UsageError for a name that the declaration does not have.
    """
    for name in names:
        if name not in declaration.environments:
            raise UsageError(f"there is no environment `{name}`", suggest(name, declaration.environments))
    return [name for name in declaration.environments if not names or name in names]


def errors_in(diagnostics: tuple[Diagnostic, ...], *, strict: bool) -> bool:
    """Whether a check fails: on errors, and under `--strict` on warnings too."""
    worst = Severity.WARNING if strict else Severity.ERROR
    return any(item.finding.severity >= worst for item in diagnostics)
