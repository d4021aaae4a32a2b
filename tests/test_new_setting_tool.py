"""`make new-setting` writes a setting that passes every stage; what it means is left to whoever asked for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_setting import PLACES, new_setting

NAME = "deletion_window"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of what a setting stands in."""
    for folder in ("sessionform", "schema", "examples"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "cdktf.out"))
    (tmp_path / "tests").mkdir()
    for file in ("sessions.yaml", "pyproject.toml", "tests/test_new_setting.py"):
        shutil.copyfile(root / file, tmp_path / file)
    return tmp_path


def run(folder: Path, *command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_skeleton_passes_every_stage_of_a_setting(copy: Path) -> None:
    written = new_setting(NAME, copy)
    assert {path.relative_to(copy).as_posix() for path in written} == {
        *PLACES,
        f"sessionform/review/effects/{NAME}.py",
    }
    run(
        copy,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_new_setting.py",
        "-k",
        f"{NAME} or same_settings",
    )
    python = [str(path) for path in written if path.suffix == ".py"]
    run(copy, "-m", "ruff", "format", "--check", *python)
    run(copy, "-m", "ruff", "check", "--select", "F,I", *python)


def test_the_skeleton_is_seen_by_the_prediction_and_the_review(copy: Path) -> None:
    new_setting(NAME, copy)
    program = f"""
from datetime import date
from sessionform.compile import compile_text
from sessionform.review.review import review
text = "version: 1\\nenvironments: {{production: {{region: us-east-1}}}}\\ntables:\\n  a:\\n    partition_key: b\\n    ttl: c\\n"
sides = [compile_text(text + more, "sessions.yaml", date(2026, 12, 1)) for more in ("", "    {NAME}: true\\n")]
(change,) = review(*sides, date(2026, 12, 1)).changes
assert (change.rule, change.terraform, change.outcome) == ("deletion-window-changed", "update", "in-place"), change
"""
    run(copy, "-c", program)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Window", "is not the name of a setting"),
        ("window", "is not the name of a setting"),
        ("deletion-window", "is not the name of a setting"),
        ("table_class", "there is a setting `table_class` already"),
        ("local_indexes", "there is a module `sessionform/review/effects/local_indexes.py` already"),
    ],
)
def test_what_cannot_be_a_setting_is_refused_and_nothing_written(copy: Path, name: str, reason: str) -> None:
    stored = {file: (copy / file).read_text(encoding="utf-8") for file in PLACES}
    with pytest.raises(ValueError, match=reason):
        new_setting(name, copy)
    assert {file: (copy / file).read_text(encoding="utf-8") for file in PLACES} == stored
