"""The declaration as a file that commands write into: its text, what changes in it, and the new text in its place."""

from __future__ import annotations

import codecs
from pathlib import Path

from sessionform.errors import DeclarationError, OutsideError, UsageError
from sessionform.files import read_named, refuse_links
from sessionform.leftovers import remove_leftovers, replace_file
from sessionform.source.read import MAX_BYTES


def declaration_text(file: str) -> tuple[bytes, str | None]:
    """The byte-order mark of the file, and its text; None where there is no file."""
    try:
        data = read_named(file, MAX_BYTES + 1)
    except FileNotFoundError:
        return b"", None
    except IsADirectoryError:
        raise UsageError(
            f"`{file}` is a folder", f"name the declaration in it: `--file {Path(file) / 'sessions.yaml'}`"
        ) from None
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be read: {error.strerror}") from None
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark, data.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        raise DeclarationError(f"`{file}` is not UTF-8", "save it as UTF-8") from None


def difference(file: str, before: str, after: str) -> str:
    """What changes in the file, as `diff -u` shows it."""
    import difflib

    old, new = (text.splitlines(keepends=True) for text in (before, after))
    lines = difflib.unified_diff(old, new, fromfile=file, tofile=file)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def write_declaration(file: str, data: bytes) -> None:
    """All or nothing: what is there stays whole until the new text is."""
    refuse_links(file)
    path = Path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(path.parent, path.name)
        replace_file(path, data.decode("utf-8"))
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be written: {error.strerror}") from None
