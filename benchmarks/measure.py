"""Times and peak memory of whole commands, as a user starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """The best of several runs: seconds, seconds of CPU, and MB at the peak of the largest process.

    On a machine that does other things too, the seconds of CPU are nearer to what a quiet one takes.
    """

    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, the folder that it runs in, and what its environment has beyond ours."""

    arguments: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str] | None = None


def measure(*commands: Command, runs: int = 5) -> list[Measurement]:
    """Each command's best of so many runs. They take turns, so that noise on the machine meets all of them."""
    taken: list[list[Measurement]] = [[] for _ in commands]
    for _ in range(runs):
        for results, command in zip(taken, commands, strict=True):
            results.append(_run(command))
    return [
        Measurement(
            min(run.seconds for run in results), min(run.cpu for run in results), max(run.megabytes for run in results)
        )
        for results in taken
    ]


def _run(command: Command) -> Measurement:
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command.arguments],
        cwd=command.folder,
        env={**os.environ, **(command.environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command.arguments))} failed:\n{errors}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Measurement(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
