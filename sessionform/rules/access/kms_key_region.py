"""A table and its KMS key are in one region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.kms_keys import TABLE_KEY, kms_keys
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

USAGE_NOTES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html"


def _wrong_region(table: Table, view: TableView) -> Iterator[Problem]:
    if view.environment.is_local:
        return
    for setting, text, region, owner in kms_keys(table, view.environment.region):
        arn = parse_arn(text)
        if arn is not None and arn.service == "kms" and arn.region != region:
            place = view.environment.origins.of(("region",))
            yield Problem(
                setting,
                f"the key of {owner} is in {arn.region}, but the table is in {region}",
                f"name a key of {region}; each environment can have its own in the table's "
                f"`environments.{view.environment.name}`",
                related_places=((place, f"`{view.environment.name}` is in {region}"),) if setting == TABLE_KEY else (),
            )


RULE = TableRule(
    id="kms-key-region",
    severity=ERROR,
    summary="A table and its KMS key are in one region",
    why=(
        "A table uses keys of its own region only, and so does each replica. A multi-Region key has an ARN in each "
        "of its regions: use the one of the table's or the replica's region."
    ),
    source=USAGE_NOTES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
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
        passes(
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
        ),
        fails(
            replicas={
                "eu-west-1": {
                    "kms_key_arn": "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                }
            },
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
    ),
    no_fix="only you know the ARN of the right key",
    check=_wrong_region,
)
