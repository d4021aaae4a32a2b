"""Files by the names that they were given: a repository may be a stranger's, who can put a link in any place.

What is below the root of a repository is read only where no link is on the way to it, so that the file that is judged is
the one that is named, git has its earlier versions under that name, and nothing outside is ever shown. Above the root
links are the user's own.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sessionform.acting_text import ACTING, LOG_COMMAND
from sessionform.errors import UsageError

DECLARATION = "sessions.yaml"
"""What a declaration is called where nobody names one."""

_STREAM = re.compile(r"/dev/(stdin|fd/[0-9]+)|/proc/self/fd/[0-9]+")
"""What a shell hands over as a file (`<(command)`): only the user can have named it."""

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}

_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""What changes the direction of the text around it, or cannot be seen at all."""

_LINE_COMMAND = re.compile(r"\s*::")
"""What the log of GitHub Actions takes for a command where a line begins."""


@dataclass(frozen=True, slots=True)
class NamedPath:
    """An absolute path as it is written, and the folder in whose bounds it is: the root of its repository; outside of any
    the current folder, or the one that the path itself names.
    """

    path: Path
    root: Path
    in_repository: bool

    @property
    def name(self) -> str:
        """The path from the root, as git writes it."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def links(self) -> Iterator[Path]:
        """The links below the root on the way to the path, the path itself included."""
        below = [*reversed(self.path.parents), self.path]
        return (
            place for place in below if place != self.root and place.is_relative_to(self.root) and place.is_symlink()
        )


def named_path(file: str) -> NamedPath:
    """Where the file is by its name, which no link has been followed for.

    Raises UsageError where `..` stands behind a link, so that the name alone does not say which file is meant.
    """
    written = os.path.join(os.getcwd(), file)  # noqa: PTH109, PTH118  # pathlib drops what is to be looked at
    path = Path(os.path.normpath(written))
    if real_path(written) != real_path(path):
        raise UsageError(f"`{file}` has a `..` behind a link", "name the file without `..`")
    root = _innermost_repository(path)
    if root is not None:
        return NamedPath(path, root, in_repository=True)
    folder = Path.cwd()
    return NamedPath(path, folder if path.is_relative_to(folder) else path.parent, in_repository=False)


def real_path(path: str | os.PathLike[str]) -> str:
    """Where a path leads. Raises UsageError where the way is one link after the other, more than Python follows: no system
    follows half as many.
    """
    try:
        return os.path.realpath(path)
    except RecursionError:
        hint = "put the file itself in its place"
        raise UsageError(f"`{os.fspath(path)}` is behind more links than can be followed", hint) from None


def repositories_around(folder: Path) -> list[Path]:
    """The roots of the working trees that a folder is in, the outermost first; git is not asked.

    A link within a working tree leads to none: what is behind it was not put there by git.
    """
    found: list[Path] = []
    for place in [*reversed(folder.parents), folder]:
        if found and place.is_symlink():
            break
        if os.path.lexists(place / ".git"):
            found.append(place)
    return found


def read_named(file: str, most: int) -> bytes:
    """The bytes of a file, at the most so many. Raises UsageError where it is a link or no file, OSError from the system.

    What a shell hands over by a name such as `/dev/fd/63` is read as it comes.
    """
    if _STREAM.fullmatch(file):
        with Path(file).open("rb") as stream:
            return stream.read(most)
    named = named_path(file)
    _refuse_name(file, named)
    _refuse_link(file, named)
    refuse_special(file)
    if os.path.isdir(file):  # noqa: PTH112  # an open folder would have to be closed again
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
    with open(file, "rb", opener=_without_waiting) as stream:
        return stream.read(most)


def folder_named(file: str) -> UsageError:
    """The error for a folder that is named as the declaration."""
    return UsageError(f"`{file}` is a folder", f"name the declaration in it: `--file {Path(file) / DECLARATION}`")


def _without_waiting(file: str, flags: int) -> int:
    """For a pipe or a terminal that has taken the place of the file in the meantime. Windows has neither flag."""
    return os.open(file, flags | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0))


def refuse_links(file: str) -> None:
    """Raise UsageError where a link is on the way to the file, in the bounds that the file is named in."""
    _refuse_link(file, named_path(file))


def _refuse_link(file: str, named: NamedPath) -> None:
    link = next(named.links, None)
    if link is not None:
        raise _refusal(file, named, link)


def refuse_links_out(file: str) -> None:
    """Raise UsageError where a link on the way to the file leads out of the repository: those within it may be followed."""
    named = named_path(file)
    link = next(named.links, None)
    if link is not None and named.in_repository and not _leads_inside(link, named.root):
        raise _refusal(file, named, link)


def _refuse_name(file: str, named: NamedPath) -> None:
    """Raise UsageError where the name would act on a terminal or a log, as every report has it."""
    is_command = _LINE_COMMAND.match(file) or LOG_COMMAND.search(file)
    acts = is_command or any(unicodedata.category(letter) in ACTING or letter in _TURNING for letter in named.name)
    if named.in_repository and acts:
        raise UsageError(f"`{file}` has a name that acts on terminals or logs", "give it a plain name")


def _refusal(file: str, named: NamedPath, link: Path) -> UsageError:
    what = (
        f"`{file}` is a link" if link == named.path else f"`{file}` is behind the link `{link.relative_to(named.root)}`"
    )
    target = link.readlink()
    if _leads_inside(link, named.root):
        return UsageError(f"{what} to `{target}`, and links are not followed", "name what it leads to")
    bounds = "the repository" if named.in_repository else "its folder"
    hint = "put the file itself in its place; what a link leads to is neither read nor written"
    return UsageError(f"{what} that leads out of {bounds}, to `{target}`", hint)


def _leads_inside(link: Path, root: Path) -> bool:
    """Whether a link leads into the working tree; git's own folder is none of it."""
    target, bounds = Path(real_path(link)), Path(real_path(root))
    return target.is_relative_to(bounds) and ".git" not in map(str.casefold, target.relative_to(bounds).parts)


def refuse_special(file: str) -> None:
    """Raise UsageError where the file is a pipe, a device or a socket, which is never what was meant and may never end."""
    try:
        kind = _KINDS.get(stat.S_IFMT(Path(file).stat().st_mode))
    except (FileNotFoundError, NotADirectoryError):
        return
    if kind is not None:
        raise UsageError(f"`{file}` is {kind}", "put a file in its place, or name another")


def _innermost_repository(path: Path) -> Path | None:
    found = repositories_around(path.parent)
    return found[-1] if found else None
