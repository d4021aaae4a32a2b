"""The declaration as a file that commands write into: its text, what changes in it, and the new text in its place."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sessionform.atomic_files import remove_leftovers, replace_file
from sessionform.errors import DeclarationError, OutsideError
from sessionform.files import folder_named, read_named, refuse_links
from sessionform.report.layout.difference import unified_diff


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
        return "".join(unified_diff(file, self.texts.get(file, ""), after[file]) for file in self.changed(after))

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
