"""What a CDKTF app's `cdktf.json` says. The one place that reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sessionform.files import read_named

FILE = "cdktf.json"
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


def app_context() -> dict[str, Any]:
    """The `context` of the `cdktf.json` in this folder; empty where there is none that can be read."""
    try:
        context = app_settings(Path()).get("context")
    except (OSError, ValueError):
        return {}
    return context if isinstance(context, dict) else {}
