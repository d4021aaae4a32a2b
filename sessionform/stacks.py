"""In a checkout: the top-level package `stacks`, under the name that it has once installed."""

from __future__ import annotations

from stacks import run_app, synthesize

__all__ = ["run_app", "synthesize"]
