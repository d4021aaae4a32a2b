"""A table in an emulator is protected from deletion."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.protection.sources import LIFECYCLE
from sessionform.rules.view.table_view import TableView


def _local_protected(table: Table, view: TableView) -> Iterator[Problem]:
    if not view.environment.is_local:
        return
    for setting, protected in (
        ("prevent_destroy", table.prevent_destroy),
        ("deletion_protection", table.deletion_protection),
    ):
        if protected:
            yield Problem(
                (setting,),
                f"`{setting}` keeps `{table.key}` in the emulator of `{view.environment.name}`, so `destroy` fails there",
                f"protect only the real environments: `environments: {{{view.environment.name}: {{{setting}: false}}}}`",
                place_fixes=(set_to((*table.origins.owner, "environments", view.environment.name, setting), False),),
                related_places=(
                    (view.environment.origins.of(("endpoint_url",)), f"`{view.environment.name}` is an emulator"),
                ),
            )


RULE = TableRule(
    id="local-table-protected",
    severity=NOTE,
    summary="A table in an emulator is protected from deletion",
    why=(
        "An environment with an `endpoint_url` is there to be created and destroyed. Protection applies there too: "
        "Terraform or the emulator refuses to destroy the table."
    ),
    source=LIFECYCLE,
    failing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
""",
    passing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    environments: {local: {deletion_protection: false}}
""",
    edges=(
        fails(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            prevent_destroy=True,
            deletion_protection=True,
        ),
        passes({"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}}),
        passes(prevent_destroy=True, deletion_protection=True),
    ),
    check=_local_protected,
)
