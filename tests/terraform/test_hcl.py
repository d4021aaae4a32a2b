"""Any stack's JSON as HCL. That it is a fixpoint of `terraform fmt` and planned alike is in tests/terraform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.terraform.environment import environment_config
from sessionform.terraform.hcl import render
from sessionform.terraform.hcl_text import _interpolations, template
from tests.golden import assert_golden

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("file", "environment"),
    [
        ("sessions.yaml", "production"),
        ("examples/every-setting.yaml", "everything"),
        ("examples/provider-6.yaml", "production"),
    ],
)
def test_the_examples_as_hcl(file: str, environment: str) -> None:
    model = compile_file(str(ROOT / file)).valid().environments[environment]
    assert_golden(render(environment_config(model)), GOLDEN / f"{Path(file).stem}.tf")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ("plain", '"plain"'),
        ("${aws_x.y.arn}", "aws_x.y.arn"),
        ("a${each.key}b", '"a${each.key}b"'),
        ("${a}${b}", '"${a}${b}"'),
        ("$${literal} %%{literal}", '"$${literal} %%{literal}"'),
        ('${jsonencode({a = "}"})}', 'jsonencode({a = "}"})'),
        ('${f("\\"}")}x', '"${f("\\"}")}x"'),
        ('${f("\\\\")}x', '"${f("\\\\")}x"'),
        ("${{}}x", '"${{}}x"'),
        ("%{if a}b%{endif}", '"%{if a}b%{endif}"'),
        ("${a}x${b}y", '"${a}x${b}y"'),
        ("${a", '"${a"'),
        ('quote " and \\', '"quote \\" and \\\\"'),
        ("a\nb\tc", '"a\\nb\\tc"'),
        ("\b\f\x7f\u2028\u202e\u2066", '"\\u0008\\u000c\\u007f\\u2028\\u202e\\u2066"'),
        ("é 🔑", '"é 🔑"'),
    ],
)
def test_strings(text: str, written: str) -> None:
    assert template(text) == written


def body(config: dict[str, Any], **known: dict[str, bool]) -> str:
    """The one resource `aws_x.y` of such a configuration, without its first and last line."""
    lines = render({"resource": {"aws_x": {"y": config}}}, {"resource.aws_x": known.get("blocks", {})}).splitlines()
    assert (lines[0], lines[-1]) == ('resource "aws_x" "y" {', "}")
    return "\n".join(line.removeprefix("  ") for line in lines[1:-1])


def test_an_empty_block_is_one_line() -> None:
    assert render({"resource": {"aws_x": {"y": {}}}}) == 'resource "aws_x" "y" {}\n'


def test_lists_of_mappings_are_blocks_and_mappings_are_values() -> None:
    assert body({"ttl": [{"enabled": True}], "tags": {"for": "a", "cost-center": "b", "${c}": "d"}}) == (
        'tags = {\n  (c)         = "d"\n  cost-center = "b"\n  "for"       = "a"\n}\n\nttl {\n  enabled = true\n}'
    )


def test_what_a_construct_knows_of_its_blocks_counts() -> None:
    """The bindings of CDKTF write one block as a mapping, and a list of objects may be a value."""
    config = {"vpc_config": {"subnet_ids": ["a"]}, "rules": [{"a": 1}]}
    assert body(config, blocks={"vpc_config": True, "rules": False}) == (
        'rules = [\n  {\n    a = 1\n  },\n]\n\nvpc_config {\n  subnet_ids = ["a"]\n}'
    )


def test_references_are_bare_only_where_terraform_wants_references() -> None:
    assert body({"depends_on": ["aws_a.b"], "provider": "aws.west", "source": "aws_a.b"}) == (
        'depends_on = [aws_a.b]\nprovider   = aws.west\nsource     = "aws_a.b"'
    )


def test_blocks_with_labels_inside() -> None:
    dynamic = {"ingress": {"for_each": "${var.ports}", "content": {"port": "${ingress.value}"}}}
    assert body({"dynamic": dynamic, "provisioner": [{"local-exec": {"command": "true"}}]}) == (
        'dynamic "ingress" {\n  for_each = var.ports\n\n  content {\n    port = ingress.value\n  }\n}\n\n'
        'provisioner "local-exec" {\n  command = "true"\n}'
    )


def test_values_that_look_like_blocks_stay_values() -> None:
    listed = [{"a": 1}]
    for config, line in (
        ({"locals": {"rules": listed}}, "  rules = ["),
        ({"output": {"o": {"value": listed}}}, "  value = ["),
        ({"variable": {"v": {"default": listed}}}, "  default = ["),
        ({"module": {"m": {"rules": listed}}}, "  rules = ["),
    ):
        assert line in render(config).splitlines()


def test_nothing_is_said_of_cdktfs_own_notes() -> None:
    assert body({"a": None, "//": {"metadata": {}}, "b": 1}) == "b = 1"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("$", ["$"]),
        ("${a}", ["${a}"]),
        ("a${b}c", ["a", "${b}", "c"]),
        ("${a}${b}", ["${a}", "${b}"]),
        ("%{if a}b%{endif}", ["%{if a}", "b", "%{endif}"]),
        ("$${a}", ["$${a}"]),
        ("$${${a}", ["$${", "${a}"]),
        ("$${}${a}", ["$${}", "${a}"]),
        ("%%{${a}", ["%%{", "${a}"]),
        ("%%{%{if a}", ["%%{", "%{if a}"]),
        ("$$${a}", ["$$${a}"]),
        ("$%{a}", ["$", "%{a}"]),
        ('${f("}")}a', ['${f("}")}', "a"]),
        ('${f("\\"}")}a', ['${f("\\"}")}', "a"]),
        ("${{a = {}}}b", ["${{a = {}}}", "b"]),
        ("${a", ["${a"]),
        ("a${", ["a", "${"]),
    ],
)
def test_a_text_is_taken_apart_at_what_terraform_evaluates(text: str, pieces: list[str]) -> None:
    """What is escaped is literal, and what follows it at once is looked at again."""
    assert list(_interpolations(text)) == pieces
