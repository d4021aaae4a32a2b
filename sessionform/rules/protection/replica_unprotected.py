"""Deletion protection of the table does not protect its replicas."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.protection.safe_state import SAFE_STATE
from sessionform.rules.protection.sources import DELETION_PROTECTION
from sessionform.rules.view.table_view import TableView


def _replica_unprotected(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.deletion_protection or view.environment.is_local:
        return
    for replica in table.replicas:
        if not replica.deletion_protection:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has deletion protection, but its replica in {replica.region} has none",
                f"protect it too: `{replica.region}: {{deletion_protection: true}}` (AWS provider 6.9.0 or later)",
                related=((("deletion_protection",), "on for the table here"),),
                fixes=(set_to(("replicas", replica.region, "deletion_protection"), True),),
            )


RULE = TableRule(
    id="replica-unprotected",
    severity=WARNING,
    summary="Deletion protection of the table does not protect its replicas",
    why=(
        "Deletion protection is set for each replica separately and never synchronised, so anyone can delete the "
        "replica that another region's users depend on."
    ),
    source=DELETION_PROTECTION,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    deletion_protection: true
    replicas: {eu-west-1: {}}
""",
    passing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    deletion_protection: true
    replicas: {eu-west-1: {deletion_protection: true}}
""",
    edges=(
        fails(
            deletion_protection=True,
            replicas={"eu-west-1": {"deletion_protection": True}, "eu-west-2": {}},
            stream="NEW_AND_OLD_IMAGES",
        ),
        passes(replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            deletion_protection=True,
            replicas={"eu-west-1": {}},
            stream="NEW_AND_OLD_IMAGES",
        ),
    ),
    check=_replica_unprotected,
)
