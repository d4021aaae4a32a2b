"""How much of the code the tests hold: `make mutants` changes it in small ways and counts the changes that a test notices.

mutmut makes the changes ("mutants"): every one stands in the file beside the original, and a name in the environment says
which is in force. Its own loop collects the suite again for each of them, which here costs more than the tests, so they
are run from one collected session: each mutant in a forked child, the tests that reach it in the order in which they are
likely to fail, until the first does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"

ROOMS = {
    "rules": ("tests/rules",),
    "review": ("tests/review",),
    "terraform": ("tests/terraform",),
    "source": ("tests/source", "tests/rules/test_examples.py", "tests/rules/test_incomplete.py"),
}
"""The packages of sessionform that are held to the score, with the tests that have to hold them."""

NOT_THESE = "not (slow or terraform or node or browser or truth)"
ABOUT_THE_TEXT = (
    "test_catalogue.py",
    "test_documentation.py",
    "test_total.py",
    "test_recovery.py",
    "test_kinds.py",
)
"""Tests that read the source, which is full of mutants here, or repeat what quicker ones see."""

SCORE = 85
SECONDS = 60


class Verdict(NamedTuple):
    """What became of a mutant."""

    name: str
    killed: bool


def main() -> int:
    arguments = _arguments()
    rooms = arguments.rooms or list(ROOMS)
    changed = _changed(arguments.changed) if arguments.changed else None
    _copy(rooms, changed)
    score = []
    for room in rooms:
        names = _sample(_mutants(room), arguments.sample // len(rooms), arguments.seed)
        verdicts = _verdicts(room, names)
        _print(room, verdicts, show=arguments.show)
        score += verdicts
    if len(rooms) > 1:
        _print("together", score, show=False)
    return 0 if 100 * sum(verdict.killed for verdict in score) >= SCORE * len(score) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "rooms", nargs="*", choices=[*ROOMS, []], help="packages of sessionform (default: all of these)"
    )
    parser.add_argument("--sample", type=int, default=400, help="how many mutants, over all rooms (default: 400)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")
    parser.add_argument("--changed", metavar="BASE", help="only files that differ from this commit")
    parser.add_argument("--show", action="store_true", help="show each survivor as a difference")
    return parser.parse_args()


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def _changed(base: str) -> set[str]:
    return {*_git("diff", "--name-only", base), *_git("ls-files", "--others", "--exclude-standard")}


def _copy(rooms: list[str], changed: set[str] | None) -> None:
    """A copy of the working tree with every mutant in it; from here on the copy is the working directory."""
    shutil.rmtree(COPY, ignore_errors=True)
    files = [name for name in _git("ls-files", "--cached", "--others", "--exclude-standard") if (ROOT / name).is_file()]
    for name in files:
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, COPY / name)
    wanted = [
        name
        for name in files
        if name.endswith(".py")
        and any(name.startswith(f"sessionform/{room}/") for room in rooms)
        and (changed is None or name in changed)
    ]
    config = {
        "source_paths": ["sessionform"],
        "only_mutate": wanted or ["none.py"],
        "also_copy": sorted({name.partition("/")[0] for name in files}),
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in config.items())
    (COPY / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text() + f"\n[tool.mutmut]\n{text}")
    os.chdir(COPY)
    from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants

    Path("mutants").mkdir()
    stdout, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115, PTH123 - mutmut prints the names of all files
    try:
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(1)
    finally:
        sys.stdout = stdout
    os.chdir("mutants")
    sys.path[:] = [str(Path.cwd()), *(place for place in sys.path if Path(place or ".").resolve() != ROOT)]


def _mutants(room: str) -> list[str]:
    metas = sorted(Path("sessionform", room).rglob("*.py.meta"))
    return [name for meta in metas for name in sorted(json.loads(meta.read_text())["exit_code_by_key"])]


def _sample(names: list[str], count: int, seed: int) -> list[str]:
    return names if len(names) <= count else random.Random(seed).sample(names, count)


def _verdicts(room: str, names: list[str]) -> list[Verdict]:
    if not names:
        return []
    session = _Session(names)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", NOT_THESE, "--no-header"]
    ignored = [f"--ignore-glob=*/{name}" for name in ABOUT_THE_TEXT]
    pytest.main([*options, *ignored, *ROOMS[room]], plugins=[session])
    return session.verdicts


class _Session:
    """A pytest plugin: runs the collected tests once, and then again for each mutant."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._reaching: dict[str, set[str]] = defaultdict(set)
        self._seconds: dict[str, float] = {}
        self.verdicts: list[Verdict] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from mutmut.mutation.trampoline import set_mutant_under_test

        set_mutant_under_test("stats")
        for item in session.items:
            self._measure(item)
        for number, name in enumerate(self._names, 1):
            self.verdicts.append(Verdict(name, killed=self._killed(name, self._likely(name, session.items))))
            if number % 20 == 0:
                print(f"{number} of {len(self._names)}", file=sys.stderr)
        return True

    def _measure(self, item: pytest.Item) -> None:
        """Runs a test on the code as it is, and keeps what it reaches and how long it takes."""
        from mutmut.state import state

        began = time.monotonic()
        if _fails(item):
            raise SystemExit(f"{item.nodeid} fails on the code as it is")
        self._seconds[item.nodeid] = time.monotonic() - began
        for function in state()._stats:
            self._reaching[function].add(item.nodeid)
        state()._stats.clear()

    def _likely(self, name: str, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests that reach the mutant: those that are called like its file or its function first, then the quick."""
        function = name.rpartition("__mutmut_")[0]
        module, _, own = function.rpartition(".")
        file, called = module.rpartition(".")[2].replace("_", "-"), own.removeprefix("x_").strip("_").replace("_", "-")
        reaching = [item for item in items if item.nodeid in self._reaching[function]]

        def rank(item: pytest.Item) -> tuple[bool, float]:
            title = item.nodeid.replace("_", "-")
            return not (file in title or called in title), self._seconds[item.nodeid]

        return sorted(reaching, key=rank)

    def _killed(self, name: str, items: list[pytest.Item]) -> bool:
        child = os.fork()
        if child == 0:
            _die_of(name, items)
        _, status = os.waitpid(child, 0)
        return status != 0


def _die_of(name: str, items: list[pytest.Item]) -> None:
    """In the child: runs the tests on the mutant, and exits 1 at the first that fails. One that hangs is killed."""
    from mutmut.mutation.trampoline import set_mutant_under_test

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    set_mutant_under_test(name)
    try:
        os._exit(1 if any(_fails(item) for item in items) else 0)
    except BaseException:  # noqa: BLE001 - whatever it is, the mutant is noticed
        os._exit(1)


def _fails(item: pytest.Item) -> bool:
    from _pytest.runner import runtestprotocol

    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _print(room: str, verdicts: list[Verdict], *, show: bool) -> None:
    killed = sum(verdict.killed for verdict in verdicts)
    share = f"{100 * killed / len(verdicts):.1f} %" if verdicts else "-"
    for verdict in verdicts if room != "together" else ():
        if not verdict.killed:
            print("\n".join(_survivor(verdict.name, show=show)))
    print(f"{room}: {killed} of {len(verdicts)} mutants killed, {share}")


def _survivor(name: str, *, show: bool) -> Iterator[str]:
    yield f"survived: {name}"
    if show:
        from mutmut.mutation.diff_apply import get_diff_for_mutant

        os.chdir(COPY)
        lines: Any = get_diff_for_mutant(name).splitlines()
        os.chdir("mutants")
        yield from (line for line in lines if line.startswith(("+", "-")) and not line.startswith(("+++", "---")))


if __name__ == "__main__":
    sys.exit(main())
