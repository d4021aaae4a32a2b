"""The small web applications: which one runs a library, and how it is started."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.libraries.support import APPS, App, environment, install_npm_peers, install_python_peer, node, running

EXPRESS = ("connect-dynamodb", "dynamodb-store")
PYTHON = {
    "dj-dynamodb-sessions": "django_app.py",
    "django-dynamodb-sessions": "django_app.py",
    "flask-session": "flask_app.py",
    "pyramid-dynamodb-sessions": "pyramid_app.py",
}
LIBRARIES = (*EXPRESS, *PYTHON)

# dj-dynamodb-sessions, which is installed with the others, has modules of the same names.
DJANGO_PEER = "django-dynamodb-sessions-mwas==0.7"

EAGER: dict[str, dict[str, Any]] = {
    "dynamodb-store": {"touchInterval": 0},
    "pyramid-dynamodb-sessions": {"reissue_time": 0},
}
"""Options with which a library touches a session in every request, so that no test has to wait for it."""


@contextmanager
def web_app(library_id: str, options: Mapping[str, Any], endpoint: str, **env: str) -> Iterator[App]:
    """A running application whose sessions the library keeps."""
    settings = json.dumps({**options, **EAGER.get(library_id, {})})
    if library_id in EXPRESS:
        install_npm_peers()
        command = [node(), str(APPS / "express.mjs"), library_id, settings]
    else:
        command = [sys.executable, str(APPS / PYTHON[library_id]), settings]
    if library_id == "django-dynamodb-sessions":
        env["PYTHONPATH"] = str(install_python_peer(DJANGO_PEER))
    with running(command, environment(endpoint, **env)) as app:
        yield app
