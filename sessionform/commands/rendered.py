"""`synth --rendered` and `synth --check`: the stacks as HCL that is kept in the repository."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.extended import adds_constructs
from sessionform.commands.lines import print_line
from sessionform.errors import DeclarationError
from sessionform.files import DECLARATION
from sessionform.report.layout.characters import shown
from sessionform.report.layout.numbers import count

if TYPE_CHECKING:
    from sessionform.model import Declaration
    from sessionform.terraform.rendered import Outdated, RenderedPlans

DEFAULT_PLANS = "plans"

_NOTE = "The constructs that main.py adds are not in it."


def run_rendered(arguments: argparse.Namespace, declaration: Declaration) -> int:
    """Bring the rendered plans up to date; with `--check` only say which are not, and fail where any is."""
    from sessionform.terraform.rendered import RenderedPlans

    plans = RenderedPlans(_folder(arguments), declaration, _NOTE if adds_constructs(arguments.file) else "")
    if arguments.check:
        return _check(plans, arguments)
    for item in plans.refresh():
        if item.made is None and not arguments.quiet:
            print(shown(f"{_name(item.path)} removed: there is no environment `{item.path.stem}`"), file=sys.stderr)
    if not arguments.quiet:
        for path in plans.paths:
            print_line(_name(path))
    return 0


def _folder(arguments: argparse.Namespace) -> Path:
    """The one that was named; else that beside the declaration, wherever the command is run."""
    return Path(arguments.rendered) if arguments.rendered else Path(getattr(arguments, "home", ""), DEFAULT_PLANS)


def _check(plans: RenderedPlans, arguments: argparse.Namespace) -> int:
    outdated = plans.outdated()
    if outdated:
        for line in _differences(outdated):
            print_line(line)
        raise DeclarationError(
            f"{count(len(outdated), 'rendered plan')} in `{plans.folder}` {'is' if len(outdated) == 1 else 'are'} not up to date with {arguments.file}",
            f"refresh them, and commit the change: `{_refresh(arguments)}`",
        )
    if not arguments.quiet:
        print_line(
            f"{_name(plans.folder)}: {count(len(plans.paths), 'rendered plan')}, up to date with {arguments.file}"
        )
    return 0


def _differences(outdated: Sequence[Outdated]) -> Iterator[str]:
    from sessionform.report.layout.difference import first_difference

    for item in outdated:
        name = _name(item.path)
        if item.made is None:
            yield f"{name}: there is no environment `{item.path.stem}`"
        elif item.found is None:
            yield f"{name}: missing"
        else:
            line, diff = first_difference(item.found, item.made)
            yield f"{name}:{line}: differs"
            yield from (f"    {text}".rstrip() for text in diff)


def _refresh(arguments: argparse.Namespace) -> str:
    """The command that brings the plans up to date, as a shell takes it."""
    words = ["sessionform", "synth"]
    if arguments.file != DECLARATION:
        words += ["-f", arguments.file]
    return shlex.join([*words, "--rendered", os.fspath(_folder(arguments))])


def _name(path: Path) -> str:
    return path.as_posix() if not path.is_absolute() else os.fspath(path)
