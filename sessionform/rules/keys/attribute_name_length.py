"""Names of key, TTL and projected attributes have at most 255 bytes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_ATTRIBUTE_NAME_BYTES
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html"


def _attribute_name_length(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name in view.attribute_uses:
        size = len(name) if name.isascii() else len(name.encode())
        if size > MAX_ATTRIBUTE_NAME_BYTES:
            yield Problem(
                setting,
                f"the attribute name `{_shortened(name)}` has {size} bytes in UTF-8; DynamoDB allows {MAX_ATTRIBUTE_NAME_BYTES}",
                "give it a shorter name: it is stored, and charged, with every session",
            )


def _shortened(name: str) -> str:
    return name[:20] + "…"


RULE = TableRule(
    id="attribute-name-length",
    severity=ERROR,
    summary="Names of key, TTL and projected attributes have at most 255 bytes",
    why=(
        "DynamoDB counts bytes of UTF-8, not characters, so a name in a script other than Latin reaches the limit "
        "much earlier. Terraform plans a longer one, and AWS rejects it."
    ),
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: {"識" * 86}
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: 識別子
    ttl: expiresAt
""",
    edges=(
        passes(partition_key="a" * 255),
        fails(partition_key="é" * 128),
        passes(ttl="é" * 127 + "a"),
        fails(ttl="é" * 128),
        fails(
            global_secondary_indexes={
                "by_user": {"partition_key": "id", "projection": {"include": ["expiresAt", "é" * 128]}}
            }
        ),
    ),
    no_fix="the application has to store another value first",
    check=_attribute_name_length,
)
