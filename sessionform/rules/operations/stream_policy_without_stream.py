"""A stream policy needs a stream."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PAGE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-attach-resource-based-policy.html"


def _stream_policy_without_stream(table: Table, view: TableView) -> Iterator[Problem]:
    if table.stream_policy is not None and table.stream is None:
        yield Problem(
            ("stream_policy",),
            f"`{table.key}` has a `stream_policy` but no stream",
            "declare one: `stream: NEW_AND_OLD_IMAGES`, or another view",
            on_key=True,
            fixes=(set_to(("stream",), "NEW_AND_OLD_IMAGES"),),
        )


RULE = TableRule(
    id="stream-policy-without-stream",
    severity=ERROR,
    summary="A stream policy needs a stream",
    why=(
        "The policy is attached to the ARN of the stream, which a table without a stream does not have: "
        "Terraform plans it, and the apply fails."
    ),
    source=PAGE,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream_policy:
      Version: "2012-10-17"
      Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/audit"}, Action: "dynamodb:GetRecords", Resource: "*"}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_IMAGE
    stream_policy:
      Version: "2012-10-17"
      Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::111122223333:role/audit"}, Action: "dynamodb:GetRecords", Resource: "*"}
""",
    check=_stream_policy_without_stream,
)
