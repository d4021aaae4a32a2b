"""Short YAML for people to paste: the settings that would make a table fit, and the options of a library."""

from __future__ import annotations

import json
import re

from sessionform.model import KeyType

# What YAML 1.2 and this language read as the same string without quotes.
_PLAIN = re.compile(r"(?!(?:true|false|null)$)[A-Za-z_][A-Za-z0-9_.#-]*")


def scalar(value: object) -> str:
    """A value as it can stand in a flow mapping."""
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def key(setting: str, name: str, key_type: KeyType) -> str:
    """A key setting in its shortest form: `partition_key: id`, or with its type where that is not S."""
    if key_type == "S":
        return f"{setting}: {scalar(name)}"
    return f"{setting}: {{name: {scalar(name)}, type: {key_type}}}"


def options(name: str, value: object) -> str:
    """An option of a library as it stands under `consumer`: `options: {table: {hashKey: userId}}`."""
    text = scalar(value)
    for part in reversed(name.split(".")):
        text = f"{{{scalar(part)}: {text}}}"
    return f"options: {text}"
