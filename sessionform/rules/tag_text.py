"""Rules about the length and the characters of tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule
from sessionform.rules.tags import TAGGING, tags_in

MAX_KEY, MAX_VALUE = 128, 256
"""Characters, not bytes."""

_PLAIN = re.compile(r"[A-Za-z0-9 +\-=._:/@]*")
_MARKS = frozenset("+-=._:/@")


def _length(table: Table, environment: Environment) -> Iterator[Problem]:
    for tag in tags_in(table, environment):
        if not tag.key or len(tag.key) > MAX_KEY:
            message = f"a tag key of {tag.owner} has {len(tag.key)} characters; AWS allows 1 to {MAX_KEY}"
            yield Problem((), message, "choose a shorter key" if tag.key else "give it a key", place=tag.place)
        if len(tag.value) > MAX_VALUE:
            message = f"the tag `{tag.key}` of {tag.owner} has {len(tag.value)} characters; AWS allows {MAX_VALUE}"
            yield Problem((), message, "shorten the value", place=tag.place)


tag_length = TableRule(
    id="tag-length",
    severity=ERROR,
    summary="Tag keys have 1 to 128 characters, values at most 256",
    why="AWS refuses longer ones when it tags the table, after the plan has passed. Characters count, not bytes.",
    source=TAGGING,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {{purpose: "{"sessions " * 29}"}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {purpose: sessions}
""",
    check=_length,
)


def _reserved(table: Table, environment: Environment) -> Iterator[Problem]:
    for tag in tags_in(table, environment):
        if tag.key[:4].lower() == "aws:":
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} begins with `aws:`, which AWS keeps for its own tags",
                f"rename it, e.g. `{tag.key[4:] or 'name'}`",
                on_key=True,
                place=tag.place,
            )


tag_reserved_prefix = TableRule(
    id="tag-reserved-prefix",
    severity=ERROR,
    summary="Tag keys must not begin with `aws:`",
    why="Keys that begin with `aws:`, in capitals or not, belong to AWS and are refused; the plan passes all the same.",
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {"aws:team": identity}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {team: identity}
""",
    check=_reserved,
)


@cache
def _wrong_characters(text: str) -> str:
    """The characters of a tag's key or value that AWS does not take, each once."""
    if _PLAIN.fullmatch(text):
        return ""
    wrong = (one for one in text if one not in _MARKS and unicodedata.category(one)[0] not in "LNZ")
    return "".join(dict.fromkeys(wrong))


def _characters(table: Table, environment: Environment) -> Iterator[Problem]:
    for tag in tags_in(table, environment):
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


tag_characters = TableRule(
    id="tag-characters",
    severity=ERROR,
    summary="Tags have letters, digits, spaces and `+ - = . _ : /`",
    why="AWS refuses every other character when it tags the table; the provider looks at none of them.",
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {cost: "5,000 & more"}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {cost: 5000 and more}
""",
    check=_characters,
)


def _at_sign(table: Table, environment: Environment) -> Iterator[Problem]:
    for tag in tags_in(table, environment):
        if "@" in tag.key or "@" in tag.value:
            yield Problem(
                (),
                f"the tag `{tag.key}` of {tag.owner} contains `@`, which DynamoDB's list of characters leaves out",
                "write an address without it, e.g. `team-identity`",
                on_key="@" in tag.key,
                place=tag.place,
            )


tag_at_sign = TableRule(
    id="tag-at-sign",
    severity=WARNING,
    summary="`@` in a tag",
    why=(
        "Most AWS services take `@` in tags, but DynamoDB's own list of allowed characters does not have it. "
        "If your account takes it, waive this."
    ),
    source=TAGGING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner: identity@example.com}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {owner: team-identity}
""",
    check=_at_sign,
)


RULES = (tag_length, tag_reserved_prefix, tag_characters, tag_at_sign)
