"""Replicas of a new strongly consistent table are protected by the deploy after its creation."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _protection_later(table: Table, _: TableView) -> Iterator[Problem]:
    if not table.is_strong or table.import_existing:
        return
    for replica in table.replicas:
        if replica.deletion_protection:
            yield Problem(
                ("replicas", replica.region, "deletion_protection"),
                f"the deploy that creates `{table.key}` does not protect its replica in {replica.region}: for a strongly "
                "consistent replica the provider sends `deletion_protection` only with the next deploy",
                "where the table is new: deploy once more as soon as it is there",
            )


_STRONG = {"ttl": False, "multi_region_consistency": "STRONG", "stream": "NEW_AND_OLD_IMAGES"}
_TWO = {"us-east-2": {"deletion_protection": True}, "us-west-2": {}}

RULE = TableRule(
    id="replica-protection-later",
    severity=NOTE,
    summary="Replicas of a new strongly consistent table are protected by the deploy after its creation",
    why=(
        "One call creates all replicas of a strongly consistent table. After it the AWS provider sets their point-in-time recovery "
        "and their tags, but not their deletion protection: until the next deploy, whoever may call DeleteTable can delete them. "
        "For other replicas it sends the protection when it creates them. That is read in the provider's source, of about 6.30, and "
        "was not run."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/pull/43240",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    waivers: [{rule: ttl-missing, reason: the application deletes what has expired, expires: 2027-01-31}]
    multi_region_consistency: STRONG
    replicas:
      us-east-2: {deletion_protection: true}
      us-west-2: {deletion_protection: true}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    waivers: [{rule: ttl-missing, reason: the application deletes what has expired, expires: 2027-01-31}]
    multi_region_consistency: STRONG
    replicas:
      us-east-2: {}
      us-west-2: {}
""",
    edges=(
        fails(**_STRONG, replicas=_TWO),
        passes(**_STRONG, replicas={"us-east-2": {"deletion_protection": False}, "us-west-2": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas=_TWO),
        passes(**_STRONG, replicas=_TWO, import_existing=True),
    ),
    no_fix="it takes two deploys",
    check=_protection_later,
)
