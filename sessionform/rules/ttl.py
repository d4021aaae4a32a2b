"""Rules about expiry."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

HOW_TTL_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"


def _ttl_missing(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or (table.ttl.attribute is None and not table.ttl.enabled):
        reason = "the table has no `ttl`" if table.ttl is None else "`ttl` is off"
        yield Problem(
            ("ttl",),
            f"sessions in `{table.key}` never expire: {reason}",
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
    partition_key: sessionId
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_missing,
)


def _ttl_disabled(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is not None and table.ttl.attribute is not None and not table.ttl.enabled:
        yield Problem(
            ("ttl", "enabled"),
            f"TTL is off, so sessions in `{table.key}` do not expire, whatever `{table.ttl.attribute}` says",
            "`enabled: true`; on the way to another attribute, a waiver with a date for the time between",
        )


ttl_disabled = TableRule(
    id="ttl-disabled",
    severity=WARNING,
    summary="TTL names an attribute and is switched off",
    why=(
        "This is right for the hour between two steps: AWS lets TTL move to another attribute only by way of off, and "
        "takes one change an hour. If it stays, sessions pile up as if there were no TTL."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html",
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: {attribute: expiresAt, enabled: false}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: {attribute: expiresAt, enabled: true}
""",
    check=_ttl_disabled,
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
                "write the expiry into an attribute that is no key, as a Number, and name that one",
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
    sort_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_attribute_type,
)


def _ttl_attribute_nested(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    name = table.ttl.attribute
    if "." not in name and "[" not in name:
        return
    if all(attribute.name != name for _, attribute in table.all_key_uses()):
        yield Problem(
            ("ttl", "attribute"),
            f"`ttl` names `{name}`, a place inside another attribute, so nothing in `{table.key}` would ever expire",
            f"store the expiry at the top of the item, e.g. `ttl: {name.replace('[', '.').split('.')[-1].strip(']')}`",
        )


ttl_attribute_nested = TableRule(
    id="ttl-attribute-nested",
    severity=ERROR,
    summary="The TTL attribute stands at the top of the item",
    why=(
        "TTL reads only top-level attributes: it takes `session.expires` for the whole name of one. AWS accepts the "
        "setting, finds no such attribute in any item, and deletes nothing."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: session.expires
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
""",
    check=_ttl_attribute_nested,
)


def _ttl_attribute_primary_key(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    name = table.ttl.attribute
    for setting, attribute in zip((("partition_key",), ("sort_key",)), table.key_attributes, strict=False):
        if attribute.name == name and attribute.type == "N":
            yield Problem(
                ("ttl", "attribute"),
                f"`{name}` holds the expiry and is part of the key of `{table.key}`, so no session can be extended: "
                "DynamoDB changes no key attribute of an item",
                "keep the expiry in an attribute of its own; to sort by it, make it the sort key of a global index",
                related=((setting, f"`{name}` is a key here"),),
            )


ttl_attribute_primary_key = TableRule(
    id="ttl-attribute-primary-key",
    severity=WARNING,
    summary="An expiry in the primary key cannot be extended",
    why=(
        "The key of an item never changes. Where the expiry is part of it, extending a session means deleting it and "
        "writing another one, and reading a session means knowing its expiry to the second."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html",
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    sort_key: {name: expiresAt, type: N}
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_attribute_primary_key,
)


def _ttl_attribute_index_partition(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    for index in table.global_secondary_indexes:
        if index.partition_key.name == table.ttl.attribute and index.partition_key.type == "N":
            yield Problem(
                ("global_secondary_indexes", index.name, "partition_key"),
                f"index `{index.name}` finds only the sessions that expire in one given second: a partition key is "
                "compared for equality and nothing else",
                f"make `{index.partition_key.name}` the sort key, e.g. "
                f"`{{partition_key: userId, sort_key: {{name: {index.partition_key.name}, type: N}}}}`",
                related=((("ttl",), "the expiry"),),
            )


ttl_attribute_index_partition = TableRule(
    id="ttl-attribute-index-partition",
    severity=WARNING,
    summary="An index cannot find expired sessions by its partition key",
    why=(
        'A query gives one exact value for the partition key; ranges such as "before now" work on the sort key alone. '
        "An index partitioned by the expiry looks useful for cleaning up, and answers nothing that anybody asks."
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
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: {name: expiresAt, type: N}}
""",
    check=_ttl_attribute_index_partition,
)

RULES = (
    ttl_missing,
    ttl_disabled,
    ttl_attribute_type,
    ttl_attribute_nested,
    ttl_attribute_primary_key,
    ttl_attribute_index_partition,
)
