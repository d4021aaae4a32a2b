"""`python -m benchmarks.editor`: how long an editor waits for the findings after a change, on its own side of the wire.

A language server is started as editors start it. Between the changes as much time passes as between the keys of somebody who
types quickly, and then so much that the review has come, too.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.declarations import declaration
from tests.lsp.client import PATIENCE, Client

TABLES = 100
CHANGES = 30
PROMISED = 100
"""Milliseconds from a change to its findings."""

BETWEEN_KEYS, WITH_REVIEW = 0.12, 1.5
"""Seconds."""


def main() -> None:
    """Print the median and the worst of each pace."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        text = declaration(TABLES)
        (folder / "sessions.yaml").write_text(text, encoding="utf-8")
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        for words in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-qm", "first"]):
            subprocess.run(["git", *words], cwd=folder, check=True)
        for pace, pause in (("typing", BETWEEN_KEYS), ("one change, then its review", WITH_REVIEW)):
            found, processor = waits(folder, text, pause)
            median, worst = 1000 * statistics.median(found), 1000 * max(found)
            print(f"{pace:30} median {median:4.0f} ms, worst {worst:4.0f} ms, promised {PROMISED} ms", end="")
            print(f"; processor of the server, all of it: {1000 * processor / CHANGES:4.0f} ms a change")


def waits(folder: Path, text: str, pause: float) -> tuple[list[float], float]:
    """Seconds from each change to its findings, and those of the server's processor. Each changes another table and takes back
    the change before; every second one is a typo, which the schema refuses.
    """
    with Client(folder) as client:
        uri = client.open("sessions.yaml", text)
        _wait(client, 1)
        time.sleep(WITH_REVIEW)
        found = []
        before = _processor(client)
        for number in range(2, CHANGES + 2):
            at = text.index("stream: NEW", text.index(f"userSessions{number * 3 % TABLES}:"))
            changed = text[:at] + ("stream: NEXT" if number % 2 else "stream: OLD_IMAGE\n#") + text[at + 11 :]
            started = time.perf_counter()
            client.change(uri, changed, number)
            _wait(client, number)
            found.append(time.perf_counter() - started)
            time.sleep(pause)
        return found, _processor(client) - before


def _processor(client: Client) -> float:
    """Seconds that the server has run. Linux only, and in hundredths: good for many changes together."""
    numbers = Path(f"/proc/{client.process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _wait(client: Client, version: int) -> None:
    while True:
        message = client.notifications.get(timeout=PATIENCE)
        if message["method"] == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
            return


if __name__ == "__main__":
    main()
