"""The locks hold what is asked for, and name no registry: they install from whichever one a machine uses."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYTHON_LOCKS = sorted(
    {ROOT / "requirements.lock", ROOT / "requirements-dev.lock", *(ROOT / "tests").glob("*/python_peers/*.lock")}
)
NODE_LOCKS = sorted({ROOT / "package-lock.json", *(ROOT / "tests").glob("*/package-lock.json")})


def test_every_python_dependency_is_locked_in_a_version_that_we_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(text for extra in project["project"]["optional-dependencies"].values() for text in extra),
        *(text for group in project["dependency-groups"].values() for text in group if isinstance(text, str)),
    ]
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE))
    wrong = [
        text
        for requirement, text in ((Requirement(text), text) for text in asked)
        if locked.get(canonicalize_name(requirement.name), "0") not in requirement.specifier
    ]
    assert wrong == [], "`make lock` brings the lock up to date"


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.stem)
def test_a_python_lock_holds_names_and_hashes_only(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    line = re.compile(r"[a-z0-9.-]+==[^ :/]+( ; [^:/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [text for text in lines if not line.fullmatch(text)] == []


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_a_node_lock_holds_what_its_package_asks_for_and_no_address_to_fetch_from(lock: Path) -> None:
    package = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))
    locked = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        assert locked[""].get(kind) == package.get(kind), "`make lock` brings the lock up to date"
    assert [name for name, entry in locked.items() if "resolved" in entry] == []
