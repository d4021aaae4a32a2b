"""Why an edit is not done."""

from __future__ import annotations

from typing import Literal

from sessionform.diagnostics import Path
from sessionform.errors import DeclarationError

Reason = Literal["unreadable", "alias", "anchor", "merge", "in the way", "missing", "taken", "unwritable"]


class EditRefusedError(DeclarationError):
    """The text cannot be edited there without a change of something else; nothing was changed."""

    def __init__(self, reason: Reason, path: Path, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.reason, self.path = reason, path
