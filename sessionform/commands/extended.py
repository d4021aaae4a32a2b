"""Whether a repository has an app that builds more than the declaration says: to Terraform, the declaration alone lacks it.

Apps are read, not run. An app of ours that only calls `run_app()` builds what the declaration says; of any other that
builds stacks, nobody knows what it builds, so it counts as one that adds something.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from sessionform.app_settings import FILE as MANIFEST
from sessionform.app_settings import app_settings
from sessionform.files import named_path, refuse_links_out, refuse_special

APP = "main.py"
_PLAIN_IMPORTS = {"stacks", "sessionform.stacks", "__future__"}
_MOST_BYTES = 100_000
"""No app that only calls `run_app()` is larger, and Python's parser can be made to fail by larger ones."""

_BUILDS_STACKS = re.compile(rb"cdktf|cdktn|run_app|SessionTables|EnvironmentStack")
_WORD = re.compile(r"[\w./-]+")
_PROGRAM = re.compile(r".*\.py\b")
_COMMAND = "sessionform synth"
_LONGEST_COMMAND = 4_096
"""Characters. What is longer may name any number of programs."""


def adds_constructs(declaration: str) -> bool:
    """Whether an app builds more than this declaration says: one beside it, or in this folder, whose `cdktf.json` may
    name a declaration elsewhere. In doubt one does.
    """
    return any(_in_folder(folder) for folder in {Path(declaration).parent, Path()})


def _in_folder(folder: Path) -> bool:
    programs = _programs(folder)
    if programs is None:
        return _builds_more(folder / APP)
    home = named_path(os.fspath(folder / MANIFEST)).root
    return any(not _is_plain(_read(program, home)) for program in programs)


def _programs(folder: Path) -> list[Path] | None:
    """What `cdktf.json` runs; None where there is none. A file that is not there, or the folder itself, is none of our apps."""
    try:
        command = app_settings(folder).get("app")
    except OSError:
        return None
    except ValueError:
        return [folder / APP]
    if not isinstance(command, str) or command.strip() == _COMMAND:
        return []
    if len(command) > _LONGEST_COMMAND:
        return [folder]
    programs = [found[0] for word in _WORD.findall(command) if (found := _PROGRAM.match(word))]
    return [folder / name for name in dict.fromkeys(programs)] or [folder / command]


def _builds_more(app: Path) -> bool:
    text = _read(app, named_path(os.fspath(app)).root)
    return text is not None and bool(_BUILDS_STACKS.search(text)) and not _is_plain(text)


def _is_plain(text: bytes | None) -> bool:
    """Whether an app does no more than to call `run_app()`."""
    if text is None or len(text) > _MOST_BYTES:
        return False
    try:
        with warnings.catch_warnings(action="ignore"):  # what Python says of its style is for its author
            module = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    names = {name for node in module.body for name in _imported(node)}
    return all(_does_nothing_more(node, names) for node in module.body)


def _imported(node: ast.stmt) -> Iterator[str]:
    """The names under which a statement imports `run_app`."""
    if isinstance(node, ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names if alias.name == "run_app")


def _does_nothing_more(node: ast.stmt, run_app: set[str]) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Import(names=names):
            return all(alias.name == "sessionform.before_cdktf" for alias in names)
        case ast.ImportFrom(module=module, names=names):
            ours = module == "__future__" or all(alias.name == "run_app" for alias in names)
            return module in _PLAIN_IMPORTS and ours
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[])):
            return name in run_app
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body, orelse=[]):
            return all(_does_nothing_more(inner, run_app) for inner in body)
    return False


def _read(path: Path, home: Path) -> bytes | None:
    """The beginning of a program; None where there is none, or none of the repository whose root is `home`.

    Raises UsageError where a link that leads out of it, a pipe or a device is in the place of one.
    """
    try:
        if named_path(os.fspath(path)).root != home:
            return None
        refuse_links_out(os.fspath(path))
        refuse_special(os.fspath(path))
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES + 1)
    except (OSError, ValueError):  # the latter of a name that no file can have
        return None
