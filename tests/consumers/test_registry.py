"""Every entry of the registry is whole, says where it is from, and is about the version that our tests run."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sessionform.consumers.library import LANGUAGES, NAMES, Library
from sessionform.consumers.registry import library, library_ids
from tests.libraries.support import PYTHON_PEERS
from tests.libraries.web import EXPRESS, PYTHON

ROOT = Path(__file__).parents[2]
ENTRIES = ROOT / "sessionform/consumers/libraries"

FOURTEEN = {
    "auth-js": "@auth/dynamodb-adapter",
    "aws-dotnet-distributed-cache": "AWS.AspNetCore.DistributedCacheProvider",
    "aws-dynamodb-session-tomcat": "com.amazonaws:aws-dynamodb-session-tomcat",
    "aws-sdk-php": "aws/aws-sdk-php",
    "aws-sessionprovider-net": "AWS.SessionProvider",
    "aws-sessionstore-dynamodb": "aws-sessionstore-dynamodb",
    "connect-dynamodb": "connect-dynamodb",
    "django-dynamodb-sessions": "django-dynamodb-sessions-mwas",
    "dynamodb-store": "dynamodb-store",
    "flask-session": "Flask-Session",
    "laravel": "laravel/framework",
    "remix-architect": "@remix-run/architect",
    "shopify-session-storage-dynamodb": "@shopify/shopify-app-session-storage-dynamodb",
    "spring-session-dynamodb": "disc99/spring-session-dynamodb",
}
"""The well-known ones, which must stay."""

KEYS = {
    "": {
        "same_as",
        "title",
        "about",
        "language",
        "status",
        "run",
        "key_holds",
        "key_mismatch",
        "package",
        "partition_key",
    }
    | {
        "sort_key",
        "expiry",
        "index",
        "more_indexes",
        "attributes",
        "options",
        "grants",
        "traps",
        "settings",
        "access_patterns",
    },
    "package": {"registry", "name", "version", "repository", "files"},
    "partition_key": {"name", "type", "any_name"},
    "sort_key": {"name", "type", "any_name"},
    "expiry": {"attribute", "writes", "checks_itself", "any_name", "detail", "required"},
    "index": {"name", "partition_key", "sort_key", "attributes", "when_missing"},
    "more_indexes": {"name", "partition_key", "sort_key", "attributes", "when_missing"},
    "settings": {"language", "text"},
    "options": {"names", "type", "default", "recommended", "about", "caveat"},
    "grants": {"actions", "why", "on", "when", "unless"},
    "traps": {"text", "source"},
}
"""What an entry may say. A misspelt key would otherwise be read as an absent one."""


def raw(library_id: str) -> dict[str, Any]:
    return tomllib.loads((ENTRIES / f"{library_id}.toml").read_text(encoding="utf-8"))


@pytest.fixture(params=library_ids())
def entry(request: pytest.FixtureRequest) -> Library:
    return library(request.param)


def test_the_libraries_are_in_order_and_the_well_known_ones_among_them() -> None:
    assert list(library_ids()) == sorted(library_ids())
    assert {name: library(name).package.name for name in FOURTEEN} == FOURTEEN


def test_an_unknown_library_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        library("../registry")


@pytest.mark.parametrize("library_id", library_ids())
def test_an_entry_says_nothing_that_is_not_read(library_id: str) -> None:
    body = raw(library_id)
    assert set(body) <= KEYS[""]
    for name, allowed in KEYS.items():
        found = body.get(name, {}) if name else {}
        several = found.values() if name == "options" else found if isinstance(found, list) else [found]
        assert set().union(*several) <= allowed, name


def test_an_entry_is_whole(entry: Library) -> None:
    texts = [entry.title, entry.about, entry.language, entry.key_holds, entry.key_mismatch, entry.expiry.detail]
    texts += [text for option in entry.options.values() for text in [option.about]]
    texts += [grant.why for grant in entry.grants]
    assert all(text and text == text.strip() and not text.endswith(".") for text in texts)
    assert all(trap.text[0] != " " and trap.text.endswith((".", ")")) and trap.source for trap in entry.traps)
    assert entry.traps
    assert entry.attributes
    assert entry.settings_language in LANGUAGES
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id)


def test_an_entry_says_what_was_read_and_where(entry: Library) -> None:
    package = entry.package
    assert package.repository.startswith("https://")
    assert package.version
    assert package.files


def test_an_option_names_one_part_of_the_table_and_no_two_the_same(entry: Library) -> None:
    named = [option.names for option in entry.options.values() if option.names]
    assert len(named) == len(set(named))
    assert set(named) <= set(NAMES)


def test_the_options_defaults_are_the_names_in_the_entry(entry: Library) -> None:
    """What the options call the keys, the TTL attribute and the index where nobody sets them."""
    index = entry.index
    shipped = {
        "partition_key": None if entry.partition_key.any_name else entry.partition_key.name,
        "sort_key": entry.sort_key.name if entry.sort_key else None,
        "ttl": None if entry.expiry.any_name else entry.expiry.attribute,
        "index": index.name if index else None,
        "index_partition_key": index.partition_key.name if index else None,
        "index_sort_key": index.sort_key.name if index and index.sort_key else None,
    }
    for option in entry.options.values():
        if option.names and option.names != "table_name":
            assert option.default == shipped[option.names], option.name


def test_grants_speak_of_options_that_there_are(entry: Library) -> None:
    for grant in entry.grants:
        assert {*grant.unless, *([grant.when] if grant.when else [])} <= set(entry.options)
        indexes = {"index"} if entry.index else set()
        assert grant.on in {"table", *indexes, *(index.name for index in entry.more_indexes)}


def test_an_expiry_is_written_somewhere_or_not_at_all(entry: Library) -> None:
    expiry = entry.expiry
    if expiry.writes == "nothing":
        assert expiry.attribute is None
    elif expiry.attribute is None:
        assert entry.option_naming("ttl") is not None
    if expiry.required:
        assert entry.options[expiry.required[0]].recommended is not None


def test_what_is_said_to_be_run_is_run() -> None:
    """By tests/libraries, in the version that the entry names."""
    storages = {"adonisjs-session", "auth-js", "openauth", "react-router-architect", "remix-architect"}
    storages |= {"langgraph-checkpoint-aws", "mastra-dynamodb", "shopify-session-storage-dynamodb"}
    run = {name for name in library_ids() if library(name).run}
    assert run == {*EXPRESS, *PYTHON, *storages}
    packages = json.loads((ROOT / "tests/libraries/package-lock.json").read_text())["packages"]
    locks = [ROOT / "requirements-dev.lock", *(folder.with_suffix(".lock") for folder in PYTHON_PEERS.values())]
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", "\n".join(lock.read_text() for lock in locks), re.MULTILINE))
    for name in run:
        package = library(name).package
        version = (
            packages[f"node_modules/{package.name}"]["version"]
            if package.registry == "npm"
            else locked[package.name.lower()]
        )
        assert version == package.version, name


def test_only_libraries_that_are_run_say_that_a_trap_is() -> None:
    said = {name for name in library_ids() for trap in library(name).traps if "run by our tests" in trap.source}
    assert all(library(name).run for name in said)
