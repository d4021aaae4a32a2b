"""Runs access patterns through boto3 and holds what happens against what was promised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sessionform.facts.call_errors import code_of
from sessionform.patterns.sizes import projected
from sessionform.patterns.verdict import Served
from sessionform.prove.calls import Question
from sessionform.prove.result import PatternProof, Status
from sessionform.prove.sessions import Item
from sessionform.prove.trial import BrokenPromiseError, NotShownError, Outcome, Trial
from sessionform.prove.trouble import NO_ANSWER

READ_SAMPLES, WRITE_SAMPLES = 10, 4
"""How many sessions each pattern is tried with; where sessions expire, half of them have."""


@dataclass(slots=True)
class PatternRunner:
    """Tries the patterns of one table on a copy of it."""

    trial: Trial
    _groups: dict[tuple[str, ...], dict[str, list[Item]]] = field(default_factory=dict)

    def run(self, served: Served) -> PatternProof:
        """Try one pattern. A write leaves the table as it was."""
        writes = served.operation not in ("GetItem", "Query")
        outcomes: list[Outcome] = []
        status, problem = Status.KEPT, ""
        is_expired = self.trial.sessions.is_expired
        try:
            for about in self._samples(WRITE_SAMPLES if writes else READ_SAMPLES):
                outcomes.append(self.trial.of(Question(served, about, *self._surroundings(served, about))))
                _compare_units(outcomes[-1])
        except BrokenPromiseError as error:
            status, problem = Status.BROKEN, str(error)
        except NotShownError as error:
            status, problem = Status.NOT_SHOWN, str(error)
        except self.trial.client.exceptions.ClientError as error:
            if code_of(error) in NO_ANSWER:
                raise
            status, problem = Status.BROKEN, f"DynamoDB refused it: {error.response['Error']['Message']}"
        calls = len(outcomes)
        return PatternProof(
            name=served.pattern.name,
            operation=served.operation,
            target=served.target,
            calls=calls,
            items=sum(len(outcome.items) for outcome in outcomes),
            expired=0 if writes else sum(is_expired(item) for each in outcomes for item in each.items),
            estimated=sum(outcome.estimated for outcome in outcomes) / calls if calls else None,
            consumed=sum(outcome.consumed for outcome in outcomes) / calls if calls else None,
            units="reported" if self.trial.meter.reports(served) else "counted",
            status=status,
            problem=problem,
        )

    def _samples(self, count: int) -> list[Item]:
        expired = [item for item in self.trial.items if self.trial.sessions.is_expired(item)]
        good = [item for item in self.trial.items if not self.trial.sessions.is_expired(item)]
        some = _spread(expired, count // 2)
        return [*_spread(good, count - len(some)), *some]

    def _surroundings(self, served: Served, about: Item) -> tuple[list[Item], tuple[str, ...] | None]:
        given = served.pattern.keys
        if given not in self._groups:
            groups = self._groups[given] = defaultdict(list)
            for item in self.trial.items:
                groups[repr([item[name] for name in given])].append(item)
        held = None if served.index is None else projected(self.trial.sessions.table, served.index)
        return self._groups[given][repr([about[name] for name in given])], held


def _compare_units(outcome: Outcome) -> None:
    if outcome.estimated != outcome.consumed:
        raise BrokenPromiseError(f"it took {outcome.consumed:g} units, the estimate is {outcome.estimated:g}")


def _spread(items: list[Item], count: int) -> list[Item]:
    """So many items from the whole of the list, or all of them."""
    return [items[position * len(items) // count] for position in range(count)] if len(items) > count else items
