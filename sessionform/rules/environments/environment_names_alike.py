"""Two environment names differ only in upper and lower case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem


def _names_alike(declaration: Declaration) -> Iterator[Problem]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in declaration.environments:
        spellings[name.casefold()].append(name)
    for first, *others in spellings.values():
        for name in others:
            yield Problem(
                ("environments", name),
                f"`{first}` and `{name}` differ only in upper and lower case, so on macOS and Windows their stacks "
                "would be written into one folder",
                "give one of them another name",
                related=((("environments", first), f"`{first}`"),),
                on_key=True,
            )


RULE = DeclarationRule(
    id="environment-names-alike",
    severity=ERROR,
    summary="Two environment names differ only in upper and lower case",
    why=(
        "Each environment's stack is a folder of that name. On a file system that ignores case, one overwrites the "
        "other, and a deploy of one applies the other."
    ),
    source="https://developer.hashicorp.com/terraform/cdktf/concepts/stacks",
    failing="""\
version: 1
environments:
  staging: {region: us-east-1}
  Staging: {region: eu-west-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  staging-us: {region: us-east-1}
  staging-eu: {region: eu-west-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"environments": {"staging": {"region": "us-east-1"}, "stagings": {"region": "us-east-1"}}}),
        fails(
            {
                "environments": {
                    "staging": {"region": "us-east-1"},
                    "STAGING": {"region": "us-east-1"},
                    "Staging": {"region": "us-east-1"},
                }
            }
        ),
    ),
    no_fix="an environment's name is in its tables and its state",
    check=_names_alike,
)
