"""An emulator has no service for a setting."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView

LOCAL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html"


def _without_service(table: Table, view: TableView) -> Iterator[Problem]:
    name = view.environment.name
    if not view.environment.is_local:
        return
    emulator = ((view.environment.origins.of(("endpoint_url",)), f"`{name}` is an emulator"),)
    if (table.settings.get("contributor_insights") or {}).get("enabled"):
        yield Problem(
            ("contributor_insights",),
            f"`{table.key}` gets no contributor insights in `{name}`, which is an emulator",
            f"nothing has to be done; to declare it: `environments: {{{name}: {{contributor_insights: false}}}}`",
            related_places=emulator,
            place_fixes=(set_to((*table.origins.owner, "environments", name, "contributor_insights"), False),),
        )
    if table.kinesis_stream is not None:
        yield Problem(
            ("kinesis_stream",),
            f"the emulator of `{name}` may not know Kinesis destinations, in which case the apply fails at `{table.key}`",
            f"if it does not: `environments: {{{name}: {{kinesis_stream: null}}}}`",
            related_places=emulator,
            place_fixes=(set_to((*table.origins.owner, "environments", name, "kinesis_stream"), None),),
        )
    if table.grants:
        yield Problem(
            ("grants",),
            f"the emulator of `{name}` may not know IAM, in which case the apply fails at the grants of `{table.key}`",
            f"if it does not: `environments: {{{name}: {{grants: null}}}}`",
            related_places=emulator,
            place_fixes=(set_to((*table.origins.owner, "environments", name, "grants"), None),),
        )


RULE = TableRule(
    id="local-without-service",
    severity=NOTE,
    summary="An emulator has no service for a setting",
    why=(
        "Emulators answer contributor insights with an error on which the provider retries for minutes, and without "
        "an account the provider cannot store the resource at all. So the stack of an environment with an "
        "`endpoint_url` leaves them out. A Kinesis destination is kept: LocalStack knows it, DynamoDB Local and moto "
        "do not. Grants are kept too: LocalStack and moto know IAM, DynamoDB Local does not."
    ),
    source=LOCAL,
    failing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:4566"}
tables:
  userSessions:
    partition_key: userHash
    ttl: expiresAt
    contributor_insights: true
""",
    passing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:4566"}
tables:
  userSessions:
    partition_key: userHash
    ttl: expiresAt
    contributor_insights: true
    environments: {local: {contributor_insights: false}}
""",
    edges=(
        fails(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
            contributor_insights=True,
        ),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            stream="NEW_IMAGE",
            grants={"audit": {"stream": True}},
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            contributor_insights=False,
        ),
        passes(
            kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"},
            contributor_insights=True,
        ),
    ),
    check=_without_service,
)
