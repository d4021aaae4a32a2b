"""Which declarations a command is about: the one that `-f` names, the nearest above the working folder, or several files."""

from __future__ import annotations

import argparse
import glob
import os
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.lines import say
from sessionform.errors import CommandError, UsageError
from sessionform.files import DECLARATION, read_named, refuse_links, repositories_around
from sessionform.source.include import ANY_DEPTH
from sessionform.source.whole import LOOKED_AT, is_whole

if TYPE_CHECKING:
    from sessionform.compile import Compiled

MAKES_FILES = ("adopt", "init")
"""Commands that do not look for a declaration above the folder that they are run in."""


def find_declaration(arguments: argparse.Namespace) -> None:
    """Where no `-f` names one and this folder has none: the nearest above it in the repository, as git and ruff look.

    A file that is only a part of a declaration, to be included by it, is passed over. `home` is the folder of the
    declaration found so, and `passed_over` are the nearer places, for whoever knows what there was
    before. `adopt` and `init` make files, and make them where they are run.
    """
    if getattr(arguments, "file", None) != DECLARATION or arguments.command in MAKES_FILES:
        return
    if getattr(arguments, "files", ()) or _is_whole(Path(DECLARATION)):
        return
    above = _above(Path.cwd())
    if above is None:
        return
    arguments.file = os.path.relpath(above)
    folders = [Path.cwd(), *Path.cwd().parents]
    arguments.passed_over = [str(folder / DECLARATION) for folder in folders[: folders.index(above.parent)]]
    arguments.home = os.path.relpath(above.parent)
    if not arguments.quiet:
        say(f"reading {arguments.file}")


def compile_named(files: list[str], name: str | None = None) -> tuple[list[Compiled], list[CommandError]]:
    """The declarations in these files, each once: paths, globs, and files that a declaration above them includes. With
    them what could not be read: the others are looked at all the same.

    Raises UsageError where a name matches nothing, and what is wrong where nothing at all could be read.
    """
    from sessionform.compile import compile_file

    found: dict[str, Compiled] = {}
    unread: list[CommandError] = []
    for file in dict.fromkeys(path for written in files for path in _matching(written)):
        known = (path for compiled in found.values() for path in compiled.sources)
        if file != "-" and os.path.abspath(file) in map(os.path.abspath, known):  # noqa: PTH100  # links stay as they are
            continue
        try:
            compiled = _with_the_rest(file) or compile_file(file, name=name)
        except CommandError as error:
            unread.append(error)
            continue
        found[compiled.file] = compiled
    if not found:
        end_with(unread)
    return list(found.values()), unread


def end_with(unread: list[CommandError]) -> None:
    """Say what could not be read, where there is any, and end the command with the worst of it."""
    if unread:
        *others, worst = sorted(unread, key=lambda error: error.exit_code)
        for error in others:
            say(error.message)
        raise worst


def _matching(written: str) -> list[str]:
    if written == "-" or os.path.lexists(written) or not glob.has_magic(written):
        return [written]
    found = sorted(set(_globbed("", written.replace(os.sep, "/").split("/"))))
    if not found:
        raise UsageError(f"`{written}` matches no file", "correct it, or leave it out")
    return found


def _globbed(folder: str, parts: Sequence[str]) -> Iterator[str]:
    """What a glob matches in a folder. Where `**` stands no link is followed: a stranger's may lead round in circles.

    Raises UsageError where a link is on the way to it.
    """
    from sessionform.source.include import MAX_DEPTH

    within = f"{glob.escape(folder)}/" if folder else ""
    if ANY_DEPTH not in parts:
        yield from glob.glob(within + "/".join(parts))  # noqa: PTH207  # as it is written
        return
    at = parts.index(ANY_DEPTH)
    rest = list(dropwhile(ANY_DEPTH.__eq__, parts[at:])) or ["*"]
    for top in glob.glob(f"{within}{'/'.join(parts[:at])}/") if at else [folder or os.curdir]:  # noqa: PTH207
        refuse_links(top)
        for deeper, folders, _ in os.walk(top.rstrip("/") or "/"):
            if deeper.count(os.sep) > MAX_DEPTH + top.count(os.sep):
                message = f"in `{top}` folders are more than {MAX_DEPTH} deep in one another"
                raise UsageError(message, "name the folders that the files are in")
            folders[:] = (name for name in folders if not name.startswith("."))
            yield from _globbed("" if deeper == os.curdir else deeper.removeprefix("./"), rest)


def _with_the_rest(file: str) -> Compiled | None:
    """The declaration above a file that is only a part of one, where it includes this file."""
    if file == "-" or not os.path.lexists(file) or _is_whole(Path(file)):
        return None
    from sessionform.compile import compile_file

    place = Path(os.path.abspath(file))  # noqa: PTH100  # links stay as they are
    above = _above(place.parent, itself=True)
    if above is None:
        return None
    compiled = compile_file(os.path.relpath(above))
    return compiled if str(place) in map(os.path.abspath, compiled.sources) else None


def _above(folder: Path, *, itself: bool = False) -> Path | None:
    """The nearest declaration above a folder, or in it `itself`, within its repository."""
    roots = repositories_around(folder)
    folders = [*([folder] if itself else []), *folder.parents]
    inside = [above for above in folders if roots and above.is_relative_to(roots[-1])]
    return next((above / DECLARATION for above in inside if _is_whole(above / DECLARATION)), None)


def _is_whole(file: Path) -> bool:
    """Whether there is a declaration, or what may be meant as one: anything but a file for another one to include."""
    if not os.path.lexists(file):
        return False
    try:
        return is_whole(read_named(os.fspath(file), LOOKED_AT))
    except (CommandError, OSError):
        return True  # whoever reads it says what is wrong with it
