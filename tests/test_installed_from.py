"""What is written installs the sessionform that wrote it."""

from __future__ import annotations

import json

import pytest

from sessionform.installed_from import PLACEHOLDER, source_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("noted", "requirement"),
    [
        (
            {"url": "https://git.example.com/s.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"sessionform @ git+https://git.example.com/s.git@{COMMIT}",
        ),
        ({"url": "https://e.example.com/s.whl", "archive_info": {}}, "sessionform @ https://e.example.com/s.whl"),
        ({"url": "file:///home/me/sessionform", "dir_info": {"editable": True}}, PLACEHOLDER),
        ({"url": "ssh://git@example.com/s.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, PLACEHOLDER),
        ([], PLACEHOLDER),
        ({}, PLACEHOLDER),
    ],
)
def test_what_pip_notes_is_what_is_installed_again(noted: object, requirement: str) -> None:
    assert source_of(json.dumps(noted)) == requirement


def test_a_broken_note_is_no_source() -> None:
    assert source_of("{") == PLACEHOLDER
