"""The copy of the schema that an editor reads: whether it is the one of this sessionform."""

from __future__ import annotations

import json
import os
import re

from sessionform.compile import Compiled
from sessionform.errors import UsageError
from sessionform.files import read_named
from sessionform.resources import schema_text

_MODELINE = re.compile(r"#\s*yaml-language-server:\s*\$schema=(\S+)")
_LINES = 20
_MOST = 4 * 2**20
_OURS = "urn:sessionform:sessions:"


def stale_schema(compiled: Compiled) -> str | None:
    """What to say of the copy that the declaration names for editors, where it is of another sessionform.

    A file that is not there, or is not ours, is the editor's business.
    """
    named = next((match[1] for line in compiled.lines[:_LINES] if (match := _MODELINE.match(line))), None)
    if named is None or ":" in named or os.path.isabs(named) or compiled.file.startswith("<"):  # noqa: PTH117
        return None
    file = os.path.normpath(os.path.join(os.path.dirname(compiled.file), named))  # noqa: PTH118, PTH120
    try:
        text = read_named(file, _MOST).decode("utf-8", "replace")
        value = json.loads(text)
    except (OSError, UsageError, ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not str(value.get("$id")).startswith(_OURS) or text == schema_text():
        return None
    from sessionform.editor_schema import editor_schema_text

    if text == editor_schema_text():
        return None
    return f"`{file}` is the schema of another sessionform, which editors complete from: `sessionform init --upgrade` refreshes it"
