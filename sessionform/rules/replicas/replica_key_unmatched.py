"""A replica has a customer's key, but its table does not."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import SECURITY
from sessionform.rules.view.table_view import TableView


def _unmatched(table: Table, view: TableView) -> Iterator[Problem]:
    if table.encryption.mode == "CUSTOMER":
        return
    for replica in table.replicas:
        if replica.kms_key_arn is not None:
            yield Problem(
                ("replicas", replica.region, "kms_key_arn"),
                f"the replica of `{table.key}` in {replica.region} has a customer's key, but the table itself is "
                f"{table.encryption.mode}",
                "give the table a key too (`server_side_encryption: {kms_key_arn: …}`), or remove the replica's",
                related=((("server_side_encryption",), f"the table is {table.encryption.mode}"),),
                fixes=(remove(("replicas", replica.region, "kms_key_arn")),),
            )


RULE = TableRule(
    id="replica-key-unmatched",
    severity=ERROR,
    summary="A replica has a customer's key, but its table does not",
    why=(
        "All replicas of a table, the one in its home region included, are encrypted by the same kind of key: owned "
        "by AWS, managed by AWS, or the customer's. AWS rejects a mixture when it creates the replica."
    ),
    source=SECURITY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas:
      eu-west-1: {kms_key_arn: "arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    edges=(
        fails(
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption="AWS_MANAGED",
            replicas={
                "eu-west-2": {},
                "eu-west-1": {
                    "kms_key_arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                },
            },
        ),
        passes(
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
            replicas={
                "eu-west-1": {
                    "kms_key_arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                }
            },
        ),
    ),
    check=_unmatched,
)
