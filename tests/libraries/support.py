"""Runs session libraries for real: their packages, and small applications around them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO, Any

import pytest

from tests.node_support import node

HERE = Path(__file__).parent
APPS = HERE / "apps"
NODE_MODULES = HERE / "node_modules"
PYTHON_PEERS = {lock.stem: lock.with_suffix("") for lock in (HERE / "python_peers").glob("*.lock")}
"""Packages that cannot be installed beside the others, by their library: each in a folder of its own."""

TIMEOUT = 30
"""Seconds that an application may take to start or to answer."""


def require_npm_peers() -> None:
    """Skips the test where npm could not install what package-lock.json says; `make test` says so as well."""
    if not (NODE_MODULES / ".package-lock.json").is_file():
        pytest.skip(f"the packages of {HERE.name}/package.json are not installed: `make test` does that")


def python_peer(library_id: str) -> Path:
    """The folder of such a package. Fails the test where it is not installed."""
    folder = PYTHON_PEERS[library_id]
    if not (folder / ".ready").is_file():
        pytest.fail(f"{folder.name} is not installed: `make test` does that, from {folder.name}.lock")
    return folder


def environment(endpoint: str, **more: str) -> dict[str, str]:
    """The environment of an application whose AWS is at `endpoint`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    aws = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "TZ": "UTC",
        "SESSION_SECRET": "a secret of the tests",
    }
    return kept | aws | more


def nested(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options by their full names (`table.name`) as the library takes them; those without a value are left out."""
    result: dict[str, Any] = {}
    for name, value in options.items():
        if value is None:
            continue
        *groups, last = name.split(".")
        place = result
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return result


@dataclass(frozen=True)
class App:
    """A running application."""

    port: int
    process: subprocess.Popen[str]


@contextmanager
def running(command: list[str], env: Mapping[str, str]) -> Iterator[App]:
    """Starts an application that prints its port, and stops it. RuntimeError with what it said where it ends first."""
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=HERE, env=dict(env), text=True, **pipes) as process:
        try:
            line = _stream(process.stdout).readline()
            if not line:
                raise RuntimeError(_stream(process.stderr).read())
            yield App(int(line), process)
        finally:
            process.kill()
            process.communicate()


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def user(self) -> str | None:
        """Who is logged in."""
        user: str | None = self.body["user"]
        return user


class Browser:
    """Somebody with cookies."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, app: App, path: str) -> Answer:
        try:
            with self._opener.open(f"http://127.0.0.1:{app.port}{path}", timeout=TIMEOUT) as response:
                return Answer(response.status, json.load(response))
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            return Answer(error.code, json.loads(text) if text.startswith("{") else text)


class Storage:
    """The storage of a library in a process of its own, called over pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, call: str, *args: Any) -> Any:
        """The value that the call gives; StorageError where it throws."""
        stdin, stdout = _stream(self._process.stdin), _stream(self._process.stdout)
        print(json.dumps({"call": call, "args": args}), file=stdin, flush=True)
        line = stdout.readline()
        if not line:
            raise RuntimeError(_stream(self._process.stderr).read())
        answer = json.loads(line)
        if "error" in answer:
            raise StorageError(answer["error"], answer["message"])
        return answer["value"]


class StorageError(Exception):
    """What the library threw: the error's name and message."""


STORAGE_APP = """
import {{ answer }} from "./apps/answers.mjs";
import {{ adonis, authJs, mastra, openAuth, remix, shopify }} from "./apps/frameworks.mjs";
{settings}
await answer(await {framework});
"""
FRAMEWORKS = {
    "adonisjs-session": "adonis(config)",
    "auth-js": "authJs(handlers)",
    "mastra-dynamodb": "mastra(storage)",
    "openauth": "openAuth(storage)",
    "react-router-architect": "remix({ getSession, commitSession, destroySession })",
    "remix-architect": "remix({ getSession, commitSession, destroySession })",
    "shopify-session-storage-dynamodb": "shopify(sessionStorage)",
}
"""How each framework gets what the settings define."""


def storage(library: str, options: Mapping[str, Any], env: Mapping[str, str]) -> AbstractContextManager[Storage]:
    """A process of its own that holds the storage of the library."""
    return _answering([str(APPS / "calls.mjs"), library, json.dumps(options)], env)


def storage_as_printed(library: str, settings: str, env: Mapping[str, str]) -> AbstractContextManager[Storage]:
    """The same with the settings as `explain` prints them. Of NextAuth, which is not here, only its adapter matters.

    OpenAuth does not read from the environment where its AWS is, and AdonisJS would import the settings as a file.
    """
    for printed, run in (
        ('import NextAuth from "next-auth";', "const NextAuth = ({ adapter }) => ({ handlers: adapter });"),
        ("DynamoStorage({", f"DynamoStorage({{ endpoint: {json.dumps(env['AWS_ENDPOINT_URL'])},"),
        ("export default defineConfig(", "const config = defineConfig("),
    ):
        settings = settings.replace(printed, run)
    script = STORAGE_APP.format(settings=settings, framework=FRAMEWORKS[library])
    return _answering(["--input-type=module", "--eval", script], env)


def agent(library_id: str, settings: str, endpoint: str) -> AbstractContextManager[Storage]:
    """A process with an agent under LangGraph, whose state the library keeps, with the settings as `explain` prints them."""
    env = environment(endpoint, PYTHONPATH=str(python_peer(library_id)))
    return _answering_to([sys.executable, str(APPS / "langgraph_app.py"), settings], env)


def _answering(script: list[str], env: Mapping[str, str]) -> AbstractContextManager[Storage]:
    return _answering_to([node(), *script], env)


@contextmanager
def _answering_to(command: list[str], env: Mapping[str, str]) -> Iterator[Storage]:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=HERE, env=dict(env), text=True, **pipes) as process:
        try:
            yield Storage(process)
        finally:
            process.kill()
            process.communicate()


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
