"""A character in an attribute's name that readers do not see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sessionform.acting_text import ACTING
from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView

NAMING_RULES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"

_INVISIBLE = ACTING | {"Cf", "Zs"}
"""Unicode categories: what acts on who shows it, format characters, and blanks."""

_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, signs and marks of other categories that look like nothing."""


def _invisible_characters(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name in view.attribute_uses:
        invisible = next(filter(None, map(_invisible, _beyond_words(name))), None)
        if invisible is not None:
            yield Problem(
                setting,
                f"the attribute name `{name}` has {invisible}, which readers do not see: an application that writes "
                "the name as it looks uses another attribute",
                "remove the character, unless the application writes it too",
            )


def _beyond_words(name: str) -> str:
    """What of the name may be invisible: a space between two words is seen."""
    if name.isascii() and name.isprintable() and name == name.strip():
        return ""
    return name[:1] + name[1:-1].replace(" ", "") + name[-1:]


def _invisible(character: str) -> str | None:
    """Which invisible character a name has, and where; None for one that is seen."""
    if unicodedata.category(character) not in _INVISIBLE and not _BLANK.match(character):
        return None
    if character == " ":
        return "a space at its beginning or end"
    known = unicodedata.name(character, "a control character")
    return f"{known} (U+{ord(character):04X}) in it"


RULE = TableRule(
    id="attribute-name-invisible",
    severity=WARNING,
    summary="A character in an attribute's name that readers do not see",
    why=(
        "DynamoDB takes any character in the name of an attribute. A line break, a no-break space or a space at the end "
        "makes it another name: TTL deletes nothing where the application stores `expiresAt`, and a write without the key as it is "
        "declared fails. A block scalar (`|`) ends its text with a line break."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: |
      expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes(partition_key="user id", ttl="läuft ab", sort_key="識別子"),
        fails(partition_key="user\u00a0id", sort_key="user\u3000id", ttl="expires\u00adAt"),
        fails(partition_key=" userId", sort_key="sessionId ", ttl="expires\nAt"),
        fails(partition_key="user\u200bId", sort_key="\u2800", ttl="expiresAt\ufe0f"),
        fails(partition_key="user\u034fId", sort_key="session\U000e0100Id", ttl="expiresAt\U000e01ef"),
        passes(partition_key="a", ttl="b", sort_key="ä b"),
        fails(partition_key="a\u200bb", sort_key="a\u200bbc", ttl="ab\u200bc"),
        fails(
            partition_key="id",
            global_secondary_indexes={
                "by_user": {"partition_key": "userId\u2003", "projection": {"include": ["expiresAt", "\tcart"]}}
            },
        ),
        fails(
            partition_key="id",
            sort_key="at",
            local_secondary_indexes={"by_day": {"sort_key": "day\u3164", "projection": "ALL"}},
        ),
    ),
    no_fix="only you know which name the application writes",
    check=_invisible_characters,
)
