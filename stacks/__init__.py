"""The back end: environments as Terraform stacks. The only package that imports cdktf, and only when a stack is made.

In a checkout it is reached as `sessionform.stacks` too, in an installed package only so.
"""

from __future__ import annotations

from .app import run_app
from .environment import environment_config
from .hcl import render
from .rendered import Outdated, RenderedPlans
from .synth import synthesize
from .table import table_arguments

__all__ = [
    "Outdated",
    "RenderedPlans",
    "environment_config",
    "render",
    "run_app",
    "synthesize",
    "table_arguments",
]
