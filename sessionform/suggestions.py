"""Which known name somebody may have meant. Knows nothing of YAML, files or rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

_NEAR = 0.6
_FAR = 0.2
"""So much less alike than the most alike is not meant."""

_CERTAIN = 0.8
_MOST = 3
_PART = 4
"""A word of so many characters is near a name that contains it."""

_LONGEST = 100
"""Of a longer word only so many characters are compared: the time goes with their number."""


_COMPARISONS = 10_000
"""So many names are compared for one declaration: enough for a typo in every third of a thousand tables. Each takes some
20 microseconds, and more where it is much alike."""


@dataclass(slots=True)
class _Budget:
    """What is left, and the words that were looked for already: to ask again costs nothing."""

    left: int = _COMPARISONS
    asked: set[tuple[str, int]] = field(default_factory=set)


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def bounded_suggestions() -> Iterator[None]:
    """A block in which only so much is looked for: somebody who knows no name at all has nothing of suggestions."""
    token = _budget.set(_Budget())
    try:
        yield
    finally:
        _budget.reset(token)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known names that resemble or contain `word`, the most alike first; a difference in case alone is none."""
    names, budget = tuple(known), _budget.get()
    if budget is not None and (word, hash(names)) not in budget.asked:
        budget.left -= len(names)
        if budget.left < 0:
            return []
        budget.asked.add((word, hash(names)))
    return list(_nearest(word, names))


@lru_cache(maxsize=1024)  # a typo seldom comes alone
def _nearest(word: str, known: tuple[str, ...]) -> tuple[str, ...]:
    folded = fold(word)[:_LONGEST]
    scored = sorted((-_likeness(folded, fold(name)[:_LONGEST]), name) for name in known)
    least = max(-scored[0][0] - _FAR, _NEAR) if scored else _NEAR
    return tuple(name for score, name in scored if -score >= least)


def certain(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` can only be a misspelling of: much like it, and like no other."""
    near = nearest(word, known)
    if len(near) != 1:
        return None
    one, other = fold(word), fold(near[0])
    return near[0] if _likeness(one, other) >= _CERTAIN or _one_slip(one, other) else None


def _one_slip(one: str, other: str) -> bool:
    """Whether one key was missed, hit too much, or hit for another, or two in the wrong order."""
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    one, other = one[start:], other[start:]
    return one[1:] in (other, other[1:]) or other[1:] == one or (one[:2] == other[:2][::-1] and one[2:] == other[2:])


def suggest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint: the nearest names as a question. Where none is near it is `otherwise`, or the first names in their order, if
    they have one.
    """
    names = sorted(known) if isinstance(known, set | frozenset) else list(known)
    near = nearest(word, names)
    if near:
        return f"did you mean {_listed(near[:_MOST], 'or')}?" + _more(len(near) - _MOST)
    if otherwise or not names:
        return otherwise or "there are none"
    few = names[:8]
    return f"there is {_listed(few, 'and')}" + _more(len(names) - len(few))


def fold(word: str) -> str:
    """The word without what people spell differently: case, and what joins its parts."""
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")


def _likeness(word: str, name: str) -> float:
    if len(word) >= _PART and word in name:
        return max(SequenceMatcher(None, word, name).ratio(), _NEAR)
    matcher = SequenceMatcher(None, word, name)
    # what these two say is never less than the ratio itself, which takes far longer
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0
    return matcher.ratio()


def _listed(names: list[str], joint: str) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def _more(count: int) -> str:
    return f" (and {count} more)" if count > 0 else ""
