"""The files that a declaration includes: which they are, and one document made of all. Where they are read from is not known here.

A declaration may be a stranger's: how many files are looked at, and how much of them is read, is bounded.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sessionform.errors import UsageError

Kind = Literal["file", "folder", "link", "submodule", "other"]

MAX_FILES = 1_000
"""How many files a declaration may include: 2,500 tables are AWS's most in an account and region."""

MAX_DEPTH = 100
"""How deep the folders may lie in one another that globs look into."""

MAX_NAMES = 100_000
"""How many names globs may be compared with: a `**` at the root of a large repository goes through all of it."""

GLOB = re.compile(r"[*?\[]")
"""What makes of a name a pattern of names."""

ANY_DEPTH = "**"
"""The folder that stands for any number of folders."""


class Files(Protocol):
    """The folder of a declaration, on a disk or in a commit. Paths are relative to it, with `/`."""

    @property
    def own(self) -> str:
        """The declaration's own path; empty where it is in no file."""

    def name(self, path: str) -> str:
        """What messages call a file."""

    def entries(self, folder: str) -> Mapping[str, Kind]:
        """What a folder holds; nothing where there is no such folder. Raises OutsideError where that cannot be known."""

    def contents(self, paths: Sequence[str], most: int) -> Iterator[bytes]:
        """The bytes of each file, at the most so many and a little. Raises UsageError where one may not be read, and
        OutsideError where it cannot.
        """


class IncludeRefusedError(UsageError):
    """This entry of `include` names nothing that can be included."""


@dataclass(slots=True)
class Finder:
    """Finds the files that entries of `include` name."""

    files: Files
    compared: int = 0

    def named(self, written: str) -> list[str]:
        """The files of one entry, in name order. Raises IncludeRefusedError where it names none, or none that may be read."""
        parts = _parts(written)
        found = sorted(set(self._found("", parts)))
        if GLOB.search(written):
            found = [path for path in found if path != self.files.own]
        if self.files.own and found == [self.files.own]:
            raise IncludeRefusedError(f"`{written}` is the declaration itself", "remove it from `include`")
        if not found:
            what = "matches no file" if GLOB.search(written) else "is not there"
            where = "paths are relative to the declaration's folder"
            raise IncludeRefusedError(f"`{written}` {what}", f"correct it or remove it; {where}")
        return found

    def _found(self, folder: str, parts: Sequence[str]) -> Iterator[str]:
        part, rest = parts[0], parts[1:]
        if folder.count("/") >= MAX_DEPTH:
            hint = "name the folders that they are in"
            raise IncludeRefusedError(f"there are folders more than {MAX_DEPTH} deep in one another", hint)
        entries = self.files.entries(folder)
        self.compared += len(entries)
        if self.compared > MAX_NAMES:
            hint = "name the folders that they are in"
            raise IncludeRefusedError(f"more than {MAX_NAMES:,} names would have to be compared", hint)
        if part == ANY_DEPTH:
            yield from self._found(folder, rest)
        for name, kind in entries.items():
            path = f"{folder}/{name}" if folder else name
            if part == ANY_DEPTH:
                # As in a shell: links are not followed, and what is hidden is not looked into
                if kind == "folder" and not name.startswith("."):
                    yield from self._found(path, parts)
            elif _matches(name, part):
                yield from self._matched(path, kind, part, rest)

    def _matched(self, path: str, kind: Kind, part: str, rest: Sequence[str]) -> Iterator[str]:
        if kind in ("link", "submodule"):
            hint = (
                "name what it leads to"
                if kind == "link"
                else "a declaration and its included files are in one repository"
            )
            raise IncludeRefusedError(f"`{self.files.name(path)}` is a {kind}, which is not followed", hint)
        if rest and kind == "folder":
            yield from self._found(path, rest)
        elif not rest and kind == "file":
            yield path
        elif not rest and not GLOB.search(part):
            what = "a folder" if kind == "folder" else "neither a file nor a folder"
            hint = f"name the files in it: `{path}/*.yaml`" if kind == "folder" else "put a file in its place"
            raise IncludeRefusedError(f"`{self.files.name(path)}` is {what}", hint)


def _parts(written: str) -> list[str]:
    """The parts of an entry, `.` and repeated `**` left out."""
    parts = [part for part in written.split("/") if part not in ("", ".")]
    if written.startswith("/") or re.match(r"[A-Za-z]:", written) or "\\" in written:
        hint = "write it relative to the declaration's folder, with `/`"
        raise IncludeRefusedError(f"`{written}` is not a relative path", hint)
    if ".." in parts:
        hint = "put the file into the declaration's folder, or the declaration above both"
        raise IncludeRefusedError(f"`{written}` leads out of the declaration's folder", hint)
    parts = [part for at, part in enumerate(parts) if part != ANY_DEPTH or parts[at - 1 : at] != [ANY_DEPTH]]
    if not parts or written.endswith("/"):
        raise IncludeRefusedError(f"`{written}` is a folder", f"name the files in it: `{'/'.join([*parts, '*.yaml'])}`")
    return [*parts, "*"] if parts[-1] == ANY_DEPTH else parts


def _matches(name: str, part: str) -> bool:
    """As a shell has it: a leading dot has to be written."""
    if name == ".git" or (name.startswith(".") and not part.startswith(".")):
        return False
    return fnmatch.fnmatchcase(name, part) if GLOB.search(part) else name == part
