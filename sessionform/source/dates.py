"""Days as the declaration writes them."""

from __future__ import annotations

from datetime import date


def parse_date(text: str | None) -> date | None:
    """The day that `2027-01-31` names; None where there is none, or where the schema has already complained."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None
