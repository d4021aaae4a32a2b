"""Files of other tools, read in bounds: of bounded size and depth, no links, no pipes, nothing but data."""

from __future__ import annotations

import json
from typing import Any

from sessionform.errors import OutsideError, UsageError
from sessionform.files import read_named

MOST_BYTES = 64 * 2**20
"""The largest file that is read: some 10,000 tables in a Terraform state."""

MOST_LEVELS = 100
"""The deepest nesting that is read: no state, export or template comes near."""


def read_document(file: str, most: int = MOST_BYTES, absent: str = "is the path right?") -> bytes:
    """The bytes of the file, of which there may be `most`; `absent` is the hint where there is no such file.

    Raises UsageError where it is not a file or too large, OutsideError where it cannot be read.
    """
    try:
        data = read_named(file, most + 1)
    except FileNotFoundError:
        raise UsageError(f"there is no file `{file}`", absent) from None
    except IsADirectoryError:
        raise UsageError(f"`{file}` is a folder", "name the file in it") from None
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be read: {error.strerror}") from None
    if len(data) > most:
        raise UsageError(f"`{file}` is larger than {most // 2**20} MiB", "take a part of it: one stack, one state")
    return data


def json_document(data: bytes, file: str, hint: str) -> Any:
    """The JSON of the bytes, in any of Unicode's encodings, as PowerShell writes UTF-16. `hint` says how to get such a file."""
    try:
        found = json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise UsageError(f"`{file}` is not JSON: it is not text", hint) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"`{file}` is not JSON: {where}: {error.msg}", hint) from None
    except RecursionError:
        raise _too_deep(file) from None
    except _NotANumberError as error:
        raise UsageError(f"`{file}` is not JSON: {error} is not a number", hint) from None
    except ValueError:
        raise UsageError(f"`{file}` has a number of thousands of digits", hint) from None
    refuse_depth(found, file)
    return found


def refuse_depth(value: Any, file: str) -> None:
    """Raise UsageError where the value is nested deeper than is read. What is shared is looked at once."""
    seen: set[int] = set()
    level = [value]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict | list) and id(item) not in seen:
                seen.add(id(item))
                below += item.values() if isinstance(item, dict) else item
        level = below
        if not level:
            return
    raise _too_deep(file)


def _too_deep(file: str) -> UsageError:
    return UsageError(f"`{file}` is nested more than {MOST_LEVELS} levels deep", "no state, export or template is")


class _NotANumberError(Exception):
    """JSON has no NaN and no infinities."""


def _no_constant(name: str) -> Any:
    raise _NotANumberError(name)
