"""What the declaration took over, resource by resource, and what each is called in a stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessionform.facts.resource_types import ALARM
from sessionform.live.settings import LiveTable
from sessionform.model import Environment
from sessionform.origins.origin import OriginTable, Part
from sessionform.terraform.companions import companion_address
from sessionform.terraform.environment import resources_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A table that was taken over under a key, with the address in the stack for each of its parts; None where the stack has
    nothing of the kind.
    """

    table: OriginTable
    key: str
    targets: tuple[tuple[Part, str | None], ...]

    @property
    def going(self) -> list[Part]:
        """What the old owner has to forget: it is in the stack, or within the table there."""
        return [part for part, target in self.targets if target is not None or not part.resource]

    @property
    def staying(self) -> list[Part]:
        """What the declaration did not take over."""
        return [part for part, target in self.targets if target is None and part.resource]

    @property
    def inner(self) -> list[Part]:
        """What is a resource of its own there, and within the table here."""
        return [part for part in self.table.parts if not part.resource]


def taken(tables: Sequence[OriginTable], lives: Sequence[LiveTable], environment: Environment) -> Iterator[Taken]:
    """The tables that are in the environment, by their names in AWS."""
    known = set(_addresses(environment))
    keys = {table.name: key for key, table in environment.tables.items()}
    by_name = {live.name: live for live in lives}
    for table in tables:
        if table.name in keys and table.name in by_name:
            key, live = keys[table.name], by_name[table.name]
            targets = [(part, _address(part, key, live)) for part in table.parts]
            yield Taken(table, key, tuple((part, each if each in known else None) for part, each in targets))


def _address(part: Part, key: str, live: LiveTable) -> str | None:
    """The address of a part in the stack, be it there or not."""
    if not part.resource:
        return None
    instance = part.instance
    if part.resource == ALARM:
        instance = next((key for key, item in live.alarms.by_key.items() if item["AlarmName"] == part.instance), "")
    address = companion_address(part.resource, key)
    return f'{address}["{instance}"]' if instance else str(address)


def _addresses(environment: Environment) -> Iterator[str]:
    for type_, name, arguments in resources_of(environment):
        if "for_each" in arguments:
            yield from (f'{type_}.{name}["{instance}"]' for instance in arguments["for_each"])
        else:
            yield f"{type_}.{name}"


def shell_word(text: str) -> str:
    """The text as one word for a shell."""
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"
