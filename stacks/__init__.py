"""The back end: environments as Terraform stacks. The only package that imports cdktf, and only when a stack is made.

In a checkout it is reached as `sessionform.stacks` too, in an installed package only so.
"""

from __future__ import annotations

from .environment import environment_config
from .table import table_arguments

__all__ = ["environment_config", "table_arguments"]
