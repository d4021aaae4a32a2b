"""In a checkout: the top-level package `stacks`, under the name that it has once installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionform.interrupt import Importing

with Importing():
    import stacks
    from stacks import run_app, synthesize

if TYPE_CHECKING:
    from stacks import EnvironmentStack, SessionResource, SessionTables, TableResource

__all__ = ["EnvironmentStack", "SessionResource", "SessionTables", "TableResource", "run_app", "synthesize"]


def __getattr__(name: str) -> Any:
    return getattr(stacks, name)
