"""An attribute's name is one of DynamoDB's 573 reserved words."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.keys.placeholders import expression_placeholders
from sessionform.rules.keys.reserved_words import RESERVED_WORDS
from sessionform.rules.view.table_view import TableView

RESERVED = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html"


def _reserved_word(table: Table, view: TableView) -> Iterator[Problem]:
    if table.consumer is not None:  # the library writes the expressions
        return
    first = None
    reserved: dict[str, None] = {}
    for setting, name in view.attribute_uses:
        if name.upper() in RESERVED_WORDS:
            first = first or setting
            reserved[name] = None
    if first is not None:
        yield Problem(first, *expression_placeholders(list(reserved), "a word", "words", "that expressions reserve"))


RULE = TableRule(
    id="reserved-word",
    severity=NOTE,
    summary="An attribute's name is one of DynamoDB's 573 reserved words",
    why=(
        "Such a name is legal, but DynamoDB rejects a condition, an update or a projection that writes it out, at "
        "run time. Session tables meet this often: `ttl`, `session`, `token`, `user`, `data` and `status` are all "
        "reserved."
    ),
    source=RESERVED,
    failing="""\
tables:
  userSessions:
    partition_key: user
    ttl: ttl
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(partition_key="usersIds"),
        fails(partition_key="User"),
        fails(
            partition_key="user",
            sort_key="data",
            global_secondary_indexes={
                "by_name": {"partition_key": "name", "projection": {"include": ["expiresAt", "data"]}}
            },
        ),
        passes(partition_key="id", ttl="ttl", consumer={"library": "connect-dynamodb"}),
    ),
    no_fix="the application has to store another value first",
    check=_reserved_word,
)
