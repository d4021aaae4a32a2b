"""How long `adopt` and `drift` take for many tables, and how much memory: against moto's server on loopback.

python -m benchmarks.live_tables 2500
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


def main(number: int) -> None:
    folder = Path(tempfile.mkdtemp())
    for moto in start_moto(folder / "moto.log"):
        _make(moto, number)
        for command in (["adopt", "-e", "production", "--all"], ["drift", "-e", "production"]):
            _measure(moto, folder, command)


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


def _measure(moto: MotoServer, folder: Path, command: list[str]) -> None:
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": moto.url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "sessionform", *command, "-q"], cwd=folder, env=environment, check=False
    )
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{command[0]}: {wall:.1f} s, {processor:.1f} s of processor, {after.ru_maxrss / 1024:.0f} MB, exit code {done.returncode}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
