"""The files of the stacks: what CDKTF wrote, completed with what it need not carry to Node and back.

CDKTF knows a stack's versions, backend and provider, and a team's own constructs. Tables are data already: a thousand
of them would cost a second and 60 MB on their way through Node, to come out as they went in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sessionform.model import Environment
from sessionform.terraform.environment import body_of
from sessionform.terraform.hcl import Blocks, render
from sessionform.terraform.json_text import json_text

MANIFEST = "manifest.json"
JSON_FILE, HCL_FILE, METADATA_FILE = "cdk.tf.json", "cdk.tf", "metadata.json"
GENERATED = (JSON_FILE, HCL_FILE, METADATA_FILE)

_LISTED = ("import", "moved", "removed")
"""Lists at the top of a stack, to which a team may add its own."""


def complete_json(output: Path, environments: Mapping[str, Environment]) -> None:
    """Complete the JSON of every stack in CDKTF's output folder."""
    for name, stack in _manifest(output)["stacks"].items():
        path = output / stack["synthesizedStackPath"]
        _write(path, json_text(_completed(path, environments.get(name))))


def complete_hcl(output: Path, environments: Mapping[str, Environment], blocks: Mapping[str, Blocks]) -> None:
    """Replace the JSON of every stack by complete HCL; `blocks` is what constructs tell of theirs, by stack."""
    manifest = _manifest(output)
    for name, stack in manifest["stacks"].items():
        path = output / stack["synthesizedStackPath"]
        config = _completed(path, environments.get(name))
        _write(path.with_name(HCL_FILE), render(config, blocks.get(name)))
        # What the `cdktf` command wants to know of a stack without reading HCL
        metadata = json.dumps({kind: config[kind] for kind in ("//", "terraform")}, indent=2)
        _write(path.with_name(METADATA_FILE), f"{metadata}\n")
        path.unlink()
        stack["synthesizedStackPath"] = Path(stack["synthesizedStackPath"]).with_name(HCL_FILE).as_posix()
    _write(output / MANIFEST, json.dumps(manifest, indent=2))


def _completed(path: Path, environment: Environment | None) -> dict[str, Any]:
    """The stack that CDKTF wrote, with its tables where it is an environment's and not a team's own."""
    written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if environment is None:
        return written
    ours = {kind: body for kind, body in body_of(environment).items() if body}
    theirs = {kind: ours.pop(kind, []) + body if kind in _LISTED else body for kind, body in written.items()}
    return _merged(ours, theirs)


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Both, key by key at every depth. What a team overrides counts: it asked for it by address."""
    both = {**ours, **theirs}
    for key in ours.keys() & theirs.keys():
        if isinstance(ours[key], dict) and isinstance(theirs[key], dict):
            both[key] = _merged(ours[key], theirs[key])
    return both


def _manifest(output: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
