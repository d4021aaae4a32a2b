"""Text that Terraform takes literally, and text that it evaluates: the one place where user strings are escaped."""

from __future__ import annotations

from typing import Any

from sessionform.terraform.addresses import identifier, traversal


class Expression(str):
    """Text with `${...}` that Terraform is meant to evaluate. Everything else is a literal."""

    __slots__ = ()


def literal(value: Any) -> Any:
    """The value with every string in it, mapping keys included, escaped so that Terraform reads it as it stands.

    Terraform's JSON treats strings as templates: https://developer.hashicorp.com/terraform/language/syntax/json.
    CDKTF escapes nothing.
    """
    if isinstance(value, str):
        if "{" not in value:
            return value
        return str(value) if isinstance(value, Expression) else value.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, dict):
        return {literal(key): literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [literal(item) for item in value]
    return value


def reference(address: str, attribute: str) -> Expression:
    """A reference to an attribute of a resource; DeclarationError where the address is none."""
    return Expression(f"${{{traversal(address)}.{identifier(attribute)}}}")
