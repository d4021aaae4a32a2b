"""At most 50 tags, default tags included."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_TAGS
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView


def _count(table: Table, view: TableView) -> Iterator[Problem]:
    count = len(view.environment.tags_of(table))
    if count > MAX_TAGS:
        default = count - len(table.tags)
        of_which = f", {default} of them default tags of `{view.environment.name}`" if default else ""
        yield Problem(
            ("tags",),
            f"`{table.key}` has {count} tags{of_which}; AWS allows {MAX_TAGS}",
            "remove the tags that nobody reads",
            related_places=((view.environment.origins.of(("tags",)), "the default tags"),) if default else (),
        )


RULE = TableRule(
    id="tag-count",
    severity=ERROR,
    summary="At most 50 tags, default tags included",
    why=(
        "AWS counts the tags of the table and the environment's default tags together. The provider does not count "
        "them, so the apply fails at the table."
    ),
    source=TAGGING,
    failing="tables:\n  userSessions:\n    partition_key: userId\n    ttl: expiresAt\n    tags:\n"
    + "".join(f'      team{number}: "yes"\n' for number in range(MAX_TAGS + 1)),
    passing="tables:\n  userSessions:\n    partition_key: userId\n    ttl: expiresAt\n    tags: {teams: all}\n",
    edges=(
        passes(tags={f"t{number}": "x" for number in range(50)}),
        fails(tags={f"t{number}": "x" for number in range(51)}),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "tags": {f"d{number}": "x" for number in range(21)}}}},
            tags={f"t{number}": "x" for number in range(30)},
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "tags": {f"t{number}": "x" for number in range(21)}}}},
            tags={f"t{number}": "y" for number in range(50)},
        ),
    ),
    no_fix="only you know which tags nobody reads",
    check=_count,
)
