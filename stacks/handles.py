"""References to a table for a team's own constructs, in the text that Terraform evaluates."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.errors import UsageError
from sessionform.model import Environment
from sessionform.suggestions import suggest
from sessionform.terraform.addresses import Address
from sessionform.terraform.expressions import reference
from sessionform.terraform.table import TABLE


@dataclass(frozen=True, slots=True)
class TableHandle:
    """One table of one stack. Every attribute is a Terraform reference, so that what uses it waits for the table."""

    address: str
    has_stream: bool

    @property
    def name(self) -> str:
        return str(reference(self.address, "name"))

    @property
    def arn(self) -> str:
        return str(reference(self.address, "arn"))

    @property
    def stream_arn(self) -> str:
        """The stream's ARN; UsageError for a table that declares no stream."""
        if not self.has_stream:
            table = self.address.rpartition(".")[2]
            raise UsageError(f"`{table}` has no stream", "declare one: `stream: NEW_AND_OLD_IMAGES`, or another view")
        return str(reference(self.address, "stream_arn"))


def handle_of(environment: Environment, key: str) -> TableHandle:
    """The handle of the table with this key; UsageError, with suggestions, where the environment has none."""
    table = environment.tables.get(key)
    if table is None:
        raise UsageError(f"the environment `{environment.name}` has no table `{key}`", suggest(key, environment.tables))
    return TableHandle(Address(TABLE, key), table.stream is not None)
