"""A replicated table uses no attribute that begins with `aws:rep:`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

LEGACY_GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html"


REPLICATION_PREFIX = "aws:rep:"
"""What the names of the attributes begin with that global tables write into items (globaltables_HowItWorks)."""


def _replication_attribute(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.replicas:
        return
    for setting, name in view.attribute_uses:
        if name.startswith(REPLICATION_PREFIX):
            yield Problem(
                setting,
                f"`{name}` begins with `{REPLICATION_PREFIX}`, which is reserved for the replication of `{table.key}`",
                "give the attribute another name",
                related=((("replicas",), "the replicas"),),
            )


RULE = TableRule(
    id="replication-attribute",
    severity=ERROR,
    summary="A replicated table uses no attribute that begins with `aws:rep:`",
    why=(
        "Global tables write attributes with such names into every item to decide which write was last. A key, an "
        "index or an expiry on one of them would be overwritten by replication."
    ),
    source=LEGACY_GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: aws:rep:updatetime
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    edges=(
        passes(ttl="aws:rep:deleting"),
        passes(ttl="aws:replicated", replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
        fails(sort_key="aws:rep:updateregion", replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
    ),
    no_fix="the application has to store another value first",
    check=_replication_attribute,
)
