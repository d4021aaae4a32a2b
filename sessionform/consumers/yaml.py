"""Short YAML for people to paste: the settings that would make a table fit, and the options of a library."""

from __future__ import annotations

from typing import Any

from sessionform.model import KeyType
from sessionform.source.flow import flow


def setting(name: str, value: Any) -> str:
    """A setting of the table on one line: `ttl: expires`."""
    return f"{name}: {flow(value)}"


def key(name: str, attribute: str, key_type: KeyType) -> str:
    """A key setting in its shortest form: `partition_key: id`, or with its type where that is not S."""
    return setting(name, attribute if key_type == "S" else {"name": attribute, "type": key_type})


def options(name: str, value: Any) -> str:
    """An option of a library as it stands under `consumer`: `options: {table: {hashKey: userId}}`."""
    for part in reversed(name.split(".")):
        value = {part: value}
    return setting("options", value)
