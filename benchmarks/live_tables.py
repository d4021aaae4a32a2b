"""How long `adopt` and `drift` take for many tables, and how much memory, and whose share that is.

python -m benchmarks.live_tables 2500          the command alone: answers are made in its process (`canned_aws`)
python -m benchmarks.live_tables 300 --moto    against moto's server on loopback, with moto's own seconds of processor
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.moto_support import MotoServer, start_moto

_MAKING = 8
"""Tables that are made at a time."""

_COMMANDS = (["adopt", "-e", "production", "--all"], ["drift", "-e", "production"])


def main(number: int, *, moto: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    if not moto:
        for command in _COMMANDS:
            _measure([sys.executable, "-m", "benchmarks.canned_aws", str(number), *command, "-q"], folder, {})
        return
    for server in start_moto(folder / "moto.log"):
        _make(server, number)
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        for command in _COMMANDS:
            before = _processor(children[0])
            endpoint = {"AWS_ENDPOINT_URL": server.url}
            _measure([sys.executable, "-m", "sessionform", *command, "-q"], folder, endpoint)
            print(f"  moto: {_processor(children[0]) - before:.1f} s of processor")


def _processor(pid: str) -> float:
    """The seconds of processor of a process that runs. Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _make(moto: MotoServer, number: int) -> None:
    client = moto.client("dynamodb")

    def one(position: int) -> None:
        client.create_table(
            TableName=f"sessions{position}-production",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "sessionId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "sessionId", "AttributeType": "S"}],
            Tags=[{"Key": "Team", "Value": "identity"}],
        )

    with ThreadPoolExecutor(_MAKING) as pool:
        list(pool.map(one, range(number)))


def _measure(command: list[str], folder: Path, more: dict[str, str]) -> None:
    environment = {
        **os.environ,
        **more,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    name = next(word for word in command if word in ("adopt", "drift"))
    print(
        f"{name}: {wall:.1f} s, {processor:.1f} s of processor, {after.ru_maxrss / 1024:.0f} MB, exit code {done.returncode}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), moto="--moto" in sys.argv[2:])
