"""Runs access patterns through boto3 and holds what happens against what was promised."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.model import AccessPattern
from sessionform.patterns.sizes import entry_bytes, projected, read_units, write_units, written_units
from sessionform.patterns.verdict import Served
from sessionform.prove.calls import Question, ordered
from sessionform.prove.recorder import Recorder
from sessionform.prove.result import PatternProof, Status
from sessionform.prove.sessions import Item, Sessions, item_bytes

SAMPLES = 10
"""How many sessions each pattern is tried with, spread over all of them."""

_SETTLING_SECONDS = 5.0
"""How long an eventually consistent answer may take to be right before it counts as wrong."""


class BrokenPromiseError(Exception):
    """The answer was not the promised one."""


@dataclass(slots=True)
class PatternRunner:
    """Tries the patterns of one table on its live copy. Without `reports_capacity` the target invents its units."""

    client: Any
    recorder: Recorder
    sessions: Sessions
    items: list[Item]
    table_name: str
    reports_capacity: bool

    def run(self, served: Served) -> PatternProof:
        """Try one pattern. A write leaves the table as it was."""
        pattern = served.pattern
        step = max(1, len(self.items) // SAMPLES)
        totals = _Totals()
        problem = ""
        try:
            for about in self.items[::step][:SAMPLES]:
                self._try(Question(served, about), totals)
        except BrokenPromiseError as error:
            problem = str(error)
        except self.client.exceptions.ClientError as error:
            problem = f"DynamoDB refused it: {error.response['Error']['Message']}"
        calls = max(1, totals.calls)
        return PatternProof(
            name=pattern.name,
            operation=served.operation,
            target=served.target,
            calls=totals.calls,
            items=totals.items,
            expired=totals.expired,
            estimated=totals.estimated / calls,
            consumed=totals.consumed / calls,
            status=Status.BROKEN if problem else Status.KEPT,
            problem=problem,
        )

    def _try(self, question: Question, totals: _Totals) -> None:
        run: dict[str, Callable[[Question], _Outcome]] = {
            "get": self._get,
            "query": self._query,
            "put": self._put,
            "update": self._update,
            "delete": self._delete,
        }
        self.recorder.start()
        outcome = run[question.pattern.operation](question)
        sent = outcome.operations
        if set(sent) != {question.served.operation}:
            raise BrokenPromiseError(f"promised {question.served.operation}, but {', '.join(sent)} was sent")
        totals.add(outcome, sum(self.sessions.is_expired(item) for item in outcome.items))
        if outcome.estimated != outcome.consumed:
            raise BrokenPromiseError(f"it took {outcome.consumed:g} units, the estimate is {outcome.estimated:g}")

    def _get(self, question: Question) -> _Outcome:
        consistent = question.pattern.consistent
        response = self._ask(
            lambda: self.client.get_item(
                TableName=self.table_name, Key=question.key(), ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL"
            ),
            lambda answer: answer.get("Item") == question.about,
        )
        found = [response["Item"]] if "Item" in response else []
        if found != [question.about]:
            raise BrokenPromiseError("the session did not come back as it was written")
        estimated = read_units(entry_bytes(self.sessions.table, None), consistent=consistent)
        consumed = self._units(response, read_units(item_bytes(question.about), consistent=consistent))
        return _Outcome(tuple(self.recorder.operations), found, estimated, consumed)

    def _query(self, question: Question) -> _Outcome:
        pattern, served, table = question.pattern, question.served, self.sessions.table
        expected = question.answer(self.items)
        response = self._ask(
            lambda: self._all_pages(question), lambda answer: self._same(question, answer["Items"], expected)
        )
        if not self._same(question, response["Items"], expected):
            raise BrokenPromiseError(f"{len(response['Items'])} items came back, {len(expected)} others were due")
        held = None if served.index is None else projected(table, served.index)
        read = sum(item_bytes(_only(item, held)) for item in expected)
        estimated = read_units(len(expected) * entry_bytes(table, served.index), consistent=pattern.consistent)
        own = read_units(read, consistent=pattern.consistent)
        return _Outcome(tuple(self.recorder.operations), expected, estimated, self._units(response, own))

    def _all_pages(self, question: Question) -> dict[str, Any]:
        """Every page of the answer, as one: a page ends at 1 MB, or at the pattern's limit, which ends the answer."""
        parameters = question.query(self.table_name)
        pages = [self.client.query(**parameters, ReturnConsumedCapacity="TOTAL")]
        while question.pattern.limit is None and "LastEvaluatedKey" in pages[-1]:
            parameters["ExclusiveStartKey"] = pages[-1]["LastEvaluatedKey"]
            pages.append(self.client.query(**parameters, ReturnConsumedCapacity="TOTAL"))
        units = sum(page.get("ConsumedCapacity", {}).get("CapacityUnits", 0) for page in pages)
        return {
            "Items": [item for page in pages for item in page["Items"]],
            "ConsumedCapacity": {"CapacityUnits": units},
        }

    def _same(self, question: Question, found: list[Item], expected: list[Item]) -> bool:
        """The same items in the same order of the sort key; ties on it come in any order."""
        pattern, served = question.pattern, question.served
        names = pattern.attributes or (None if served.index is None else projected(self.sessions.table, served.index))
        due = [_only(item, names) for item in expected]
        if served.sort_key is not None and served.sort_key.name in (names or (served.sort_key.name,)):
            sort = served.sort_key.name
            if [ordered(item[sort]) for item in found] != [ordered(item[sort]) for item in due]:
                return False
        return sorted(map(_canonical, found)) == sorted(map(_canonical, due))

    def _put(self, question: Question) -> _Outcome:
        new = self.sessions.item(len(self.items) + self.items.index(question.about))
        table, key = self.sessions.table, Question(question.served, new).key()
        response = self.client.put_item(TableName=self.table_name, Item=new, ReturnConsumedCapacity="TOTAL")
        operations = tuple(self.recorder.operations)
        if self._read(key) != new:
            raise BrokenPromiseError("the session that was put did not come back")
        self.client.delete_item(TableName=self.table_name, Key=key)
        return self._written(response, operations, new, written_units(table, None))

    def _update(self, question: Question) -> _Outcome:
        table, pattern, about = self.sessions.table, question.pattern, question.about
        changed = self._changes(pattern, about)
        keys = set(question.key())
        if changed.keys() & keys:
            clash = ", ".join(sorted(changed.keys() & keys))
            raise BrokenPromiseError(f"{clash} is part of the key, and an update cannot change a key")
        names = {f"#n{number}": name for number, name in enumerate(changed)}
        values = {f":n{number}": value for number, value in enumerate(changed.values())}
        response = self.client.update_item(
            TableName=self.table_name,
            Key=question.key(),
            UpdateExpression="SET " + ", ".join(f"{name} = :n{name[2:]}" for name in names),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnConsumedCapacity="TOTAL",
        )
        operations = tuple(self.recorder.operations)
        if self._read(question.key()) != about | changed:
            raise BrokenPromiseError("the session did not come back as it was changed")
        self.client.put_item(TableName=self.table_name, Item=about)
        return self._written(response, operations, about, written_units(table, changed))

    def _changes(self, pattern: AccessPattern, about: Item) -> Item:
        """What the update sets: the attributes that the pattern names, else the expiry, else the padding."""
        ttl = self.sessions.table.ttl
        names = pattern.attributes or ((ttl.attribute,) if ttl is not None and ttl.attribute is not None else ("data",))
        later = self.sessions.item(len(self.items) + self.items.index(about))
        return {name: later.get(name, {"S": "changed"}) for name in names}

    def _delete(self, question: Question) -> _Outcome:
        table, key = self.sessions.table, question.key()
        response = self.client.delete_item(TableName=self.table_name, Key=key, ReturnConsumedCapacity="TOTAL")
        operations = tuple(self.recorder.operations)
        if self._read(key) is not None:
            raise BrokenPromiseError("the session was still there after it was deleted")
        self.client.put_item(TableName=self.table_name, Item=question.about)
        return self._written(response, operations, question.about, written_units(table, None))

    def _written(self, response: dict[str, Any], operations: tuple[str, ...], item: Item, estimated: int) -> _Outcome:
        own = estimated - write_units(entry_bytes(self.sessions.table, None)) + write_units(item_bytes(item))
        return _Outcome(operations, [item], float(estimated), self._units(response, float(own)))

    def _read(self, key: Item) -> Item | None:
        response = self.client.get_item(TableName=self.table_name, Key=key, ConsistentRead=True)
        item: Item | None = response.get("Item")
        return item

    def _units(self, response: dict[str, Any], own: float) -> float:
        """What the call took: as the target says, or by our own count of bytes where it invents a number."""
        if not self.reports_capacity:
            return own
        return float(response["ConsumedCapacity"]["CapacityUnits"])

    def _ask(self, call: Callable[[], dict[str, Any]], right: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The answer, asked again for a while where it is not yet right: a read may lag behind the writes."""
        for pause in _pauses():
            self.recorder.start()
            answer = call()
            if right(answer) or not self.reports_capacity:
                break
            time.sleep(pause)
        return answer


@dataclass(frozen=True, slots=True)
class _Outcome:
    operations: tuple[str, ...]
    items: list[Item]
    estimated: float
    consumed: float


@dataclass(slots=True)
class _Totals:
    calls: int = 0
    items: int = 0
    expired: int = 0
    estimated: float = 0.0
    consumed: float = 0.0

    def add(self, outcome: _Outcome, expired: int) -> None:
        self.calls += 1
        self.items += len(outcome.items)
        self.expired += expired
        self.estimated += outcome.estimated
        self.consumed += outcome.consumed


def _pauses() -> Iterator[float]:
    waited, pause = 0.0, 0.1
    while waited < _SETTLING_SECONDS:
        yield pause
        waited, pause = waited + pause, pause * 2
    yield 0.0


def _only(item: Item, names: tuple[str, ...] | None) -> Item:
    return item if names is None else {name: item[name] for name in names if name in item}


def _canonical(item: Item) -> str:
    return repr(sorted(item.items()))
