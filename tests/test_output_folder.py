"""The output is the old one or the new one, whatever happens in between, and loses nothing of others."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sessionform import output_folder
from sessionform.errors import OutsideError, UsageError
from sessionform.output_folder import OutputFolder

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from sessionform.output_folder import OutputFolder

folder = OutputFolder(Path(sys.argv[1]), "manifest.json", ("cdk.tf.json", "cdk.tf"))
print("ready", flush=True)
number = int(sys.argv[2])
while True:
    number += 1
    with folder.replaced() as fresh:
        for stack in ("one", "two"):
            (fresh / "stacks" / stack).mkdir(parents=True)
            (fresh / "stacks" / stack / "cdk.tf.json").write_text(str(number))
        (fresh / "manifest.json").write_text('{"stacks": {}, "text": "%s"}' % number)
"""


def write(path: Path, text: str, *, name: str = "cdk.tf.json", stacks: tuple[str, ...] = ("one", "two")) -> None:
    with OutputFolder(path, "manifest.json", ("cdk.tf.json", "cdk.tf")).replaced() as fresh:
        for stack in stacks:
            (fresh / "stacks" / stack).mkdir(parents=True)
            (fresh / "stacks" / stack / name).write_text(text)
        (fresh / "manifest.json").write_text(f'{{"stacks": {{}}, "text": "{text}"}}')


def files(path: Path) -> set[str]:
    return {item.relative_to(path).as_posix() for item in path.rglob("*") if item.is_file()}


@pytest.fixture(params=["exchanged", "renamed"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder, on a system that can exchange two folders and on one that cannot."""
    if request.param == "renamed":
        monkeypatch.setattr(output_folder, "_exchange", lambda *_: False)
    return tmp_path / "deep" / "out"


def test_a_new_output_leaves_nothing_stale(out: Path) -> None:
    write(out, "1")
    write(out, "2", name="cdk.tf", stacks=("two", "three"))
    assert files(out) == {"manifest.json", "stacks/two/cdk.tf", "stacks/three/cdk.tf"}
    assert [item.name for item in out.parent.iterdir()] == ["out"]


def test_what_terraform_keeps_beside_a_stack_survives(out: Path) -> None:
    write(out, "1")
    stack = out / "stacks" / "one"
    (stack / ".terraform/providers").mkdir(parents=True)
    (stack / ".terraform/providers/aws").write_text("binary")
    (stack / ".terraform.lock.hcl").write_text("lock")
    (stack / "terraform.tfstate").write_text("state")
    (stack / "link").symlink_to("terraform.tfstate")
    before = (stack / ".terraform/providers/aws").stat().st_ino
    write(out, "2")
    assert (stack / "cdk.tf.json").read_text() == "2"
    assert (stack / "terraform.tfstate").read_text() == "state"
    assert (stack / ".terraform.lock.hcl").read_text() == "lock"
    assert (stack / ".terraform/providers/aws").stat().st_ino == before, "hundreds of megabytes are linked, not copied"
    assert (stack / "link").readlink() == Path("terraform.tfstate")


def test_a_failure_leaves_the_output_as_it_was(out: Path) -> None:
    write(out, "1")
    with pytest.raises(FileExistsError):
        write(out, "2", stacks=("one", "one"))
    assert (out / "manifest.json").read_text() == '{"stacks": {}, "text": "1"}'
    assert [item.name for item in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_no_output_is_not_replaced(kind: str, out: Path) -> None:
    precious = out / "thesis.txt" if kind == "folder" else out
    precious.parent.mkdir(parents=True)
    precious.write_text("precious")
    with pytest.raises(UsageError):
        write(out, "1")
    assert precious.read_text() == "precious"


def test_a_link_to_the_output_stays_a_link(out: Path, tmp_path: Path) -> None:
    write(out, "1")
    link = tmp_path / "link"
    link.symlink_to(out)
    write(link, "2")
    assert link.is_symlink()
    assert (out / "manifest.json").read_text() == '{"stacks": {}, "text": "2"}'


def test_a_folder_that_cannot_be_written_is_said_by_name(out: Path) -> None:
    out.parent.parent.joinpath("deep").write_text("a file where a folder should be")
    with pytest.raises(OutsideError, match="cannot be written"):
        write(out, "1")


def test_a_run_killed_between_two_renames_is_mended_by_the_next(out: Path) -> None:
    write(out, "1")
    (out / "stacks/one/terraform.tfstate").write_text("state")
    out.rename(out.with_name(".out.old"))
    write(out, "2")
    assert (out / "stacks/one/terraform.tfstate").read_text() == "state"
    assert [item.name for item in out.parent.iterdir()] == ["out"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_kill_9_at_any_moment_leaves_the_old_output_or_the_new(tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(9)
    write(out, "0")
    kept = out / "stacks/one/terraform.tfstate"
    kept.write_text("state")
    for turn in range(25):
        command = [sys.executable, "-c", WRITER, str(out), str(1000 * turn)]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        contents = {(out / name).read_text() for name in files(out) if name.endswith(".tf.json")}
        contents.add(json.loads((out / "manifest.json").read_text())["text"])
        assert len(contents) == 1, "all of one run"
        assert kept.read_text() == "state"
        assert files(out) == {
            "manifest.json",
            "stacks/one/cdk.tf.json",
            "stacks/one/terraform.tfstate",
            "stacks/two/cdk.tf.json",
        }
    write(out, "done")
    assert [item.name for item in tmp_path.iterdir()] == ["out"], "the next run cleans up after those that died"


@pytest.mark.parametrize("manifest", ['{"name": "My app"}', "[]", "no JSON"])
def test_a_folder_with_another_tools_manifest_is_left_alone(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "manifest.json").write_text(manifest)
    (tmp_path / "public" / "index.html").write_text("precious")
    with pytest.raises(UsageError, match="not earlier output"):
        write(tmp_path / "public", "1")
    assert files(tmp_path) == {"public/manifest.json", "public/index.html"}


def test_what_somebody_keeps_beside_the_stacks_survives(out: Path) -> None:
    write(out, "1")
    (out / "notes").mkdir()
    (out / "notes" / "read.me").write_text("mine")
    write(out, "2")
    assert (out / "notes" / "read.me").read_text() == "mine"


def test_a_link_out_of_the_repository_is_not_written_through(tmp_path: Path) -> None:
    """It may have been committed by anybody."""
    for folder in ("repository/.git", "elsewhere", "repository/inside"):
        (tmp_path / folder).mkdir(parents=True)
    link = tmp_path / "repository/cdktf.out"
    link.symlink_to("../elsewhere")
    with pytest.raises(UsageError, match="is a link that leads out of the repository"):
        write(link, "1")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    link.unlink()
    link.symlink_to("inside")
    write(link, "1")
    assert link.is_symlink()


def test_the_files_of_another_folder_are_not_taken_for_those_of_a_stack(out: Path, tmp_path: Path) -> None:
    write(out, "1")
    (tmp_path / "private").mkdir()
    (tmp_path / "private/evil.tf").write_text("")
    shutil.rmtree(out / "stacks/one")
    (out / "stacks/one").symlink_to(tmp_path / "private")
    with pytest.raises(UsageError, match=r"one` is a link"):
        write(out, "2")
    assert (out / "stacks/two/cdk.tf.json").read_text() == "1"


@pytest.mark.parametrize("loop", [["link"], ["one", "two"]])
def test_a_link_that_leads_to_itself_is_said(loop: list[str], tmp_path: Path) -> None:
    for name, target in zip(loop, [*loop[1:], loop[0]], strict=True):
        (tmp_path / name).symlink_to(target)
    with pytest.raises(UsageError, match="leads to itself"):
        write(tmp_path / loop[0], "1")
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(loop)


@pytest.mark.parametrize("number", ["9" * 12, "²", "", "x"])
def test_a_leftover_with_the_number_of_no_process_is_removed(number: str, out: Path) -> None:
    """A repository may hold a file of such a name."""
    out.parent.mkdir(parents=True, exist_ok=True)
    leftover = out.with_name(f".{out.name}.new-{number}")
    leftover.mkdir()
    write(out, "1")
    assert not leftover.exists()


def test_a_manifest_without_an_end_is_not_read(out: Path) -> None:
    write(out, "1")
    (out / "manifest.json").unlink()
    (out / "manifest.json").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match=r"manifest.json` is a link"):
        write(out, "2")
