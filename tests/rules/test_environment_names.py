"""The longest name of an environment is one that every file named after it can have."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sessionform.atomic_files import fresh_name
from sessionform.lock_files import lock_file
from sessionform.rules.environments.environment_name_length import LONGEST_FORM

LONGEST = "e" * 226


def test_every_file_can_be_written(tmp_path: Path) -> None:
    names = (LONGEST, f"{LONGEST}.tf", lock_file(tmp_path, LONGEST).name, LONGEST_FORM.format(environment=LONGEST))
    for name in names:
        (tmp_path / name).touch()
        if not name.startswith(".terraform"):
            fresh_name(tmp_path / name).touch()


def test_of_a_longer_one_the_longest_cannot(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=os.strerror(errno.ENAMETOOLONG)):
        (tmp_path / LONGEST_FORM.format(environment=f"{LONGEST}e")).touch()
