"""What reading a file refuses."""

from __future__ import annotations

from sessionform.diagnostics import Severity
from sessionform.documentation import Check

_LANGUAGE = "docs/language.md"
_YAML = "https://yaml.org/spec/1.2.2/"

_ENVIRONMENT = """\
version: 1
environments:
  staging: {region: us-east-1}
"""

yaml_syntax = Check(
    id="yaml-syntax",
    severity=Severity.ERROR,
    summary="The file is YAML, and one document of it",
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
    summary="A key stands once in its mapping",
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
    summary="Numbers are finite, and of a length that somebody means",
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

alias_expansion = Check(
    id="alias-expansion",
    severity=Severity.ERROR,
    summary="Aliases do not contain themselves, and expand to 10,000 nodes at most",
    why=(
        "A few lines of nested aliases can stand for billions of values and would take all memory of the machine that checks "
        "a pull request. Real files share dozens of nodes; `defaults` and an environment's own `defaults` share settings in "
        "plain words."
    ),
    source=_YAML,
    failing="""\
tables:
  userSessions: &sessions
    partition_key: userId
    ttl: expiresAt
    environments:
      staging: *sessions
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    no_fix="nothing is edited in what cannot be read",
)

nesting = Check(
    id="nesting",
    severity=Severity.ERROR,
    summary="At most 64 levels of nesting",
    why="The language needs ten. Deeper files are made to exhaust whoever reads them, or come from a program that went wrong.",
    source=_YAML,
    failing=f"""\
{_ENVIRONMENT}tables: {"[" * 70}{"]" * 70}
""",
    passing=f"""\
{_ENVIRONMENT}tables:
  userSessions: {{partition_key: userId, ttl: expiresAt}}
""",
    no_fix="nothing is edited in what cannot be read",
)

empty_file = Check(
    id="empty-file",
    severity=Severity.ERROR,
    summary="The file declares something",
    why=(
        "An empty declaration would compile to nothing, and Terraform would destroy every table. A generator or a redirection "
        "that failed leaves such a file behind."
    ),
    source=_YAML,
    failing="""\
# to be written
""",
    passing=f"""\
{_ENVIRONMENT}tables:
  userSessions: {{partition_key: userId, ttl: expiresAt}}
""",
    no_fix="`sessionform init` writes one to start from",
)

encoding = Check(
    id="encoding",
    severity=Severity.ERROR,
    summary="The file is UTF-8, without control characters",
    why=(
        "YAML is Unicode text. Bytes of another encoding would be read as other letters than those that were meant, in names "
        "and tags that cannot be changed later. A byte-order mark of UTF-8 is let through."
    ),
    source=_LANGUAGE,
    failing=r"""printf '# caf\351\n' | cat - sessions.yaml | sessionform check -f -
""",
    passing=r"""printf '# caf\303\251\n' | cat - sessions.yaml | sessionform check -f -
""",
    form="sh",
    no_fix="nothing is edited in what cannot be read",
)

file_too_large = Check(
    id="file-too-large",
    severity=Severity.ERROR,
    summary="The file has at most 16 MiB",
    why=(
        "Ten thousand tables need a few MiB, so a larger file is not a declaration. The limit keeps a check from reading a dump "
        "or a disk image whole."
    ),
    source=_LANGUAGE,
    failing="""{ cat sessions.yaml; yes '# more' | head -c 17000000; } | sessionform check -f -
""",
    passing="""{ cat sessions.yaml; yes '# more' | head -c 1700; } | sessionform check -f -
""",
    form="sh",
    no_fix="only you know where to divide it",
)

too_large = Check(
    id="too-large",
    severity=Severity.ERROR,
    summary="Environments and tables multiply out to a bounded number of tables",
    why=(
        "A few kilobytes can say hundreds of thousands of tables: every table is in every environment, and has what both of "
        "them inherit. Twenty thousand is eight times what AWS takes in an account and region, in all environments "
        "together. What they and all of their settings come to is counted before any of them is made."
    ),
    source=_LANGUAGE,
    failing="""{ echo 'version: 1'; echo 'environments:'; seq 201 | sed 's/.*/  e&: {region: us-east-1}/'
  echo 'tables:'; seq 100 | sed 's/.*/  t&: {partition_key: userId, ttl: expiresAt}/'; } | sessionform check -q -f -
""",
    passing="""{ echo 'version: 1'; echo 'environments:'; seq 2 | sed 's/.*/  e&: {region: us-east-1}/'
  echo 'tables:'; seq 10 | sed 's/.*/  t&: {partition_key: userId, ttl: expiresAt}/'; } | sessionform check -q -f -
""",
    form="sh",
    no_fix="only you know which tables belong in which environment",
)

include_refused = Check(
    id="include-refused",
    severity=Severity.ERROR,
    summary="What is included are files in the declaration's folder",
    why=(
        "`include` names files with `tables`, `removed` and `accept` of their own. An entry that matches nothing would leave "
        "out tables that are deployed, which the next apply deletes. A file is read only where git has its earlier versions "
        "under the same name: below the declaration's folder, through no link. How many files are looked at is bounded, as a "
        "pull request may come from anyone."
    ),
    source=_LANGUAGE,
    failing="""{ echo 'version: 1'; echo 'environments: {staging: {region: us-east-1}}'
  echo "include: ['services/*.yaml']"; } | sessionform check -q -f -
""",
    passing="""mkdir services && echo 'tables: {userSessions: {partition_key: userId, ttl: expiresAt}}' > services/web.yaml
{ echo 'version: 1'; echo 'environments: {staging: {region: us-east-1}}'
  echo "include: ['services/*.yaml']"; } | sessionform check -q -f -
""",
    form="sh",
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
    too_large,
    include_refused,
)
