"""The TTL attribute must be a Number."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.expiry.sources import HOW_TTL_WORKS
from sessionform.rules.view.table_view import TableView


def _ttl_attribute_type(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    for setting, attribute in view.key_uses:
        if attribute.name == table.ttl.attribute and attribute.type != "N":
            yield Problem(
                ("ttl",),
                f"`ttl` names `{attribute.name}`, a key of type {attribute.type}, so nothing in `{table.key}` would "
                "ever expire: TTL reads only Numbers, in epoch seconds",
                "write the expiry into an attribute that is not a key, as a Number, and name that one",
                related=((setting, f"`{attribute.name}` is a key of type {attribute.type} here"),),
            )
            return


RULE = TableRule(
    id="ttl-attribute-type",
    severity=ERROR,
    summary="The TTL attribute must be a Number",
    why=(
        "DynamoDB's TTL looks only at top-level attributes of type Number that hold epoch seconds, and silently "
        "skips every other item. Neither Terraform nor AWS complains about a key of another type."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: expiresAt
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(partition_key="expiresAt"),
        fails(sort_key={"name": "expiresAt", "type": "B"}),
        passes(sort_key={"name": "expiresAt", "type": "N"}),
        passes(sort_key="expires"),
        fails(
            sort_key="sid",
            local_secondary_indexes={"by_end": {"sort_key": "expiresAt"}},
            global_secondary_indexes={"by_end_too": {"partition_key": "sid", "sort_key": "expiresAt"}},
        ),
        fails(ttl={"attribute": "expiresAt", "enabled": False}, sort_key="expiresAt"),
        passes(ttl=None, sort_key="expiresAt"),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_type,
)
