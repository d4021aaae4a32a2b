"""The edits of a fix as somebody would do them by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sessionform.diagnostics import Path
from sessionform.edits import Edit, Fix, Remove
from sessionform.fixing.texts import Texts
from sessionform.source.document import Document
from sessionform.source.edit.edit import edited

_EMPTIED = {
    "waivers",
    "accept",
    "names",
    "removed",
    "tags",
    "access_patterns",
    "grants",
    "local_secondary_indexes",
    "global_secondary_indexes",
}
"""What goes with the last of what is in it: an empty one says nothing."""


def done(texts: Texts, fix: Fix, document: Document) -> dict[str, str]:
    """The texts after a fix, each of its edits in the file where its setting is. `document` is what the texts say.

    Raises EditRefusedError where a text cannot be edited so.
    """
    after = dict(texts)
    for edit in (_whole(edit, document.value) for edit in fix.edits):
        file, path = document.within(edit.path)
        after[file] = edited(after[file], [replace(edit, path=path)])
    return after


def _whole(edit: Edit, value: Any) -> Edit:
    """What would leave nothing but an empty holder takes the holder out."""
    if not isinstance(edit, Remove):
        return edit
    holder = _at(value, edit.path[:-1])
    emptied = edit.path[-2:-1] and edit.path[-2] in _EMPTIED and isinstance(holder, dict | list) and len(holder) == 1
    return replace(edit, path=edit.path[:-1]) if emptied else edit


def _at(value: Any, path: Path) -> Any:
    for part in path:
        if isinstance(value, dict):
            value = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
