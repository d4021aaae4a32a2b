"""Rules about the environments themselves: their names, their regions, and what is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.arns import REGIONS
from sessionform.model import Declaration, Environment
from sessionform.rules.rule import ERROR, WARNING, DeclarationRule, EnvironmentRule, Problem
from sessionform.suggestions import suggest


def _region_unknown(environment: Environment) -> Iterator[Problem]:
    if environment.region and environment.region not in REGIONS and not environment.is_local:
        yield Problem(
            ("region",),
            f"there is no region `{environment.region}` with DynamoDB that sessionform knows of",
            suggest(environment.region, REGIONS),
        )


region_unknown = EnvironmentRule(
    id="region-unknown",
    severity=WARNING,
    summary="An environment in a region that is not known",
    why=(
        "A mistyped region shows only when Terraform cannot reach it. AWS opens new regions from time to time, so "
        "this warns and does not fail."
    ),
    source="https://docs.aws.amazon.com/general/latest/gr/ddb.html",
    failing="""\
version: 1
environments:
  staging: {region: us-est-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_region_unknown,
)


def _without_tables(environment: Environment) -> Iterator[Problem]:
    if not environment.tables:
        yield Problem(
            (),
            f"`{environment.name}` has no tables: each table is in other environments `only_in`",
            f"add `{environment.name}` to the `only_in` of the tables that belong there, or remove the environment",
            on_key=True,
        )


environment_without_tables = EnvironmentRule(
    id="environment-without-tables",
    severity=WARNING,
    summary="An environment that no table is in",
    why=(
        "Its stack would be empty. Where tables had been applied before, Terraform would destroy them all, so an "
        "`only_in` that is too narrow is worth a look."
    ),
    source="https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources",
    failing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    only_in: [development]
""",
    mended="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_without_tables,
)


def _names_alike(declaration: Declaration) -> Iterator[Problem]:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in declaration.environments:
        spellings[name.casefold()].append(name)
    for first, *others in spellings.values():
        for name in others:
            yield Problem(
                ("environments", name),
                f"`{first}` and `{name}` differ only in their capitals, so on macOS and Windows their stacks would be "
                "written into one folder",
                "give one of them another name",
                related=((("environments", first), f"`{first}`"),),
                on_key=True,
            )


environment_names_alike = DeclarationRule(
    id="environment-names-alike",
    severity=ERROR,
    summary="Environment names that differ only in their capitals",
    why=(
        "Each environment's stack is a folder of that name. Where the file system does not tell capitals apart, one "
        "overwrites the other, and a deployment of one applies the other."
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
    mended="""\
version: 1
environments:
  staging-us: {region: us-east-1}
  staging-eu: {region: eu-west-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_names_alike,
)

RULES = (region_unknown, environment_without_tables, environment_names_alike)
