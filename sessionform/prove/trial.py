"""One call of an access pattern, and what came of it: the right items, by the promised operation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.patterns.serve import changed_attributes
from sessionform.patterns.sizes import entry_bytes, query_units, read_units, written_units
from sessionform.prove.calls import Question
from sessionform.prove.recorder import Recorder
from sessionform.prove.sessions import Item, Sessions, item_bytes
from sessionform.prove.units import Meter, reported, units_written

_SETTLING_SECONDS = 5.0
"""How long an eventually consistent answer may take to be right before it counts as wrong."""

_NO_FETCHING = "this emulator does not fetch from the table what a local index lacks"


class BrokenPromiseError(Exception):
    """The answer was not the promised one."""


class NotShownError(Exception):
    """The target is known to lack what the promise rests on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call: the items that came back, and its units as estimated and as taken."""

    items: list[Item]
    estimated: float
    consumed: float


@dataclass(frozen=True, slots=True)
class Trial:
    """Makes calls on a copy of a table, which has these items. On AWS (`live`) reads may lag behind writes for a while."""

    client: Any
    recorder: Recorder
    sessions: Sessions
    items: list[Item]
    name: str
    meter: Meter
    live: bool

    def of(self, question: Question) -> Outcome:
        """Make the call. Raises BrokenPromiseError or NotShownError; a write leaves the table as it was."""
        run: dict[str, Callable[[Question], Outcome]] = {
            "get": self._get,
            "query": self._query,
            "put": self._put,
            "update": self._update,
            "delete": self._delete,
        }
        return run[question.pattern.operation](question)

    def _call(self, question: Question, send: Callable[..., dict[str, Any]], **parameters: Any) -> dict[str, Any]:
        """The one call that the pattern is: whatever the client makes of it must be the promised operation."""
        self.recorder.start()
        response = send(TableName=self.name, ReturnConsumedCapacity="TOTAL", **parameters)
        sent = self.recorder.operations
        if sent != [question.served.operation]:
            raise BrokenPromiseError(
                f"promised {question.served.operation}, but {', '.join(sent) or 'nothing'} was sent"
            )
        return response

    def _get(self, question: Question) -> Outcome:
        consistent = question.pattern.consistent
        for last in self._tries():
            response = self._call(question, self.client.get_item, Key=question.key(), ConsistentRead=consistent)
            if response.get("Item") == question.about:
                break
            if last:
                raise BrokenPromiseError("the session did not come back as it was written")
        estimated = read_units(entry_bytes(self.sessions.table, None), consistent=consistent)
        counted = read_units(item_bytes(response["Item"]), consistent=consistent)
        return Outcome(
            [response["Item"]], estimated, reported(response) if self.meter.reports(question.served) else counted
        )

    def _query(self, question: Question) -> Outcome:
        for last in self._tries():
            pages = self._pages(question)
            found = [item for page in pages for item in page["Items"]]
            complaint = question.complaint(found)
            if not complaint:
                break
            if last and not self.live and question.served.fetched and not question.complaint(found, fetched=False):
                raise NotShownError(_NO_FETCHING)
            if last:
                raise BrokenPromiseError(complaint)
        table, served, consistent = self.sessions.table, question.served, question.pattern.consistent
        estimated = sum(
            query_units(table, served.index, len(page["Items"]), consistent=consistent, fetched=served.fetched)
            for page in pages
        )
        consumed = sum(map(reported, pages)) if self.meter.reports(served) else self._units_read(question, pages)
        return Outcome(question.due()[: len(found)], estimated, consumed)

    def _pages(self, question: Question, *, whole: bool = False) -> list[dict[str, Any]]:
        """The pages of an answer, which end with the pattern's limit or when nothing is left: one holds 1 MB."""
        parameters = question.query(self.name, whole=whole)
        del parameters["TableName"]
        pages: list[dict[str, Any]] = []
        while not pages or "LastEvaluatedKey" in pages[-1]:
            if question.pattern.limit is not None:
                parameters["Limit"] = question.pattern.limit - sum(len(page["Items"]) for page in pages)
                if not parameters["Limit"]:
                    break
            pages.append(self._call(question, self.client.query, **parameters))
            parameters["ExclusiveStartKey"] = pages[-1].get("LastEvaluatedKey")
        # One that only says that nothing is left depends on where the last page happened to end.
        return [page for page in pages if page["Items"]] or pages[:1]

    def _units_read(self, question: Question, pages: list[dict[str, Any]]) -> float:
        """The units of a query, from the sizes of the entries that it goes through, whatever it returns of them."""
        consistent = question.pattern.consistent
        if question.pattern.attributes or question.served.fetched:
            pages = self._pages(question, whole=True)
        units = sum(read_units(sum(map(item_bytes, page["Items"])), consistent=consistent) for page in pages)
        if question.served.fetched:
            read = question.due()[: sum(len(page["Items"]) for page in pages)]
            units += sum(read_units(item_bytes(item), consistent=consistent) for item in read)
        return units

    def _put(self, question: Question) -> Outcome:
        new = self.sessions.item(len(self.items) + self.items.index(question.about))
        try:
            return self._write(question, None, new, self.client.put_item, Item=new)
        finally:
            self.client.delete_item(TableName=self.name, Key=Question(question.served, new).key())

    def _update(self, question: Question) -> Outcome:
        about = question.about
        later = self.sessions.item(len(self.items) + self.items.index(about))
        changed = {name: later[name] for name in changed_attributes(self.sessions.table, question.pattern)}
        names = {f"#n{number}": name for number, name in enumerate(changed)}
        try:
            return self._write(
                question,
                about,
                about | changed,
                self.client.update_item,
                Key=question.key(),
                UpdateExpression="SET " + ", ".join(f"{name} = :{name[1:]}" for name in names),
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={f":{name[1:]}": changed[attribute] for name, attribute in names.items()},
            )
        finally:
            self.client.put_item(TableName=self.name, Item=about)

    def _delete(self, question: Question) -> Outcome:
        try:
            return self._write(question, question.about, None, self.client.delete_item, Key=question.key())
        finally:
            self.client.put_item(TableName=self.name, Item=question.about)

    def _write(
        self,
        question: Question,
        before: Item | None,
        after: Item | None,
        send: Callable[..., dict[str, Any]],
        **parameters: Any,
    ) -> Outcome:
        """Makes the call, which must take the item from one state to the other; None stands for no item."""
        table, own_word = self.sessions.table, self.meter.reports(question.served)
        entries = {} if own_word else self.meter.entries(before, after)
        response = self._call(question, send, **parameters)
        item = after or before or {}
        key = {name: item[name] for name in table.key_names}
        found = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
        if found != after:
            raise BrokenPromiseError(
                "the session was still there" if after is None else "the session is not as written"
            )
        update = question.pattern.operation == "update"
        estimated = written_units(table, changed_attributes(table, question.pattern) if update else None)
        if own_word:
            consumed = reported(response)
        else:
            consumed = units_written(before, found, entries, self.meter.entries(before, after))
        return Outcome([item], float(estimated), consumed)

    def _tries(self) -> Iterator[bool]:
        """One try, or several with pauses between them where a read may lag; true for the last."""
        waited, pause = 0.0, 0.1
        while self.live and waited < _SETTLING_SECONDS:
            yield False
            time.sleep(pause)
            waited, pause = waited + pause, pause * 2
        yield True
