"""Fixes applied to a text until none is left: each is tried, compiled, and kept only where it ends what it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sessionform.compile import Compiled
from sessionform.diagnostics import Diagnostic, Finding, Path, Severity
from sessionform.edits import Fix, Rename
from sessionform.fixing.edit import done
from sessionform.fixing.texts import Texts, compile_texts
from sessionform.source.checks import language, reading
from sessionform.source.edit.refused import EditRefusedError

MOST_ROUNDS = 50
"""A fix may show what the next one is for; no declaration needs nearly so many steps."""

_LANGUAGE = {check.id for check in (*language.CHECKS, *reading.CHECKS)}
"""What is wrong with the language hides what rules would say, so ending it may bring that to light."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that was done, with what it ended; the place is the one before all fixes of its round."""

    diagnostic: Diagnostic
    fix: Fix


@dataclass(frozen=True, slots=True)
class Refused:
    """A finding that has a fix which was not done, and why."""

    diagnostic: Diagnostic
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The texts after all fixes, what they compile to, and what was and was not done."""

    texts: Texts
    compiled: Compiled
    applied: tuple[Applied, ...]
    refused: tuple[Refused, ...]


def fixed(texts: Texts, file: str, *, unsafe: bool = False, today: date | None = None) -> Fixed:
    """The texts of the declaration in `file` with every safe fix done, and with `unsafe` those that change its meaning."""
    state = _State(dict(texts), compile_texts(texts, file, today), unsafe, today)
    for _ in range(MOST_ROUNDS):
        wanted = [item for item in state.compiled.diagnostics if usable(item.finding, unsafe=unsafe)]
        wanted = [item for item in wanted if _key(item.finding) not in state.refused]
        if not wanted:
            break
        if not state.do_together(wanted):
            state.do_one(wanted)
    left = {_key(item.finding) for item in state.compiled.diagnostics}
    refused = tuple(item for key, item in state.refused.items() if key in left)
    return Fixed(state.texts, state.compiled, tuple(state.applied), refused)


def usable(finding: Finding, *, unsafe: bool) -> list[Fix]:
    """The fixes of a finding that may be done."""
    return [fix for fix in finding.fixes if fix.safe or unsafe]


@dataclass(slots=True)
class _State:
    """The texts as far as they are fixed, and what they compile to."""

    texts: dict[str, str]
    compiled: Compiled
    unsafe: bool
    today: date | None
    applied: list[Applied] = field(default_factory=list)
    refused: dict[tuple[str, Path, str], Refused] = field(default_factory=dict)
    left: list[dict[str, str]] = field(default_factory=list)
    """The texts that fixes have changed. None leads back to one of them: another fix would undo it again, for ever."""

    def do_together(self, wanted: list[Diagnostic]) -> bool:
        """All fixes that do not touch each other at once; False where that cannot be done, or makes something worse."""
        group = list(_apart(wanted, unsafe=self.unsafe))
        if len(group) < 2:
            return False
        try:
            after, result = self._tried(Fix(tuple(edit for item in group for edit in item.fix.edits)))
        except EditRefusedError:
            return False
        if not self._leads_on(after, result, [item.diagnostic.finding for item in group]):
            return False
        self.applied += group
        self._go_on(after, result)
        return True

    def do_one(self, wanted: list[Diagnostic]) -> None:
        """The first fix that works alone; those before it are refused."""
        for item in wanted:
            for fix in usable(item.finding, unsafe=self.unsafe):
                try:
                    after, result = self._tried(fix)
                except EditRefusedError as error:
                    self.refused.setdefault(_key(item.finding), Refused(item, error.message, error.hint))
                    continue
                if self._leads_on(after, result, [item.finding]):
                    self.refused.pop(_key(item.finding), None)
                    self.applied.append(Applied(item, fix))
                    self._go_on(after, result)
                    return
                reason = "its fix was taken back, since it would not end this, or would break something else"
                self.refused[_key(item.finding)] = Refused(item, reason, item.finding.hint)

    def _leads_on(self, after: dict[str, str], result: Compiled, findings: Iterable[Finding]) -> bool:
        return after not in self.left and all(ends(self.compiled, result, finding) for finding in findings)

    def _go_on(self, after: dict[str, str], result: Compiled) -> None:
        self.left.append(self.texts)
        self.texts, self.compiled = after, result

    def _tried(self, fix: Fix) -> tuple[dict[str, str], Compiled]:
        document = self.compiled.document
        if document is None:
            raise ValueError("what cannot be read has no fixes")
        after = done(self.texts, fix, document)
        return after, compile_texts(after, self.compiled.file, self.today)


def _apart(wanted: Iterable[Diagnostic], *, unsafe: bool) -> Iterator[Applied]:
    """The first fix of each finding, of those that are not near to an earlier one: its edits would move their places."""
    taken: list[Path] = []
    for item in wanted:
        fix = usable(item.finding, unsafe=unsafe)[0]
        paths = [_reach(edit.path) for edit in fix.edits]
        paths += [(*edit.path[:-1], edit.key) for edit in fix.edits if isinstance(edit, Rename)]
        if not any(_near(path, other) for path in paths for other in taken):
            taken += paths
            yield Applied(item, fix)


def _reach(path: Path) -> Path:
    """The path up to its first list: within one, what is taken out moves the rest."""
    position = next((position for position, part in enumerate(path) if isinstance(part, int)), len(path))
    return path[:position]


def _near(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def ends(before: Compiled, after: Compiled, finding: Finding) -> bool:
    """Whether the finding is gone and no error has come for it. What the schema refuses hides what comes to light then."""
    new = _errors(after) - _errors(before)
    if finding.rule in _LANGUAGE:
        gone = all(_key(item.finding) != _key(finding) for item in after.diagnostics)
        return gone and _refusals(after) <= _refusals(before)
    return not new and _count(after)[finding.rule] < _count(before)[finding.rule]


def _refusals(compiled: Compiled) -> int:
    return sum(item.finding.rule in _LANGUAGE for item in compiled.diagnostics)


def _count(compiled: Compiled) -> Counter[str]:
    return Counter(item.finding.rule for item in compiled.diagnostics)


def _errors(compiled: Compiled) -> Counter[str]:
    return Counter(item.finding.rule for item in compiled.diagnostics if item.finding.severity is Severity.ERROR)


def _key(finding: Finding) -> tuple[str, Path, str]:
    return finding.rule, finding.path, finding.message
