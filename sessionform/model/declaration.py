"""A whole declaration: environments, what left them, and what the team has accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sessionform.diagnostics import Path
from sessionform.model.account import Account
from sessionform.model.backends import Backend
from sessionform.model.table import Table
from sessionform.provenance import Origins


@dataclass(frozen=True, slots=True)
class Removed:
    """A table that left the declaration; `keep` leaves it in AWS, unmanaged, otherwise Terraform deletes it.

    `only_in` names the environments that it left; None is all of them.
    """

    table: str
    keep: bool
    path: Path
    only_in: frozenset[str] | None = None

    def leaves(self, environment: str) -> bool:
        return self.only_in is None or environment in self.only_in


@dataclass(frozen=True, slots=True)
class Environment:
    """One Terraform stack: where it is applied, and its tables in file order."""

    name: str
    region: str
    account_id: str | None
    assume_role_arn: str | None
    profile: str | None
    endpoint_url: str | None
    tags: Mapping[str, str]
    backend: Backend
    tables: Mapping[str, Table]
    removed: tuple[Removed, ...]
    required_version: str | None
    aws_provider: str | None
    settings: Mapping[str, Any] = field(repr=False)
    origins: Origins = field(repr=False)
    lock: bool = True

    @property
    def is_local(self) -> bool:
        """Whether it is an emulator: the provider then gets no real credentials and makes no account look-ups."""
        return self.endpoint_url is not None

    @property
    def account(self) -> Account:
        """The account that its tables are in, as far as the declaration says, by whichever of its settings."""
        return Account.declared(self.account_id, self.assume_role_arn, self.profile, self.endpoint_url)

    def tags_of(self, table: Table) -> dict[str, str]:
        """The tags that the table will really carry: the provider's default tags, and over them the table's own."""
        return {**self.tags, **table.tags}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A reviewed change that the team has accepted in the declaration. None matches every table or environment."""

    change: str
    table: str | None
    environment: str | None
    reason: str
    expires: date | None
    path: Path

    def covers(self, table: str, environment: str) -> bool:
        """Whether it is about this table of this environment, as far as it names either."""
        return self.table in (None, table) and self.environment in (None, environment)

    def expired(self, today: date) -> bool:
        """Whether its day is past."""
        return self.expires is not None and self.expires < today


@dataclass(frozen=True, slots=True)
class Declaration:
    """A whole `sessions.yaml`: its environments in file order."""

    file: str
    application: str | None
    environments: Mapping[str, Environment]
    accept: tuple[Acceptance, ...] = ()
    table_keys: tuple[str, ...] = ()

    def tables(self) -> Iterator[tuple[Environment, Table]]:
        """Every table of every environment, in file order."""
        for environment in self.environments.values():
            for table in environment.tables.values():
                yield environment, table
