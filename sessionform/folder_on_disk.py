"""The folder of a declaration on the disk, for the files that it includes: no links, no pipes, nothing outside."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from sessionform.errors import OutsideError, UsageError
from sessionform.files import read_named
from sessionform.source.include import Kind


class FolderOnDisk:
    """The folder that a declaration is in; of one that comes from a stream, the working folder."""

    def __init__(self, declaration: str) -> None:
        streamed = declaration.startswith(("<", "/dev/fd/", "/proc/self/fd/")) or declaration == "/dev/stdin"
        self._folder = "" if streamed else os.path.dirname(declaration)  # noqa: PTH120  # as it is written
        self.own = "" if streamed else os.path.basename(declaration)  # noqa: PTH119
        self._listed = cache(self._list)

    def name(self, path: str) -> str:
        return os.path.join(self._folder, path)  # noqa: PTH118  # pathlib drops what is written

    def entries(self, folder: str) -> Mapping[str, Kind]:
        return self._listed(folder)

    def contents(self, paths: Sequence[str], most: int) -> Iterator[bytes]:
        for path in paths:
            try:
                yield read_named(self.name(path), most + 1)
            except FileNotFoundError:
                raise UsageError(f"`{self.name(path)}` is not there any more", "run it again") from None
            except OSError as error:
                raise OutsideError(f"`{self.name(path)}` cannot be read: {error.strerror}") from None

    def _list(self, folder: str) -> dict[str, Kind]:
        place = self.name(folder) or os.curdir
        try:
            with os.scandir(place) as found:
                return {entry.name: _kind(entry) for entry in found}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise OutsideError(f"`{Path(place)}` cannot be looked into: {error.strerror}") from None


def _kind(entry: os.DirEntry[str]) -> Kind:
    if entry.is_symlink():
        return "link"
    if entry.is_dir():
        return "submodule" if os.path.lexists(os.path.join(entry.path, ".git")) else "folder"  # noqa: PTH118
    return "file" if entry.is_file() else "other"
