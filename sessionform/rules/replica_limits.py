"""Notes about what replicas do not do: agree about every write, and take over everything that the table has."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import NOTE, Problem, TableRule
from sessionform.source.words import listed

GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"
REQUIREMENTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html"


def _replica_conflict(table: Table, environment: Environment) -> Iterator[Problem]:
    others = [replica.region for replica in table.replicas if replica.region != environment.region]
    if others:
        yield Problem(
            ("replicas",),
            f"of two writes of one session in {listed((environment.region, *others), 'and')} at once, the later one wins "
            "whole: a log-out in one region can be undone by a request in another",
            "send the requests of each user to one region at a time",
            on_key=True,
        )


replica_conflict = TableRule(
    id="replica-conflict",
    severity=NOTE,
    summary="Between regions the last write of a session wins",
    why=(
        "Replication takes about a second, and what two regions write in the meantime is not merged: the item with the "
        "later timestamp replaces the other one. Sessions are written at almost every request, so this is met in "
        "practice as soon as one user is served by two regions. A condition on a write sees its own region alone."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
""",
    check=_replica_conflict,
)


def _replica_companions(table: Table, environment: Environment) -> Iterator[Problem]:
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
                f"`{setting}` holds for `{table.key}` in `{environment.region}` alone, and not in {replicas}",
                "where the replica needs it too, declare it beside the stack, in that region",
                related=((("replicas",), "the replicas"),),
                on_key=True,
            )


replica_companions = TableRule(
    id="replica-companions",
    severity=NOTE,
    summary="Alarms, insights, the Kinesis stream and the resource policy stay in the home region",
    why=(
        "DynamoDB keeps keys, indexes, TTL, the billing mode and write capacity the same in all regions. Resource "
        "policies, Kinesis streams, contributor insights and everything of CloudWatch belong to one replica, and here "
        "only that of the environment's own region gets them."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    check=_replica_companions,
)

RULES = (replica_conflict, replica_companions)
