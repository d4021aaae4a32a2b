"""A declaration to an output folder that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sessionform.lock_files import IN_STACK, read_lock
from sessionform.model import Declaration
from sessionform.node import choose_node, node_at_work, node_starting
from sessionform.output_folder import OutputFolder, writing

from .declarations import declaration_folder, path_from_stack
from .stack_files import GENERATED, HCL_FILE, JSON_FILE, MANIFEST, StackFiles

_SYNTHESIS = 600
"""Seconds that a whole app may take to be synthesized: a team's own constructs run in it too."""

Extend = Callable[[Any], None]
"""Adds a team's own constructs to a stack before it is synthesized."""


def synthesize(declaration: Declaration, out: Path, *, hcl: bool = False, extend: Extend | None = None) -> list[Path]:
    """Write one stack for each environment into `out`, and nothing else; the paths of the stacks' files.

    With `extend` the tables are constructs of the stacks that it is given; without, nobody looks at the tree, and they
    join in the stack's file. Both ways write the same bytes.

    What Terraform keeps beside a stack (`.terraform`, its lock file, plans) is carried over. Raises OutsideError where
    Node or the disk fails, UsageError where `out` is a folder that CDKTF did not make.
    """
    choose_node()
    folder = OutputFolder(out, MANIFEST, GENERATED)
    with folder.replaced() as fresh:
        stacks = _run_cdktf(declaration, fresh, out, extend)
        with writing(out):
            StackFiles(fresh, declaration.environments, stacks, as_constructs=extend is not None).complete(hcl=hcl)
            _put_locks(declaration, fresh)
    name = HCL_FILE if hcl else JSON_FILE
    return [out / "stacks" / environment / name for environment in declaration.environments]


def _put_locks(declaration: Declaration, output: Path) -> None:
    """Put the provider's lock file into each stack that has one: a stack of a team's own has its constructs' in it too."""
    for name, environment in declaration.environments.items():
        locked = read_lock(declaration_folder(declaration.file), name) if environment.lock else None
        if locked is not None:
            (output / "stacks" / name / IN_STACK).write_text(locked, encoding="utf-8", newline="\n")


def _run_cdktf(declaration: Declaration, fresh: Path, out: Path, extend: Extend | None) -> dict[str, Any]:
    # CDKTF's HCL passes over overrides, so ours is made from its JSON. Node reads this variable when it starts
    os.environ.pop("SYNTH_HCL_OUTPUT", None)
    with node_starting():
        from .environment_stack import EnvironmentStack
        from .library import cdktf

        app = cdktf.App(outdir=str(fresh), hcl_output=False)
    home = declaration_folder(declaration.file)
    for environment in declaration.environments.values():
        with node_at_work():
            stack = EnvironmentStack(
                app,
                environment,
                _tables=extend is not None,
                _to_declaration=path_from_stack(home, out, environment.name),
            )
        if extend is not None:
            extend(stack)
    with node_at_work(_SYNTHESIS):
        app.synth()
        return {stack.node.id: stack for stack in app.node.children}
