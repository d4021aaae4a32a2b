"""Hostile texts in every place of a declaration that takes text: in every report, and read back by the real Terraform."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import sessionform.terraform
from sessionform.compile import Compiled, compile_text
from sessionform.errors import DeclarationError
from sessionform.report.formats import names
from sessionform.report.formats import render as render_as
from sessionform.report.formats.renderer import FINDINGS, REVIEW, Checked, View
from sessionform.review.review import review
from sessionform.source.schema import _validator
from sessionform.terraform.companions import companions
from sessionform.terraform.environment import provider_arguments
from sessionform.terraform.expressions import Expression
from sessionform.terraform.hcl import render
from sessionform.terraform.table import table_arguments
from tests.fuzz.declarations import TODAY
from tests.fuzz.reports import READ_BY
from tests.terraform_support import Workspace

TEXTS = [
    "${path.module}",
    "%{ if true }x%{ endif }",
    "$${a}$%{b}%%{c}",
    'a"\n}\nresource "terraform_data" "x" {}\n',
    "\\n\\u0041\\",
    "\ufeff${a}",
    "\x1b[31m\x07\u202e\u2066x",
    "</code><script>`[a](1)`|::error::",
    "e\u0301\U0001f511\u2028",
    " a ",
    "##vso[task.setvariable variable=PATH]x ##[add-mask]y",
    "#\ufe0f#\ufe0fvso\ufe0f[a]b",
    "\ufffe\uffff",
]

ONE_IN = 7
"""Of all texts in all places the quick test takes one in seven: no divisor of the texts, so each comes in every seventh place."""

Place = tuple[str, ...]


def places(schema: dict[str, Any], path: Place = ()) -> Iterator[Place]:
    """Every place that takes text, names of the user's own included: `*` is one, `*key` is the name itself."""
    types = schema.get("type", [])
    if "string" in ([types] if isinstance(types, str) else types):
        yield path
    for name, below in schema.get("properties", {}).items():
        yield from places(below, (*path, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield (*path, "*key")
        yield from places(schema["additionalProperties"], (*path, "*"))
    if isinstance(schema.get("items"), dict):
        yield from places(schema["items"], (*path, "[]"))


PLACES = [
    *places(_validator().schema),
    ("tables", "*", "resource_policy", "Statement"),
    ("tables", "*", "resource_policy", "*key"),
]


def declaration(place: Place, text: str) -> str:
    """A declaration with the text in this place."""
    value: dict[str, Any] = {
        "version": 1,
        "environments": {"p": {"region": "us-east-1"}},
        "tables": {"t": {"partition_key": "id", "ttl": "ttl"}},
    }
    holder: Any = value
    names = {"environments": "p", "tables": "t", "replicas": "eu-west-1"}
    for at, part in enumerate(place[:-1]):
        name = names.get(place[at - 1], "x") if part == "*" else part
        deeper: Any = [] if place[at + 1] == "[]" else {}
        if isinstance(holder, list):
            holder.append(deeper)
            holder = deeper
            continue
        if not isinstance(holder.get(name), type(deeper)):
            holder[name] = deeper
        holder = holder[name]
    if isinstance(holder, list):
        holder.append(text)
    else:
        holder[text if place[-1] == "*key" else names.get(place[-2], "x") if place[-1] == "*" else place[-1]] = (
            {} if place[-1] == "*key" and place[:-1] not in TEXT_VALUES else text
        )
    return json.dumps(value)


TEXT_VALUES = {("tables", "*", "tags"), ("defaults", "tags"), ("environments", "*", "tags")}


def cases(which: slice = slice(None)) -> list[tuple[Place, str, Compiled]]:
    return [
        (place, text, compile_text(declaration(place, text), "sessions.yaml", TODAY))
        for place, text in list(product(PLACES, TEXTS))[which]
    ]


def test_every_place_is_looked_at() -> None:
    found = {place[-1] for place in PLACES}
    assert found >= {
        "*key",
        "[]",
        "region",
        "table_name",
        "profile",
        "renamed_from",
        "description",
        "required_version",
        "bucket",
    }
    assert len(PLACES) > 100


def reports(base: Compiled, compiled: Compiled) -> Iterator[tuple[str, str]]:
    """What is found in a declaration in every format that it can be had in, and its review where it compiles."""
    checked, view = Checked([compiled]), View()
    for name in names(FINDINGS):
        yield name, render_as(FINDINGS, name, checked, view)
    if not compiled.failed:
        result = review(base, compiled, TODAY)
        for name in names(REVIEW):
            yield name, render_as(REVIEW, name, result, view)


@pytest.mark.parametrize(
    "which", [slice(None, None, ONE_IN), pytest.param(slice(None), marks=[pytest.mark.slow, pytest.mark.long])]
)
def test_no_report_lets_a_hostile_text_act(which: slice) -> None:
    base = compile_text(declaration(("application",), "a"), "base.yaml", TODAY)
    for place, text, compiled in cases(which):
        for name, report in reports(base, compiled):
            where = place, text, name
            READ_BY.get(name, str.encode)(report)
            if READ_BY.get(name) is not json.loads:
                assert not re.search(
                    "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028\ufeff\ufffe\uffff]", report
                ), where
                assert not re.search(r"^\s+::", report, re.MULTILINE), where
            if name == "html":
                assert "<script>`" not in report, where
            for line in report.splitlines():
                said = line.removeprefix("##vso[task.logissue ")
                assert not re.search(r"##\w*\[", said), where


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.terraform
def test_terraform_reads_every_text_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the arguments of the table, of what stands beside it and of the provider, as JSON and as HCL."""
    found = [(place, text, compiled) for place, text, compiled in cases() if compiled.declaration is not None]
    written = [_arguments(compiled) for _, _, compiled in found]
    for module in pkgutil.iter_modules(sessionform.terraform.__path__):
        loaded = importlib.import_module(f"sessionform.terraform.{module.name}")
        if hasattr(loaded, "literal"):
            monkeypatch.setattr(loaded, "literal", lambda value: value)
    plain = [_arguments(compiled) for _, _, compiled in found]
    monkeypatch.undo()
    expected: dict[str, Any] = {}
    outputs: dict[str, Any] = {}
    for number, (kept, literal_) in enumerate(zip(plain, written, strict=True)):
        if kept and _normal(kept) not in expected.values():
            expected[f"o{number}"] = _normal(_without(kept, kept))
            outputs[f"o{number}"] = {"value": _without(literal_, kept)}
    assert len(expected) > 150
    for name, stack in (("cdk.tf.json", {"output": outputs}), ("cdk.tf", render({"output": outputs}))):
        workspace = Workspace(tmp_path / name)
        workspace.write(stack, name)
        workspace.run("apply", "-auto-approve", "-no-color")
        read = {key: _normal(value) for key, value in workspace.outputs().items()}
        assert {key: (read.get(key), value) for key, value in expected.items() if read.get(key) != value} == {}


def _arguments(compiled: Compiled) -> dict[str, Any]:
    """Everything of the stack that is arguments; nothing where the back end refuses a name."""
    assert compiled.declaration is not None
    found: dict[str, Any] = {}
    try:
        for environment in compiled.declaration.environments.values():
            found["provider"] = provider_arguments(environment)
            for table in environment.tables.values():
                found["table"] = table_arguments(table)
                found |= companions(table)
    except DeclarationError:
        return {}
    return found


def _without(value: Any, like: Any) -> Any:
    """The value without what is an expression in `like`, which only means something in a resource."""
    if isinstance(value, dict):
        pairs = zip(value.items(), like.values(), strict=True)
        return {key: _without(item, other) for (key, item), other in pairs if not isinstance(other, Expression)}
    if isinstance(value, list | tuple):
        return [_without(item, other) for item, other in zip(value, like, strict=True)]
    return value


def _normal(value: Any) -> Any:
    """As Terraform keeps it: in Unicode's normal form."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_normal(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value
