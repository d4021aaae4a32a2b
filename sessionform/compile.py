"""The pipeline on one screen: text, document, schema, merging, model, rules. Each stage gives a value and findings."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sessionform.diagnostics import Diagnostic, Finding, Location, Severity, merge_environments, moved
from sessionform.suggestions import bounded_suggestions

# What reads and judges a declaration is slow to import, and asking for help or completions needs none of it
if TYPE_CHECKING:
    from sessionform.model import Declaration
    from sessionform.rules.engine.remembered import Remembered
    from sessionform.source.document import Document
    from sessionform.source.include import Files


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling gave. `declaration` is None where the text could not be understood at all;
    it is only fit for use where `failed` is False. Diagnostics are in file order; `lines` is what they point into.
    `unknown` are tables of which too little could be understood to compare them with anything.
    """

    file: str
    lines: tuple[str, ...]
    document: Document | None
    declaration: Declaration | None
    diagnostics: tuple[Diagnostic, ...]
    unknown: frozenset[str] = frozenset()

    @property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """The lines that the diagnostics point into, by file."""
        return {self.file: self.lines} if self.document is None else self.document.sources

    @property
    def failed(self) -> bool:
        return any(item.finding.severity is Severity.ERROR for item in self.diagnostics)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """The errors and warnings: what people are shown unless they ask for the notes too."""
        return tuple(item for item in self.diagnostics if item.finding.severity >= Severity.WARNING)

    def valid(self) -> Declaration:
        """The declaration of a compile that did not fail."""
        if self.declaration is None or self.failed:
            raise ValueError(f"{self.file} did not compile")
        return self.declaration


def compile_file(
    file: str, today: date | None = None, *, name: str | None = None, least: Severity = Severity.NOTE
) -> Compiled:
    """Compile the declaration in `file`; `-` is standard input, which may be given the name of the file that it is.
    Rules below `least` are not run.

    Raises UsageError where there is no such file, OutsideError where it, or one that it includes, cannot be read.
    """
    from sessionform.folder_on_disk import FolderOnDisk
    from sessionform.source.declaration_file import read_declaration

    called = (name or "<stdin>") if file == "-" else file
    return compile_bytes(read_declaration(file), called, today, files=FolderOnDisk(called), least=least)


def compile_bytes(
    data: bytes, file: str, today: date | None = None, *, files: Files | None = None, least: Severity = Severity.NOTE
) -> Compiled:
    """Compile a declaration as it is stored; `file` is the name that messages give it, the rest as in `compile_text`."""
    from sessionform.source.document import Document
    from sessionform.source.read import MAX_BYTES, decode

    text, findings = decode(data, file)
    if text is None:
        # What is too large is neither split nor shown
        unread = Document.empty(file, data.decode("utf-8", "replace") if len(data) <= MAX_BYTES else "")
        return Compiled(file, unread.lines, None, None, _placed(findings, unread))
    return compile_text(text, file, today, files=files, least=least)


def compile_text(
    text: str,
    file: str,
    today: date | None = None,
    *,
    files: Files | None = None,
    least: Severity = Severity.NOTE,
    remembered: Remembered | None = None,
) -> Compiled:
    """Compile a declaration. `today` is the day on which waivers are looked at; `files` is the folder that it includes
    files from, the one on the disk that `file` is in if not said otherwise. Rules below `least` are not run. `remembered` is
    what rules found in an earlier text.
    """
    from sessionform.folder_on_disk import FolderOnDisk
    from sessionform.source.document import Document
    from sessionform.source.read import read
    from sessionform.source.together import put_together

    with no_collection(), bounded_suggestions():
        document, findings = read(text, file)
        if document is None:
            unread = Document.empty(file, text)
            return Compiled(file, unread.lines, None, None, _placed(findings, unread))
        together = put_together(document, files or FolderOnDisk(file))
        document, findings = together.document, [*findings, *together.findings]
        if not together.whole:
            return Compiled(file, document.lines, document, None, _placed(findings, document))
        return compile_document(document, today, findings, least=least, remembered=remembered)


def compile_document(
    document: Document,
    today: date | None = None,
    findings: Sequence[Finding] = (),
    *,
    least: Severity = Severity.NOTE,
    remembered: Remembered | None = None,
) -> Compiled:
    """Compile what was read and put together: the rest of what `compile_text` does. `findings` are those of reading it."""
    from sessionform.rules.engine.run import certain_errors, run_rules
    from sessionform.source.build import build, build_part
    from sessionform.source.defaults import builtin_defaults
    from sessionform.source.extent import too_large
    from sessionform.source.recovery import recover, unread_numbers
    from sessionform.source.schema import check_schema

    file = document.file
    unread = unread_numbers(document, findings)
    said = {finding.path for finding in unread}
    refusals = [finding for finding in check_schema(document) if finding.path not in said or finding.on_key]
    found = [*findings, *refusals]
    if any(finding.path == () for finding in refusals):
        return Compiled(file, document.lines, document, None, _placed(found, document))
    beyond = too_large(document)
    if beyond is not None:
        return Compiled(file, document.lines, document, None, _placed([*found, beyond], document))
    recovery = recover(document.value, [*refusals, *unread])
    likeliest, *others = recovery.candidates
    declaration = build(likeliest, file, builtin_defaults())
    found += run_rules(declaration, today or date.today(), recovery.damage, least, remembered)
    candidates = [build_part(value, recovery.in_part, declaration, builtin_defaults()) for value in others]
    certain = certain_errors([declaration, *candidates], recovery.in_part, recovery.damage)
    found += [moved(finding, recovery.in_the_file) for finding in certain]
    return Compiled(file, document.lines, document, declaration, _placed(found, document), recovery.unknown)


def _placed(findings: list[Finding], document: Document) -> tuple[Diagnostic, ...]:
    """The diagnostics in file order, each once: what an alias repeats stands in one place and is said once."""
    placed: dict[tuple[Location, str, str], Diagnostic] = {}
    for finding in merge_environments(findings):
        item = document.diagnose(finding)
        placed.setdefault((item.location, finding.rule, finding.message), item)
    order = {file: place for place, file in enumerate(document.sources)}
    return tuple(placed[key] for key in sorted(placed, key=lambda key: _order(key[0], key[1], order)))


def _order(place: Location, rule: str, files: dict[str, int]) -> tuple[int, int, int, str]:
    return files.get(place.file, 0), place.line, place.column, rule


@contextmanager
def no_collection() -> Iterator[None]:
    """Where trees are made and little is thrown away: looking through them for cycles takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
