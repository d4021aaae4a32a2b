"""An index cannot find expired sessions by its partition key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Attribute, Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _ttl_attribute_index_partition(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    expiry = Attribute(table.ttl.attribute, "N")
    for index in table.global_secondary_indexes:
        if expiry in index.partition_keys:
            yield Problem(
                ("global_secondary_indexes", index.name, "partition_key"),
                f"index `{index.name}` finds only the sessions that expire in one given second: a partition key is "
                "compared only for equality",
                f"make `{expiry.name}` the sort key, e.g. "
                f"`{{partition_key: userId, sort_key: {{name: {expiry.name}, type: N}}}}`",
                related=((("ttl",), "the expiry"),),
            )


RULE = TableRule(
    id="ttl-attribute-index-partition",
    severity=WARNING,
    summary="An index cannot find expired sessions by its partition key",
    why=(
        'A query gives one exact value for the partition key; ranges such as "before now" work on the sort key alone. '
        "An index partitioned by the expiry looks useful for cleaning up, but answers no useful query."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html",
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_expiry: {partition_key: {name: expiresAt, type: N}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: {name: expiresAt, type: N}}
""",
    edges=(
        passes(
            global_secondary_indexes={"by_end": {"partition_key": "id", "sort_key": {"name": "expiresAt", "type": "N"}}}
        ),
        passes(global_secondary_indexes={"by_end": {"partition_key": "expiresAt"}}),
        fails(global_secondary_indexes={"by_end": {"partition_key": ["id", {"name": "expiresAt", "type": "N"}]}}),
        fails(
            global_secondary_indexes={
                "by_id": {"partition_key": "id"},
                "by_end": {"partition_key": {"name": "expiresAt", "type": "N"}, "sort_key": "id"},
            }
        ),
        passes(ttl="ends", global_secondary_indexes={"by_end": {"partition_key": {"name": "expiresAt", "type": "N"}}}),
        passes(ttl=False, global_secondary_indexes={"by_end": {"partition_key": {"name": "expiresAt", "type": "N"}}}),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_index_partition,
)
