"""Files that are written at once or not at all, and what killed processes have left of that beside them."""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

from sessionform.whole_numbers import whole_number

_LARGEST_PROCESS = 999_999_999
"""No process has a larger number: what says so is somebody else's file."""


def replace_file(path: Path, text: str) -> None:
    """Write a file at once: what was there stays until the text is there whole. A pipe or a device is written to.

    What stands where the new text is written first is removed: it may be a stranger's link to another file.
    """
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    fresh = fresh_name(path)
    fresh.unlink(missing_ok=True)
    try:
        with fresh.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        if path.is_file() and not path.is_symlink():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def fresh_name(target: Path) -> Path:
    """Where this process writes what is to replace `target`: beside it, hidden."""
    return target.with_name(f".{target.name}.new-{os.getpid()}")


def remove_leftovers(folder: Path, name: str) -> None:
    """Remove what dead processes were about to replace the file or folder of this name with, or with `*.tf` any such."""
    pattern = name if name.startswith("*") else glob.escape(name)
    for leftover in folder.glob(f".{pattern}.new-*"):
        if _alive(leftover.name.rpartition("-")[2]):
            continue
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def _alive(process: str) -> bool:
    if os.name != "posix":
        return True  # there is no harmless way to ask
    number = whole_number(process, 1, _LARGEST_PROCESS)
    if number is None:
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
