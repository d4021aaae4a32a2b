"""Short YAML for people to paste: the settings that would make a table fit its library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sessionform.consumers.options import option_path
from sessionform.model import Consumer, KeyType
from sessionform.source.flow import flow


def setting(name: str, value: Any) -> str:
    """A setting of the table on one line: `ttl: expires`."""
    return f"{name}: {flow(value)}"


def key(name: str, attribute: str, key_type: KeyType) -> str:
    """A key setting in its shortest form: `partition_key: id`, or with its type where that is not S."""
    return setting(name, attribute if key_type == "S" else {"name": attribute, "type": key_type})


def consumer(declared: Consumer, name: str, value: Any) -> str:
    """The consumer with one more option: `consumer: {library: dynamodb-store, options: {table: {hashKey: id}}}`."""
    return setting("consumer", {"library": declared.library, "options": _with(declared.options, name, value)})


def _with(options: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The options with this one, written with a dot where it is so already, else nested as in the library."""
    first, *rest = (str(part) for part in option_path(name, options))
    if not rest:
        return {**options, first: value}
    group = options.get(first)
    return {**options, first: {**(group if isinstance(group, dict) else {}), rest[0]: value}}
