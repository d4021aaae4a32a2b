"""What the picture of a changed table shows: the table, its indexes and replicas, each with its mark. No drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sessionform.diagnostics import Path
from sessionform.model import Table
from sessionform.report.review.picture_facts import PICTURED, Fact, index_facts, replica_facts, table_facts
from sessionform.review.model import Change, TableVerdict
from sessionform.review.outcome import Outcome, Terraform

Sign = Literal["", "+", "−", "~", "↻", "→", "!"]
"""Added, removed, changed, rebuilt, moved, and what a mark does not tell. Words are beside it, colours only help."""

MOST_CARDS = 40
"""A picture shows no more indexes and replicas: those that change come first, the rest is counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact. `sign` is empty where it is the same on both sides."""

    sign: Sign
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What becomes of a card, as a sign and a word."""

    sign: Sign
    word: str


@dataclass(frozen=True, slots=True)
class Card:
    """The table, an index or a replica. Where the whole of it comes or goes, its lines have no signs of their own."""

    title: str
    mark: Mark | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The table's own card, and titled groups of cards that belong to it. `hidden` counts those left out."""

    table: Card
    groups: tuple[tuple[str, tuple[Card, ...]], ...]
    hidden: int = 0


def picture(verdict: TableVerdict, changes: Sequence[Change]) -> Picture:
    """The picture of one table in one environment; `changes` are those of that table there."""
    old, new = verdict.before, verdict.after
    about = [(change.setting.setting, change.outcome) for change in changes]
    alone = old is None or new is None
    groups = []
    for title, setting, parts in _GROUPS:
        sides = _facts(old, parts), _facts(new, parts)
        names = list(dict.fromkeys([*sides[1], *sides[0]]))
        cards = [_card(name, sides, [] if alone else _below(about, setting, name), alone) for name in names]
        if cards:
            groups.append((title, tuple(cards)))
    table = _table(verdict, about)
    unmarked = all(card.mark is None for card in (table, *(card for _, cards in groups for card in cards)))
    if unmarked and old is not None and new is not None:  # what differs is left out of every fact, as a cooldown is
        named = [Line("~", "settings", name) for name in _others(old, new, about)]
        table = replace(table, mark=Mark("~", "changed"), lines=(*table.lines, *named))
    return _bounded(Picture(table, tuple(groups)))


Parts = Callable[[Table], Iterable[tuple[str, Iterator[Fact]]]]
About = Sequence[tuple[Path, Outcome]]
Facts = tuple[Fact, ...]

_GROUPS: tuple[tuple[str, str, Parts], ...] = (
    (
        "global indexes",
        "global_secondary_indexes",
        lambda table: ((index.name, index_facts(table, index)) for index in table.global_secondary_indexes),
    ),
    (
        "local indexes",
        "local_secondary_indexes",
        lambda table: ((index.name, index_facts(table, index)) for index in table.local_secondary_indexes),
    ),
    ("replicas", "replicas", lambda table: ((replica.region, replica_facts(replica)) for replica in table.replicas)),
)


def _below(about: About, *setting: str) -> About:
    """What is about a setting or something in it, spoken of from there."""
    depth = len(setting)
    return [(path[depth:], outcome) for path, outcome in about if path[:depth] == setting]


def _facts(table: Table | None, parts: Parts) -> dict[str, Facts]:
    return {} if table is None else {name: tuple(facts) for name, facts in parts(table)}


def _card(name: str, sides: tuple[dict[str, Facts], dict[str, Facts]], about: About, alone: bool) -> Card:
    before, after = (side.get(name) for side in sides)
    if before is None or after is None:
        lines = _plain(after or before or ())
        mark = Mark("−", "removed") if after is None else Mark("+", "added")
        return Card(name, None if alone else mark, (*lines, *_truths(about)))
    if before == after and not about:
        return Card(name, None, tuple(_compared(before, after)))
    rebuilt = any(outcome is Outcome.INDEX_REBUILD for _, outcome in about)
    mark = Mark("↻", "rebuilt") if rebuilt else Mark("~", "changed")
    whole = [item for item in about if not item[0]]
    return Card(name, mark, (*_compared(before, after, about), *_truths(whole)))


def _plain(facts: Iterable[Fact]) -> Iterator[Line]:
    return (Line("", fact.label, fact.value) for fact in facts if not fact.usual)


def _compared(before: Iterable[Fact], after: Iterable[Fact], about: About = ()) -> Iterator[Line]:
    """The facts of both sides in one list: those that differ stand below each other, and then what is true of it."""
    old, new = ({fact.settings: fact for fact in side} for side in (before, after))
    for settings in _in_order(list(old), list(new)):
        was, now = old.get(settings), new.get(settings)
        if was == now and now is not None:
            yield from _plain([now])
            continue
        if was is not None:
            yield Line("−", was.label, was.value)
        if now is not None:
            yield Line("+", now.label, now.value)
        yield from _truths([item for item in about if item[0] and item[0][0] in settings])


def _in_order(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Everything in either, in the order of `new`; what only `old` has comes after what was before it there."""
    merged = list(new)
    place = 0
    for key in old:
        if key not in merged:
            merged.insert(place, key)
        place = merged.index(key) + 1
    return merged


def _truths(about: About) -> Iterator[Line]:
    contradicting = [outcome for _, outcome in about if outcome.contradiction]
    if contradicting:
        yield Line("!", "", max(contradicting, key=lambda outcome: outcome.rank).contradiction)


def _table(verdict: TableVerdict, about: About) -> Card:
    old, new = verdict.before, verdict.after
    table = new or old
    if table is None:
        return Card(verdict.table, None, ())
    if old is None or new is None:
        lines = list(_plain(table_facts(table)))
    else:
        names = _names(old, new)
        others = [Line("~", "settings", name) for name in _others(old, new, about) if name not in PICTURED]
        lines = [*names, *_compared(table_facts(old), table_facts(new), about), *others]
    mark = _mark(verdict)
    if mark is None and any(line.sign for line in lines):
        mark = Mark("~", "changed")
    ends = list(_outcome_lines(verdict))
    return Card(table.key, mark, (*(line for line in lines if line not in ends), *ends))


def _names(old: Table, new: Table) -> Iterator[Line]:
    for label, before, after in (("called", old.key, new.key), ("in AWS", old.name, new.name)):
        if before != after:
            yield Line("−", label, before)
            yield Line("+", label, after)


def _others(old: Table, new: Table, about: About) -> list[str]:
    """The settings that differ, those of the environment included."""
    own = [name for name in {**old.settings, **new.settings} if old.settings.get(name) != new.settings.get(name)]
    return sorted({*own, *(str(path[0]) for path, _ in about if path)})


def _mark(verdict: TableVerdict) -> Mark | None:
    """What becomes of the table as a whole; None where only something in it changes."""
    if verdict.before is None:
        return Mark("+", "taken over" if verdict.terraform is Terraform.NO_OP else "new")
    if verdict.after is None:
        return Mark("−", "deleted" if verdict.terraform is Terraform.DELETE else "no longer managed")
    if verdict.terraform in (Terraform.REPLACE, Terraform.CREATE):
        return Mark("!", "replaced" if verdict.terraform is Terraform.REPLACE else "rebuilt")
    return Mark("→", "moved") if verdict.terraform is Terraform.MOVE else None


def _outcome_lines(verdict: TableVerdict) -> Iterator[Line]:
    """What the mark of a whole table does not tell."""
    if verdict.terraform not in (Terraform.REPLACE, Terraform.CREATE, Terraform.DELETE):
        return
    if verdict.outcome is Outcome.DATA_LOSS:
        yield Line("!", "", "every session in it is lost" if verdict.after is None else "the new one is empty")
    elif verdict.outcome.contradiction:
        yield Line("!", "", verdict.outcome.contradiction)


def _bounded(whole: Picture) -> Picture:
    """The picture with no more than `MOST_CARDS` cards."""
    total = sum(len(cards) for _, cards in whole.groups)
    if total <= MOST_CARDS:
        return whole
    ranked = [
        (card.mark is None, number) for number, card in enumerate(card for _, cards in whole.groups for card in cards)
    ]
    kept = {number for _, number in sorted(ranked)[:MOST_CARDS]}
    groups, number = [], 0
    for title, cards in whole.groups:
        left = tuple(card for position, card in enumerate(cards, start=number) if position in kept)
        number += len(cards)
        if left:
            groups.append((title, left))
    return replace(whole, groups=tuple(groups), hidden=total - MOST_CARDS)
