"""What is shipped: exactly our files under one name, and a command that works where there is nothing else of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from sessionform import __version__

pytestmark = pytest.mark.slow

DATA = (
    "sessionform/py.typed",
    "schema/sessions.schema.json",
    "sessionform/consumers/libraries/*.toml",
    "sessionform/report/review/review.css",
    "sessionform/templates/azure.yml",
    "sessionform/templates/bitbucket.yml",
    "sessionform/templates/cdktf.json",
    "sessionform/templates/drift.yml",
    "sessionform/templates/github.yml",
    "sessionform/templates/gitignore",
    "sessionform/templates/gitlab.yml",
    "sessionform/templates/sessions.yaml",
)
"""Everything in the wheel that is not Python: any other file in these folders would be shipped by mistake."""

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, sort_key: sessionId, ttl: ttl}
"""


@pytest.fixture(scope="module")
def dist(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build(root, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment with the wheel and what it declares to need, and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    for path in sorted(needed_by(wheel)):
        if not (site / path.name).exists():
            (site / path.name).symlink_to(path)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    return folder / "bin"


def build(source: Path, folder: Path, *only: str) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), *only, str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def needed_by(wheel: Path) -> set[Path]:
    """What this environment holds in site-packages of what the wheel and its Node require, and of theirs in turn."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    asked = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]
    todo = [*_applying(asked), *_applying(asked, "node")]
    seen: set[tuple[str, str]] = set()
    found: set[Path] = set()
    while todo:
        requirement = todo.pop()
        package = distribution(requirement.name)
        for extra in {"", *requirement.extras} - {extra for name, extra in seen if name == requirement.name}:
            seen.add((requirement.name, extra))
            todo += _applying(package.requires or [], extra)
        found |= {Path(str(package.locate_file(file.parts[0]))) for file in package.files or []}
    return {path for path in found if path.exists() and path.name not in {"..", "__pycache__"}}


def _applying(requirements: list[str], extra: str = "") -> list[Requirement]:
    parsed = map(Requirement, requirements)
    return [one for one in parsed if one.marker is None or one.marker.evaluate({"extra": extra})]


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean | env, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_our_files_under_one_name(root: Path, wheel: Path) -> None:
    patterns = ("sessionform/**/*.py", "stacks/**/*.py", *DATA)
    ours = {path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern)}
    ours.remove("sessionform/stacks.py")
    assert names(wheel) == {f"sessionform/{name.removeprefix('sessionform/')}" for name in ours}


def test_the_wheel_is_the_same_without_the_source_archive_between(root: Path, wheel: Path, tmp_path: Path) -> None:
    build(root, tmp_path, "--wheel")
    assert names(next(tmp_path.glob("*.whl"))) == names(wheel)


def test_the_source_archive_can_be_built_and_tested(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        paths = [Path(name).parts[1:] for name in archive.getnames()]
    shipped = {"sessionform", "stacks", "schema", "tests", "main.py", "pyproject.toml", "README.md", "LICENSE"}
    assert shipped <= {path[0] for path in paths}
    assert [path for path in paths if {".venv", "node_modules", "__pycache__"}.intersection(path)] == []


def user_folders(tmp_path: Path) -> Iterator[Path]:
    """Folders in which people run the command: one with just a declaration, two with a `stacks` of their own."""
    plain = tmp_path / "plain"
    with_package = tmp_path / "package"
    with_files = tmp_path / "files"
    (with_package / "stacks").mkdir(parents=True)
    (with_package / "stacks" / "__init__.py").write_text("raise ImportError('the stacks of the user')\n")
    (with_package / "schema").mkdir()
    (with_package / "schema" / "sessions.schema.json").write_text("not ours\n")
    (with_files / "stacks").mkdir(parents=True)
    (with_files / "stacks" / "production.yaml").write_text("a: 1\n")
    for folder in (plain, with_package, with_files):
        folder.mkdir(exist_ok=True)
        (folder / "sessions.yaml").write_text(DECLARATION)
        yield folder


def test_an_empty_folder_gets_the_version_and_a_clear_error(installed: Path, tmp_path: Path) -> None:
    command = installed / "sessionform"
    version = run(command, "--version", cwd=tmp_path)
    assert (version.returncode, version.stdout.splitlines()[0]) == (0, f"sessionform {__version__}"), version.stderr
    check = run(command, "check", cwd=tmp_path)
    assert check.returncode == 2
    assert "sessions.yaml" in check.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_it_checks_and_synthesizes_beside_the_stacks_of_a_user(installed: Path, tmp_path: Path) -> None:
    outputs = []
    for folder in user_folders(tmp_path):
        for start in ([installed / "sessionform"], [installed / "python", "-m", "sessionform"]):
            check = run(*start, "check", cwd=folder, PYTHONPATH=".")
            assert check.returncode == 0, check.stderr
            synth = run(*start, "synth", cwd=folder, PYTHONPATH=".")
            assert synth.returncode == 0, synth.stderr
            outputs.append((folder / "cdktf.out" / "stacks" / "production" / "cdk.tf.json").read_bytes())
    assert len(set(outputs)) == 1
    assert b'"userSessions"' in outputs[0]


def test_a_new_repository_starts_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    for command in ([installed / "sessionform", "init"], [installed / "sessionform", "check"]):
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    app = run(installed / "python", "main.py", cwd=tmp_path)
    assert app.returncode == 0, app.stderr
    assert (tmp_path / "cdktf.out/stacks/production/cdk.tf.json").is_file()


@pytest.mark.long
def test_a_user_can_use_the_back_end_beside_stacks_of_their_own(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "__init__.py").write_text("OWNER = 'the user'\n")
    (tmp_path / "main.py").write_text(
        "import sessionform.stacks, stacks\nprint(stacks.OWNER, sessionform.stacks.__name__)\n"
    )
    done = run(installed / "python", "main.py", cwd=tmp_path)
    assert done.stdout == "the user sessionform.stacks\n", done.stderr
