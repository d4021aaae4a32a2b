"""Every argument that is written is one that AWS provider 6.69 knows, of the type that it wants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.terraform.environment import environment_config

ROOT = Path(__file__).parents[2]
KNOWN: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("aws_6_69_arguments.json").read_text(encoding="utf-8")
)
EXAMPLES = ["sessions.yaml", *(f"examples/{path.name}" for path in sorted((ROOT / "examples").glob("*.yaml")))]
_TYPES: dict[str, type | tuple[type, ...]] = {"string": str, "bool": bool, "number": int, "map": dict}


def wrong(known: dict[str, Any], body: dict[str, Any], place: str) -> Iterator[str]:
    """What the provider would not take, by where it stands."""
    types = {name.rstrip("!"): type_ for name, type_ in known.items()}
    for name in (name.rstrip("!") for name in known if name.endswith("!")):
        if name not in body:
            yield f"{place}: {name} is missing"
    for name, value in body.items():
        type_ = types.get(name)
        if type_ is None:
            yield f"{place}: {name} is unknown"
        elif isinstance(type_, dict):
            for item in value if isinstance(value, list) else [value]:
                yield from wrong(type_["block"], item, f"{place}.{name}")
        elif not _fits(type_, value):
            yield f"{place}: {name} is {value!r}, and should be a {type_}"


def _fits(type_: str, value: Any) -> bool:
    if isinstance(value, str) and value.startswith("${") and value.endswith("}"):
        return True  # known only to Terraform
    if type_.startswith("list("):
        return isinstance(value, list) and all(_fits(type_[5:-1], item) for item in value)
    return isinstance(value, _TYPES[type_]) and (type_ == "bool") == isinstance(value, bool)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_provider_knows_every_argument(example: str) -> None:
    for environment in compile_file(str(ROOT / example)).valid().environments.values():
        config = environment_config(environment)
        found = list(wrong(KNOWN["provider"], config["provider"]["aws"][0], "provider"))
        for type_, resources in config["resource"].items():
            for name, body in resources.items():
                arguments = {key: value for key, value in body.items() if key not in ("for_each", "lifecycle")}
                found += wrong(KNOWN[type_], arguments, f"{type_}.{name}")
        assert not found


def test_an_emulators_endpoints_are_services() -> None:
    from sessionform.terraform.environment import _LOCAL_SERVICES

    assert set(_LOCAL_SERVICES) <= KNOWN["provider"]["endpoints"]["block"].keys()


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"name": "s", "hashkey": "id"}, "hashkey is unknown"),
        ({}, "name is missing"),
        ({"name": "s", "stream_enabled": "true"}, "stream_enabled is 'true'"),
        ({"name": "s", "read_capacity": True}, "read_capacity is True"),
        ({"name": "s", "ttl": [{"attribute": "a"}]}, "ttl: attribute is unknown"),
    ],
)
def test_a_wrong_argument_would_be_seen(body: dict[str, Any], complaint: str) -> None:
    (found,) = wrong(KNOWN["aws_dynamodb_table"], body, "table")
    assert complaint in found


def test_the_examples_have_every_argument_that_we_ever_write() -> None:
    """Provider 6's own are in an example of theirs; a new argument needs one too."""
    text = "\n".join(
        json.dumps(environment_config(environment))
        for example in EXAMPLES
        for environment in compile_file(str(ROOT / example)).valid().environments.values()
    )
    source = "".join(
        (ROOT / "sessionform" / "terraform" / name).read_text(encoding="utf-8")
        for name in ("table.py", "companions.py")
    )
    every = {name.rstrip("!") for name in _names(KNOWN)}
    assert not [name for name in every if f'"{name}"' in source and f'"{name}"' not in text]


def _names(known: dict[str, Any]) -> Iterator[str]:
    for name, type_ in known.items():
        if isinstance(type_, dict):
            yield from _names(type_)
        if not isinstance(type_, dict) or "block" in type_:
            yield name
