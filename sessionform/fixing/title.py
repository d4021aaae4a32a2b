"""What a fix does, in a few words: the title of a code action, and the line that `check --fix` prints."""

from __future__ import annotations

from sessionform.diagnostics import dotted
from sessionform.edits import Edit, Fix, Rename, Set
from sessionform.source.flow import flow

_LONGEST = 90


def title(fix: Fix) -> str:
    """`set ttl to expiresAt and remove stream`, in backquotes where the file's own words stand."""
    text = " and ".join(_edit(edit) for edit in fix.edits)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _edit(edit: Edit) -> str:
    name = edit.path[-1]
    if isinstance(edit, Rename):
        return f"rename `{name}` to `{edit.key}`"
    if isinstance(edit, Set):
        if isinstance(name, int):
            return f"write `{flow(edit.value)}`"
        return f"write `{flow({str(name): edit.value})[1:-1]}`"
    return f"remove `{dotted(edit.path[-2:] if isinstance(name, int) else edit.path[-1:])}`"
