"""What is refused of a whole file: its encoding, its size, what it expands to and what it includes."""

from __future__ import annotations

from sessionform.diagnostics import Severity
from sessionform.documentation import EXAMPLE_HEADER, Check

_LANGUAGE = "docs/language.md"
_YAML = "https://yaml.org/spec/1.2.2/"

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
    why="The language needs ten. Deeper files are made to exhaust their reader, or come from a faulty program.",
    source=_YAML,
    failing=f"""\
{EXAMPLE_HEADER}tables: {"[" * 70}{"]" * 70}
""",
    passing=f"""\
{EXAMPLE_HEADER}tables:
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
{EXAMPLE_HEADER}tables:
  userSessions: {{partition_key: userId, ttl: expiresAt}}
""",
    no_fix="`sessionform init` writes one to start from",
)

encoding = Check(
    id="encoding",
    severity=Severity.ERROR,
    summary="The file is UTF-8, without control characters, YAML-only line breaks or bidirectional control characters",
    why=(
        "YAML is Unicode text. Bytes of another encoding would be read as other letters than those that were meant, in names "
        "and tags that cannot be changed later. A carriage return without a line feed, U+0085, U+2028 and U+2029 end a line "
        "in YAML alone: after a comment they would hide a setting from the reader of a diff. U+202A to U+202E and "
        "U+2066 to U+2069 are bidirectional control characters, which display the text in another order: a reader sees other "
        "settings than are compiled (CVE-2021-42574). A UTF-8 byte-order mark is accepted, and so are the marks U+061C, U+200E and "
        "U+200F, which reorder no more than the letters of Hebrew and Arabic do."
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
    summary="The environments and tables multiply to at most 20,000 tables",
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
    summary="`include` names files in the declaration's folder",
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

CHECKS = (alias_expansion, nesting, empty_file, encoding, file_too_large, too_large, include_refused)
