"""Contributor insights on a table with a customer's KMS key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _insights_with_key(table: Table, view: TableView) -> Iterator[Problem]:
    if table.contributor_insights and table.encryption.mode == "CUSTOMER":
        yield Problem(
            ("contributor_insights",),
            f"contributor insights show the keys of `{table.key}` in plain text in CloudWatch, although the table is "
            "encrypted with your own key",
            "leave them off: `contributor_insights: false`",
            related=((("server_side_encryption",), "the customer's key"),),
            fixes=(set_to(("contributor_insights",), False),),
        )


RULE = TableRule(
    id="insights-with-customer-key",
    severity=WARNING,
    summary="Contributor insights on a table with a customer's KMS key",
    why=(
        "The reports hold partition and sort key values as plain text, not encrypted with the table's key. AWS "
        "advises against them where those values have to be encrypted with it."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    contributor_insights: true
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    edges=(
        passes(contributor_insights=True, server_side_encryption="AWS_MANAGED"),
        passes(
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
        ),
    ),
    check=_insights_with_key,
)
