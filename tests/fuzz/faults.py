"""`make faults`: commands that are killed, interrupted, run out of disk, may not write or lose their reader, at random moments.

Whatever happens: an exit code of ours, no traceback, and every file is the earlier one or the new one, whole.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]

COMMANDS = (
    "check",
    "check --format sarif",
    "explain userSessions -e production",
    "review --base old.yaml --format markdown --output review.md",
    "affected --base old.yaml",
    "synth --rendered",
    "synth",
    "init other",
    "check --fix -f fixed.yaml",
)
"""Every command that needs neither Terraform nor a network; `review.md`, `plans`, `cdktf.out` and `fixed.yaml` are what they
write.
"""

FAULTS = ("kill", "interrupt", "full disk", "read-only", "closed pipe")

HANGS = 300
"""Seconds after which a command is taken for one that does not end; most take one."""

HUNG = 999
_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
PROGRESS = 20

ALLOWED = {0, 1, 2, 3, 130, 141, -signal.SIGKILL}

READY = """\
import os, sys

class Ready:
    def find_spec(self, name, path=None, target=None):
        if name == "sessionform.cli":
            sys.meta_path.remove(self)
            os.write(int(os.environ["READY"]), b".")

sys.meta_path.insert(0, Ready())
"""
"""A `sitecustomize` that says when the program itself has begun: before that a signal is Python's affair."""


def round_of(random: Random, folder: Path, command: str, fault: str) -> str | None:
    """One command with one fault; what was wrong with it, if anything."""
    before = _files(folder)
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (random.randrange(1, 20_000),) * 2)
    if fault == "read-only":
        with _protected(folder):
            code, error = _run(random, folder, command, fault, _obey_modes)
    else:
        code, error = _run(random, folder, command, fault, limit if fault == "full disk" else None)
    if code not in ALLOWED:
        return f"exit code {code}: {error}"
    if fault == "interrupt" and code == 130 and error.count("sessionform: interrupted\n") != 1:
        return f"interrupted, and says {error!r}"
    if "Traceback" in error or "a bug in sessionform" in error:
        return error
    whole = _whole(folder, command)
    after = _files(folder)
    torn = [name for name, data in after.items() if data not in (before.get(name), whole.get(name))]
    lost = [name for name in before if name not in after and name in whole]
    return f"torn {torn}, lost {lost}" if torn or lost else None


@contextmanager
def _protected(folder: Path) -> Iterator[None]:
    """A block in which nothing may be written into the folder, nor into those in it."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")] if not path.is_symlink()}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _obey_modes() -> None:
    """Have the program that is started next obey modes, were it root's: linux/prctl.h, linux/capability.h."""
    ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


def _run(
    random: Random, folder: Path, command: str, fault: str, limit: Callable[[], None] | None = None
) -> tuple[int, str]:
    reader, writer = os.pipe()
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "site"), str(ROOT)]), "READY": str(writer)}
    with subprocess.Popen(
        [sys.executable, "-m", "sessionform", *command.split()],
        cwd=folder, env=variables, pass_fds=[writer], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,  # noqa: PLW1509
    ) as process:  # fmt: skip
        os.close(writer)
        os.read(reader, 1)
        os.close(reader)
        assert process.stdout is not None
        if fault == "closed pipe":
            process.stdout.close()
            process.stdout = None
        elif fault in ("kill", "interrupt"):
            time.sleep(random.uniform(0, 1.0) ** 2)  # the moment is what is tried out
            process.send_signal(signal.SIGKILL if fault == "kill" else signal.SIGINT)
        try:
            _, error = process.communicate(timeout=HANGS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return HUNG, f"has not ended after {HANGS} seconds"
    return process.returncode, error.decode("utf-8", "replace")


def _whole(folder: Path, command: str) -> dict[str, bytes]:
    """What the command writes where nothing disturbs it, in the same place: leftovers of those that died go with it."""
    copy = Path(tempfile.mkdtemp(prefix="sessionform-faults-"))
    try:
        kept = copy / "folder"
        shutil.copytree(folder, kept, symlinks=True)
        _run(Random(0), kept, command, "none")
        return _files(kept)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _files(folder: Path) -> dict[str, bytes]:
    """Everything but what is about to replace something, which the next run removes, and what names its own place."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(".new-" in part or part.endswith(".old") for part in name.split("/")):
            found[name] = path.read_bytes()
    return found


def prepared(folder: Path) -> Path:
    """A folder with a declaration, and with everything that an earlier version of it has written."""
    shutil.copy(ROOT / "sessions.yaml", folder / "sessions.yaml")
    text = (folder / "sessions.yaml").read_text(encoding="utf-8")
    (folder / "old.yaml").write_text(text.replace("us-east-1", "eu-west-1"), encoding="utf-8")
    (folder / "fixed.yaml").write_text(text.replace("version: 1", "verson: 1", 1), encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site/sitecustomize.py").write_text(READY, encoding="utf-8")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    return folder


def failures(seed: int, rounds: int, counts: Counter[str]) -> Iterator[str]:
    """What was wrong, over so many rounds."""
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="sessionform-faults-") as place:
        folder = prepared(Path(place))
        for number in range(rounds):
            command, fault = COMMANDS[number % len(COMMANDS)], FAULTS[random.randrange(len(FAULTS))]
            counts[fault] += 1
            wrong = round_of(random, folder, command, fault)
            if number % PROGRESS == PROGRESS - 1:
                print(f"{number + 1} rounds", flush=True)
            if wrong is not None:
                yield f"{fault} during `{command}`: {wrong}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong = 0
    print(f"seed {arguments.seed}", flush=True)
    for what in failures(arguments.seed, arguments.rounds, counts):
        wrong += 1
        print(what, flush=True)
    print(f"{dict(counts)}, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
