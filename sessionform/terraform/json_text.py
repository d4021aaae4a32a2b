"""JSON as CDKTF writes it: two spaces, keys sorted, nothing escaped that need not be. Python's own takes twice as long."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any


def json_text(value: Any, margin: str = "\n") -> str:
    """The text of a value whose closing bracket stands at `margin`, a line break and an indentation."""
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{margin}  "
    if isinstance(value, dict) and value:
        members = [f"{encode_basestring(key)}: {json_text(value[key], inner)}" for key in sorted(value)]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}"
    if isinstance(value, list) and value:
        items = [json_text(item, inner) for item in value]
        return f"[{inner}{f',{inner}'.join(items)}{margin}]"
    return json.dumps(value)
