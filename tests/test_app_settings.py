"""What `cdktf.json` says of where the stacks go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sessionform.app_settings import output_folder
from sessionform.errors import UsageError


def test_without_a_cdktf_json_or_an_output_in_it_it_is_that_of_the_command(tmp_path: Path) -> None:
    assert output_folder(tmp_path) == tmp_path / "cdktf.out"
    for text in ("{}", "no JSON", "[]"):
        (tmp_path / "cdktf.json").write_text(text, encoding="utf-8")
        assert output_folder(tmp_path) == tmp_path / "cdktf.out"


@pytest.mark.parametrize("written", ["build/terraform", "./build/terraform/", "build/../build/terraform"])
def test_an_output_is_below_the_folder_of_cdktf_json(written: str, tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text(json.dumps({"output": written}), encoding="utf-8")
    assert output_folder(tmp_path) == tmp_path / "build/terraform"


@pytest.mark.parametrize("written", ["../out", "build/../../out", "/srv/out", ".", ".."])
def test_an_output_elsewhere_is_refused(written: str, tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text(json.dumps({"output": written}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"which is not below the folder of cdktf\.json"):
        output_folder(tmp_path)


@pytest.mark.parametrize("written", [".git", ".git/refs/heads/x", "build/.GIT/hooks", "build/../.git/x"])
def test_an_output_in_the_folder_of_git_is_refused(written: str, tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text(json.dumps({"output": written}), encoding="utf-8")
    with pytest.raises(UsageError, match="which is git's own"):
        output_folder(tmp_path)


@pytest.mark.parametrize("written", ["", " ", 5, None, ["out"], "a\0b", "a\nb", "\ud800"])
def test_an_output_that_is_no_name_is_refused(written: object, tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text(json.dumps({"output": written}), encoding="utf-8")
    with pytest.raises(UsageError, match="is not the name of a folder"):
        output_folder(tmp_path)
