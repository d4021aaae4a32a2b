"""What cannot be read as YAML, and YAML that has no meaning in a declaration."""

from __future__ import annotations

from sessionform.diagnostics import Severity
from sessionform.documentation import Check

_YAML = "https://yaml.org/spec/1.2.2/"

yaml_syntax = Check(
    id="yaml-syntax",
    severity=Severity.ERROR,
    summary="The file is one YAML document",
    why=(
        "What the parser cannot read is not guessed at. The place is where the reading stopped; the mistake is there or just "
        "above it, most often an indentation or a quote."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions:
    partition_key: userId
   ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="nothing is edited in what cannot be read",
)

yaml_tag = Check(
    id="yaml-tag",
    severity=Severity.ERROR,
    summary="YAML tags have no meaning here",
    why=(
        "A tag asks the reader to make something other than plain data of a value, as CloudFormation's `!Ref` and Python's "
        "`!!python/object` do. A declaration is plain data: what differs between environments is written out, and what "
        "Terraform works out is reached through the outputs."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions:
    table_name: !Sub "${Stage}-sessions"
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="only you know what the tag was to stand for",
)

duplicate_key = Check(
    id="duplicate-key",
    severity=Severity.ERROR,
    summary="A key appears once in its mapping",
    why=(
        "Most readers of YAML keep the last of two equal keys and say nothing, so that the line that one reads is not the "
        "line that holds."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    ttl: expires
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="only you know which of the two is meant",
)

key_not_text = Check(
    id="key-not-text",
    severity=Severity.ERROR,
    summary="The keys of a mapping are text",
    why=(
        "YAML lets a list or a mapping be a key, and nothing in a declaration has such a name. It is most often a template's "
        "placeholder that was not filled in, or braces that should be in quotes."
    ),
    source=_YAML,
    failing="""\
tables:
  {table}:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="only you know what the name was to be",
)

unusable_number = Check(
    id="unusable-number",
    severity=Severity.ERROR,
    summary="Numbers are finite, and not hundreds of digits long",
    why=(
        "Neither JSON nor Terraform holds infinities, not-a-number, or a number of hundreds of digits. YAML takes `.inf` and "
        "`1e999` for numbers where they are not quoted."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Cost: 1e999}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Cost: "1e999"}
""",
    no_fix="only you know whether text or another number is meant",
)

tab = Check(
    id="tab",
    severity=Severity.ERROR,
    summary="No tabs, except in comments",
    why=(
        "YAML forbids tabs as indentation, parsers disagree about the rest, and nobody sees the difference. Inside double "
        r"quotes a tab is written `\t`."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions:
\tpartition_key: userId
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="nothing is edited in what cannot be read; editors turn tabs into spaces",
)

CHECKS = (yaml_syntax, yaml_tag, duplicate_key, key_not_text, unusable_number, tab)
