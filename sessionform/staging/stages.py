"""The whole of it: from two declarations to steps, each with its texts, its review against the one before, and what to wait for."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sessionform.compile import Compiled
from sessionform.diagnostics import Severity
from sessionform.edits import Edit, Fix, Remove, Set
from sessionform.errors import DeclarationError
from sessionform.fixing.edit import done
from sessionform.fixing.texts import Texts, compile_texts
from sessionform.review.model import Change, Review
from sessionform.setting_path import setting_path, value_at
from sessionform.source.document import Document
from sessionform.staging.between import Running
from sessionform.staging.held import ABSENT, Held, document_with
from sessionform.staging.judge import ReviewOf
from sessionform.staging.search import sequence
from sessionform.staging.waits import Wait, waits_after


@dataclass(frozen=True, slots=True)
class Step:
    """One deploy: the texts of the declaration and of what it includes, by their names, and the review of it.

    `waits` are what has to have come before the next step.
    """

    number: int
    texts: Texts
    compiled: Compiled
    review: Review
    waits: tuple[Wait, ...]

    @property
    def environments(self) -> tuple[str, ...]:
        """Those in which something changes, in the order of the file."""
        changed = {change.environment for change in self.review.changes}
        return tuple(name for name in self.compiled.valid().environments if name in changed)


@dataclass(frozen=True, slots=True)
class Stages:
    """The steps from the base to the head, the last of which is the head; none where nothing changes.

    `stuck` are the changes that cannot be staged, however many deploys there are. Then there are no steps. `folder` is where
    the texts of the steps have been written, empty where they have not.
    """

    file: str
    base: str
    steps: tuple[Step, ...]
    stuck: tuple[Change, ...] = ()
    folder: str = ""

    def place(self, step: Step, name: str) -> str:
        """Where the text of a file is written for a step: beside its declaration there as it is here."""
        return Path(self.folder, str(step.number), os.path.relpath(name, Path(self.file).parent)).as_posix()


def stages(
    before: Compiled, head: Compiled, texts: Texts, review_of: ReviewOf, running: Running, *, base: str = ""
) -> Stages:
    """The deploys from `before` to `head`, of which `texts` are the texts.

    Raises EditRefusedError where a text cannot be edited so.
    """
    title = base or before.file
    found = sequence(before, head, review_of, running)
    if found.stuck:
        return Stages(head.file, title, (), found.stuck)
    earlier, steps = before, []
    for number, held in enumerate(found.steps, start=1):
        written = held_texts(texts, head.document, held) if held and head.document is not None else texts
        compiled = compile_texts(written, head.file) if held else head
        if compiled.failed:
            raise DeclarationError(_not_written(compiled, number))
        review = review_of(earlier, compiled)
        steps.append(
            Step(number, written, compiled, replace(review, base=title if number == 1 else f"step {number - 1}"), ())
        )
        earlier = compiled
    if len(steps) == 1 and not steps[0].review.changes:
        return Stages(head.file, title, ())
    reviews = [step.review for step in steps]
    waiting = (replace(step, waits=tuple(waits_after(at, reviews, step.compiled))) for at, step in enumerate(steps))
    return Stages(head.file, title, tuple(waiting))


def _not_written(compiled: Compiled, number: int) -> str:
    first = next(item for item in compiled.diagnostics if item.finding.severity is Severity.ERROR)
    return f"step {number} fails the check: {first.finding.message}"


def held_texts(texts: Texts, document: Document, held: Held) -> Texts:
    """The head's texts with these settings held: what is not held keeps its bytes."""
    value = document_with(document.value, held)
    edits: dict[tuple[Any, ...], Edit] = {}
    for path in held:
        place = setting_path(path).table_path or path
        to = value_at(value, place, ABSENT)
        if to != value_at(document.value, place, ABSENT):
            edits[place] = Remove(place) if to is ABSENT else Set(place, to)
    return done(texts, Fix(tuple(edits.values())), document)
