"""Tag keys must not begin with `aws:`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import rename
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView


def _reserved(table: Table, view: TableView) -> Iterator[Problem]:
    for tag in view.tags:
        if tag.key[:4].lower() == "aws:":
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} begins with `aws:`, which AWS keeps for its own tags",
                f"rename it, e.g. `{tag.key[4:] or 'name'}`",
                on_key=True,
                place=tag.place,
                place_fixes=(rename(tag.place, tag.key[4:] or "name"),),
            )


RULE = TableRule(
    id="tag-reserved-prefix",
    severity=ERROR,
    summary="Tag keys must not begin with `aws:`",
    why=(
        "Keys that begin with `aws:`, in upper or lower case, belong to AWS, which rejects them; the plan passes all "
        "the same."
    ),
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {"aws:team": identity}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {team: identity}
""",
    edges=(
        passes(tags={"aws-team": "x", "team:aws:": "x", "aws": "x"}),
        fails(tags={"AWS:team": "x"}),
        fails(tags={"aws:": "x"}),
    ),
    check=_reserved,
)
