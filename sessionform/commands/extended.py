"""Whether a repository's `main.py` adds constructs of its own to the stacks: the declaration alone lacks them."""

from __future__ import annotations

import ast
from pathlib import Path

APP = "main.py"
_RUN = "run_app"


def adds_constructs(declaration: str) -> bool:
    """Whether an app gives `run_app` a function: the one beside the declaration, or the one in this folder, whose
    `cdktf.json` may name a declaration elsewhere. Apps are read, not run; in doubt they do.
    """
    return any(_extends(app) for app in {Path(declaration).with_name(APP), Path(APP)})


def _extends(app: Path) -> bool:
    try:
        text = app.read_bytes()
    except OSError:
        return False
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return _RUN.encode() in text
    imported = (alias for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names)
    names = {alias.asname or alias.name for alias in imported if alias.name == _RUN}
    calls = (node for node in nodes if isinstance(node, ast.Call))
    plain = [call.func for call in calls if not call.args and not call.keywords]
    return any(_is_run(node, names) and node not in plain for node in nodes)


def _is_run(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == _RUN
    return isinstance(node, ast.Name) and node.id in names
