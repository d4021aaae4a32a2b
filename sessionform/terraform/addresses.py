"""What Terraform reads without quotes: names and addresses. They are checked here, whatever the schema let through.

Text that stands in a configuration without quotes is configuration: a key of somebody else's choosing could close its
block and open another one, with a command in it.
"""

from __future__ import annotations

import re
from typing import Self

from sessionform.errors import DeclarationError

_SUBSCRIPT = re.compile(
    r'\[(?:[0-9]+|\*|each\.(?:key|value(?:\.[a-z_]+)?)|count\.index|"(?:[^"\\\r\n$%]|[$%](?!\{)|\\["\\nrt])*")\]'
)


class Address(str):
    """The address of a resource in a stack, `TYPE.NAME`. Only names can be in it."""

    __slots__ = ()

    def __new__(cls, type_: str, name: str) -> Self:
        return super().__new__(cls, f"{identifier(type_)}.{identifier(name)}")


def identifier(text: str) -> str:
    """The text, which is a name as Terraform's language has them; DeclarationError where it is anything else."""
    # Python's identifiers are Unicode's, as Terraform's are, but for the dash, which Terraform takes after the first
    if text.startswith("-") or not text.replace("-", "_").isidentifier():
        hint = "use letters, digits, `_` and `-`, no digit first"
        raise DeclarationError(f"`{text[:60]}` cannot be a name in Terraform's configuration", hint)
    return text


def traversal(text: str) -> str:
    """The text, which is a name with what is reached from it, such as `aws_a.b["c"].arn`; else DeclarationError."""
    steps = _SUBSCRIPT.sub(".0", text).split(".")
    identifier(steps[0])
    for step in steps[1:]:
        if not (step.isascii() and step.isdigit()) and step != "*":
            identifier(step)
    return text
