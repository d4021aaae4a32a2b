"""Which time zones are unknown, by the names that the database of a machine has."""

from __future__ import annotations

import pytest

from sessionform.rules.capacity.schedule_timezone_unknown import is_unknown

WHOLE = {"Europe/Berlin", "US/Pacific", "UTC"}
WITHOUT_OLD_NAMES = {"Europe/Berlin", "UTC"}


@pytest.mark.parametrize(
    ("zone", "known", "unknown"),
    [
        ("Europe/Berlin", WHOLE, False),
        ("Europe/Berlim", WHOLE, True),
        ("Mars/Olympus", WHOLE, True),
        ("Europe/Berlim", WITHOUT_OLD_NAMES, True),
        ("US/Pacific", WITHOUT_OLD_NAMES, False),
        ("Mars/Olympus", WITHOUT_OLD_NAMES, False),
        ("America/Argentina/Nowhere", {"America/Argentina/Salta"}, True),
        ("Europe/Berlim", set[str](), False),
    ],
)
def test_a_zone_is_unknown_where_the_database_would_have_it(zone: str, known: set[str], unknown: bool) -> None:
    assert is_unknown(zone, known) is unknown
