"""What the app's `cdktf.json` says under `context`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "cdktf.json"


def app_context() -> dict[str, Any]:
    """The context of the `cdktf.json` in this folder; empty where there is none that can be read."""
    try:
        settings = json.loads(Path(FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    context = settings.get("context") if isinstance(settings, dict) else None
    return context if isinstance(context, dict) else {}
