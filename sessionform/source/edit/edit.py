"""Settings set, removed and renamed in the text of a declaration, by their paths.

Every edit is a few splices of the text. Afterwards the text is read again and has to mean what was intended: what the
splices cannot do rightly (a value that other places share by an alias, a comment in an odd place) is refused then, and
never half done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sessionform.diagnostics import Path, dotted
from sessionform.edits import Edit
from sessionform.source.edit.intended import intended, same
from sessionform.source.edit.nodes import Node, nodes
from sessionform.source.edit.refused import EditRefusedError
from sessionform.source.edit.splices import Editor
from sessionform.source.read import read


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits, in their order. Raises EditRefusedError where one cannot be done."""
    for edit in edits:
        text = _edited(text, edit)
    return text


def _edited(text: str, edit: Edit) -> str:
    document, problems = read(text, "")
    if document is None:
        hint = "correct it first: `sessionform check` shows where"
        raise EditRefusedError("unreadable", edit.path, f"the file cannot be read: {problems[0].message}", hint)
    meant = intended(document.value, edit)
    line_end = "\r\n" if "\r\n" in text else "\n"
    ended = text if text.endswith("\n") else text + line_end
    root = nodes(ended)
    if root is None or not edit.path:
        raise EditRefusedError("missing", edit.path, "there is nothing to edit", "")
    done = Editor(ended, root, document.value).text_after(edit, meant)
    done = done if ended is text else done.removesuffix(line_end)
    _hold_to(meant, done, edit, root, len(problems))
    return done


def _hold_to(meant: Any, text: str, edit: Edit, root: Node, problems: int) -> None:
    after, found = read(text, "")
    if after is not None and len(found) <= problems and same(after.value, meant):
        return
    where = dotted(edit.path)
    if _anchored(root, edit.path):
        message = f"`{where}` has an anchor (`&`) that other places use, and an edit would change them too"
        raise EditRefusedError("anchor", edit.path, message, "write the value out in those places, then try again")
    message = f"`{where}` cannot be edited as it is written"
    raise EditRefusedError("unwritable", edit.path, message, "edit it by hand, or write its lines in a plainer form")


def _anchored(node: Node, path: Path) -> bool:
    if node.anchor is not None:
        return True
    entry = node.entry(path[0]) if path else None
    if entry is not None:
        return _anchored(entry.value, path[1:])
    return any(_anchored(item.value, ()) for item in node.entries) if not path else False
