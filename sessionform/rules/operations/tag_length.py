"""Tag keys have 1 to 128 characters, values at most 256."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_TAG_KEY, MAX_TAG_VALUE
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView


def _length(table: Table, view: TableView) -> Iterator[Problem]:
    for tag in view.tags:
        if not tag.key or len(tag.key) > MAX_TAG_KEY:
            message = f"a tag key of {tag.owner} has {len(tag.key)} characters; AWS allows 1 to {MAX_TAG_KEY}"
            yield Problem((), message, "choose a shorter key" if tag.key else "give it a key", place=tag.place)
        if len(tag.value) > MAX_TAG_VALUE:
            message = f"the tag `{tag.key}` of {tag.owner} has {len(tag.value)} characters; AWS allows {MAX_TAG_VALUE}"
            yield Problem((), message, "shorten the value", place=tag.place)


RULE = TableRule(
    id="tag-length",
    severity=ERROR,
    summary="Tag keys have 1 to 128 characters, values at most 256",
    why="AWS rejects longer ones when it tags the table, after the plan has passed. It counts characters, not bytes.",
    source=TAGGING,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {{purpose: "{"sessions " * 29}"}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {purpose: sessions}
""",
    edges=(
        passes(tags={"k" * 128: "v" * 256}),
        fails(tags={"k" * 129: "v"}),
        fails(tags={"k": "v" * 257}),
        passes(tags={"k": ""}),
        fails({"environments": {"staging": {"region": "us-east-1", "tags": {"k" * 129: "v" * 257}}}}),
    ),
    no_fix="only you know a shorter one",
    check=_length,
)
