"""Digits, letters and blanks of AWS and Terraform are those of ASCII: Python's classes of characters hold many more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.errors import DeclarationError
from sessionform.facts.version_constraints import parse_constraint
from sessionform.terraform.addresses import traversal

READS_FOR_AWS = ("facts", "model", "rules", "terraform", "arns.py")
"""What decides whether AWS or Terraform takes a text, below the package."""

UNICODE = re.compile(r"\\[dws]|\.is(?:digit|alnum|alpha|numeric|decimal)\(")


@pytest.mark.parametrize("part", READS_FOR_AWS)
def test_no_class_of_unicode_decides_what_aws_takes(part: str) -> None:
    root = Path(__file__).parent.parent / "sessionform" / part
    lines = [
        f"{file.name}: {line.strip()}"
        for file in ([root] if root.is_file() else sorted(root.rglob("*.py")))
        for line in file.read_text(encoding="utf-8").splitlines()
        if UNICODE.search(line) and "isascii()" not in line
    ]
    assert lines == [], "write [0-9], [A-Za-z], or ask isascii() on the same line"


@pytest.mark.parametrize("text", ["aws_a.b[０]", "aws_a.b[١].arn", "aws_a.b.０"])
def test_an_index_of_terraform_is_of_ascii_digits(text: str) -> None:
    with pytest.raises(DeclarationError):
        traversal(text)


@pytest.mark.parametrize("core", [False, True])
def test_a_constraint_has_ascii_blanks(core: bool) -> None:
    assert parse_constraint(" >= 1.2 , < 2 ", core=core) is not None
    for text in (">=\u00a01.2", "\u00a0>= 1.2", ">= 1.2\u3000, < 2", ">= １.2"):
        assert parse_constraint(text, core=core) is None
