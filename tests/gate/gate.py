"""The strict gate as a server of its own, for tests: started on a free port, and asked what it saw."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.moto_support import STARTUP, MotoServer, wait_for

ROOT = Path(__file__).parents[2]

Call = dict[str, Any]


@dataclass(frozen=True)
class Gate(MotoServer):
    """A running gate, with moto behind it."""

    def log(self) -> list[Call]:
        """Every request that changes anything, in order, since the last `reset`."""
        calls: list[Call] = json.loads(self._tell("log"))
        return calls

    def pass_hours(self, hours: float) -> None:
        """Time passes: what may be done once in a while may be done again."""
        self._tell("hours", str(hours))

    def judge(self, *, strictly: bool) -> None:
        """Whether what AWS would refuse is refused from now on, or only noted, and done all the same."""
        self._tell("lenient", "off" if strictly else "on")

    def reset(self) -> None:
        super().reset()
        self._tell("reset", "")

    def _tell(self, command: str, body: str | None = None) -> bytes:
        data = None if body is None else body.encode()
        with urllib.request.urlopen(f"{self.url}/gate/{command}", data=data, timeout=STARTUP) as answer:
            told: bytes = answer.read()
        return told


def start_gate(log: Path) -> Iterator[Gate]:
    """Starts a gate on a free loopback port, yields it when it answers, and stops it by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    gate = Gate(f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "tests.gate.server", "-p", str(port)]
    with log.open("wb") as output, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as process:
        try:
            wait_for(gate, process, log)
            yield gate
        finally:
            process.kill()
