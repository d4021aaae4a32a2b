"""Makes the tables of an environment on a target, fills them, tries every promise, and takes them away again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sessionform.model import Environment, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served
from sessionform.prove.consumer import consumer_check
from sessionform.prove.create import create_table
from sessionform.prove.patterns import PatternRunner
from sessionform.prove.recorder import Recorder
from sessionform.prove.result import Check, PatternProof, Status, TableProof
from sessionform.prove.sessions import Item, Sessions
from sessionform.prove.settings import SettingsReader
from sessionform.prove.stream import stream_check
from sessionform.prove.target import Target

Arguments = Callable[[Table], Mapping[str, Any]]
Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

_BATCH = 25
_MAX_NAME = 255


@dataclass(slots=True)
class Prover:
    """Proves tables one after the other. `arguments` compiles a table to what Terraform would get."""

    target: Target
    arguments: Arguments
    sessions: int
    progress: Progress
    recorder: Recorder = field(default_factory=Recorder)

    def prove(self, environment: Environment) -> Iterator[TableProof]:
        """Every table of the environment, one at a time; each is deleted before the next is made."""
        client = self.target.client("dynamodb", environment.region)
        self.recorder.watch(client)
        for table in environment.tables.values():
            yield self._table(client, environment, table)

    def _table(self, client: Any, environment: Environment, table: Table) -> TableProof:
        name = (self.target.prefix + table.name)[:_MAX_NAME]
        arguments = {**self.arguments(table), "name": name}
        if not self.target.keeps_protection:
            arguments["deletion_protection_enabled"] = False
        before = self.recorder.all.copy()
        try:
            self.progress(f"creating {name}", 0, 1)
            create_table(client, arguments)
            sessions = Sessions(table, int(time.time()))
            items = sessions.make(self.sessions)
            self._write(client, name, items)
            checks = list(self._checks(client, environment, table, name, items))
            patterns = list(self._patterns(client, sessions, items, name))
        finally:
            self._remove(client, name)
        scans = self.recorder.all["Scan"] - before["Scan"]
        checks.append(_promise("scans", "none", "none" if scans == 0 else str(scans)))
        return TableProof(environment.name, table.key, table.name, len(items), tuple(patterns), tuple(checks))

    def _write(self, client: Any, name: str, items: list[Item]) -> None:
        for start in range(0, len(items), _BATCH):
            self.progress(f"writing sessions into {name}", start, len(items))
            requests = [{"PutRequest": {"Item": item}} for item in items[start : start + _BATCH]]
            pause = 0.05
            while requests:
                answer = client.batch_write_item(RequestItems={name: requests})
                requests = answer.get("UnprocessedItems", {}).get(name, [])
                if requests:
                    time.sleep(pause)
                    pause = min(pause * 2, 5)

    def _checks(
        self, client: Any, environment: Environment, table: Table, name: str, items: list[Item]
    ) -> Iterator[Check]:
        for check in SettingsReader(client, table, name).checks():
            left_off = check.subject == "deletion_protection" and not self.target.keeps_protection
            if left_off and table.deletion_protection:
                yield Check(check.subject, check.promise, "left off, so that clean-up cannot fail", Status.NOT_SHOWN)
            else:
                yield check
        if table.ttl is not None and table.ttl.enabled and items:
            yield _ttl_value(client, table, name, items[0])
        if table.stream is not None and items:
            streams = self.target.client("dynamodbstreams", environment.region)
            yield stream_check(client, streams, table, name, items[0])
        if table.consumer is not None:
            yield consumer_check(client, table, name)

    def _patterns(self, client: Any, sessions: Sessions, items: list[Item], name: str) -> Iterator[PatternProof]:
        judged = [judge(sessions.table, pattern) for pattern in sessions.table.access_patterns]
        served = [item for item in judged if isinstance(item, Served)]
        if not (served and items):
            return
        runner = PatternRunner(client, self.recorder, sessions, items, name, _reports_capacity(client, name, items[0]))
        for number, item in enumerate(served):
            self.progress(f"running {item.pattern.name} on {name}", number, len(served))
            yield runner.run(item)

    def _remove(self, client: Any, name: str) -> None:
        self.progress(f"deleting {name}", 0, 1)
        try:
            if self.target.keeps_protection:
                client.update_table(TableName=name, DeletionProtectionEnabled=False)
            client.delete_table(TableName=name)
        except client.exceptions.ResourceNotFoundException:
            return  # it was never made


def _ttl_value(client: Any, table: Table, name: str, item: Item) -> Check:
    """The expiry as it lies in the table: a Number, and in seconds."""
    key = {attribute.name: item[attribute.name] for attribute in table.key_attributes}
    attribute = table.ttl.attribute if table.ttl is not None and table.ttl.attribute is not None else ""
    value = client.get_item(TableName=name, Key=key, ConsistentRead=True)["Item"][attribute]
    (type_, content), *_ = value.items()
    seconds = type_ == "N" and abs(float(content) - time.time()) < 5 * 365 * 86400
    found = "a Number of seconds" if seconds else f"{type_} {content}"
    return _promise("ttl value", "a Number of seconds", found)


def _reports_capacity(client: Any, name: str, item: Item) -> bool:
    """Whether the target counts capacity, or answers one unit for everything: put three kilobytes and see."""
    large = item | {"padding-to-three-kilobytes": {"S": "x" * 3000}}
    answer = client.put_item(TableName=name, Item=large, ReturnConsumedCapacity="TOTAL")
    client.put_item(TableName=name, Item=item)
    return float(answer.get("ConsumedCapacity", {}).get("CapacityUnits", 0)) >= 3


def _promise(subject: str, promise: str, found: str) -> Check:
    return Check(subject, promise, found, Status.KEPT if promise == found else Status.BROKEN)
