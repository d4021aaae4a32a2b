"""Text that Terraform takes literally, and text that it evaluates: the one place where user strings are escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sessionform.terraform.addresses import identifier, traversal

_MARK = "\ufeff"
"""A byte-order mark. Terraform drops one at the beginning of a string in JSON, as it does at that of a file."""

_LONE_RETURN = re.compile(r"(\$*)\r(?!\n)")
"""A carriage return that ends no line, and what would escape an interpolation in its place. After one, Terraform leaves
some `$${` and `%%{` of a string in JSON as they are.
"""

_READ = {"$${": "${", "%%{": "%{", '${"\\ufeff"}': _MARK}
_WRITTEN = re.compile(rf'{"|".join(map(re.escape, _READ))}|\${{"(\$*\\r)"}}')


class Expression(str):
    """Text with `${...}` that Terraform is meant to evaluate. Everything else is a literal."""

    __slots__ = ()


def literal(value: Any) -> Any:
    """The value with every string in it, mapping keys included, escaped so that Terraform reads it as it stands.

    Terraform's JSON treats strings as templates: https://developer.hashicorp.com/terraform/language/syntax/json.
    CDKTF escapes nothing.
    """
    kind = type(value)
    if kind is str:
        return _escaped(value) if "{" in value or value.startswith(_MARK) else value
    if kind is dict:
        return {literal(key): literal(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [literal(item) for item in value]
    return str(value) if kind is Expression else value


def _escaped(text: str) -> str:
    escaped = text.replace("${", "$${").replace("%{", "%%{")
    escaped = _LONE_RETURN.sub(r'${"\1\\r"}', escaped)
    return f'${{"\\ufeff"}}{escaped[1:]}' if escaped.startswith(_MARK) else escaped


def as_terraform_reads(value: Any) -> Any:
    """What `literal` wrote, as Terraform reads it: the value that it was made from."""
    if isinstance(value, str):
        return _WRITTEN.sub(lambda found: _READ.get(found[0]) or found[1].replace("\\r", "\r"), value)
    if isinstance(value, Mapping):
        return {as_terraform_reads(key): as_terraform_reads(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_terraform_reads(item) for item in value]
    return value


def reference(address: str, attribute: str) -> Expression:
    """A reference to an attribute of a resource; DeclarationError where the address is none."""
    return Expression(f"${{{traversal(address)}.{identifier(attribute)}}}")


def optional(name: str) -> Expression:
    """A value that not every instance has. CDKTF drops nulls, so it is absent where it is not set."""
    return Expression(f"${{try(each.value.{name}, null)}}")
