"""Declarations as an app asks for them: read and checked once, however many of its stacks take tables from one."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from sessionform.compile import Compiled, compile_file
from sessionform.errors import DeclarationError, UsageError
from sessionform.files import DECLARATION
from sessionform.model import Declaration, Environment
from sessionform.report.findings.text import render_text
from sessionform.report.layout.terminal import encoding_of, use_color
from sessionform.suggestions import suggest

MARK = "TfToken["
"""What CDKTF's tokens have in them: text that it replaces wherever it stands."""


def environment_of(declaration: str | Path, environment: str) -> Environment:
    """One environment of the declaration in a file.

    Raises UsageError where there is none of that name, DeclarationError where the declaration fails its check.
    """
    for name, value in (("declaration", declaration), ("environment", environment)):
        if not isinstance(value, str | Path):
            raise UsageError(f"`{name}` is {value!r}, and has to be a name", f'write it as a text: `{name}="…"`')
        if MARK in str(value):
            raise UsageError(
                f"`{name}` is a token of CDKTF, whose value only Terraform knows", "give it as a text that is known now"
            )
    refuse_missing(Path(declaration), "`declaration=`")
    environments = checked(str(declaration)).environments
    if environment not in environments:
        message = f"`{declaration}` has no environment `{environment}`"
        raise UsageError(message, suggest(environment, environments))
    return environments[environment]


def refuse_missing(declaration: Path, named_by: str) -> None:
    """Raise UsageError for a declaration that is not there, with a hint in the words of an app and not in those of our command.

    `named_by` is where an app names it.
    """
    if declaration.is_dir():
        raise UsageError(
            f"`{declaration}` is a folder", f"name the file in it by {named_by}: `{declaration / DECLARATION}`"
        )
    if not os.path.lexists(declaration):
        hint = f"name it by {named_by}, as it is called from the folder that the app runs in"
        raise UsageError(f"there is no file `{declaration}`", hint)


def declaration_folder(file: str) -> Path:
    """The folder of a declaration; of one from standard input, the working folder."""
    return Path(file).absolute().parent if file != "<stdin>" else Path.cwd()


def path_from_stack(home: Path, out: Path, environment: str) -> str:
    """From the folder of an environment's stack to `home`, as Terraform's configuration writes it on every system."""
    # Terraform follows `..` through the real folders, whatever links led there
    stack = Path(os.path.realpath(out)) / "stacks" / environment
    return Path(os.path.relpath(os.path.realpath(home), stack)).as_posix()


@cache
def checked(file: str) -> Declaration:
    """The declaration in a file; its findings are printed to standard error. Raises as `environment_of`."""
    compiled = compile_file(file)
    _show(compiled)
    if compiled.failed:
        raise DeclarationError(f"`{file}` fails its check", "change what is shown above")
    return compiled.valid()


def _show(compiled: Compiled) -> None:
    color = use_color("auto", sys.stderr)
    text = render_text(compiled.problems, compiled.sources, color, encoding=encoding_of(sys.stderr))
    sys.stderr.write(text)
