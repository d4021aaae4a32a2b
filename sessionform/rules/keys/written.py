"""A key attribute in its shortest form."""

from __future__ import annotations

from typing import Any

from sessionform.model import Attribute


def as_written(attribute: Attribute) -> Any:
    """The name alone, or with its type where that is not S."""
    return attribute.name if attribute.type == "S" else {"name": attribute.name, "type": attribute.type}
