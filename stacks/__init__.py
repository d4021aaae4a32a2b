"""The back end: environments as CDKTF stacks, and their tables as constructs for any CDKTF app.

The only package that imports cdktf or cdktn, and only when a construct is asked for: importing them starts Node. In a
checkout it is reached as `sessionform.stacks` too, in an installed package only so.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sessionform.interrupt import Importing

with Importing():
    from .app import run_app
    from .failures import explain_failures
    from .synth import synthesize

if TYPE_CHECKING:
    from .environment_stack import EnvironmentStack
    from .resources import SessionResource, TableResource
    from .session_tables import SessionTables

__all__ = ["EnvironmentStack", "SessionResource", "SessionTables", "TableResource", "run_app", "synthesize"]

_CONSTRUCTS = {
    "EnvironmentStack": "environment_stack",
    "SessionResource": "resources",
    "SessionTables": "session_tables",
    "TableResource": "resources",
}


def __getattr__(name: str) -> Any:
    if name not in _CONSTRUCTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    explain_failures()
    return getattr(import_module(f".{_CONSTRUCTS[name]}", __name__), name)
