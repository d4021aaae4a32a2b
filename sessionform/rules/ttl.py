"""Rules about expiry."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

HOW_TTL_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"


def _ttl_missing(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or not table.ttl.enabled:
        yield Problem(
            ("ttl",),
            f"sessions in `{table.key}` never expire: the table has no `ttl`",
            "name the Number attribute that holds the expiry in epoch seconds, e.g. `ttl: expiresAt`",
        )


ttl_missing = TableRule(
    id="ttl-missing",
    severity=WARNING,
    summary="A session table without TTL grows for ever",
    why=(
        "Without TTL nothing removes a session once it has ended: storage grows, and a stolen session id stays good "
        "until the application itself refuses it. DynamoDB deletes expired items at no cost."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_ttl_missing,
)


def _ttl_attribute_type(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    for setting, attribute in table.all_key_uses():
        if attribute.name == table.ttl.attribute and attribute.type != "N":
            yield Problem(
                ("ttl",),
                f"`ttl` names `{attribute.name}`, a key of type {attribute.type}, so nothing in `{table.key}` would "
                "ever expire: TTL reads only Numbers, in epoch seconds",
                "name a Number attribute, e.g. `ttl: expiresAt`",
                related=((setting, f"`{attribute.name}` is a key of type {attribute.type} here"),),
            )
            return


ttl_attribute_type = TableRule(
    id="ttl-attribute-type",
    severity=ERROR,
    summary="The TTL attribute must be a Number",
    why=(
        "DynamoDB's TTL looks only at top-level attributes of type Number that hold epoch seconds, and passes over "
        "every other item in silence. Neither Terraform nor AWS complains about a key of another type."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: expiresAt
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: {name: expiresAt, type: N}
    ttl: expiresAt
""",
    check=_ttl_attribute_type,
)

RULES = (ttl_missing, ttl_attribute_type)
