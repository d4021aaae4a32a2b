"""`@` in a tag."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView


def _at_sign(table: Table, view: TableView) -> Iterator[Problem]:
    for tag in view.tags:
        if "@" in tag.key or "@" in tag.value:
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} contains `@`, which DynamoDB's list of characters leaves out",
                "write an address without it, e.g. `team-identity`",
                on_key="@" in tag.key,
                place=tag.place,
            )


RULE = TableRule(
    id="tag-at-sign",
    severity=WARNING,
    summary="`@` in a tag",
    why=(
        "Most AWS services take `@` in tags, but DynamoDB's own list of allowed characters does not have it. "
        "If your account takes it, waive this."
    ),
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner: identity@example.com}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner: team-identity}
""",
    edges=(
        passes(tags={"owner": "identity at example.com"}),
        fails(tags={"owner@team": "identity"}),
        fails({"environments": {"staging": {"region": "us-east-1", "tags": {"Owner": "a@b.example"}}}}),
    ),
    check=_at_sign,
)
