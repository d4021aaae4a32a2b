"""Text that Terraform takes literally, and text that it evaluates: the one place where user strings are escaped."""

from __future__ import annotations

from typing import Any

from sessionform.terraform.addresses import identifier, traversal

_MARK = "\ufeff"
"""A byte-order mark. Terraform drops one at the beginning of a string in JSON, as it does at that of a file."""


class Expression(str):
    """Text with `${...}` that Terraform is meant to evaluate. Everything else is a literal."""

    __slots__ = ()


def literal(value: Any) -> Any:
    """The value with every string in it, mapping keys included, escaped so that Terraform reads it as it stands.

    Terraform's JSON treats strings as templates: https://developer.hashicorp.com/terraform/language/syntax/json.
    CDKTF escapes nothing.
    """
    if isinstance(value, str):
        if isinstance(value, Expression):
            return str(value)
        escaped = value.replace("${", "$${").replace("%{", "%%{") if "{" in value else value
        return f'${{"\\ufeff"}}{escaped[1:]}' if escaped.startswith(_MARK) else escaped
    if isinstance(value, dict):
        return {literal(key): literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [literal(item) for item in value]
    return value


def reference(address: str, attribute: str) -> Expression:
    """A reference to an attribute of a resource; DeclarationError where the address is none."""
    return Expression(f"${{{traversal(address)}.{identifier(attribute)}}}")
