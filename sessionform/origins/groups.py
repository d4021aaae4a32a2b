"""Tables as they are put together: which resources there are, and which table one of them belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sessionform.arns import region_and_account
from sessionform.live.description import Answer
from sessionform.origins.origin import Part
from sessionform.origins.values import Values


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the AWS provider. `own_key` says whose the table's key is: a customer's (true), AWS's (false), or that
    it is not known (None). `unclear` says what of it the origin does not tell, and `unnamed` which companions of the table
    have names that it does not tell, so that they cannot be imported.
    """

    type: str
    label: str
    short: str
    long: str
    values: Values
    protected: bool = False
    own_key: bool | None = None
    unclear: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(slots=True)
class Group:
    """A table, and what was found for it so far."""

    resource: Resource
    arn: str
    fields: dict[str, Any]
    unclear: list[str]
    parts: list[Part]
    lists: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.fields["table"]["TableName"])


@dataclass(slots=True)
class Groups:
    """The tables, as they are looked for."""

    by_arn: dict[str, Group] = field(default_factory=dict)
    by_name: dict[str, list[Group]] = field(default_factory=dict)

    def add(self, group: Group) -> None:
        self.by_arn[group.arn] = group
        self.by_name.setdefault(group.name, []).append(group)

    def of_name(self, name: str | None, region: str) -> list[Group]:
        """The tables of the name, in the region where that is known; where it is in none, those with a copy there."""
        named = self.by_name.get(name or "", [])
        home = [group for group in named if region in ("", region_and_account(group.arn)[0])]
        return home or [group for group in named if region in group.fields["replicas"]]

    def of_arn(self, arn: str | None) -> Group | None:
        """The table of the ARN, which may be its stream's."""
        return self.by_arn.get((arn or "").partition("/stream/")[0])

    def one(self, resource: Resource, name: str | None) -> Group | None:
        """The table that the resource belongs to; where several may be meant, or it is a copy's, that is noted instead."""
        region = region_and_account(resource.values.text("arn") or "")[0] or resource.values.text("region") or ""
        found = self.of_name(name, region)
        home = [group for group in found if region in ("", region_and_account(group.arn)[0])]
        if len(home) == 1:
            return home[0]
        for group in found:
            whose = f"of its replica in {region}" if not home else f"of a table `{name}` in one of several regions"
            group.unclear.append(f"`{resource.label}`, {whose}")
        return None
