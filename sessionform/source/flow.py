"""Values as one writes them in YAML on one line: what `read` reads as the same value again."""

from __future__ import annotations

import json
import re
from typing import Any

from sessionform.source.scalars import UnusableScalarError, plain_scalar

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_PLAIN = re.compile(r"[A-Za-z0-9_./$][^\s,:#{}\[\]\"'`&*!|>%@]*")
_UNPRINTED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def flow(value: Any) -> str:
    """The value in YAML's flow style, with quotes only where they are needed."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and _stays_text(value):
        return value
    return _quoted(value)


def _key(key: str) -> str:
    """A key is text whatever it looks like, so it needs quotes only for its characters."""
    return key if _PLAIN.fullmatch(key) else _quoted(key)


def _quoted(value: Any) -> str:
    """As JSON, which is YAML too but for the characters that YAML does not print, or `read` refuses outside an escape."""
    return _UNPRINTED.sub(lambda match: f"\\u{ord(match[0]):04x}", _JSON.encode(value))


def _stays_text(text: str) -> bool:
    try:
        return isinstance(plain_scalar(text), str)
    except UnusableScalarError:
        return False


def flow_key(key: str) -> str:
    """A key as it is written, quoted where it has to be."""
    return flow({key: 0})[1:-4]
