"""Rules about names: of the tables in AWS, and of their keys in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule
from sessionform.source.names import PLACEHOLDERS, unknown_placeholders
from sessionform.suggestions import suggest

NAMING_RULES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"
GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html"

MIN_NAME, MAX_NAME = 3, 255
"""Characters in the name of a table or an index (TableName and IndexName in the API's model)."""

_UNNAMEABLE = re.compile(r"[^A-Za-z0-9_.-]")
_OWN_NAME = ("table_name",)


def name_fault(name: str) -> str | None:
    """What DynamoDB has against a name of a table or an index, as the end of a sentence that begins with the name."""
    if MIN_NAME <= len(name) <= MAX_NAME and not _UNNAMEABLE.search(name):
        return None
    if len(name) < MIN_NAME:
        return f"is shorter than the {MIN_NAME} characters that DynamoDB asks for"
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters, and DynamoDB allows {MAX_NAME}"
    wrong = dict.fromkeys(_UNNAMEABLE.findall(name))
    shown = ", ".join("a space" if character == " " else f"`{character}`" for character in wrong)
    return f"contains {shown}, and DynamoDB allows only letters, digits, `_`, `.` and `-`"


def _template(table: Table) -> str:
    return str(table.settings["table_name"])


def _table_name_pattern(table: Table, environment: Environment) -> Iterator[Problem]:
    fault = name_fault(table.name)
    if fault is None or _blame_lies_with_a_placeholder(table):
        return
    yield Problem(_OWN_NAME, f"the name `{table.name}` of `{table.key}` {fault}", "give it another `table_name`")


def _blame_lies_with_a_placeholder(table: Table) -> bool:
    return "{application}" in table.name or bool(unknown_placeholders(_template(table)))


table_name_pattern = TableRule(
    id="table-name-pattern",
    severity=ERROR,
    summary="A table's name has 3 to 255 letters, digits, `_`, `.` or `-`",
    why=(
        "DynamoDB refuses any other name when the table is created, and Terraform does not look at it before. "
        "What counts is the name after the template has been filled in, so a long environment name can be what breaks it."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    table_name: "{environment}/sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_table_name_pattern,
)


def _unknown_placeholder(table: Table, environment: Environment) -> Iterator[Problem]:
    if "{" not in table.name:
        return
    for name in unknown_placeholders(_template(table)):
        hint = suggest(name, PLACEHOLDERS)
        yield Problem(_OWN_NAME, f"a name template has no placeholder `{{{name}}}`", hint)


unknown_placeholder = TableRule(
    id="unknown-placeholder",
    severity=ERROR,
    summary="Name templates know `{application}`, `{environment}` and `{table}`",
    why=(
        "Any other placeholder would stay in the name as it is written, braces included, and DynamoDB would refuse it. "
        "What else differs between environments can be written out under `environments.NAME.table_name`."
    ),
    source="docs/language.md",
    failing="""\
tables:
  userSessions:
    table_name: "{env}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_unknown_placeholder,
)


def _application_missing(table: Table, environment: Environment) -> Iterator[Problem]:
    if "{application}" in table.name:
        message = "the name template uses `{application}`, and the declaration has no `application`"
        yield Problem(_OWN_NAME, message, "add it at the top level, e.g. `application: shop`")


application_missing = TableRule(
    id="application-missing",
    severity=ERROR,
    summary="`{application}` in a name needs an `application`",
    why="Without a value the placeholder would stay in the name, braces included, and DynamoDB would refuse it.",
    source="docs/language.md",
    failing="""\
version: 1
table_name: "{application}-{table}-{environment}"
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    mended="""\
version: 1
application: shop
table_name: "{application}-{table}-{environment}"
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_application_missing,
)


def _region_in_name(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.replicas:
        return
    for region in (environment.region, *(replica.region for replica in table.replicas)):
        if region in table.name:
            yield Problem(
                _OWN_NAME,
                f"the name `{table.name}` says {region}, and the replicas of `{table.key}` have the same name everywhere",
                "leave the region out of the name",
                related=((("replicas",), "the replicas"),),
            )
            return


region_in_name = TableRule(
    id="region-in-name",
    severity=WARNING,
    summary="A replicated table's name should name no region",
    why=(
        "Every replica of a global table has the same name. A name that says one region is wrong in all the others, "
        "and it cannot be changed later without a new table."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    table_name: sessions-us-east-1
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    mended="""\
tables:
  userSessions:
    table_name: sessions-global
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    check=_region_in_name,
)

RULES = (table_name_pattern, unknown_placeholder, application_missing, region_in_name)
