"""Alarms, insights, the Kinesis stream and the resource policy stay in the home region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.resource_types import TARGET
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.replicas.sources import REQUIREMENTS
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.companions import companions
from sessionform.words import listed


def _replica_companions(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.replicas:
        return
    declared = {
        "alarms": table.alarms is not None,
        "contributor_insights": table.contributor_insights,
        "kinesis_stream": table.kinesis_stream is not None,
        "resource_policy": table.resource_policy is not None,
    }
    for setting, present in declared.items():
        if present:
            replicas = listed([replica.region for replica in table.replicas], "and")
            yield Problem(
                (setting,),
                f"`{setting}` applies to `{table.key}` in `{view.environment.region}` alone, not in {replicas}",
                "if the replica needs it too, declare it outside this stack, in that region",
                related=((("replicas",), "the replicas"),),
                on_key=True,
            )
    if table.is_strong and table.stream is not None:
        yield Problem(
            ("stream",),
            f"`{table.key}` has a stream in `{view.environment.region}` alone: AWS and the provider switch none on for a strongly "
            "consistent copy",
            "where a consumer runs in the copy's region too, switch the stream on there: `aws dynamodb update-table`",
            related=((("replicas",), "the replicas"),),
            on_key=True,
        )
    if TARGET in companions(table):
        yield Problem(
            ("capacity",),
            f"AWS copies the write autoscaling of `{table.key}` to a replica when it creates the replica, and never again",
            "change it in each region when you change it here, and remove it there when the replica is deleted",
            related=((("replicas",), "the replicas"),),
            on_key=True,
        )


_STRONG = {"replicas": {"us-east-2": {}, "us-west-2": {}}, "multi_region_consistency": "STRONG"}

RULE = TableRule(
    id="replica-companions",
    severity=NOTE,
    summary="Alarms, insights, the Kinesis stream and the resource policy stay in the home region",
    why=(
        "DynamoDB keeps keys, indexes, TTL, the billing mode and write capacity the same in all regions. Resource "
        "policies, Kinesis streams, contributor insights and everything of CloudWatch belong to one replica, and here "
        "only that of the environment's own region gets them. Write autoscaling is copied once, when the replica is made; its "
        "copied autoscaling is left behind when the replica is deleted (measured in October 2026). The stream is every replica's where it feeds them; of a "
        "strongly consistent table, which is replicated without it, each region has its own."
    ),
    source=REQUIREMENTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
    replicas: {eu-west-1: {}}
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
            replicas={"eu-west-1": {}, "eu-west-2": {}},
            contributor_insights=True,
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
            resource_policy={"Version": "2012-10-17"},
        ),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            replicas={"eu-west-1": {}},
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
        ),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        fails(ttl=False, stream="KEYS_ONLY", **_STRONG),
        passes(ttl=False, **_STRONG),
        passes(contributor_insights=True),
    ),
    no_fix="settings of the other region are declared outside this stack",
    check=_replica_companions,
)
