"""Whatever is written without quotes is a name: the back end itself refuses everything else, in JSON and in HCL."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from sessionform.errors import DeclarationError
from sessionform.model import Environment, Import, Removed
from sessionform.terraform.addresses import Address, identifier, traversal
from sessionform.terraform.environment import environment_config
from sessionform.terraform.expressions import reference
from sessionform.terraform.hcl import render
from tests.terraform.declarations import environment

COMMAND = 'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "touch ran"\n  }\n}'

HOSTILE = [
    f"a\n  to = aws_dynamodb_table.b\n}}\n\n{COMMAND}\n\nmoved {{\n  from = aws_dynamodb_table.c",
    "old table",
    "a\n",
    "a\r",
    "a\u2028b",
    "",
    "-a",
    "1a",
    "a.b",
    "a b",
    "a}",
    "a#",
    "a/*",
    'a"',
    "a[0]",
    "${a}",
    "a\x00",
    "a\ufeff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_name_is_refused(text: str) -> None:
    for make in (
        identifier,
        lambda text: Address("aws_dynamodb_table", text),
        lambda text: Address(text, "a"),
        lambda text: reference("aws_dynamodb_table.a", text),
    ):
        with pytest.raises(DeclarationError, match="cannot be a name"):
            make(text)


@pytest.mark.parametrize("text", ["a", "_", "a-b", "A1_-", "größe", "日本"])
def test_names(text: str) -> None:
    assert identifier(text) == text
    assert Address("aws_dynamodb_table", text) == f"aws_dynamodb_table.{text}"


@pytest.mark.parametrize(
    "text",
    ["all", "aws.west", "aws_a.b", "module.m[0].aws_a.b", 'aws_a.b["x}y $"].arn', "aws_a.b[each.key]", "a.b[*].c"],
)
def test_references(text: str) -> None:
    assert traversal(text) == text


@pytest.mark.parametrize(
    "text",
    [*HOSTILE[:3], "", "a.", ".a", "a..b", "a[0", 'a["${b}"]', 'a["x"]b', 'a["\n"]', "a.b\n", "f(a)", "a + b", "a[b]"],
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(DeclarationError, match="cannot be a name"):
        traversal(text)


def hostile_environments(text: str) -> list[Environment]:
    """Environments that no schema has looked at, with the text in each place that is written without quotes."""
    clean = environment("region: us-east-1")
    table = clean.tables["userSessions"]
    tables = [replace(table, renamed_from=(text,)), replace(table, renamed_from=("a", text)), replace(table, key=text)]
    return [
        *(replace(clean, tables={"userSessions": each}) for each in tables),
        replace(clean, tables={text: replace(table, key=text, import_existing=Import())}),
        replace(clean, removed=(Removed(text, True, ()),)),
    ]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_no_stack_is_made_with_what_is_no_name(text: str) -> None:
    for hostile in hostile_environments(text):
        with pytest.raises(DeclarationError, match="cannot be a name"):
            environment_config(hostile)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hcl_is_made_with_what_is_no_name(text: str) -> None:
    """Not for a team's own constructs either: their JSON may be fine where Terraform would read quotes."""
    configs: list[dict[str, Any]] = [
        {text: {"a": 1}},
        {"resource": {text: {"a": {}}}},
        {"resource": {"aws_x": {text: {}}}},
        {"resource": {"aws_x": {"y": {text: 1}}}},
        {"resource": {"aws_x": {"y": {text: [{"a": 1}]}}}},
        {"resource": {"aws_x": {"y": {"block": [{text: 1}]}}}},
        {"resource": {"aws_x": {"y": {"provisioner": [{text: {"command": "a"}}]}}}},
        {"resource": {"aws_x": {"y": {"dynamic": {text: {"for_each": []}}}}}},
        {"resource": {"aws_x": {"y": {"lifecycle": {text: True}}}}},
        {"output": {text: {"value": 1}}},
        {"provider": {text: [{}]}},
        {"locals": {text: 1}},
        {"terraform": {"backend": {text: {}}}},
        {"moved": [{text: "a.b"}]},
    ]
    if text not in ("a.b", "a[0]"):
        configs += [
            {"resource": {"aws_x": {"y": {"depends_on": [text]}}}},
            {"resource": {"aws_x": {"y": {"provider": text}}}},
            {"resource": {"aws_x": {"y": {"lifecycle": [{"ignore_changes": [text]}]}}}},
            {"moved": [{"from": text, "to": "a.b"}]},
            {"removed": [{"from": text}]},
            {"import": [{"to": text, "id": "x"}]},
        ]
    for config in configs:
        with pytest.raises(DeclarationError, match="cannot be a name"):
            render(config)


def test_addresses_are_plain_text_in_json() -> None:
    clean = environment("region: us-east-1")
    table = replace(clean.tables["userSessions"], renamed_from=("sessions",))
    config = environment_config(replace(clean, tables={"userSessions": table}))
    assert json.loads(json.dumps(config))["moved"][0] == {
        "from": "aws_dynamodb_table.sessions",
        "to": "aws_dynamodb_table.userSessions",
    }


def test_the_refusal_says_what_a_name_is_made_of() -> None:
    with pytest.raises(DeclarationError) as refused:
        identifier("1" + "a" * 80)
    assert str(refused.value) == f"`1{'a' * 59}` cannot be a name in Terraform's configuration"
    assert refused.value.hint == "use letters, digits, `_` and `-`, no digit first"
