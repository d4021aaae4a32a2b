"""The built-in defaults of table settings: the schema's `default` keywords, and no second list."""

from __future__ import annotations

from functools import cache
from typing import Any

from sessionform.resources import schema


@cache
def builtin_defaults() -> dict[str, Any]:
    """Every table setting that has a built-in default, as one would write it in the file."""
    properties = schema()["$defs"]["settings"]["properties"]
    return {name: setting["default"] for name, setting in properties.items() if "default" in setting}
