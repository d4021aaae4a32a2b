"""What a process that was killed has left beside its output: names that say whose it was."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def fresh_name(target: Path) -> Path:
    """Where this process writes what is to replace `target`: beside it, hidden."""
    return target.with_name(f".{target.name}.new-{os.getpid()}")


def remove_leftovers(folder: Path, target: str) -> None:
    """Remove what dead processes were about to replace `target` with, a name or a pattern of names."""
    for leftover in folder.glob(f".{target}.new-*"):
        if _alive(leftover.name.rpartition("-")[2]):
            continue
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def _alive(process: str) -> bool:
    if os.name != "posix":
        return True  # there is no harmless way to ask
    if not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
