"""The Kinesis stream must be in the table's account and region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.accounts import account_place
from sessionform.rules.view.table_view import TableView

KINESIS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html"


_ARN = ("kinesis_stream", "stream_arn")


def _kinesis_elsewhere(table: Table, view: TableView) -> Iterator[Problem]:
    if table.kinesis_stream is None or view.environment.is_local:
        return
    arn, account = parse_arn(table.kinesis_stream.stream_arn), view.environment.account.number
    if arn is None:
        return
    if arn.region != view.environment.region:
        yield Problem(
            _ARN,
            f"the Kinesis stream of `{table.key}` is in {arn.region}, but `{view.environment.name}` is in "
            f"{view.environment.region}",
            f"name a stream in {view.environment.region}, in `environments.{view.environment.name}` of the table if the "
            "environments differ",
            related_places=(
                (
                    view.environment.origins.of(("region",)),
                    f"`{view.environment.name}` is in {view.environment.region}",
                ),
            ),
        )
    elif account is not None and arn.account != account:
        yield Problem(
            _ARN,
            f"the Kinesis stream of `{table.key}` belongs to account {arn.account}, but `{view.environment.name}` is "
            f"account {account}",
            f"name a stream of account {account}, in `environments.{view.environment.name}` of the table "
            "if the environments differ",
            related_places=(account_place(view.environment),),
        )


RULE = TableRule(
    id="kinesis-stream-elsewhere",
    severity=ERROR,
    summary="The Kinesis stream must be in the table's account and region",
    why=(
        "DynamoDB sends changes only to a Kinesis data stream of the same account and region. The plan shows "
        "nothing, and AWS does not check the stream at first: it gives up seconds to a minute later, when the table "
        "has been changed, and no records arrive."
    ),
    source=KINESIS,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    kinesis_stream: {stream_arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/sessions"}
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    kinesis_stream: {stream_arn: "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"}
""",
    edges=(
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"}
                }
            },
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
        ),
        fails(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::444455556666:role/deploy"}
                }
            },
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
        ),
        passes(kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"}),
        fails(kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-2:111122223333:stream/sessions"}),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "444455556666"}}},
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-2:111122223333:stream/sessions"},
        ),
    ),
    no_fix="only you know the ARN of the right stream",
    check=_kinesis_elsewhere,
)
