"""Rules about the customer's own KMS keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.diagnostics import Path
from sessionform.model import Declaration, Environment, Table
from sessionform.rules.rule import ERROR, NOTE, WARNING, DeclarationRule, Problem, TableRule
from sessionform.source.words import listed

HOW_ENCRYPTION_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html"
USAGE_NOTES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html"

_TABLE_KEY = ("server_side_encryption", "kms_key_arn")


def _keys(table: Table, region: str) -> Iterator[tuple[Path, str, str, str]]:
    """Every KMS key of a table: its setting, the ARN, the region it has to be in, and whose key it is."""
    if table.encryption.kms_key_arn:
        yield _TABLE_KEY, table.encryption.kms_key_arn, region, f"`{table.key}`"
    for replica in table.replicas:
        if replica.kms_key_arn:
            setting = ("replicas", replica.region, "kms_key_arn")
            yield setting, replica.kms_key_arn, replica.region, f"the replica of `{table.key}` in {replica.region}"


def _wrong_region(table: Table, environment: Environment) -> Iterator[Problem]:
    if environment.is_local:
        return
    for setting, text, region, owner in _keys(table, environment.region):
        arn = parse_arn(text)
        if arn is not None and arn.service == "kms" and arn.region != region:
            place = environment.origins.of(("region",))
            yield Problem(
                setting,
                f"the key of {owner} is in {arn.region}, but the table is in {region}",
                f"name a key of {region}; each environment can have its own in the table's "
                f"`environments.{environment.name}`",
                related_places=((place, f"`{environment.name}` is in {region}"),) if setting == _TABLE_KEY else (),
            )


kms_key_region = TableRule(
    id="kms-key-region",
    severity=ERROR,
    summary="A table and its KMS key are in one region",
    why=(
        "DynamoDB uses keys of its own region only, and each replica one of the replica's region. A multi-region key "
        "has an ARN in every region that it is in: name that one."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    check=_wrong_region,
)


def _other_account(table: Table, environment: Environment) -> Iterator[Problem]:
    if environment.account_id is None or environment.is_local:
        return
    for setting, text, _, owner in _keys(table, environment.region):
        arn = parse_arn(text)
        if arn is not None and arn.service == "kms" and arn.account != environment.account_id:
            yield Problem(
                setting,
                f"the key of {owner} belongs to account {arn.account}, and the table to {environment.account_id}: "
                "who can disable that key can take every session away",
                "use a key of the table's account, or waive this where a key account is meant",
                related_places=((environment.origins.of(("account_id",)), f"the account of `{environment.name}`"),),
            )


kms_key_account = TableRule(
    id="kms-key-account",
    severity=WARNING,
    summary="The KMS key belongs to another account than the table",
    why=(
        "When a key is disabled or scheduled for deletion, the table that it encrypts becomes inaccessible. A key of "
        "another account is outside the reach of whoever runs the table, and often simply copied from elsewhere."
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
    mended="""\
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
    check=_other_account,
)


def _shared(declaration: Declaration) -> Iterator[Problem]:
    users: dict[str, dict[str, Path]] = defaultdict(dict)
    for environment, table in declaration.tables():
        if table.encryption.kms_key_arn and not environment.is_local:
            users[table.encryption.kms_key_arn].setdefault(environment.name, table.origins.of(_TABLE_KEY))
    for places in users.values():
        if len(places) > 1:
            names = listed(list(places), "and")
            first, *others = dict.fromkeys(places.values())
            yield Problem(
                first,
                f"one KMS key encrypts the sessions of {names}: who may use it in one of them can read the other's",
                "give each environment a key of its own",
                related=tuple((place, "the same key") for place in others),
            )


kms_key_shared = DeclarationRule(
    id="kms-key-shared",
    severity=NOTE,
    summary="Several environments share one KMS key",
    why=(
        "A key's policy says who can read what it encrypts. When development and production share one, "
        "the key no longer keeps them apart, and disabling it stops both."
    ),
    source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    failing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption:
      kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    mended="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    environments:
      staging:
        server_side_encryption:
          kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
""",
    check=_shared,
)

RULES = (kms_key_region, kms_key_account, kms_key_shared)
