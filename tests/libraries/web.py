"""The small web applications: which one runs a library, and how it is started."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.libraries.support import APPS, PYTHON_PEERS, App, environment, node, python_peer, require_npm_peers, running

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


@contextmanager
def web_app(library_id: str, options: Mapping[str, Any], endpoint: str, **env: str) -> Iterator[App]:
    """A running application whose sessions the library keeps."""
    settings = json.dumps({**options, **FOR_TESTS.get(library_id, {})})
    if library_id in EXPRESS:
        require_npm_peers()
        command = [node(), str(APPS / "express.mjs"), library_id, settings]
    else:
        command = [sys.executable, str(APPS / PYTHON[library_id]), library_id, settings]
    if library_id in PYTHON_PEERS:
        env["PYTHONPATH"] = str(python_peer(library_id))
    with running(command, environment(endpoint, **env)) as app:
        yield app
