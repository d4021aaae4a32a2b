"""Several environments share one KMS key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.access.kms_keys import TABLE_KEY
from sessionform.rules.engine.rule import NOTE, DeclarationRule, Problem
from sessionform.words import listed


def _shared(declaration: Declaration) -> Iterator[Problem]:
    users: dict[str, dict[str, Path]] = defaultdict(dict)
    for environment, table in declaration.tables():
        if table.encryption.kms_key_arn and not environment.is_local:
            users[table.encryption.kms_key_arn].setdefault(environment.name, table.origins.of(TABLE_KEY))
    for places in users.values():
        if len(places) > 1:
            names = listed(list(places), "and")
            first, *others = dict.fromkeys(places.values())
            yield Problem(
                first,
                f"one KMS key encrypts the sessions of {names}: whoever may use it in one can read the sessions of the others",
                "give each environment a key of its own",
                related=tuple((place, "the same key") for place in others),
            )


RULE = DeclarationRule(
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
    passing="""\
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
    edges=(
        fails(
            {"environments": {name: {"region": "us-east-1"} for name in "abc"}},
            environments={
                name: {
                    "server_side_encryption": {
                        "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                    }
                }
                for name in "bca"
            },
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1"},
                    "b": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"},
                }
            },
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
        passes(
            {
                "tables": {
                    "b": {
                        "partition_key": "id",
                        "ttl": "expiresAt",
                        "server_side_encryption": {
                            "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
                        },
                    }
                }
            },
            server_side_encryption={
                "kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            },
        ),
    ),
    no_fix="only you know the ARN of the right key",
    check=_shared,
)
