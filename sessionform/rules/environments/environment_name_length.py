"""The name of an environment is too long for the files that are named after it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem

LONGEST_FILE_NAME = 255
"""In bytes, on the file systems of Linux, macOS and Windows."""

LONGEST_FORM = ".terraform.{environment}.tfstate.lock.info"
"""Terraform's lock of a state in a local file. Stacks, rendered plans and locks of providers have shorter names."""

_MOST = LONGEST_FILE_NAME - len(LONGEST_FORM.format(environment=""))


def _name_length(declaration: Declaration) -> Iterator[Problem]:
    for name in declaration.environments:
        if len(name) > _MOST:
            yield Problem(
                ("environments", name),
                f"the environment name `{name[:20]}…` has {len(name)} characters: files are named after it, up to "
                f"`{LONGEST_FORM.format(environment='NAME')}`, and a file name has at most {LONGEST_FILE_NAME}",
                f"give it a name of at most {_MOST} characters",
                on_key=True,
            )


def _named(length: int) -> dict[str, object]:
    return {"table_name": "{table}", "environments": {"e" * length: {"region": "us-east-1"}}}


RULE = DeclarationRule(
    id="environment-name-length",
    severity=ERROR,
    summary="The name of an environment is too long for the files that are named after it",
    why=(
        "Each environment has a folder for its stack, a lock file of its providers, and without another `backend` a file with "
        "its state. Operating systems refuse a name of more than 255 bytes, so that commands could not read or write these. The limit is "
        "the same with any backend, as an environment may get another one."
    ),
    source="https://developer.hashicorp.com/terraform/language/backend/local",
    failing=f"""\
version: 1
table_name: "{{table}}"
environments:
  {"staging-" * 29}: {{region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
table_name: "{table}"
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(passes(_named(226)), fails(_named(227))),
    no_fix="only you know a shorter name, and an environment of another name has another state",
    check=_name_length,
)
