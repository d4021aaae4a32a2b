"""How much of the code the tests hold: `make mutants` changes it in small ways and counts the changes that a test notices.

mutmut makes the changes ("mutants"): every one stands in the file beside the original, and a name in the environment says
which is in force. Its own loop collects the suite again for each of them, which here costs more than the tests, so they
are run from one collected session: each mutant in a forked child, the tests that reach it in the order in which they are
likely to fail, until the first does. A package's own tests come first; a mutant that they do not notice is shown to the
quick tests elsewhere that name the package.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import math
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"

HELD = ("rules", "review", "terraform", "source")
"""The packages of sessionform that are held to the score; the others are measured where they are asked for."""

NOT_THESE = "not (slow or terraform or node or browser or truth)"
ABOUT_THE_TEXT = (
    "test_catalogue.py",
    "test_documentation.py",
    "test_total.py",
    "test_recovery.py",
    "test_kinds.py",
)
"""Tests that read the source, which is full of mutants here, or repeat what quicker ones see."""

OPTIONS = (
    *("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "-m", NOT_THESE),
    *(f"--ignore-glob=*/{name}" for name in ABOUT_THE_TEXT),
)

SCORE = 85

SECONDS = 60
"""What a mutant may take beyond three times what its tests take on the code as it is, before it counts as noticed."""

SECONDS_OF_TESTS = 30
"""How long the tests take that a mutant is shown, the likely and the quick first: what stands in the middle is reached by all."""


class Verdict(NamedTuple):
    """What became of a mutant."""

    name: str
    killed: bool
    out_of_time: bool = False


def main() -> int:
    arguments = _arguments()
    rooms = arguments.rooms or list(HELD)
    changed = _changed(arguments.changed) if arguments.changed else None
    files = _copy(rooms, changed)
    score = []
    for room in rooms:
        names = _sample(_mutants(files, room), arguments.sample // len(rooms), arguments.seed)
        verdicts = _verdicts(room, names, own=arguments.own)
        _print(room, verdicts, show=arguments.show)
        score += verdicts
    if len(rooms) > 1:
        _print("together", score, show=False)
    return 0 if 100 * sum(verdict.killed for verdict in score) >= SCORE * len(score) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    packages = sorted({file.parent.name for file in ROOT.glob("sessionform/*/*.py")})
    parser.add_argument(
        "rooms", nargs="*", choices=[*packages, []], help=f"packages of sessionform (default: {', '.join(HELD)})"
    )
    parser.add_argument("--sample", type=int, default=400, help="how many mutants, over all rooms (default: 400)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")
    parser.add_argument("--changed", metavar="BASE", help="only files that differ from this commit")
    parser.add_argument("--own", action="store_true", help="only the package's own tests: quicker, and a lower score")
    parser.add_argument("--show", action="store_true", help="show each survivor as a difference")
    return parser.parse_args()


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


def _changed(base: str) -> set[str]:
    return {*_git("diff", "--name-only", base), *_git("ls-files", "--others", "--exclude-standard")}


def _copy(rooms: list[str], changed: set[str] | None) -> list[str]:
    """Brings the copy up to date; from here on it is the working directory. The files whose mutants are asked for.

    Making the mutants of a package takes a minute: those of files that have not changed since stay.
    """
    files = [name for name in _git("ls-files", "--cached", "--others", "--exclude-standard") if (ROOT / name).is_file()]
    wanted = [
        name
        for name in files
        if name.endswith(".py")
        and any(name.startswith(f"sessionform/{room}/") for room in rooms)
        and (changed is None or name in changed)
    ]
    mutated = COPY / "mutants"
    for folder in (mutated, COPY):
        _remove_others(folder, files)
    for name in files:
        meta = mutated / f"{name}.meta"
        if not _same(ROOT / name, COPY / name) or (name in wanted and not meta.is_file()):
            meta.unlink(missing_ok=True)
            for folder in (mutated, COPY):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
    with_mutants = [name for name in files if name in wanted or (mutated / f"{name}.meta").is_file()]
    config = {"source_paths": ["sessionform"], "only_mutate": with_mutants or ["none.py"]}
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in config.items())
    (COPY / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text() + f"\n[tool.mutmut]\n{text}")
    os.chdir(COPY)
    from mutmut.__main__ import create_mutants

    stdout, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: SIM115, PTH123 - mutmut prints the names of all files
    try:
        create_mutants(1)
    finally:
        sys.stdout = stdout
    os.chdir(mutated)
    sys.path[:] = [str(Path.cwd()), *(place for place in sys.path if Path(place or ".").resolve() != ROOT)]
    return wanted


def _remove_others(folder: Path, files: list[str]) -> None:
    """Removes what is not a copy of these files, nor what was made of one."""
    kept = {folder / name for name in files} | {folder / f"{name}.meta" for name in files}
    for path in folder.rglob("*"):
        if path.is_file() and path not in kept and (folder / "mutants") not in path.parents:
            path.unlink()


def _same(file: Path, copy: Path) -> bool:
    """As far as size and time tell, which is what tells mutmut whether its mutants are of this file."""
    if not copy.is_file():
        return False
    ours, theirs = file.stat(), copy.stat()
    return (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns)


def _mutants(files: list[str], room: str) -> list[str]:
    metas = [Path(f"{name}.meta") for name in sorted(files) if name.startswith(f"sessionform/{room}/")]
    return [
        name for meta in metas if meta.is_file() for name in sorted(json.loads(meta.read_text())["exit_code_by_key"])
    ]


def _sample(names: list[str], count: int, seed: int) -> list[str]:
    return names if len(names) <= count else random.Random(seed).sample(names, count)


def _verdicts(room: str, names: list[str], *, own: bool) -> list[Verdict]:
    if not names:
        return []
    from mutmut.mutation.trampoline import set_mutant_under_test

    session = _Session(room, names)
    set_mutant_under_test("stats")  # also what runs while a module is imported
    pytest.main([*OPTIONS, f"tests/{room}", *([] if own else _naming(room))], plugins=[session])
    if len(session.verdicts) != len(names):
        raise SystemExit(f"the tests of {room} could not be run to their end")
    return session.verdicts


def _naming(room: str) -> list[str]:
    """The files with tests of other packages that name this one."""
    files = [str(file) for file in sorted(Path("tests").rglob("test_*.py")) if "python_peers" not in file.parts]
    elsewhere = [file for file in files if not file.startswith(f"tests/{room}/")]
    return [file for file in elsewhere if f"sessionform.{room}" in Path(file).read_text(encoding="utf-8")]


class _Session:
    """A pytest plugin: runs the collected tests once, and then again for each mutant."""

    def __init__(self, room: str, names: list[str]) -> None:
        self._room = room
        self._names = names
        self._stderr = os.fdopen(os.dup(sys.stderr.fileno()), "w")  # pytest takes the other
        self._reaching: dict[str, list[pytest.Item]] = defaultdict(list)
        self._seconds: dict[str, float] = {}
        self._caches: dict[int, Any] = {}
        self._modules = 0
        self.verdicts: list[Verdict] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from mutmut.state import state

        imported = set(state()._stats)
        own = [item for item in session.items if item.nodeid.startswith(f"tests/{self._room}/")]
        for item in self._measure(own):
            self._say(f"{item.nodeid} fails on the code as it is, and is left out")
        gc.freeze()  # what a child's collector would touch is copied for it
        verdicts = {name: self._verdict(name) for name in self._counted(self._names)}
        survivors = [name for name, verdict in verdicts.items() if not verdict.killed]
        for name in survivors:
            if _function(name) in imported and not self._reaching[_function(name)]:
                verdicts[name] = self._verdict_on_import(name, sum(self._seconds.values()))
        survivors = [name for name in survivors if not verdicts[name].killed]
        others = [item for item in session.items if item not in set(own)]
        if survivors and others:
            self._say(f"{len(survivors)} are left to the tests of other packages")
            self._reaching.clear()
            # Some of these need what the copy does not have (git, packages of Node), or read the text of the code.
            self._measure(others)
            for name in self._counted(survivors):
                verdicts[name] = self._verdict(name)
        self.verdicts = list(verdicts.values())
        return True

    def _measure(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """Runs tests on the code as it is, and keeps what each reaches and how long it takes; those that fail."""
        from mutmut.mutation.trampoline import set_mutant_under_test
        from mutmut.state import state

        set_mutant_under_test("stats")
        failing = []
        for item in items:
            self._forget()
            state()._stats.clear()
            began = _spent()
            if _fails(item):
                failing.append(item)
                continue
            self._seconds[item.nodeid] = _spent() - began
            for function in state()._stats:
                self._reaching[function].append(item)
        return failing

    def _forget(self) -> None:
        """Empties the caches of our functions and of our tests: what an earlier test left there hides a mutant from the next."""
        if len(sys.modules) != self._modules:
            caches = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]
            ours = ("sessionform", "stacks", "tests")
            self._caches |= {id(cache): cache for cache in caches if (cache.__module__ or "").startswith(ours)}
            self._modules = len(sys.modules)
        for cache in self._caches.values():
            cache.cache_clear()

    def _likely(self, name: str) -> list[pytest.Item]:
        """The tests that reach the mutant: those that are called like its file or its function first, then the quick."""
        function = _function(name)
        module, _, own = function.rpartition(".")
        file, called = module.rpartition(".")[2].replace("_", "-"), own.removeprefix("x_").strip("_").replace("_", "-")

        def rank(item: pytest.Item) -> tuple[bool, float]:
            title = item.nodeid.replace("_", "-")
            return not (file in title or called in title), self._seconds[item.nodeid]

        likely = sorted(self._reaching[function], key=rank)
        until = accumulate(self._seconds[item.nodeid] for item in likely)
        return [item for item, seconds in zip(likely, until, strict=True) if seconds <= SECONDS_OF_TESTS]

    def _verdict(self, name: str) -> Verdict:
        """Of a child that runs the tests on the mutant; one that hangs, waiting or busy, is killed."""
        items = self._likely(name)
        seconds = SECONDS + 3 * sum(self._seconds[item.nodeid] for item in items)
        self._forget()
        child = os.fork()
        if child == 0:
            _die_of(name, items, math.ceil(seconds))
        waiting = threading.Timer(10 * seconds, os.kill, (child, signal.SIGKILL))
        waiting.start()
        _, status = os.waitpid(child, 0)
        waiting.cancel()
        waiting.join()
        if status == 0:
            self._say(f"{len(items)} tests do not notice {name}")
        return Verdict(name, killed=status != 0, out_of_time=os.WIFSIGNALED(status))

    def _counted(self, names: list[str]) -> Iterator[str]:
        for number, name in enumerate(names, 1):
            yield name
            if number % 20 == 0 or number == len(names):
                self._say(f"{number} of {len(names)}")

    def _say(self, text: str) -> None:
        print(text, file=self._stderr, flush=True)

    def _verdict_on_import(self, name: str, seconds: float) -> Verdict:
        """Of the package's own tests in a process of their own: what makes rules, tables and patterns runs while it starts."""
        from mutmut.mutation.trampoline import set_mutant_under_test

        set_mutant_under_test(name)
        command = [sys.executable, "-m", "pytest", "-x", *OPTIONS, f"tests/{self._room}"]
        limit = 10 * (SECONDS + 3 * seconds)
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=limit)
        except subprocess.TimeoutExpired:
            return Verdict(name, killed=True, out_of_time=True)
        return Verdict(name, killed=done.returncode != 0)


def _function(mutant: str) -> str:
    return mutant.rpartition("__mutmut_")[0]


def _spent() -> float:
    """The processor's seconds so far, also of programs that have ended."""
    return sum(os.times()[:4])


def _die_of(name: str, items: list[pytest.Item], seconds: int) -> None:
    """In the child: runs the tests on the mutant, and exits 1 at the first that fails."""
    from mutmut.mutation.trampoline import set_mutant_under_test

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
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
    out_of_time = sum(verdict.out_of_time for verdict in verdicts)
    how = f" ({out_of_time} by never ending)" if out_of_time else ""
    print(f"{room}: {killed} of {len(verdicts)} mutants killed{how}, {share}")


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
