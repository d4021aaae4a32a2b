"""The back end: environments as CDKTF stacks. The only package that imports cdktf, and only when a stack is made.

In a checkout it is reached as `sessionform.stacks` too, in an installed package only so.
"""

from __future__ import annotations

from .app import run_app
from .synth import synthesize

__all__ = ["run_app", "synthesize"]
