"""Makes the tables of an environment on a target, fills them, tries every promise, and takes them away again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sessionform.facts.call_errors import code_of
from sessionform.facts.limits import BATCH_WRITES, MAX_NAME, TTL_IGNORES_AFTER_YEARS
from sessionform.model import Autoscaled, Environment, Provisioned, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served
from sessionform.prove.consumer import consumer_check
from sessionform.prove.create import enable_recovery, enable_ttl, make_table
from sessionform.prove.patterns import PatternRunner
from sessionform.prove.recorder import Recorder
from sessionform.prove.replicas import make_replicas, replica_checks
from sessionform.prove.result import Check, PatternProof, Status, TableProof, compared
from sessionform.prove.sessions import Item, Sessions
from sessionform.prove.settings import SettingsReader
from sessionform.prove.stream import stream_check
from sessionform.prove.tables import Made, Tables
from sessionform.prove.target import Connection, Target
from sessionform.prove.trial import Trial
from sessionform.prove.trouble import UNKNOWN_OPERATION
from sessionform.prove.units import Meter

Arguments = Callable[[Table], Mapping[str, Any]]
Progress = Callable[[str, int, int], None]
"""ChangeGroup what is being done, how much of it is done, and how much there is."""

_IGNORED_AFTER = TTL_IGNORES_AFTER_YEARS * 365 * 86400
"""Seconds."""


@dataclass(slots=True)
class Prover:
    """Proves tables one after the other. `arguments` compiles a table to what Terraform would get."""

    target: Target
    arguments: Arguments
    sessions: int
    progress: Progress
    recorder: Recorder = field(default_factory=Recorder)
    tables: Tables = field(default_factory=Tables)

    def prove(self, environment: Environment) -> list[TableProof]:
        """Every table of the environment, one at a time; each is deleted before the next is made."""
        connection = self.target.connect(environment)
        client = connection.client("dynamodb")
        self.recorder.watch(client)
        try:
            return [self._table(connection, client, environment, table) for table in environment.tables.values()]
        finally:
            self.tables.remove_all()

    def _table(self, connection: Connection, client: Any, environment: Environment, table: Table) -> TableProof:
        name = (self.target.prefix + table.name)[:MAX_NAME]
        arguments = {**self.arguments(table), "name": name}
        if not self.target.keeps_protection:
            arguments["deletion_protection_enabled"] = False
        before = self.recorder.all["Scan"]
        self.progress(f"creating {name}", 0, 1)
        protected = table.deletion_protection and self.target.keeps_protection
        made = self.tables.expect(client, name, environment.region, protected=protected)
        try:
            make_table(client, arguments)
        except client.exceptions.ClientError as error:
            made.certain = True  # it was refused, and not cut off on its way
            if code_of(error) != "ValidationException":
                raise
            refused = Check("table", "DynamoDB accepts it", error.response["Error"]["Message"], Status.BROKEN)
            return TableProof(environment.name, table.key, table.name, 0, (), (refused,))
        made.certain = True
        unmade = self._settle(connection, made, arguments)
        sessions = Sessions.of(table, int(time.time()))
        items = sessions.make(self.sessions)
        self._write(client, name, items)
        checks = list(self._settings(client, table, name, unmade))
        checks += replica_checks(connection, table, made, live=self.target.live)
        checks += _companions(table)
        checks.append(compared("prevent_destroy", _on(table.prevent_destroy), _on(_kept_by_terraform(arguments))))
        if sessions.table.item_size != table.item_size:
            found = f"{sessions.table.item_size} bytes: keys, indexes and patterns speak of so much"
            checks.append(Check("item_size", f"{table.item_size} bytes", found, Status.NOT_SHOWN))
        checks += self._behaviour(connection, client, sessions, name, items[0])
        patterns = tuple(self._patterns(client, sessions, items, name))
        scans = self.recorder.all["Scan"] - before
        checks.append(compared("scans", "none", str(scans) if scans else "none"))
        self.progress(f"deleting {name}", 0, 1)
        self.tables.remove(made)
        return TableProof(environment.name, table.key, table.name, len(items), patterns, tuple(checks))

    def _settle(self, connection: Connection, made: Made, arguments: Mapping[str, Any]) -> set[str]:
        """What comes after CreateTable. The value is what the emulator has no operation for."""
        unmade = set()
        for setting, enable in (("ttl", enable_ttl), ("point_in_time_recovery", enable_recovery)):
            try:
                enable(made.client, arguments)
            except made.client.exceptions.ClientError as error:
                if self.target.live or code_of(error) not in UNKNOWN_OPERATION:
                    raise
                unmade.add(setting)
        if not self.target.live:
            make_replicas(connection, made, arguments)
        return unmade

    def _write(self, client: Any, name: str, items: list[Item]) -> None:
        for start in range(0, len(items), BATCH_WRITES):
            self.progress(f"writing sessions into {name}", start, len(items))
            requests = [{"PutRequest": {"Item": item}} for item in items[start : start + BATCH_WRITES]]
            pause = 0.05
            while requests:
                answer = client.batch_write_item(RequestItems={name: requests})
                requests = answer.get("UnprocessedItems", {}).get(name, [])
                if requests:
                    time.sleep(pause)
                    pause = min(pause * 2, 5)

    def _settings(self, client: Any, table: Table, name: str, unmade: set[str]) -> Iterator[Check]:
        for check in SettingsReader(client, table, name, live=self.target.live, unmade=unmade).checks():
            left_off = check.subject == "deletion_protection" and not self.target.keeps_protection
            if left_off and table.deletion_protection:
                yield Check(check.subject, check.promise, "left off, so that clean-up cannot fail", Status.NOT_SHOWN)
            else:
                yield check

    def _behaviour(
        self, connection: Connection, client: Any, sessions: Sessions, name: str, item: Item
    ) -> Iterator[Check]:
        table = sessions.table
        if table.ttl is not None and table.ttl.enabled:
            yield _ttl_value(client, table, name, item)
        if table.stream is not None:
            yield stream_check(client, connection.client("dynamodbstreams"), table, name, item)
        if table.consumer is not None:
            yield consumer_check(client, table, name)

    def _patterns(self, client: Any, sessions: Sessions, items: list[Item], name: str) -> Iterator[PatternProof]:
        table = sessions.table
        judged = [judge(table, pattern) for pattern in table.access_patterns]
        served = [item for item in judged if isinstance(item, Served)]
        if not served:
            return
        meter = Meter.of(client, table, name, sessions.item(2 * len(items)), live=self.target.live)
        runner = PatternRunner(Trial(client, self.recorder, sessions, items, name, meter, live=self.target.live))
        for number, item in enumerate(served):
            self.progress(f"running {item.pattern.name} on {name}", number, len(served))
            yield runner.run(item)


def _ttl_value(client: Any, table: Table, name: str, item: Item) -> Check:
    """The expiry as it lies in the table: a Number, and in seconds."""
    key = {name: item[name] for name in table.key_names}
    attribute = table.ttl.attribute if table.ttl is not None and table.ttl.attribute is not None else ""
    found = client.get_item(TableName=name, Key=key, ConsistentRead=True).get("Item", {}).get(attribute, {})
    type_, content = next(iter(found.items()), ("nothing", ""))
    seconds = type_ == "N" and abs(float(content) - time.time()) < _IGNORED_AFTER
    return compared("ttl value", "a Number of seconds", "a Number of seconds" if seconds else f"{type_} {content}")


def _companions(table: Table) -> Iterator[Check]:
    """The companions of a table."""
    autoscaled = [isinstance(table.billing, Provisioned) and table.billing.autoscaled]
    autoscaled += [
        isinstance(side, Autoscaled)
        for index in table.global_secondary_indexes
        if isinstance(index.billing, Provisioned)
        for side in (index.billing.read, index.billing.write)
    ]
    declared = {
        "contributor_insights": table.contributor_insights,
        "kinesis_stream": table.kinesis_stream is not None,
        "resource_policy": table.resource_policy is not None,
        "alarms": table.alarms is not None,
        "autoscaling": any(autoscaled),
        "grants": bool(table.grants),
    }
    for subject in (name for name, is_declared in declared.items() if is_declared):
        yield Check(subject, "as declared", "not made: a resource beside the table", Status.NOT_SHOWN)


def _kept_by_terraform(arguments: Mapping[str, Any]) -> bool:
    return any(block.get("prevent_destroy") for block in arguments.get("lifecycle", []))


def _on(value: bool) -> str:
    return "on" if value else "off"
