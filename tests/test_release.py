"""A release is made where tag, version and changelog say the same."""

from __future__ import annotations

import pytest

from tools.release import complaints

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2027-01-31\n"


def test_they_agree() -> None:
    assert complaints("v1.2.3", "1.2.3", CHANGELOG) == []


@pytest.mark.parametrize(
    ("tag", "version", "says"),
    [
        ("", "1.2.3", "is not a tag"),
        ("1.2.3", "1.2.3", "is not a tag"),
        ("v1.2", "1.2", "is not a tag"),
        ("v1.2.4", "1.2.3", "the tag is v1.2.4"),
        ("v1.2.4", "1.2.4", "CHANGELOG.md has no section"),
        ("v1x2.3", "1x2.3", "is not a tag"),
    ],
)
def test_they_do_not(tag: str, version: str, says: str) -> None:
    assert says in complaints(tag, version, CHANGELOG)[0]
