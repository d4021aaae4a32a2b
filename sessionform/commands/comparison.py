"""What a declaration is compared with, read and compiled: once for a review, and again for the steps between the two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.compile import Compiled, compile_bytes
from sessionform.diagnostics import Severity
from sessionform.files import DECLARATION
from sessionform.lock_files import lock_name, locked_version, read_lock

if TYPE_CHECKING:
    from sessionform.facts.version_constraints import Version
    from sessionform.model import Declaration
    from sessionform.review.base.read import Base
    from sessionform.review.model import Review


@dataclass(frozen=True, slots=True)
class Comparison:
    """A base, compiled where there is one, and the AWS providers that the lock files of either side name."""

    base: Base
    before: Compiled | None
    locks: Mapping[str, Version]
    earlier_locks: Mapping[str, Version]
    taken_over: Sequence[tuple[str, str]]
    """What environments take that another declaration of the base has, and what is to be said of it."""

    @classmethod
    def of(cls, compiled: Compiled, revision: str, passed_over: Sequence[str] = ()) -> Comparison:
        """The declaration that is compiled, and valid, against a git revision or a file.

        `passed_over` are the nearer places where none was found; see `commands.find`.
        """
        from sessionform.review.base.read import read_base

        head = compiled.valid()
        file = DECLARATION if compiled.file == "<stdin>" else compiled.file
        included = tuple(compiled.document.included) if compiled.document is not None else ()
        base = read_base(revision, file, head, included, passed_over)
        # What is only unwise in the base is not reported
        least = Severity.ERROR
        before = None if base.data is None else compile_bytes(base.data, base.file, files=base.files, least=least)
        earlier = None if before is None else before.declaration
        locks = _locks(head, _lock_beside(head))
        earlier_locks = _locks(earlier, lambda name: base.beside(lock_name(name)))
        taken_over = [] if earlier is None else base.taken_over(head, earlier)
        return cls(base, before, locks, earlier_locks, taken_over)

    @property
    def earlier(self) -> Declaration | None:
        """The base's declaration; None where there is none, or nothing in it is understood."""
        return None if self.before is None else self.before.declaration

    def review(self, compiled: Compiled, environments: Collection[str] = (), *, new: bool = False) -> Review:
        """The review of the declaration against the base."""
        from sessionform.review.review import review

        gaps = [text for name, text in self.taken_over if not environments or name in environments]
        return review(
            self.before,
            compiled,
            date.today(),
            base=self.base.title,
            gaps=(self.base.gap, *gaps) if self.base.gap else gaps,
            statements=(self.base.statement,) if self.base.statement else (),
            commits=self.base.commits,
            new=new,
            environments=environments,
            locks=self.locks,
            earlier_locks=self.earlier_locks,
        )


def _locks(declaration: Declaration | None, text_of: Callable[[str], str | None]) -> dict[str, Version]:
    """The AWS providers that the lock files of the environments name."""
    found = {}
    for name, environment in {}.items() if declaration is None else declaration.environments.items():
        text = text_of(name) if environment.lock else None
        version = locked_version(text) if text is not None else None
        if version is not None:
            found[name] = version
    return found


def _lock_beside(head: Declaration) -> Callable[[str], str | None]:
    """Reads the lock files of the declaration that is reviewed."""
    if head.file == "<stdin>":
        return lambda _: None
    return partial(read_lock, Path(head.file).absolute().parent)
