"""Tags have letters, digits, spaces and `+ - = . _ : /`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView

_PLAIN = re.compile(r"[A-Za-z0-9 +\-=._:/@]*")


_MARKS = frozenset("+-=._:/@")


@cache
def _wrong_characters(text: str) -> str:
    """The characters of a tag's key or value that AWS does not take, each once."""
    if _PLAIN.fullmatch(text):
        return ""
    wrong = (one for one in text if one not in _MARKS and unicodedata.category(one)[0] not in "LNZ")
    return "".join(dict.fromkeys(wrong))


def _characters(table: Table, view: TableView) -> Iterator[Problem]:
    for tag in view.tags:
        wrong = _wrong_characters(tag.key) + _wrong_characters(tag.value)
        if wrong:
            shown = " and ".join(f"`{one}`" if one.isprintable() else f"U+{ord(one):04X}" for one in wrong)
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} contains {shown}, which AWS does not allow in tags",
                "use letters, digits, spaces and `+ - = . _ : /`",
                on_key=bool(_wrong_characters(tag.key)),
                place=tag.place,
            )


RULE = TableRule(
    id="tag-characters",
    severity=ERROR,
    summary="Tags have letters, digits, spaces and `+ - = . _ : /`",
    why="AWS rejects every other character when it tags the table; the provider does not check them.",
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {cost: "5,000 & more"}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {cost: 5000 and more}
""",
    edges=(
        passes(tags={"a b+c-d=e.f_g:h/i": "Größe 北京 ½"}),
        fails(tags={"a&b": "x"}),
        fails(tags={"owner": "a,b,c&d\t"}),
        fails({"environments": {"staging": {"region": "us-east-1", "tags": {"Owner": "a!"}}}}),
        passes(tags={"owner": "a@b"}),
    ),
    no_fix="only you know a value without them",
    check=_characters,
)
