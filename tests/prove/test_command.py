"""`sessionform prove` as people and scripts meet it."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sessionform.cli import main
from tests.golden import assert_golden, assert_golden_json
from tests.prove.support import HERE, declare, prove, without_aws

ROOT = HERE.parent.parent

TABLES = """\
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    global_secondary_indexes:
      by_device: {partition_key: deviceId, projection: KEYS_ONLY}
    local_secondary_indexes:
      by_last_seen: {sort_key: {name: lastSeen, type: N}, projection: KEYS_ONLY}
    access_patterns:
      read_session: {get: [userId, sessionId]}
      sessions_of_user: {query: userId}
      of_device: {query: deviceId, attributes: [userId, sessionId]}
      recent: {query: userId, sorted_by: lastSeen, descending: true, limit: 3}
      touch_session: {update: [userId, sessionId]}
      log_out: {delete: [userId, sessionId]}
"""


def test_the_text_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "-q", "-f", str(declare(tmp_path, TABLES)), "--sessions", "100"]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert_golden(output.out, HERE / "golden" / "proof.txt")


def test_the_json_for_scripts(tmp_path: Path) -> None:
    run = prove(declare(tmp_path, TABLES), "--sessions", "100")
    assert_golden_json(run.proof, HERE / "golden" / "proof.json")


def test_colours_and_narrow_terminals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = declare(tmp_path, TABLES)
    assert main(["prove", "-q", "-f", str(file), "--sessions", "5", "--color", "always"]) == 0
    assert "\x1b[1;32mall " in capsys.readouterr().out


def test_a_broken_promise_in_colour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionform.prove.calls.Question.complaint", lambda *_, **__: "it is all wrong")
    assert main(["prove", "-q", "-f", str(declare(tmp_path, TABLES)), "--sessions", "5", "--color", "always"]) == 1
    output = capsys.readouterr().out
    assert "\x1b[1;31msessions_of_user: it is all wrong\x1b[0m\n" in output
    assert re.search(r"\x1b\[1;31m[2-3] of \d+ promises broken, on the embedded emulator", output)


def test_an_environment_without_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = declare(
        tmp_path,
        "  sessions: {partition_key: id, ttl: expires, only_in: [production]}\n",
        environments="  production: {region: us-east-1}\n  empty: {region: us-east-1}\n",
    )
    assert main(["prove", "-q", "-f", str(file), "-e", "empty"]) == 0
    assert capsys.readouterr().out.startswith("nothing to prove: no table is declared there\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--endpoint-url", "localhost:8000"], "`localhost:8000` is not an address"),
        (["--endpoint-url", "http://"], "`http://` is not an address"),
        (["--endpoint-url", "http://[::1"], "`http://[::1` is not an address"),
        (["--endpoint-url", "http://127.0.0.1:port"], "`http://127.0.0.1:port` is not an address"),
        (["--endpoint-url", ""], "`` is not an address"),
        (["--endpoint-url", "https://dynamodb.eu-west-1.amazonaws.com"], "is AWS itself"),
        (["-e", "produktion"], "there is no environment `produktion`"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", "-q", "-f", str(declare(tmp_path, TABLES)), *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5", "", "100001", "１"])
def test_a_number_of_sessions_is_one(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["prove", "--sessions", number])
    assert ended.value.code == 2
    assert f"{number!r} is not a number of sessions from 1 to 100000" in capsys.readouterr().err


def test_an_endpoint_that_does_not_answer(tmp_path: Path) -> None:
    run = prove(declare(tmp_path, TABLES), "--endpoint-url", "http://127.0.0.1:9")
    assert run.code == 3
    assert run.errors.startswith("sessionform: http://127.0.0.1:9 does not answer: ")
    assert run.errors.endswith("  hint: is it running, on that port?\n")


@contextmanager
def _web_server(status: int) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"<h1>Welcome</h1>")

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [200, 404])
def test_an_endpoint_that_is_something_else(status: int, tmp_path: Path) -> None:
    with _web_server(status) as url:
        run = prove(declare(tmp_path, TABLES), "--endpoint-url", url)
    assert run.code == 3
    assert run.errors.startswith(f"sessionform: what answers at {url} is not DynamoDB")


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path) -> None:
    """As it is after a plain `pip install sessionform`: neither boto3 nor moto can be imported."""
    program = (
        "import sys\n"
        "sys.modules |= dict.fromkeys(('boto3', 'botocore', 'moto'))  # None: not to be found, not to be imported\n"
        "from sessionform.cli import main\n"
        f"sys.exit(main(['prove', '-q', '-f', {str(declare(tmp_path, TABLES))!r}]))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        "sessionform: prove needs `boto3`, which is not installed\n  hint: pip install 'sessionform[prove]'\n"
    )


@pytest.mark.parametrize("quiet", [False, True])
def test_a_terminal_sees_the_progress_unless_it_is_to_be_quiet(quiet: bool, tmp_path: Path) -> None:
    leader, follower = os.openpty()
    command = [sys.executable, "-m", "sessionform", "prove", "-f", str(declare(tmp_path, TABLES)), "--format", "json"]
    command += ["--sessions", "200"]
    environment = without_aws() | {"TERM": "xterm"}
    with subprocess.Popen(
        [*command, *(["-q"] if quiet else [])], stdout=subprocess.PIPE, stderr=follower, text=True, env=environment
    ) as process:
        os.close(follower)
        shown = _read(leader)
        output = process.stdout.read() if process.stdout else ""
    assert process.returncode == 0
    assert json.loads(output)["verdict"] == "kept"
    assert ("writing sessions into userSessions-production" in shown) is not quiet
    assert ("running of_device" in shown) is not quiet


def _read(descriptor: int) -> str:
    pieces = []
    while select.select([descriptor], [], [], 60)[0]:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(descriptor)
    return b"".join(pieces).decode()


def test_where_nobody_watches_there_is_no_progress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "-f", str(declare(tmp_path, TABLES)), "--sessions", "5"]) == 0
    assert "writing sessions" not in capsys.readouterr().err


def test_the_embedded_emulator_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("something connects to somewhere")

    monkeypatch.setattr("socket.socket.connect", connect)
    monkeypatch.setattr("socket.getaddrinfo", connect)
    run = prove(declare(tmp_path, TABLES), "--sessions", "5")
    assert (run.code, run.broken()) == (0, {})


@pytest.mark.parametrize(
    "file", [ROOT / "sessions.yaml", *sorted((ROOT / "examples").glob("*.yaml"))], ids=lambda file: file.name
)
def test_what_the_repository_shows_is_proven(file: Path) -> None:
    run = prove(file, "--sessions", "20")
    assert (run.code, run.broken()) == (0, {})
