"""What a fix changes in a text, as lines that take the place of lines: what editors and reviews offer to apply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from sessionform.compile import Compiled
from sessionform.diagnostics import Diagnostic
from sessionform.edits import Fix
from sessionform.fixing.edit import done
from sessionform.fixing.suggestion import Replacement, Suggest, Suggestion
from sessionform.fixing.texts import Texts, texts_of
from sessionform.fixing.title import title
from sessionform.source.document import Document
from sessionform.source.edit.refused import EditRefusedError

MOST_CHARACTERS = 400_000
"""So much is read again for the suggestions of a report, some half a second: each edit reads its file. In a larger file, or of
more findings, nobody applies suggestions one by one; `check --fix` does them all."""


def suggestion(texts: Texts, fix: Fix, document: Document) -> Suggestion | None:
    """The fix in these texts; None where they cannot be edited so."""
    try:
        after = done(texts, fix, document)
    except EditRefusedError:
        return None
    changes = [change for file, text in texts.items() for change in replacements(file, text, after[file])]
    return Suggestion(title(fix), fix.safe, tuple(changes))


def replacements(file: str, before: str, after: str) -> list[Replacement]:
    """The changes from one text to the other, line by line, in their order. What is put in takes a line beside it along."""
    if before == after:
        return []
    old, new = _lines(before), _lines(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    return [
        _covering(file, old, start + first, start + last, "".join(new[start + new_first : start + new_last]))
        for tag, first, last, new_first, new_last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _covering(file: str, old: Sequence[str], first: int, last: int, text: str) -> Replacement:
    if first < last or not old:
        return Replacement(file, first + 1, max(last, 1), text)
    if first:
        return Replacement(file, first, first, old[first - 1] + text)
    return Replacement(file, 1, 1, text + old[0])


def _lines(text: str) -> list[str]:
    """The lines as `Location` counts them, each with its end."""
    return text.splitlines(keepends=True)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items from the start on are the same in both."""
    count = 0
    while count < len(one) and count < len(other) and one[count] == other[count]:
        count += 1
    return count


def suggestions(found: Iterable[Compiled]) -> Suggest:
    """Suggestions for what was found in these declarations, the first as far as `MOST_CHARACTERS` go."""
    owners = {id(item): compiled for compiled in found for item in compiled.diagnostics}
    texts: dict[int, dict[str, str]] = {}
    left = MOST_CHARACTERS

    def of(diagnostic: Diagnostic) -> list[Suggestion]:
        nonlocal left
        compiled = owners.get(id(diagnostic))
        if compiled is None or compiled.document is None or not diagnostic.finding.fixes or left <= 0:
            return []
        if id(compiled) not in texts:
            texts[id(compiled)] = texts_of(compiled)
        own = texts[id(compiled)]
        left -= sum(map(len, own.values())) * sum(len(fix.edits) for fix in diagnostic.finding.fixes)
        if left <= 0:
            return []
        made = (suggestion(own, fix, compiled.document) for fix in diagnostic.finding.fixes)
        return [item for item in made if item is not None]

    return of
