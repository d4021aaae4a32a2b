"""More contributor insights than CloudWatch has rules for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.facts.limits import INSIGHTS_RULES, INSIGHTS_RULES_A_KEY, INSIGHTS_RULES_A_KEY_PAIR
from sessionform.model import Declaration, Table
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.view.accounts import accounts_of


def _above_quota(declaration: Declaration) -> Iterator[Problem]:
    totals: dict[tuple[str, str], int] = defaultdict(int)
    last: dict[tuple[str, str], Path] = {}
    accounts = accounts_of(declaration)
    for environment, table in declaration.tables():
        if not table.contributor_insights or environment.name not in accounts:
            continue
        place = accounts[environment.name], environment.region
        totals[place] += _rules(table)
        last[place] = table.origins.of(("contributor_insights",))
    for (account, region), rules in totals.items():
        if rules > INSIGHTS_RULES:
            yield Problem(
                last[account, region],
                f"the contributor insights of {account} in {region} need {rules} CloudWatch rules; an account has "
                f"{INSIGHTS_RULES} in each region unless AWS has raised the quota",
                "ask AWS to raise the quota before you deploy, or switch insights off where nobody reads them",
            )


def _rules(table: Table) -> int:
    """Every index has insights of its own, so its key counts too."""
    sort_keys = [table.sort_key, *(next(iter(index.sort_keys), None) for index in table.global_secondary_indexes)]
    return sum(INSIGHTS_RULES_A_KEY if key is None else INSIGHTS_RULES_A_KEY_PAIR for key in sort_keys)


def _example_table(number: int) -> str:
    return f"  sessions{number}: {{partition_key: userHash, sort_key: startedAt, ttl: expiresAt}}\n"


RULE = DeclarationRule(
    id="insights-quota",
    severity=WARNING,
    summary="Contributor insights need more CloudWatch rules than the default quota",
    why=(
        "DynamoDB makes two CloudWatch rules for a table or a global index without a sort key, and four with one; an "
        "account has 100 in each region. Beyond that the apply succeeds, and two seconds later the insights are "
        "FAILED for good: nothing reports it."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html",
    failing="""\
version: 1
environments:
  staging: {region: us-east-1}
defaults: {contributor_insights: true}
tables:
"""
    + "".join(_example_table(number) for number in range(26)),
    passing="""\
version: 1
environments:
  staging: {region: us-east-1}
defaults: {contributor_insights: true}
tables:
"""
    + "".join(_example_table(number) for number in range(25)),
    edges=(
        passes(
            {
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(49)
                }
            },
            contributor_insights=True,
        ),
        fails(
            {
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(50)
                }
            },
            contributor_insights=True,
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "account_id": "111122223333"},
                },
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(25)
                },
            },
            contributor_insights=True,
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"},
                },
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(25)
                },
            },
            contributor_insights=True,
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1"},
                },
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(25)
                },
            },
            contributor_insights=True,
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "account_id": "111122223333", "endpoint_url": "http://localhost:8000"},
                },
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(25)
                },
            },
            contributor_insights=True,
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "eu-west-1", "account_id": "111122223333"},
                },
                "tables": {
                    f"t{number}": {"partition_key": "id", "ttl": "expiresAt", "contributor_insights": True}
                    for number in range(25)
                },
            },
            contributor_insights=True,
        ),
        fails(
            contributor_insights=True,
            sort_key="sid",
            global_secondary_indexes={
                f"by_{number}": {"partition_key": f"a{number}", "sort_key": "seen"} for number in range(25)
            },
        ),
        passes(
            contributor_insights=True,
            sort_key="sid",
            global_secondary_indexes={
                f"by_{number}": {"partition_key": f"a{number}", "sort_key": "seen"} for number in range(24)
            },
        ),
        passes(
            global_secondary_indexes={
                f"by_{number}": {"partition_key": f"a{number}", "sort_key": "seen"} for number in range(30)
            }
        ),
    ),
    no_fix="only you know which insights nobody reads",
    check=_above_quota,
)
