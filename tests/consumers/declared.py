"""Tables for the tests of consumers, declared as a user would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from sessionform.compile import compile_text
from sessionform.consumers.declare import table_lines
from sessionform.consumers.registry import library
from sessionform.model import Environment, Table

GUIDE: dict[str, Any] = {"partition_key": "userId", "sort_key": "sessionId", "ttl": "ttl"}
"""The table that guides to session storage recommend."""


def preset(library_id: str) -> dict[str, Any]:
    """The settings of the table that `init --consumer` declares."""
    settings: dict[str, Any] = yaml.safe_load("\n".join(table_lines(library(library_id))))
    return settings


def declared(settings: Mapping[str, Any], **environment: Any) -> tuple[Table, Environment]:
    """A table of these settings in an environment, whatever the rules say of it."""
    text = {
        "version": 1,
        "environments": {"production": {"region": "us-east-1", **environment}},
        "tables": {"sessions": settings},
    }
    compiled = compile_text(json.dumps(text), file="sessions.yaml")
    assert compiled.declaration is not None, compiled.findings
    found = compiled.declaration.environments["production"]
    return found.tables["sessions"], found


def table_of(settings: Mapping[str, Any]) -> Table:
    return declared(settings)[0]


def with_options(settings: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with more options of the library, merged into those that are there."""
    consumer = settings["consumer"]
    if isinstance(consumer, str):
        consumer = {"library": consumer}
    return {**settings, "consumer": {**consumer, "options": _merged(consumer.get("options", {}), options)}}


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for key, value in new.items():
        both = isinstance(value, dict) and isinstance(old.get(key), dict)
        merged[key] = _merged(old[key], value) if both else value
    return merged
