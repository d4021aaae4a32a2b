"""The small web applications: which one runs a library, and how it is started."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.libraries.support import APPS, PYTHON_PEERS, App, environment, python_peer, require_npm_peers, running
from tests.node_support import node

EXPRESS = ("connect-dynamodb", "dynamodb-store")
PYTHON = {
    "dj-dynamodb-sessions": "django_app.py",
    "django-dynamodb-sessions": "django_app.py",
    "dynamodb-session-flask": "flask_app.py",
    "flask-session": "flask_app.py",
    "pyramid-dynamodb-sessions": "pyramid_app.py",
}
LIBRARIES = [*(pytest.param(library_id, marks=pytest.mark.node) for library_id in EXPRESS), *PYTHON]

FOR_TESTS: dict[str, dict[str, Any]] = {
    "dynamodb-session-flask": {"SESSION_DYNAMODB_OVERRIDE_COOKIE_SECURE": False},
    "dynamodb-store": {"touchInterval": 0},
    "pyramid-dynamodb-sessions": {"reissue_time": 0},
}
"""Options with which a library touches a session in every request, and sends its cookie without HTTPS."""


EXPRESS_APP = """
import express from "express";
import AWS from "aws-sdk";
import {{ listen }} from "./apps/routes.mjs";

const app = express();
AWS.config.update({{ dynamodb: {{ endpoint: process.env.AWS_ENDPOINT_URL }} }}); // only the SDK of dynamodb-store needs it
{settings}
listen(app);
"""
"""What a programmer would have around the settings that `explain` prints."""


@contextmanager
def web_app(library_id: str, options: Mapping[str, Any], endpoint: str, **env: str) -> Iterator[App]:
    """A running application whose sessions the library keeps."""
    settings = json.dumps({**options, **FOR_TESTS.get(library_id, {})})
    script = [str(APPS / "express.mjs"), library_id, settings]
    with _running(library_id, script, settings, endpoint, env) as app:
        yield app


@contextmanager
def app_as_printed(library_id: str, settings: str, endpoint: str) -> Iterator[App]:
    """The same application, with the settings as `explain` prints them."""
    script = ["--input-type=module", "--eval", EXPRESS_APP.format(settings=settings)]
    with _running(library_id, script, settings, endpoint, {}) as app:
        yield app


@contextmanager
def _running(library_id: str, script: list[str], settings: str, endpoint: str, env: Mapping[str, str]) -> Iterator[App]:
    if library_id in EXPRESS:
        require_npm_peers()
        command = [node(), *script]
    else:
        command = [sys.executable, str(APPS / PYTHON[library_id]), library_id, settings]
    path = {"PYTHONPATH": str(python_peer(library_id))} if library_id in PYTHON_PEERS else {}
    with running(command, environment(endpoint, **path, **env)) as app:
        yield app
