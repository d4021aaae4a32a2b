"""The KMS key belongs to another account than the table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.kms_keys import kms_keys
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.accounts import account_place
from sessionform.rules.view.table_view import TableView

HOW_ENCRYPTION_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html"


def _other_account(table: Table, view: TableView) -> Iterator[Problem]:
    account = view.environment.account.number
    if account is None or view.environment.is_local:
        return
    for setting, text, _, owner in kms_keys(table, view.environment.region):
        arn = parse_arn(text)
        if arn is not None and arn.service == "kms" and arn.account != account:
            yield Problem(
                setting,
                f"the key of {owner} belongs to account {arn.account}, and the table to {account}: "
                "whoever can disable that key can make every session unreadable",
                "use a key of the table's account, or waive this where a key account is meant",
                related_places=(account_place(view.environment),),
            )


RULE = TableRule(
    id="kms-key-account",
    severity=WARNING,
    summary="The KMS key belongs to another account than the table",
    why=(
        "When a key is disabled or scheduled for deletion, the table that it encrypts becomes inaccessible. Whoever "
        "runs the table does not control a key of another account, and often such an ARN is a copying mistake."
    ),
    source=HOW_ENCRYPTION_WORKS,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    edges=(
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::444455556666:role/deploy"}
                }
            },
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        fails(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"}
                }
            },
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        passes(
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "444455556666"}}},
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            replicas={
                "eu-west-1": {
                    "kms_key_arn": "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                }
            },
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        passes(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "endpoint_url": "http://localhost:8000",
                        "account_id": "111122223333",
                    }
                }
            },
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
    ),
    no_fix="only you know the ARN of the right key",
    check=_other_account,
)
