"""What reading a file refuses, as documentation: the checks themselves stand in `source`, where the file is read."""

from __future__ import annotations

from sessionform.rules.engine.rule import ERROR, Documented

_LANGUAGE = "docs/language.md"
_YAML = "https://yaml.org/spec/1.2.2/"


def _check(id: str, summary: str, why: str, failing: str, passing: str, source: str = _YAML) -> Documented:  # noqa: A002 - the rule's own word
    return Documented(id, ERROR, summary, why, source, failing, passing)


def _command(id: str, summary: str, why: str, failing: str, passing: str) -> Documented:  # noqa: A002 - as above
    """A check of a file that no page can show: its examples are commands that make one and check it."""
    return Documented(id, ERROR, summary, why, _LANGUAGE, failing, passing, form="sh")


_ENVIRONMENT = """\
version: 1
environments:
  staging: {region: us-east-1}
"""

yaml_syntax = _check(
    "yaml-syntax",
    "The file is YAML, and one document of it",
    "What the parser cannot read is not guessed at. The place is where the reading stopped; the mistake is there or just "
    "above it, most often an indentation or a quote.",
    """\
tables:
  userSessions:
    partition_key: userId
   ttl: expiresAt
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

yaml_tag = _check(
    "yaml-tag",
    "YAML tags have no meaning here",
    "A tag asks the reader to make something other than plain data of a value, as CloudFormation's `!Ref` and Python's "
    "`!!python/object` do. A declaration is plain data: what differs between environments is written out, and what "
    "Terraform works out is reached through the outputs.",
    """\
tables:
  userSessions:
    table_name: !Sub "${Stage}-sessions"
    partition_key: userId
    ttl: expiresAt
""",
    """\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: userId
    ttl: expiresAt
""",
)

duplicate_key = _check(
    "duplicate-key",
    "A key stands once in its mapping",
    "Most readers of YAML keep the last of two equal keys and say nothing, so that the line that one reads is not the "
    "line that holds.",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    ttl: expires
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

key_not_text = _check(
    "key-not-text",
    "The keys of a mapping are text",
    "YAML lets a list or a mapping be a key, and nothing in a declaration has such a name. It is most often a template's "
    "placeholder that was not filled in, or braces that should be in quotes.",
    """\
tables:
  {table}:
    partition_key: userId
    ttl: expiresAt
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

unusable_number = _check(
    "unusable-number",
    "Numbers are finite, and of a length that somebody means",
    "Neither JSON nor Terraform holds infinities, not-a-number, or a number of hundreds of digits. YAML takes `.inf` and "
    "`1e999` for numbers where they are not quoted.",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Cost: 1e999}
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Cost: "1e999"}
""",
)

tab = _check(
    "tab",
    "No tabs, except in comments",
    "YAML forbids tabs as indentation, parsers disagree about the rest, and nobody sees the difference. Inside double "
    r"quotes a tab is written `\t`.",
    """\
tables:
  userSessions:
\tpartition_key: userId
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

alias_expansion = _check(
    "alias-expansion",
    "Aliases do not contain themselves, and expand to 10,000 nodes at most",
    "A few lines of nested aliases can stand for billions of values and would take all memory of the machine that checks "
    "a pull request. Real files share dozens of nodes; `defaults` and an environment's own `defaults` share settings in "
    "plain words.",
    """\
tables:
  userSessions: &sessions
    partition_key: userId
    ttl: expiresAt
    environments:
      staging: *sessions
""",
    """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

nesting = _check(
    "nesting",
    "At most 64 levels of nesting",
    "The language needs ten. Deeper files are made to exhaust whoever reads them, or come from a program that went wrong.",
    f"""\
{_ENVIRONMENT}tables: {"[" * 70}{"]" * 70}
""",
    f"""\
{_ENVIRONMENT}tables:
  userSessions: {{partition_key: userId, ttl: expiresAt}}
""",
)

empty_file = _check(
    "empty-file",
    "The file declares something",
    "An empty declaration would compile to nothing, and Terraform would destroy every table. A generator or a redirection "
    "that failed leaves such a file behind.",
    """\
# to be written
""",
    f"""\
{_ENVIRONMENT}tables:
  userSessions: {{partition_key: userId, ttl: expiresAt}}
""",
)

encoding = _command(
    "encoding",
    "The file is UTF-8, without control characters",
    "YAML is Unicode text. Bytes of another encoding would be read as other letters than those that were meant, in names "
    "and tags that cannot be changed later. A byte-order mark of UTF-8 is let through.",
    r"""printf '# caf\351\n' | cat - sessions.yaml | sessionform check -f -
""",
    r"""printf '# caf\303\251\n' | cat - sessions.yaml | sessionform check -f -
""",
)

file_too_large = _command(
    "file-too-large",
    "The file has at most 16 MiB",
    "Ten thousand tables need a few MiB, so a larger file is no declaration. The limit keeps a check from reading a dump "
    "or a disk image whole.",
    """{ cat sessions.yaml; yes '# more' | head -c 17000000; } | sessionform check -f -
""",
    """{ cat sessions.yaml; yes '# more' | head -c 1700; } | sessionform check -f -
""",
)

CHECKS = (
    yaml_syntax,
    yaml_tag,
    duplicate_key,
    key_not_text,
    unusable_number,
    tab,
    alias_expansion,
    nesting,
    empty_file,
    encoding,
    file_too_large,
)
