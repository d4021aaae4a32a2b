"""How bad a finding or a change is, in the words of those who read logs: error, warning or note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sessionform.diagnostics import Severity
from sessionform.review.model import ReviewSeverity

Level = Literal["error", "warning", "note"]

OF_FINDINGS: Mapping[Severity, Level] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
OF_CHANGES: Mapping[ReviewSeverity, Level] = {
    ReviewSeverity.CRITICAL: "error",
    ReviewSeverity.HIGH: "warning",
    ReviewSeverity.MEDIUM: "warning",
    ReviewSeverity.LOW: "note",
}
"""A change that does nothing has none."""
