"""User strings reach Terraform as they are written, and only our own expressions are evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionform.compile import compile_text
from sessionform.terraform.environment import environment_config
from sessionform.terraform.expressions import Expression, literal, reference

EVERY_SETTING = Path(__file__).parents[2] / "examples/every-setting.yaml"

_SEQUENCE = re.compile(r"\$\$\{|%%\{|(?P<live>[$%]\{[^}]*\})")
"""What Terraform looks for, from the left: a literal `${` or `%{`, or a sequence that it evaluates."""


@given(st.text(alphabet=st.sampled_from("$%{}a ")))
def test_terraform_reads_back_what_was_written(text: str) -> None:
    written = literal(text)
    assert not re.search(r"(?<![$%])[$%]\{", written)
    assert _SEQUENCE.sub(lambda found: found["live"] or found[0][1:], written) == text


def test_keys_are_strings_too() -> None:
    assert literal({"${a}": ["%{b}", {"c": "${d}"}]}) == {"$${a}": ["%%{b}", {"c": "$${d}"}]}


def test_our_own_expressions_stay_alive() -> None:
    assert literal([reference("aws_x.y", "arn"), Expression("a${each.key}")]) == ["${aws_x.y.arn}", "a${each.key}"]


def test_no_string_of_a_declaration_is_evaluated() -> None:
    """Everything in a declaration that may be any text is marked; what Terraform evaluates stays as it was."""
    plain = EVERY_SETTING.read_text(encoding="utf-8")
    marked = (
        plain.replace("Team: sessions,", 'Team: "${x}", "${k}": "%{if}",')
        .replace("Team: identity}", 'Team: "${y}", "%{z}": "$${w}"}')
        .replace("application: every-setting", 'application: "${app}"')
        .replace('table_name: "{application}', 'table_name: "every-setting')
        .replace("include: [agent, address]", 'include: ["${agent}", "%{address}"]')
        .replace("ttl: expiresAt\n    stream: KEYS_ONLY", 'ttl: "${expiresAt}"\n    stream: KEYS_ONLY')
        .replace("name: lastSeen", 'name: "${lastSeen}"')
    )
    assert marked.count("${") - plain.count("${") >= 8
    assert _live(marked) == _live(plain) != set()


def _live(text: str) -> set[str]:
    model = compile_text(text, "sessions.yaml").declaration  # AWS would refuse such tags, and so does the check
    assert model is not None
    config = environment_config(model.environments["everything"])
    return {found["live"] for string in _strings(config) for found in _SEQUENCE.finditer(string) if found["live"]}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\ufeff", '${"\\ufeff"}'),
        ("\ufeff${a}", '${"\\ufeff"}$${a}'),
        ("a\ufeff", "a\ufeff"),
        ("\ufeff\ufeff", '${"\\ufeff"}\ufeff'),
    ],
)
def test_a_mark_at_the_beginning_is_written_so_that_terraform_keeps_it(text: str, written: str) -> None:
    """tests/terraform/test_strings.py has Terraform read it back."""
    assert literal(text) == written
    assert literal({text: text}) == {written: written}
