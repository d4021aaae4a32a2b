"""The bytes of a declaration, by the name that it was given or from standard input."""

from __future__ import annotations

import sys

from sessionform.errors import OutsideError, UsageError
from sessionform.files import folder_named, read_named
from sessionform.source.read import MAX_BYTES


def read_declaration(file: str) -> bytes:
    """The bytes of a declaration, or a little more than the most that `decode` lets through."""
    if file == "-" and sys.stdin is None:
        raise UsageError(
            "standard input is closed", "name a file with `--file`, or send one: `… | sessionform check -f -`"
        )
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        return read_named(file, MAX_BYTES + 1)
    except FileNotFoundError:
        hint = "run this where the declaration is, name it with `--file`, or write one with `sessionform init`"
        raise UsageError(f"there is no file `{file}`", hint) from None
    except IsADirectoryError:
        raise folder_named(file) from None
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be read: {error.strerror}") from None
