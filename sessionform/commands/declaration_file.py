"""The declaration as a file that commands write into: its text, what changes in it, and the new text in its place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sessionform.atomic_files import remove_leftovers, replace_file
from sessionform.errors import DeclarationError, OutsideError
from sessionform.files import folder_named, read_named, refuse_links
from sessionform.report.layout.characters import shown


@dataclass(frozen=True, slots=True)
class Stored:
    """The texts of a declaration and of what it includes, by their files, as they are stored."""

    texts: dict[str, str]
    marks: dict[str, bytes]

    @classmethod
    def of(cls, files: Iterable[str]) -> Stored:
        """Those of these files that are there."""
        found = {file: declaration_text(file) for file in files}
        texts = {file: text for file, (_, text) in found.items() if text is not None}
        return cls(texts, {file: mark for file, (mark, _) in found.items()})

    def differences(self, after: Mapping[str, str]) -> str:
        """What changes in the files, as `diff -u` shows it."""
        return "".join(difference(file, self.texts.get(file, ""), after[file]) for file in self.changed(after))

    def changed(self, after: Mapping[str, str]) -> list[str]:
        """The files that get another text."""
        return [file for file, text in after.items() if self.texts.get(file) != text]

    def write(self, after: Mapping[str, str]) -> None:
        """Write the texts that changed, each with the mark that its file had."""
        for file in self.changed(after):
            write_declaration(file, self.marks.get(file, b"") + after[file].encode())


def declaration_text(file: str) -> tuple[bytes, str | None]:
    """The byte-order mark of the file, and its text; None where there is no file."""
    from sessionform.source.read import MAX_BYTES

    try:
        data = read_named(file, MAX_BYTES + 1)
    except FileNotFoundError:
        return b"", None
    except IsADirectoryError:
        raise folder_named(file) from None
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be read: {error.strerror}") from None
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark, data.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        raise DeclarationError(f"`{file}` is not UTF-8", "save it as UTF-8") from None


def difference(file: str, before: str, after: str) -> str:
    """What changes in the file, as `diff -u` shows it, made fit for a terminal and for the log of a job."""
    import difflib

    old, new = (re.split(r"\r\n|[\r\n]", text.removesuffix("\n")) if text else [] for text in (before, after))
    lines = difflib.unified_diff(old, new, fromfile=file, tofile=file, lineterm="")
    return "".join(f"{_printed(line)}\n" for line in lines)


def _printed(line: str) -> str:
    """GitHub Actions takes a line for a command that begins with `::`, however far to the right."""
    return shown(re.sub(r"^(\s+):(?=:)", r"\1\\x3a", line))


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
