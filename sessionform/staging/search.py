"""The search for the declarations in between: as much as possible in each deploy, and none that the review stops.

A step releases held settings one by one, one of each table at a time, and keeps what the verdict is good for. Where
nothing moves a table on, the prediction says what a setting can be in between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sessionform.compile import Compiled, compile_document, no_collection
from sessionform.diagnostics import Path, Severity
from sessionform.review.effects.meeting.cut import deploy_order
from sessionform.review.model import Change
from sessionform.setting_path import setting_path
from sessionform.source.document import Document
from sessionform.staging.between import Running, Sides
from sessionform.staging.held import Held, can_be_held, differing, document_with, released, table_of_setting
from sessionform.staging.judge import ReviewOf, Verdict, verdict

MOST_STEPS = 50
"""More deploys than these nobody makes for one change."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """What is held in each step, nothing in the last. `stuck` are the changes that no further step can have."""

    steps: tuple[Held, ...]
    stuck: tuple[Change, ...] = ()


def sequence(before: Compiled, head: Compiled, review_of: ReviewOf, running: Running) -> Sequence:
    """The deploys from `before` to `head`, both of which are understood."""
    if before.document is None or before.declaration is None or head.document is None:
        raise ValueError("what cannot be read cannot be staged")
    search = _Search(head.document, before, review_of, running)
    sides = Sides(before.declaration, head.valid(), running)
    held: Held = {
        path: value
        for path, value in differing(before.document.value, head.document.value).items()
        if can_be_held(path, sides.protected())
    }
    steps: list[Held] = []
    with no_collection():
        impossible = tuple(item for item in search.verdict({}, strictly=False).changes if not sides.explains(item))
        if impossible:
            return Sequence((), impossible)
        while len(steps) < MOST_STEPS:
            following = search.next(held, strictly=True)
            if following is None:
                following = search.next(held, strictly=False)
            if following is None:
                return Sequence(tuple(steps), search.verdict({}, strictly=False).changes)
            steps.append(following)
            if not following:
                return Sequence(tuple(steps))
            held = following
            search.go(held)
    return Sequence(tuple(steps), search.verdict({}, strictly=False).changes)


@dataclass(slots=True)
class _Search:
    document: Document
    before: Compiled
    review_of: ReviewOf
    running: Running
    tried: set[Path] = field(default_factory=set)
    known: dict[tuple[bool, str], Verdict] = field(default_factory=dict)

    def go(self, held: Held) -> None:
        """The step is done: what comes next is compared with it."""
        self.before = self._compiled(held)
        self.known = {}

    def next(self, held: Held, *, strictly: bool) -> Held | None:
        """What is still held after one more deploy, as little as possible; None where there is no such deploy."""
        everything = self.verdict({}, strictly=strictly)
        if everything.good:
            return {}
        candidate = self._without_the_blamed(held, everything, strictly=strictly)
        candidate = self._released(candidate, strictly=strictly)
        candidate = self._in_between(candidate, strictly=strictly)
        return candidate if candidate != held else None

    def verdict(self, held: Held, *, strictly: bool) -> Verdict:
        key = strictly, repr(sorted(held.items(), key=lambda item: tuple(map(str, item[0]))))
        if key not in self.known:
            self.known[key] = verdict(self.before, self._compiled(held), self.review_of, strictly=strictly)
        return self.known[key]

    def _compiled(self, held: Held) -> Compiled:
        document = replace(self.document, value=document_with(self.document.value, held))
        return compile_document(document, least=Severity.ERROR)

    def _without_the_blamed(self, held: Held, found: Verdict, *, strictly: bool) -> Held:
        """Everything is released but what belongs to the tables that something is wrong with, and what tables share."""
        blamed: set[str] = {""}
        while not found.good and not found.blamed <= blamed:
            blamed |= found.blamed
            kept = {path: value for path, value in held.items() if table_of_setting(path) in blamed}
            found = self.verdict(kept, strictly=strictly)
        if found.good:
            return {path: value for path, value in held.items() if table_of_setting(path) in blamed}
        return held

    def _released(self, held: Held, *, strictly: bool) -> Held:
        """As many settings as can go out together, each tried after the others.

        Replicas wait for what goes out only together: AWS is sure to copy a table that is autoscaled, and not to have one that
        is copied switch to provisioned capacity.
        """
        for copied in (False, True):
            going = True
            while going:
                before = held
                held = self._released_singly(held, copied=copied, strictly=strictly)
                if held == before:
                    held = self._coupled(held, strictly=strictly)
                going = held != before
        return held

    def _released_singly(self, held: Held, *, copied: bool, strictly: bool) -> Held:
        """One of each table at a time; `copied` says whether replicas too."""
        queues: dict[str, list[Path]] = {}
        for path in sorted(held, key=lambda path: (path in self.tried, deploy_order(setting_path(path).setting))):
            if copied or setting_path(path).setting[:1] != ("replicas",):
                queues.setdefault(table_of_setting(path), []).append(path)
        while any(queues.values()):
            picked = [queue.pop(0) for queue in queues.values() if queue]
            held = self._kept(held, picked, strictly=strictly)
        return held

    def _kept(self, held: Held, picked: list[Path], *, strictly: bool) -> Held:
        """Without those that were picked, one of a table, as far as that is good."""
        found = self.verdict(released(held, picked), strictly=strictly)
        if found.good:
            return released(held, picked)
        fine = [path for path in picked if table_of_setting(path) and table_of_setting(path) not in found.blamed]
        if fine and self.verdict(released(held, fine), strictly=strictly).good:
            return released(held, fine)
        if not fine and all(map(table_of_setting, picked)):
            return held  # each is blamed in its own table, and would be by itself
        for path in picked if len(picked) > 1 else ():
            if self.verdict(released(held, [path]), strictly=strictly).good:
                held = released(held, [path])
        return held

    def _coupled(self, held: Held, *, strictly: bool) -> Held:
        """Settings of which one alone does not pass the check, as a billing mode and its capacity, go together."""
        for name in dict.fromkeys(map(table_of_setting, held)):
            paths = [path for path in held if table_of_setting(path) == name]
            apart = [path for path in paths if self.verdict(released(held, [path]), strictly=strictly).unwritten]
            for more in ([], *([path] for path in paths if path not in apart)):
                if apart and self.verdict(released(held, [*apart, *more]), strictly=strictly).good:
                    held = released(held, [*apart, *more])
                    break
        return held

    def _in_between(self, held: Held, *, strictly: bool) -> Held:
        """Some of what is left gets a value that neither side has, each only once: of all tables, or else table by table."""
        names = list(dict.fromkeys([*map(table_of_setting, held), *sorted(self.verdict({}, strictly=False).blamed)]))
        for some in (names, *([name] for name in names)):
            between = self._set_between(held, some, strictly=strictly)
            if between is not None and some is names:
                return between
            held = held if between is None else between
        return held

    def _set_between(self, held: Held, names: Collection[str], *, strictly: bool) -> Held | None:
        """The same for some tables at once; None where that is not good, or changes nothing."""
        all_gone = released(held, [path for path in held if table_of_setting(path) in names])
        found = self._settings(all_gone, self.verdict(all_gone, strictly=False).changes)
        for rest in (held, all_gone) if found else ():
            between = {**rest, **found}
            moves = document_with(self.document.value, between) != document_with(self.document.value, held)
            if moves and self.verdict(between, strictly=strictly).good:
                self.tried |= found.keys()
                return between
        return None

    def _settings(self, held: Held, refused: Iterable[Change]) -> Mapping[Path, Any]:
        before, after = self.before.declaration, self._compiled(held).declaration
        if before is None or after is None:
            return {}
        found = Sides(before, after, self.running).settings(refused)
        return {path: value for path, value in found.items() if path not in self.tried}
