"""The tables that a proof made, and their removal: whatever happens, none is left, and no other is touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sessionform.errors import OutsideError
from sessionform.facts.call_errors import code_of

_BUSY = {"ResourceInUseException", "LimitExceededException"}
"""The table is still being made or changed, or too many tables are at once."""

_PATIENCE = 300.0
_UNSEEN = 5.0
"""Seconds that a table may stay unseen after a request for it was cut off on its way."""


@dataclass(slots=True)
class Made:
    """A table that was asked for. `replicas` are its regions beside `region`; `certain` is False until it was seen."""

    client: Any
    name: str
    region: str
    protected: bool
    certain: bool = False
    replicas: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """`sleep` and `clock` are for tests."""

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    made: list[Made] = field(default_factory=list)

    def expect(self, client: Any, name: str, region: str, *, protected: bool) -> Made:
        """Note a table that is about to be made. Raises OutsideError where there is one of that name already."""
        start = self.clock()
        try:
            # One that is being deleted is ours, from an environment before with a table of the same name.
            while (status := _status(client, name)) == "DELETING" and self.clock() - start < _PATIENCE:
                self.sleep(1)
        except client.exceptions.ResourceNotFoundException:
            made = Made(client, name, region, protected)
            self.made.append(made)
            return made
        if not status:
            raise OutsideError(
                f"what answers at {client.meta.endpoint_url} is not DynamoDB: it has no words for a table"
            )
        raise OutsideError(f"there is a table `{name}` in {region} already; it was not touched")

    def remove_all(self) -> None:
        """Delete every table that is left. Raises OutsideError with those that would not go."""
        left: list[tuple[Made, Exception]] = []
        while self.made:
            made = self.made[-1]
            try:
                self.remove(made)
            except KeyboardInterrupt:
                continue  # signals come once (`once_interrupted`), so the second try is not cut short
            except Exception as error:  # noqa: BLE001 - one table that will not go must not keep the others
                left.append((made, error))
                self.made.remove(made)
        if left:
            names = "\n".join(f"`{made.name}` in {made.region}: {error}" for made, error in left)
            commands = "\n".join(
                f"aws dynamodb delete-table --region {made.region} --table-name {made.name}" for made, _ in left
            )
            raise OutsideError(f"not deleted:\n{names}", commands)

    def remove(self, made: Made) -> None:
        """Delete one table, its replicas first."""
        if made.protected:
            self._gone(made, lambda: self._unprotect(made))
        for region in made.replicas:
            # One that the emulator did not make cannot be deleted either; one that stays keeps the table, which tells.
            with suppress(made.client.exceptions.ClientError):
                made.client.update_table(TableName=made.name, ReplicaUpdates=[{"Delete": {"RegionName": region}}])
        self._gone(made, lambda: made.client.delete_table(TableName=made.name))
        self.made.remove(made)

    def _unprotect(self, made: Made) -> None:
        made.client.update_table(TableName=made.name, DeletionProtectionEnabled=False)

    def _gone(self, made: Made, act: Callable[[], Any]) -> None:
        """Act on the table as soon as it can be acted on; a table that is not there needs nothing."""
        start = self.clock()
        while True:
            waited = self.clock() - start
            try:
                act()
                return
            except made.client.exceptions.ClientError as error:
                code = code_of(error)
                unseen = code == "ResourceNotFoundException"
                if unseen and (made.certain or waited >= _UNSEEN):
                    return
                if not unseen and (code not in _BUSY or waited >= _PATIENCE):
                    raise
            self.sleep(1)


def _status(client: Any, name: str) -> str:
    status: str = client.describe_table(TableName=name).get("Table", {}).get("TableStatus", "")
    return status
