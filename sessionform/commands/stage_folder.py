"""The folder of staged steps: `1/`, `2/`, … with the declaration and what it includes, `stages.json` and `RUNBOOK.md`.

What is there is never overwritten: the last step may be the only copy of what somebody wrote.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.atomic_files import fresh_name, remove_leftovers
from sessionform.compile import compile_file
from sessionform.errors import DeclarationError, OutsideError, UsageError
from sessionform.files import read_named, refuse_links_out
from sessionform.source.read import MAX_BYTES

if TYPE_CHECKING:
    from sessionform.staging.stages import Stages

LIST = "stages.json"
RUNBOOK = "RUNBOOK.md"


def write_steps(found: Stages, runbook: str) -> None:
    """Write the steps, and the runbook, at once. Raises UsageError where something else is there."""
    out = Path(found.folder)
    refuse_links_out(found.folder)
    files = {
        os.path.relpath(found.place(step, name), out): text for step in found.steps for name, text in step.texts.items()
    }
    files[RUNBOOK] = runbook
    files[LIST] = json.dumps({"version": 1, "steps": len(found.steps)}) + "\n"
    if os.path.lexists(out):
        _refuse_others(out, files)
        return
    fresh = fresh_name(out)
    try:
        remove_leftovers(out.parent, out.name)
        for name, text in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_text(text, encoding="utf-8", newline="")
        fresh.rename(out)
    except OSError as error:
        raise OutsideError(f"`{out}` cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _refuse_included(found, out)


def _refuse_others(out: Path, files: Mapping[str, str]) -> None:
    if {name: _read(out / name) for name in files} != files:
        hint = f"name another folder with `--out`, or delete `{out}` if nobody needs it"
        raise UsageError(f"`{out}` is there and holds something else, which would be lost", hint)


def _refuse_included(found: Stages, out: Path) -> None:
    """Take the folder away again where a glob of the declaration's includes what is in it."""
    included = compile_file(found.file).sources.keys()
    if included != found.steps[-1].texts.keys():
        shutil.rmtree(out)
        hint = "name a folder with `--out` that they do not match: a hidden one, or one elsewhere"
        raise UsageError(f"`include` of {found.file} names the files in `{out}` too", hint)


def read_steps(out: str, texts: Mapping[str, str], file: str) -> list[dict[str, str]] | None:
    """The texts of the steps in a folder, by the names that the declaration's files have; None where there is no folder.

    Raises DeclarationError where `texts`, what the files hold now, are none of the steps: they would be lost.
    """
    if not os.path.lexists(out):
        return None
    refuse_links_out(out)
    count = _count(Path(out))
    near = Path(file).parent
    steps = []
    for number in range(1, count + 1):
        own = {name: _read(Path(out, str(number), os.path.relpath(name, near))) for name in texts}
        lost = next((name for name, text in own.items() if text is None), None)
        if lost is not None:
            raise DeclarationError(f"`{out}` has no `{lost}` for step {number}", "delete the folder, and stage again")
        steps.append({name: text for name, text in own.items() if text is not None})
    if texts not in steps:
        hint = f"copy one of them over it; or, if it is what you want, delete `{out}` and stage again"
        raise DeclarationError(f"{file} is none of the steps in `{out}`, and would be lost", hint)
    return steps


def _count(out: Path) -> int:
    try:
        count = json.loads(_read(out / LIST) or "")["steps"]
    except (ValueError, KeyError, TypeError):
        count = None
    if type(count) is not int or not 0 < count < 1_000:
        raise UsageError(f"`{out}` does not hold steps of `stage`", "name another folder with `--out`")
    return count


def _read(path: Path) -> str | None:
    try:
        return read_named(str(path), MAX_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
