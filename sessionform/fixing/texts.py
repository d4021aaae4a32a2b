"""The texts of a declaration and of what it includes, as they would be: edited, and compiled without being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sessionform.compile import Compiled, compile_text
from sessionform.folder_on_disk import FolderOnDisk
from sessionform.rules.engine.remembered import Remembered
from sessionform.source.include import Kind

Texts = Mapping[str, str]
"""Texts by the names that messages give their files, the declaration itself first."""


def texts_of(compiled: Compiled) -> dict[str, str]:
    """The texts that were compiled, with plain line ends."""
    return {file: "".join(f"{line}\n" for line in lines) for file, lines in compiled.sources.items()}


def compile_texts(
    texts: Texts, file: str, today: date | None = None, *, remembered: Remembered | None = None
) -> Compiled:
    """The declaration in `file` compiled; what is not among the texts is read where it is. `remembered` is what rules found
    in earlier texts.
    """
    return compile_text(texts[file], file, today, files=FolderWith(FolderOnDisk(file), texts), remembered=remembered)


class FolderWith:
    """A folder in which some files have other texts."""

    def __init__(self, folder: FolderOnDisk, texts: Texts) -> None:
        self._folder, self._texts = folder, texts
        self.own = folder.own

    def name(self, path: str) -> str:
        return self._folder.name(path)

    def entries(self, folder: str) -> Mapping[str, Kind]:
        return self._folder.entries(folder)

    def contents(self, paths: Sequence[str], most: int) -> Iterator[bytes]:
        for path in paths:
            text = self._texts.get(self.name(path))
            yield from [text.encode()] if text is not None else self._folder.contents([path], most)
