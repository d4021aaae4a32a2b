"""Whom a statement lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sessionform.rules.access.statements import texts


def principals_of(statement: Mapping[str, Any]) -> list[str]:
    """The AWS principals of a statement; services and federated identities are left out."""
    principal = statement.get("Principal")
    return texts(principal.get("AWS") if isinstance(principal, Mapping) else principal)
