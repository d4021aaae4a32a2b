"""What a CDKTF app's `cdktf.json` says. The one place that reads it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from unicodedata import category

from sessionform.acting_text import ACTING
from sessionform.errors import UsageError
from sessionform.files import read_named

FILE = "cdktf.json"
OUTPUT = "cdktf.out"
_MOST_BYTES = 2**20


def app_settings(folder: Path) -> dict[str, Any]:
    """The `cdktf.json` of a folder. Raises OSError where there is none, ValueError where it is not an object in JSON."""
    try:
        settings = json.loads(read_named(str(folder / FILE), _MOST_BYTES))
    except RecursionError:
        raise ValueError(f"{FILE} is nested too deeply") from None
    if not isinstance(settings, dict):
        raise ValueError(f"{FILE} is not an object")  # noqa: TRY004  # the file's content is wrong, not a type of ours
    return settings


def output_folder(folder: Path) -> Path:
    """Where the stacks of the app in this folder go: `output` of its `cdktf.json`, as the `cdktf` command has it, else `cdktf.out`.

    Raises UsageError where `output` names nothing below it: what a stranger's repository says makes no files elsewhere.
    """
    try:
        output = app_settings(folder).get("output", OUTPUT)
    except (OSError, ValueError):
        output = OUTPUT
    if not isinstance(output, str) or not output.strip() or any(category(letter) in ACTING for letter in output):
        raise UsageError(
            f"`output` of {FILE} is not the name of a folder", f'write a name, such as `"output": "{OUTPUT}"`'
        )
    place = Path(os.path.normpath(output))
    if ".git" in map(str.casefold, place.parts):
        raise UsageError(f"`output` of {FILE} is `{output}`, which is git's own", "name another folder")
    if place.is_absolute() or place.parts[:1] in ((), ("..",)):
        hint = "name a folder below it, or name this one on the command line: `sessionform synth --out DIR`"
        raise UsageError(f"`output` of {FILE} is `{output}`, which is not below the folder of {FILE}", hint)
    return folder / place


def app_context() -> dict[str, Any]:
    """The `context` of the `cdktf.json` in this folder; empty where there is none that can be read."""
    try:
        context = app_settings(Path()).get("context")
    except (OSError, ValueError):
        return {}
    return context if isinstance(context, dict) else {}
