"""The session libraries as documentation: docs/consumers.md, a section a library."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from sessionform.compile import compile_text
from sessionform.consumers.declare import declaration_for, preset_ttl, table_lines
from sessionform.consumers.iam import iam_statement
from sessionform.consumers.library import Grant, Library, Option
from sessionform.consumers.registry import library, library_ids
from sessionform.consumers.settings import settings_for
from sessionform.files import DECLARATION
from sessionform.json_value import json_text
from sessionform.model import Environment, Table
from sessionform.rules import RULES
from sessionform.words import names_in_quotes

_WIDTH = 118

_INTRODUCTION = """\
# Session libraries

<!-- Generated from sessionform/consumers/libraries and from this text in sessionform/report/reference/consumers.py; edit those,
then: SESSIONFORM_ACCEPT=1 pytest tests/consumers/test_documentation.py -->

Most applications keep their sessions through a library, and each library reads and writes one shape of table: its own
key names, mostly no sort key, an expiry under a name of its own. On a table of another shape DynamoDB refuses every
call, and what people then see ranges from a 500 to an application that forgets them without a word in any log.

`consumer` names the library that uses a table. `sessionform check` then says where the two do not fit, why, and both
ways out (change the table, or set an option of the library); `sessionform explain` prints the application's settings
with the table's real names, and the least that its IAM role must be allowed.

```yaml
tables:
  sessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
```

`sessionform init --consumer NAME` writes a declaration that fits.

## Options

`options` are what the application gives the library, under the library's own names, as its documentation has them:

```yaml
    consumer:
      library: connect-dynamodb
      options: {hashKey: sessionId}
```

- An option that names something of the table (its key here) changes what the check expects of the table.
- Options that the library nests can be nested or written with a dot: `table: {hashKey: id}` is `table.hashKey: id`.
- A name that the library does not have is an error, with the nearest one that it has.
- The name of the table need not be given: `explain` fills it in, and it differs between environments. Where it is
  given, it must be this table's. The region is the environment's, and no option here.
- Options that are not given stay as the library has them, but for those under *recommended* below: they go with a
  table that Terraform made, and `explain` prints them.

## What is checked

{rules}

## How we know

What is said here of a library was read in its source, in the version named. Those on PyPI and npm are also **run**:
tests/libraries compiles each declaration below, creates the table from the compiled Terraform arguments on an emulator,
and runs the library itself in a small application with the settings that `explain` prints (Auth.js with a stand-in for
NextAuth around its adapter): people log in, come back through a second process, stay, log out, and stay too long, with
no more rights than the IAM statement gives, each of which is used. Traps that say "run by our tests" are shown to
happen there. Libraries in PHP, Ruby, Java and C# are **read**, not run.

An emulator does not delete by TTL. That DynamoDB passes over an expiry that is a String is AWS's word, and it says
nothing of fractions of a second: it documents
[Numbers of epoch seconds](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html).

In the IAM statements `*` stands for the account, which is the role's own; with `account_id` in the environment it is
named. A table under a customer's KMS key adds `kms:Decrypt` on that key, through DynamoDB.

The table of keys `userId` and `sessionId` that guides to session storage recommend fits none of them as they ship.

## The libraries
"""


def consumers_markdown() -> str:
    """docs/consumers.md: how consumers work, all libraries in one table, then each of them under its id as heading."""
    libraries = [library(library_id) for library_id in library_ids()]
    header = "| consumer | library | keys | index | TTL | checked by |\n|---|---|---|---|---|---|"
    rows = "\n".join(_row(entry) for entry in libraries)
    introduction = _INTRODUCTION.replace("{rules}", _rules())
    return "\n".join([introduction, header, rows, "", *(_library(entry) for entry in libraries)])


def _rules() -> str:
    rows = (
        f"| [{rule.id}]({rule.help_address.removeprefix('docs/')}) | {rule.severity} | {rule.summary} |"
        for rule in RULES
        if rule.id.startswith("consumer-")
    )
    return "\n".join(["| rule | severity | what it says |\n|---|---|---|", *rows])


def _row(entry: Library) -> str:
    name = f"[{entry.id}](#{entry.id})"
    version = f"{entry.title} {entry.package.version}, {entry.language}"
    index = names_in_quotes(index.name for index in entry.indexes) or "–"
    ttl = preset_ttl(entry)
    return f"| {name} | {version} | {_keys(entry)} | {index} | {f'`{ttl}`' if ttl else 'none'} | {_how(entry)} |"


def _keys(entry: Library) -> str:
    return ", ".join(f"`{key.name}` {key.type}" for key in (entry.partition_key, entry.sort_key) if key)


def _how(entry: Library) -> str:
    return "running it" if entry.run else "reading it"


def _library(entry: Library) -> str:
    table, environment = _preset(entry)
    declaration = textwrap.indent("\n".join(table_lines(entry)), "    ")
    return "\n".join(
        [
            f"### {entry.id}\n",
            *_about(entry),
            f"```yaml\ntables:\n  sessions:\n{declaration}\n```\n",
            f"In the application, for `{table.name}` in {environment.region}:\n",
            f"```{entry.settings_language}\n{settings_for(table, environment)}```\n",
            "The least that its IAM role must be allowed:\n",
            *_grants(entry),
            f"```json\n{json_text(iam_statement(table, environment))}```\n",
            *_options(entry),
            *_traps(entry),
        ]
    )


def _preset(entry: Library) -> tuple[Table, Environment]:
    declaration = compile_text(declaration_for(entry.id), file=DECLARATION).declaration
    if declaration is None:
        raise ValueError(f"the declaration for {entry.id} does not compile")
    environment = declaration.environments["production"]
    return next(iter(environment.tables.values())), environment


def _about(entry: Library) -> Iterator[str]:
    package = entry.package
    status = f" {entry.status[0].upper()}{entry.status[1:]}." if entry.status else ""
    files = names_in_quotes(package.files)
    yield _prose(f"**{entry.title}** ({entry.language}): {entry.about}.{status}")
    yield _prose(
        f"{'Read and run' if entry.run else 'Read, not run,'} in version {package.version} of [{package.name}]"
        f"({package.repository}) from {package.registry}: {files}."
    )
    kept = (
        "A session past its expiry that is still in the table is refused."
        if entry.expiry.checks_itself
        else "A session past its expiry stays good until DynamoDB deletes it, which may take days."
    )
    key = f"{_keys(entry)} {'hold' if entry.sort_key else 'holds'} {entry.key_holds}"
    expiry = f"Expiry in `{entry.expiry.attribute}`" if entry.expiry.attribute else "Expiry"
    items = [key, f"{expiry}: {entry.expiry.detail}. {kept}"]
    items += [f"Index `{index.name}`: without it {entry.title} {index.when_missing}" for index in entry.indexes]
    items.append(f"With other keys it {entry.key_mismatch}")
    items.append("Other attributes: " + "; ".join(f"`{name}`, {what}" for name, what in entry.attributes.items()))
    yield _list(items)


def _grants(entry: Library) -> Iterator[str]:
    yield _list(
        f"{', '.join(grant.actions)}{_place(entry, grant)}: {grant.why}"
        + (f" (only with `{grant.when}`)" if grant.when else "")
        + (f" (not with {' and '.join(f'`{name}`' for name in grant.unless)})" if grant.unless else "")
        for grant in entry.grants
    )


def _place(entry: Library, grant: Grant) -> str:
    if grant.on == "index" and not entry.more_indexes:
        return " on the index"
    name = entry.index.name if grant.on == "index" and entry.index else grant.on
    return "" if name == "table" else f" on the index `{name}`"


def _options(entry: Library) -> Iterator[str]:
    rows = "\n".join(
        f"| `{option.name}` | {option.type} | {_value(option.default)} | {_recommended(option)} | {_purpose(option)} |"
        for option in entry.options.values()
    )
    yield f"| option | type | default | recommended | what it is |\n|---|---|---|---|---|\n{rows}\n"


def _purpose(option: Option) -> str:
    return f"{option.about} ({option.caveat})" if option.caveat else option.about


def _recommended(option: Option) -> str:
    return "the table's" if option.names else _value(option.recommended)


def _value(value: object) -> str:
    return "–" if value is None else f"`{json.dumps(value)}`"


def _traps(entry: Library) -> Iterator[str]:
    yield "Known traps:\n"
    yield _list(f"{trap.text} ({_source(trap.source)})" for trap in entry.traps)


def _source(source: str) -> str:
    return source if not source.startswith("https://") or " " in source else f"[source]({source})"


def _list(items: Iterable[str]) -> str:
    return "".join(_prose(f"- {item}", "  ") for item in items)


def _prose(text: str, indent: str = "") -> str:
    lines = textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
    return "\n".join(lines) + "\n"
