"""Whether a repository's `main.py` adds constructs of its own to the stacks: the declaration alone lacks them."""

from __future__ import annotations

import ast
from pathlib import Path

APP = "main.py"


def adds_constructs(declaration: str) -> bool:
    """Whether the app beside the declaration gives `run_app` a function. The app is read, not run."""
    app = Path(declaration).with_name(APP)
    try:
        tree = ast.parse(app.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return False
    return any(_extends(node) for node in ast.walk(tree))


def _extends(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not (node.args or node.keywords):
        return False
    called = node.func
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) == "run_app"
