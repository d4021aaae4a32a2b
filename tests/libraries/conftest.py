"""Tables made from compiled declarations, and the libraries that use them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
import yaml

from sessionform.compile import compile_text
from sessionform.consumers.declare import declaration_for
from sessionform.consumers.library import Library
from sessionform.consumers.registry import library
from sessionform.consumers.settings import settings_for
from sessionform.consumers.values import option_values
from sessionform.model import Environment, Table
from sessionform.prove.create import create_table
from sessionform.terraform.table import table_arguments
from tests.consumers.declared import with_options
from tests.libraries.recorder import Recorder, recording
from tests.libraries.support import nested, require_npm_peers
from tests.moto_support import MotoServer


@dataclass(frozen=True)
class Deployed:
    """A table on the emulator, and the declaration that it was made from."""

    table: Table
    environment: Environment
    client: Any
    recorder: Recorder

    @property
    def library(self) -> Library:
        assert self.table.consumer is not None
        return library(self.table.consumer.library)

    @property
    def options(self) -> dict[str, Any]:
        """What the application must give the library, as `explain` prints it."""
        return nested(option_values(self.library, self.table))

    @property
    def settings(self) -> str:
        """The application's settings, as `explain` prints them."""
        return settings_for(self.table, self.environment)

    @property
    def as_shipped(self) -> dict[str, Any]:
        """The library's own defaults: only the name of the table, and names that have no default, are given."""
        given = {
            name: value
            for name, value in option_values(self.library, self.table).items()
            for option in [self.library.options[name]]
            if option.names == "table_name" or (option.names and option.default is None)
        }
        return nested(given)

    def items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.client.scan(TableName=self.table.name)["Items"]
        return items

    def item(self) -> dict[str, Any]:
        """The only item."""
        (item,) = self.items()
        return item

    def set_expiry(self, attribute: str, seconds: int) -> None:
        """Moves the expiry of every item to so many seconds from now, as if time had gone by."""
        names = [attribute.name for attribute in self.table.key_attributes]
        for item in self.items():
            self.client.update_item(
                TableName=self.table.name,
                Key={name: item[name] for name in names},
                UpdateExpression="SET #expiry = :past",
                ExpressionAttributeNames={"#expiry": attribute},
                ExpressionAttributeValues={":past": {"N": str(int(time.time()) + seconds)}},
            )


Deploy = Callable[[str], Deployed]


@pytest.fixture
def deploy(moto: MotoServer) -> Iterator[Deploy]:
    """Compiles a declaration and makes the table of its production environment from the Terraform arguments."""
    client = moto.client("dynamodb")
    with recording(moto.url) as recorder:

        def make(text: str) -> Deployed:
            compiled = compile_text(text, file="sessions.yaml")
            assert compiled.declaration is not None
            environment = compiled.declaration.environments["production"]
            (table,) = environment.tables.values()
            create_table(client, table_arguments(table))
            return Deployed(table, environment, client, recorder)

        yield make


class Preset(Protocol):
    def __call__(self, library_id: str, **options: Any) -> Deployed: ...


@pytest.fixture
def preset(deploy: Deploy) -> Preset:
    """The table that `init --consumer` declares for a library, with more of the library's options where they are given."""

    def make(library_id: str, **options: Any) -> Deployed:
        declaration = yaml.safe_load(declaration_for(library_id))
        if options:
            declaration["tables"]["sessions"] = with_options(declaration["tables"]["sessions"], options)
        return deploy(json.dumps(declaration))

    return make


GUIDE = """\
version: 1
environments:
  production: {{region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    stream: NEW_AND_OLD_IMAGES
    ttl: ttl
    consumer: {consumer}
"""


@pytest.fixture
def guide(deploy: Deploy) -> Callable[[str], Deployed]:
    """The guide's own table under a library. It does not compile without errors, which is the point."""
    return lambda library_id: deploy(GUIDE.format(consumer=library_id))


@pytest.fixture(scope="session")
def npm_peers() -> None:
    """The packages of package.json."""
    require_npm_peers()
