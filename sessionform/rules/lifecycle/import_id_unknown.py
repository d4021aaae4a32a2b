"""A companion to import needs an id that is known."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.imports import BY_ACCOUNT

PAGE = (
    "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_contributor_insights#import"
)


def _import_id_unknown(table: Table, view: TableView) -> Iterator[Problem]:
    wanted = table.import_existing
    if wanted is None:
        return
    place = ("import_existing", "companions")
    named = [name for name in wanted.companions if name in BY_ACCOUNT]
    if named and view.environment.account.number is None:
        yield Problem(
            place,
            f"`{named[0]}` is imported by an id with the account's number in it, and `{view.environment.name}` has no "
            "`account_id`",
            'add the account to the environment, as in `account_id: "111122223333"`',
        )
    if "stream_policy" in wanted.companions and wanted.stream_label is None:
        yield Problem(
            place,
            "the policy of a stream is imported by the stream's ARN, whose last part AWS chooses",
            "add it: `stream_label: 2026-11-28T12:00:00.000`; `aws dynamodb describe-table` shows it",
        )


RULE = TableRule(
    id="import-id-unknown",
    severity=ERROR,
    summary="A companion to import needs an id that is known",
    why=(
        "Terraform imports each resource by an id in the configuration. The id of contributor insights and of a "
        "resource policy contains the account's number, that of a stream policy the stream's label."
    ),
    source=PAGE,
    failing="""\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    contributor_insights: true
    import_existing: {companions: [contributor_insights]}
""",
    passing="""\
version: 1
environments:
  production: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    contributor_insights: true
    import_existing: {companions: [contributor_insights]}
""",
    edges=(
        passes(import_existing={"companions": ["capacity", "alarms", "kinesis_stream"]}),
        fails(import_existing={"companions": ["resource_policy"]}),
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/d"}
                }
            },
            import_existing={"companions": ["contributor_insights"]},
        ),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            import_existing={"companions": ["stream_policy"]},
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            import_existing={"companions": ["stream_policy"], "stream_label": "2026-11-28T12:00:00.000"},
        ),
    ),
    no_fix="only you know the account and the stream's label",
    check=_import_id_unknown,
)
