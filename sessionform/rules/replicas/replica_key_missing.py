"""With a customer's key on the table, every replica needs a key of its region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import SECURITY
from sessionform.rules.view.table_view import TableView


def _missing(table: Table, view: TableView) -> Iterator[Problem]:
    if table.encryption.mode != "CUSTOMER":
        return
    for replica in table.replicas:
        if replica.kms_key_arn is None:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` is encrypted with a customer's key, but its replica in {replica.region} names none",
                f"name one: `{replica.region}: {{kms_key_arn: arn:aws:kms:{replica.region}:ACCOUNT:key/KEY-ID}}`",
                related=((("server_side_encryption",), "the table's key"),),
            )


RULE = TableRule(
    id="replica-key-missing",
    severity=ERROR,
    summary="With a customer's key on the table, every replica needs a key of its region",
    why=(
        "All replicas of a table are encrypted by the same kind of key, and a KMS key works in its own region only. "
        "So a table with a customer's key needs another key, or a replica of a multi-Region key, for each replica."
    ),
    source=SECURITY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
    replicas:
      eu-west-1: {kms_key_arn: "arn:aws:kms:eu-west-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321"}
""",
    edges=(
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
            replicas={
                "eu-west-1": {
                    "kms_key_arn": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                },
                "eu-west-2": {},
            },
        ),
    ),
    no_fix="only you know the ARN of the right key",
    check=_missing,
)
