"""What the app's `cdktf.json` says under `context`."""

from __future__ import annotations

import json
from typing import Any

from sessionform.files import read_named

FILE = "cdktf.json"
_MOST_BYTES = 2**20


def app_context() -> dict[str, Any]:
    """The context of the `cdktf.json` in this folder; empty where there is none that can be read."""
    try:
        settings = json.loads(read_named(FILE, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    context = settings.get("context") if isinstance(settings, dict) else None
    return context if isinstance(context, dict) else {}
