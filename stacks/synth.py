"""A declaration to an output folder that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessionform.errors import OutsideError, UsageError
from sessionform.model import Declaration
from sessionform.output_folder import OutputFolder, writing

from .node import INSTALL, has_node, node_at_work, use_bundled_node
from .stack_files import GENERATED, HCL_FILE, JSON_FILE, MANIFEST, complete_hcl, complete_json

if TYPE_CHECKING:
    from .environment_stack import EnvironmentStack

Extend = Callable[[Any], None]
"""Adds a team's own constructs to a stack before it is synthesized."""


def synthesize(declaration: Declaration, out: Path, *, hcl: bool = False, extend: Extend | None = None) -> list[Path]:
    """Write one stack for each environment into `out`, and nothing else; the paths of the stacks' files.

    What Terraform keeps beside a stack (`.terraform`, its lock file, plans) is carried over. Raises OutsideError where
    Node or the disk fails, UsageError where `out` is a folder that CDKTF did not make.
    """
    use_bundled_node()
    if not has_node():
        raise OutsideError("CDKTF needs Node, and there is none", INSTALL)
    folder = OutputFolder(out, MANIFEST, GENERATED)
    home = Path(declaration.file).absolute().parent if declaration.file != "<stdin>" else Path.cwd()
    with folder.replaced() as fresh:
        stacks = _run_cdktf(declaration, fresh, home, out, extend)
        # Only a team's own constructs can have blocks that their JSON does not show
        blocks = {name: stack.hcl_blocks() for name, stack in stacks.items()} if hcl and extend else {}
        with writing(out):
            if hcl:
                complete_hcl(fresh, declaration.environments, blocks)
            else:
                complete_json(fresh, declaration.environments)
    name = HCL_FILE if hcl else JSON_FILE
    return [out / "stacks" / environment / name for environment in declaration.environments]


def way_to(home: Path, out: Path, environment: str) -> str:
    """From the folder of an environment's stack to `home`, as Terraform's configuration writes it on every system."""
    # Terraform follows `..` through the real folders, whatever links led there
    stack = Path(os.path.realpath(out)) / "stacks" / environment
    return Path(os.path.relpath(os.path.realpath(home), stack)).as_posix()


def _run_cdktf(
    declaration: Declaration, fresh: Path, home: Path, out: Path, extend: Extend | None
) -> dict[str, EnvironmentStack]:
    # CDKTF's HCL passes over overrides, so ours is made from its JSON. Node reads this variable when it starts
    if os.environ.pop("SYNTH_HCL_OUTPUT", None) == "true" and "jsii" in sys.modules:
        hint = "import cdktf inside the function that extends the stacks, not at the top of main.py"
        raise UsageError("cdktf was imported, and started Node, before the stacks were", hint)
    with node_at_work():
        import cdktf

        from .environment_stack import EnvironmentStack

        app = cdktf.App(outdir=str(fresh))
    stacks = {}
    for environment in declaration.environments.values():
        with node_at_work():
            stacks[environment.name] = EnvironmentStack(app, environment, way_to(home, out, environment.name))
        if extend is not None:
            extend(stacks[environment.name])
    with node_at_work():
        app.synth()
    return stacks
