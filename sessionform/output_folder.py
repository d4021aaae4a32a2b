"""Replacing a folder of generated files at once, without losing what others keep in it.

The new folder is written beside the old one and exchanged with it in one step of the file system (Linux), so that
a process that dies at any moment leaves the old or the new. Where the system cannot exchange, the old
folder is renamed away first; a run that finds such a leftover puts it back.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sessionform.atomic_files import fresh_name, remove_leftovers
from sessionform.errors import OutsideError, UsageError
from sessionform.files import read_named, real_path, refuse_links, refuse_links_out

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_MOST_BYTES = 16 * 2**20
"""The largest manifest that is looked at."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A folder `path` that holds a file named `marker` once it has been made, and files named `generated` in stacks."""

    path: Path
    marker: str
    generated: tuple[str, ...]

    @contextmanager
    def replaced(self) -> Iterator[Path]:
        """A new, empty folder to write into, which takes the place of the old one when the block ends well."""
        refuse_links_out(str(self.path))
        out = Path(real_path(self.path))  # a link to a folder stays a link
        if out.is_symlink():
            raise UsageError(f"`{self.path}` is a link that leads to itself", "name another folder with `--out`")
        aside = out.with_name(f".{out.name}.old")
        fresh = fresh_name(out)
        with writing(self.path):
            self._recover(out, aside)
            self._refuse_foreign(out)
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
        try:
            yield fresh
            with writing(self.path):
                if out.exists():
                    self._carry_over(out, fresh)
                _swap(fresh, out, aside)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(aside, ignore_errors=True)

    def _refuse_foreign(self, out: Path) -> None:
        if not out.exists():
            return
        if not out.is_dir():
            raise UsageError(f"`{self.path}` is a file, and the output is a folder", "name another with `--out`")
        if any(out.iterdir()) and not self._is_output(out):
            hint = "it would be replaced with everything in it: name a folder of its own with `--out`"
            raise UsageError(f"`{self.path}` holds files that are not earlier output", hint)

    def _is_output(self, out: Path) -> bool:
        """Whether CDKTF's manifest is in it: other tools have files of that name too."""
        try:
            manifest = json.loads(read_named(str(out / self.marker), _MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return False
        return isinstance(manifest, dict) and isinstance(manifest.get("stacks"), dict)

    def _recover(self, out: Path, aside: Path) -> None:
        """Clean up after a run that was killed."""
        if aside.exists() and not out.exists():
            aside.rename(out)
        remove_leftovers(out.parent, out.name)

    def _carry_over(self, out: Path, fresh: Path) -> None:
        """Link what Terraform and its users keep in the folder and beside the stacks into the new one."""
        for kept in out.iterdir():
            if not (fresh / kept.name).exists():
                _link(kept, fresh / kept.name)
        for stack in (fresh / "stacks").iterdir():
            earlier = out / "stacks" / stack.name
            refuse_links(str(earlier))  # its files would be taken for what Terraform keeps here
            if earlier.is_dir():
                for kept in earlier.iterdir():
                    if kept.name not in self.generated and not (stack / kept.name).exists():
                        _link(kept, stack / kept.name)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever the file system refuses in the block is an OutsideError that names `path`."""
    try:
        yield
    except OSError as error:
        place = error.filename or path
        raise OutsideError(f"`{path}` cannot be written: {error.strerror} ({place})") from None


def _link(source: Path, target: Path) -> None:
    """Hard links, so that providers of hundreds of megabytes cost nothing; copies where the file system has none."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir()
        for item in source.iterdir():
            _link(item, target / item.name)
    else:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)


def _swap(fresh: Path, out: Path, aside: Path) -> None:
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        shutil.rmtree(aside, ignore_errors=True)
        out.rename(aside)
        fresh.rename(out)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    outcome: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return outcome == 0
