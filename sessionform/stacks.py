"""In a checkout: the top-level package `stacks`, under the name that it has once installed."""

from __future__ import annotations

from stacks import (
    Outdated,
    RenderedPlans,
    environment_config,
    render,
    run_app,
    synthesize,
    table_arguments,
)

__all__ = [
    "Outdated",
    "RenderedPlans",
    "environment_config",
    "render",
    "run_app",
    "synthesize",
    "table_arguments",
]
