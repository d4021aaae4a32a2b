"""One judgement where several versions of the provider may run: where they differ, both are said, and the worse counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sessionform.facts.confidence import weakest
from sessionform.facts.provider import NEWEST_READ, admitted
from sessionform.facts.version_constraints import Version, version_text
from sessionform.model import GlobalIndex, OnDemand, Table
from sessionform.review.effects.effect import Effect
from sessionform.review.judge.judgement import judged
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.model import Prediction
from sessionform.review.predict.predict import predict

_Key = tuple[Any, ...]


class Predictions:
    """What the providers that may run do to the tables of one environment. What is alike is predicted once.

    Neither the name nor the key of a table makes a difference, only whether they change: a prediction holds none of them.
    """

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._known: dict[tuple[str, str, bool, bool], list[Prediction]] = {}

    def of(self, pair: Pair) -> list[Prediction]:
        before, after = pair.tables
        like = repr(before.settings), repr(after.settings), before.name == after.name, before.key == after.key
        found = self._known.get(like)
        if found is None:
            found = self._known[like] = predicted(pair, self._versions)
        return found


def predicted(pair: Pair, versions: Sequence[Version]) -> list[Prediction]:
    """What each provider that may run does: one prediction where they do the same, the first version's first."""
    sides = [(side.table, side.environment) for side in (pair.before, pair.after)]
    first = predict(sides[0], sides[1], versions[0])
    if len(versions) == 1 or not _depends_on_the_version(pair, first):
        return [first]
    found = [first]
    for version in versions[1:]:
        prediction = predict(sides[0], sides[1], version)
        if replace(prediction, version=found[-1].version) != found[-1]:
            found.append(prediction)
    return found


def planned_otherwise(pairs: Iterable[Pair], running: str, admits: str) -> list[str]:
    """The tables for which the provider that runs plans otherwise than the newest that a constraint admits."""
    both = admitted(running)[0], admitted(admits)[-1]
    changed = (pair for pair in pairs if pair.before.table.settings != pair.after.table.settings)
    return [pair.key for pair in changed if len(predicted(pair, both)) > 1]


def _depends_on_the_version(pair: Pair, prediction: Prediction) -> bool:
    """Whether something changes that versions treat differently: warm throughput, caps of indexes, a key's type, the last index."""
    types = any(
        item.setting[0] == "global_secondary_indexes" and item.setting[-1] == "type" for item in prediction.differences
    )
    before, after = pair.tables
    holders: list[Table | GlobalIndex] = [
        before,
        after,
        *before.global_secondary_indexes,
        *after.global_secondary_indexes,
    ]
    warm = any(holder.warm_throughput is not None for holder in holders)
    billings = [index.billing for index in after.global_secondary_indexes]
    capped = any(isinstance(item, OnDemand) and (item.max_throughput or item.cleared) for item in billings)
    return types or warm or capped or bool(before.global_secondary_indexes and not after.global_secondary_indexes)


def judged_by_version(pair: Pair, predictions: Sequence[Prediction], effects: list[Effect]) -> list[Effect]:
    """The effects as `judged` has them, by the first version; what later ones do otherwise is said with them."""
    results = [judged(pair, prediction, effects) for prediction in predictions]
    if len(results) == 1:
        return results[0]
    by_key = [{_key(effect): effect for effect in result} for result in results]
    ranges = _ranges([prediction.version for prediction in predictions])
    merged = [_merged(key, effect, by_key, ranges) for key, effect in by_key[0].items()]
    for position, found in enumerate(by_key[1:], start=1):
        new = [key for key in found if not any(key in earlier for earlier in by_key[:position])]
        merged += [_merged(key, found[key], by_key, ranges) for key in new]
    return merged


def _key(effect: Effect) -> _Key:
    return effect.resource, effect.setting, repr(effect.before), repr(effect.after)


def _merged(key: _Key, first: Effect, by_key: Sequence[dict[_Key, Effect]], ranges: Sequence[str]) -> Effect:
    """The effect of the first version with what each of them does, and refused or a loss where it is so in any of them."""
    said = [(where, found.get(key)) for where, found in zip(ranges, by_key, strict=True)]
    there = [effect for _, effect in said if effect is not None]
    if len(there) == len(said) and len({(effect.terraform, effect.outcome) for effect in there}) == 1:
        return first
    words = " (AWS provider " + "; ".join(f"{where}: {_words(effect)}" for where, effect in said) + ")"
    worst = max((effect.outcome for effect in there), key=lambda outcome: outcome.rank)
    return replace(
        first,
        outcome=worst if worst.rank >= Outcome.NEEDS_SEVERAL_DEPLOYS.rank else first.outcome,
        severity=max(effect.severity for effect in there),
        hint=first.hint or next((effect.hint for effect in there if effect.hint), ""),
        confidence=weakest(*(effect.confidence for effect in there)),
        message=first.message if first.consequence else first.message + words,
        consequence=first.consequence + words if first.consequence else "",
    )


def _words(effect: Effect | None) -> str:
    return str(Terraform.NO_OP) if effect is None else f"{effect.terraform}, {effect.outcome}"


def _ranges(versions: Sequence[Version]) -> list[str]:
    """How people call the stretches that begin with these versions; nothing is read of what is newer than the newest."""
    names = [version_text(version) for version in versions]
    last = f"{names[-1]} and later, read up to {version_text(NEWEST_READ)}, not run"
    middle = [f"{since} to before {until}" for since, until in pairwise(names[1:])]
    return [f"before {names[1]}", *middle, last]
