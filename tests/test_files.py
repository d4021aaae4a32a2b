"""Declarations by their names: links, `..` behind links, pipes and devices, in a repository and outside of any."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from sessionform.errors import UsageError
from sessionform.files import named_path, read_named, repositories_around

SECRET = "root:x:0:0"


@pytest.fixture(params=["repository", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, beside a file that nobody here may see: the root of a repository, or in none."""
    (tmp_path / "passwd").write_text(SECRET)
    folder = tmp_path / "work"
    folder.mkdir()
    if request.param == "repository":
        (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def refused(file: str) -> str:
    with pytest.raises(UsageError) as raised:
        read_named(file, 100)
    said = f"{raised.value.message}\n{raised.value.hint}"
    assert SECRET not in said
    return said


def test_a_file_is_read_to_the_limit(place: Path) -> None:
    (place / "sessions.yaml").write_text("x" * 101)
    assert read_named("sessions.yaml", 100) == b"x" * 100
    assert read_named(str(place / "sessions.yaml"), 101) == b"x" * 101


@pytest.mark.parametrize(
    "target", ["../passwd", "/etc/passwd", "/dev/zero", "/dev/stdin", "/proc/self/environ", "../missing"]
)
def test_a_link_that_leads_out_is_not_read(place: Path, target: str) -> None:
    (place / "sessions.yaml").symlink_to(target)
    bounds = "the repository" if (place / ".git").exists() else "its folder"
    assert refused("sessions.yaml").startswith(f"`sessions.yaml` is a link that leads out of {bounds}, to `{target}`\n")
    assert "leads out of" in refused(str(place / "sessions.yaml"))
    assert "leads out of" in refused("./sessions.yaml")


def test_a_link_that_stays_in_is_not_followed(place: Path) -> None:
    """What is judged is what is named: its earlier versions are others than those of where the link leads to."""
    (place / "sub").mkdir()
    (place / "sub/s.yaml").write_text("version: 1")
    (place / "sessions.yaml").symlink_to("sub/s.yaml")
    assert refused("sessions.yaml") == (
        "`sessions.yaml` is a link to `sub/s.yaml`, and links are not followed\nname what it leads to"
    )
    assert read_named("sub/s.yaml", 100) == b"version: 1"


def test_neither_is_one_to_what_git_keeps(place: Path) -> None:
    """A job's token stands there."""
    (place / ".git").mkdir(exist_ok=True)
    (place / ".git/config").write_text(SECRET)
    (place / "sessions.yaml").symlink_to(".git/config")
    assert "is a link that leads out of " in refused("sessions.yaml")


@pytest.mark.parametrize("target", ["other", "..", "/etc"])
def test_a_link_in_the_place_of_a_folder_is_not_followed(place: Path, target: str) -> None:
    (place / "other").mkdir()
    for folder in (place / "other", place.parent):
        (folder / "sessions.yaml").write_text(SECRET)
    (place / "infra").symlink_to(target)
    assert "`infra/sessions.yaml` is behind the link `infra`" in refused("infra/sessions.yaml")


def test_two_links_and_a_loop_are_links(place: Path) -> None:
    (place / "one.yaml").symlink_to("two.yaml")
    (place / "two.yaml").symlink_to("../passwd")
    (place / "loop.yaml").symlink_to("loop.yaml")
    assert "leads out of" in refused("one.yaml")
    assert "`loop.yaml` is a link" in refused("loop.yaml")


def test_two_dots_behind_a_link_are_ambiguous(place: Path) -> None:
    """For the system `infra/..` is `sub`, and for everybody who reads it this folder."""
    (place / "sub/deep").mkdir(parents=True)
    (place / "sub/sessions.yaml").write_text(SECRET)
    (place / "sessions.yaml").write_text("version: 1")
    (place / "infra").symlink_to("sub/deep")
    assert "has a `..` behind a link" in refused("infra/../sessions.yaml")
    assert read_named("sub/../sessions.yaml", 100) == b"version: 1"


def test_links_above_the_repository_are_the_users_own(place: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(place)
    (place / "sessions.yaml").write_text("version: 1")
    assert read_named(str(tmp_path / "shortcut/sessions.yaml"), 100) == b"version: 1"
    assert read_named("../shortcut/sessions.yaml", 100) == b"version: 1"


def test_a_pipe_does_not_hang(place: Path) -> None:
    os.mkfifo(place / "sessions.yaml")
    assert refused("sessions.yaml").startswith("`sessions.yaml` is a named pipe\n")


def test_a_socket_and_a_device_are_no_files(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("sessions.yaml")
        assert refused("sessions.yaml").startswith("`sessions.yaml` is a socket\n")
    for device in ("/dev/null", "/dev/zero"):
        assert refused(device).startswith(f"`{device}` is a device\n")


def test_a_folder_is_none_either(place: Path) -> None:
    (place / "sessions.yaml").mkdir()
    with pytest.raises(IsADirectoryError):
        read_named("sessions.yaml", 100)


def test_what_a_shell_hands_over_is_read_as_it_comes(place: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"version: 1")
    os.close(writing)
    try:
        assert read_named(f"/dev/fd/{reading}", 100) == b"version: 1"
    finally:
        os.close(reading)


def test_a_repository_is_found_by_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("outer/.git", "outer/inner/.git", "outer/inner/sub", "elsewhere/.git"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "outer/away").symlink_to("../elsewhere")
    outer, inner = tmp_path / "outer", tmp_path / "outer/inner"
    assert repositories_around(inner / "sub") == [outer, inner]
    assert repositories_around(outer / "away") == [outer], "nobody's link chooses the repository"
    assert repositories_around(tmp_path) == []
    monkeypatch.chdir(outer)
    named = named_path("inner/sub/sessions.yaml")
    assert (named.root, named.name, named.in_repository) == (inner, "sub/sessions.yaml", True)
    assert named_path("away/sessions.yaml").root == outer
