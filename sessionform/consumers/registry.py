"""Reads the entries in `libraries/`, one TOML file a library, into `Library`. The file's name is its id.

`same_as` names the entry of a library that does the same under another name: what is written beside it replaces what that one says.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, cast

from sessionform.consumers.library import (
    Expiry,
    Grant,
    Index,
    Key,
    Library,
    Option,
    OptionType,
    Package,
    Trap,
)

_FOLDER = Path(__file__).parent / "libraries"

_TYPES: dict[type, OptionType] = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    list: "list",
    dict: "mapping",
}


@cache
def library_ids() -> tuple[str, ...]:
    """What can stand in `consumer: …`, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


@cache
def library(library_id: str) -> Library:
    """The entry of this id; KeyError where there is none."""
    if library_id not in library_ids():
        raise KeyError(library_id)
    entry = _entry(library_id)
    return Library(
        id=library_id,
        title=entry["title"],
        about=entry["about"],
        language=entry["language"],
        status=entry.get("status", ""),
        package=Package(**entry["package"] | {"files": tuple(entry["package"]["files"])}),
        run=entry["run"],
        partition_key=Key(**entry["partition_key"]),
        sort_key=Key(**entry["sort_key"]) if "sort_key" in entry else None,
        key_holds=entry["key_holds"],
        key_mismatch=entry["key_mismatch"],
        expiry=_expiry(entry["expiry"]),
        index=_index(entry["index"]) if "index" in entry else None,
        more_indexes=tuple(_index(body) for body in entry.get("more_indexes", ())),
        attributes=entry["attributes"],
        options={name: _option(name, body) for name, body in entry["options"].items()},
        grants=tuple(_grant(body) for body in entry["grants"]),
        traps=tuple(Trap(**body) for body in entry["traps"]),
        settings=entry["settings"]["text"],
        settings_language=entry["settings"]["language"],
        access_patterns=entry["access_patterns"],
    )


def _entry(library_id: str) -> dict[str, Any]:
    entry = tomllib.loads((_FOLDER / f"{library_id}.toml").read_text(encoding="utf-8"))
    original = entry.pop("same_as", None)
    # What is true of the name alone, such as that it is the old one, is not true of the other
    return entry if original is None else {**_entry(original), "status": "", **entry}


def _expiry(body: dict[str, Any]) -> Expiry:
    required = body.get("required")
    return Expiry(
        attribute=body.get("attribute"),
        writes=body["writes"],
        checks_itself=body["checks_itself"],
        any_name=body.get("any_name", False),
        detail=body["detail"],
        required=(required["option"], required["because"]) if required else None,
    )


def _index(body: dict[str, Any]) -> Index:
    return Index(
        name=body["name"],
        partition_key=Key(body["partition_key"]),
        sort_key=Key(body["sort_key"]) if "sort_key" in body else None,
        attributes=tuple(body.get("attributes", ())),
        when_missing=body["when_missing"],
    )


def _option(name: str, body: dict[str, Any]) -> Option:
    default, recommended = body.get("default"), body.get("recommended")
    example = default if default is not None else recommended
    return Option(
        name=name,
        type=cast("OptionType", body.get("type")) or _TYPES[type(example)],
        about=body["about"],
        names=body.get("names"),
        default=default,
        recommended=recommended,
        caveat=body.get("caveat", ""),
    )


def _grant(body: dict[str, Any]) -> Grant:
    return Grant(
        actions=tuple(body["actions"]),
        why=body["why"],
        on=body.get("on", "table"),
        when=body.get("when"),
        unless=tuple(body.get("unless", ())),
    )
