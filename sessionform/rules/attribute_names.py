"""Rules about the names of attributes, wherever a table names them."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.attributes import attribute_uses
from sessionform.rules.reserved_words import RESERVED_WORDS
from sessionform.rules.rule import ERROR, NOTE, Problem, TableRule
from sessionform.source.words import listed

NAMING_RULES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"
LEGACY_GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html"
RESERVED = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html"
QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html"

MAX_NAME_BYTES = 255
"""UTF-8 bytes in the name of a key, of a projected attribute and of the TTL attribute (Constraints)."""

REPLICATION_PREFIX = "aws:rep:"
"""What the names of the attributes begin with that global tables write into items (globaltables_HowItWorks)."""

_NEEDS_PLACEHOLDER = frozenset("#:.")


def _attribute_name_length(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, name in attribute_uses(table):
        size = len(name) if name.isascii() else len(name.encode())
        if size > MAX_NAME_BYTES:
            yield Problem(
                setting,
                f"the attribute name `{_shortened(name)}` has {size} bytes in UTF-8; DynamoDB allows {MAX_NAME_BYTES}",
                "give it a shorter name: it is stored, and paid for, with every session",
            )


def _shortened(name: str) -> str:
    return name[:20] + "…"


attribute_name_length = TableRule(
    id="attribute-name-length",
    severity=ERROR,
    summary="Names of key, TTL and projected attributes have at most 255 bytes",
    why=(
        "DynamoDB counts bytes of UTF-8, not characters, so a name in another script than Latin reaches the limit "
        "much earlier. Terraform plans a longer one, and AWS refuses it."
    ),
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: {"識" * 86}
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: 識別子
    ttl: expiresAt
""",
    check=_attribute_name_length,
)


def _replication_attribute(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.replicas:
        return
    for setting, name in attribute_uses(table):
        if name.startswith(REPLICATION_PREFIX):
            yield Problem(
                setting,
                f"`{name}` begins with `{REPLICATION_PREFIX}`, which belongs to the replication of `{table.key}`",
                "give the attribute another name",
                related=((("replicas",), "the replicas"),),
            )


replication_attribute = TableRule(
    id="replication-attribute",
    severity=ERROR,
    summary="A replicated table uses no attribute that begins with `aws:rep:`",
    why=(
        "Global tables write attributes of these names into every item to decide which write was the last. "
        "A key, an index or an expiry on one of them would be overwritten by replication."
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
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    check=_replication_attribute,
)


def _reserved_word(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.consumer is not None:  # the library writes the expressions
        return
    first = None
    reserved: dict[str, None] = {}
    for setting, name in attribute_uses(table):
        if name.upper() in RESERVED_WORDS:
            first = first or setting
            reserved[name] = None
    if first is not None:
        yield Problem(first, *_placeholders_needed(list(reserved), "a word", "words", "that expressions reserve"))


def _placeholders_needed(names: list[str], one: str, many: str, what: str) -> tuple[str, str]:
    verb = f"is {one}" if len(names) == 1 else f"are {many}"
    return (
        f"{listed(names, 'and')} {verb} {what}, so every expression needs a placeholder",
        f'e.g. `ExpressionAttributeNames={{"#n": "{names[0]}"}}`, and `#n` in the expression',
    )


reserved_word = TableRule(
    id="reserved-word",
    severity=NOTE,
    summary="An attribute is named like one of DynamoDB's 573 reserved words",
    why=(
        "Such a name is legal, but a condition, an update or a projection that writes it out is refused at run time. "
        "Session tables meet this often: `ttl`, `session`, `token`, `user`, `data` and `status` are all reserved."
    ),
    source=RESERVED,
    failing="""\
tables:
  userSessions:
    partition_key: user
    ttl: ttl
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_reserved_word,
)


def _attribute_characters(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.consumer is not None:  # as above
        return
    first = None
    special: dict[str, None] = {}
    for setting, name in attribute_uses(table):
        if not _NEEDS_PLACEHOLDER.isdisjoint(name):
            first = first or setting
            special[name] = None
    if first is not None:
        yield Problem(first, *_placeholders_needed(list(special), "a name", "names", "with `#`, `:` or `.` in it"))


attribute_characters = TableRule(
    id="attribute-characters",
    severity=NOTE,
    summary="`#`, `:` and `.` have a meaning in expressions",
    why=(
        "An expression reads `a.b` as the member `b` of the map `a`, and `#` and `:` as the start of a placeholder. "
        "An attribute with one of them in its name can be used, but only through a placeholder."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    partition_key: session:id
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: session_id
    ttl: expiresAt
""",
    check=_attribute_characters,
)

RULES = (attribute_name_length, replication_attribute, reserved_word, attribute_characters)
