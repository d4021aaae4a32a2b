"""`@` in a tag."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import rename
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView


def _at_sign(_: Table, view: TableView) -> Iterator[Problem]:
    for tag in view.tags:
        if "@" in tag.key:
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} has `@` in its key, which is not in DynamoDB's list of characters",
                "use a key without it, e.g. `owner`",
                on_key=True,
                place=tag.place,
                place_fixes=(rename(tag.place, tag.key.replace("@", "_")),),
            )


RULE = TableRule(
    id="tag-at-sign",
    severity=WARNING,
    summary="A tag's key contains `@`",
    why=(
        "Most AWS services accept `@` in tags, but it is not in DynamoDB's list of allowed characters. AWS accepts "
        "it in a value all the same (measured in October 2026); nobody has tried it in a key. If your account "
        "accepts it, waive this."
    ),
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner@team: identity}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner: identity@example.com}
""",
    edges=(
        passes(tags={"owner": "identity@example.com"}),
        fails(tags={"owner@team": "identity"}),
        passes({"environments": {"staging": {"region": "us-east-1", "tags": {"Owner": "a@b.example"}}}}),
        fails({"environments": {"staging": {"region": "us-east-1", "tags": {"a@b": "Owner"}}}}),
    ),
    check=_at_sign,
)
