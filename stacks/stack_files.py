"""The files of the stacks: what CDKTF wrote, completed with what it need not carry to Node and back.

CDKTF knows a stack's versions, backend and provider, and a team's own constructs. Tables are data already: a thousand
of them would cost a second and 60 MB on their way through Node, to come out as they went in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sessionform.model import Environment
from sessionform.terraform.blocks import as_lists
from sessionform.terraform.environment import body_of, outputs_of, resources_of
from sessionform.terraform.hcl import render
from sessionform.terraform.json_text import json_text

from .hcl_blocks import blocks_in

MANIFEST = "manifest.json"
JSON_FILE, HCL_FILE, METADATA_FILE = "cdk.tf.json", "cdk.tf", "metadata.json"
GENERATED = (JSON_FILE, HCL_FILE, METADATA_FILE)

_LISTED = ("import", "moved", "removed")
"""Lists at the top of a stack, to which a team may add its own."""


@dataclass(frozen=True, slots=True)
class StackFiles:
    """CDKTF's output folder. `stacks` are those of the app, `as_constructs` says that the tables were in the tree."""

    output: Path
    environments: Mapping[str, Environment]
    stacks: Mapping[str, Any]
    as_constructs: bool

    def complete(self, *, hcl: bool) -> None:
        """Write every stack, as JSON or as HCL; a team's own stacks too."""
        manifest = json.loads((self.output / MANIFEST).read_text(encoding="utf-8"))
        for name, stack in manifest["stacks"].items():
            path = self.output / stack["synthesizedStackPath"]
            config = self._config(name, path)
            path.unlink()
            if hcl:
                self._write_hcl(name, config, path.with_name(HCL_FILE))
            else:
                _write(path.with_name(JSON_FILE), json_text(config))
            file = HCL_FILE if hcl else JSON_FILE
            stack["synthesizedStackPath"] = Path(stack["synthesizedStackPath"]).with_name(file).as_posix()
        if hcl:
            _write(self.output / MANIFEST, json.dumps(manifest, indent=2))

    def _config(self, name: str, path: Path) -> dict[str, Any]:
        """The stack that CDKTF wrote, with its tables where it is an environment's and not a team's own."""
        if path.name == JSON_FILE:
            written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        else:  # Node was started by an `import cdktf` above ours, under `cdktf synth --hcl`, and wrote HCL of its own
            written = self.stacks[name].to_terraform()
        environment = self.environments.get(name)
        if environment is None:
            return written
        return _as_data(written, environment) if self.as_constructs else _joined(written, environment)

    def _write_hcl(self, name: str, config: dict[str, Any], path: Path) -> None:
        # Only a team's own constructs can have blocks that their JSON does not show
        blocks = blocks_in(self.stacks[name]) if self.as_constructs else None
        _write(path, render(config, blocks))
        # What the `cdktf` command wants to know of a stack without reading HCL
        metadata = json_text({kind: config[kind] for kind in ("//", "terraform")})
        _write(path.with_name(METADATA_FILE), f"{metadata}\n")


def _as_data(written: dict[str, Any], environment: Environment) -> dict[str, Any]:
    """A stack whose tables were constructs, without CDKTF's notes on them: as it is without constructs."""
    resources = written.get("resource", {})
    for type_, key, _ in resources_of(environment):
        arguments = resources.get(type_, {}).get(key)
        if isinstance(arguments, dict):
            arguments.pop("//", None)
            resources[type_][key] = as_lists(arguments)
    return written


def _joined(written: dict[str, Any], environment: Environment) -> dict[str, Any]:
    ours = {kind: body for kind, body in body_of(environment).items() if body}
    # How the `cdktf` command finds the outputs of a stack
    names = {name: name for name in outputs_of(environment)}
    if names:
        ours["//"] = {"outputs": {environment.name: names}}
    theirs = {kind: ours.pop(kind, []) + body if kind in _LISTED else body for kind, body in written.items()}
    return _merged(ours, theirs)


def _merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Both, key by key at every depth."""
    both = {**ours, **theirs}
    for key in ours.keys() & theirs.keys():
        if isinstance(ours[key], dict) and isinstance(theirs[key], dict):
            both[key] = _merged(ours[key], theirs[key])
    return both


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
