"""One version of a text, compiled; and the newest version that could be read, for what is asked while one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sessionform.compile import Compiled
from sessionform.diagnostics import Path
from sessionform.errors import CommandError
from sessionform.fixing.texts import compile_texts
from sessionform.lsp.cursor import token_at
from sessionform.lsp.positions import Point, Positions
from sessionform.model import Declaration
from sessionform.rules.engine.remembered import Remembered
from sessionform.source.checks.whole_file import include_refused
from sessionform.source.document import Document


@dataclass(frozen=True)
class Analysis:
    """`good` is the compiled text, or where that cannot be read the last one that could."""

    file: str
    text: str
    compiled: Compiled
    good: Compiled
    encoding: str = "utf-16"

    @cached_property
    def positions(self) -> Positions:
        return Positions(self.text, self.encoding)

    @property
    def document(self) -> Document:
        """What could be read last; an empty one where nothing could."""
        return self.good.document or Document.empty(self.file)

    @property
    def declaration(self) -> Declaration | None:
        return self.good.declaration

    def path_at(self, point: Point) -> Path:
        """The path of what stands at this place of the text."""
        return token_at(self.text, self.positions.offset(point)).target

    def value_at(self, path: Path) -> object:
        """What the text that could be read last says there; None where it says nothing."""
        value: object = self.document.value
        for part in path:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    @property
    def readable(self) -> bool:
        """Whether `document` is this very text."""
        return self.compiled.document is not None


def analyse(
    file: str,
    text: str,
    before: Analysis | None = None,
    *,
    texts: Mapping[str, str] | None = None,
    today: date | None = None,
    encoding: str = "utf-16",
    remembered: Remembered | None = None,
) -> Analysis:
    """The text compiled. `texts` are other files as they are in the editor, `before` is the analysis until now, `remembered`
    what rules found in it.
    """
    compiled = _compiled({**(texts or {}), file: text}, file, today, remembered)
    good = compiled
    if before is not None and (compiled.document is None or compiled.declaration is None):
        good = before.good if before.good.declaration is not None or compiled.document is None else compiled
    return Analysis(file, text, compiled, good, encoding)


def _compiled(texts: Mapping[str, str], file: str, today: date | None, remembered: Remembered | None) -> Compiled:
    """The text compiled; a file that it includes and that cannot be read is said at the top of it."""
    try:
        return compile_texts(texts, file, today, remembered=remembered)
    except CommandError as error:
        document = Document.empty(file, texts[file])
        finding = include_refused.finding(error.message, error.hint)
        return Compiled(file, document.lines, None, None, (document.diagnose(finding),))
