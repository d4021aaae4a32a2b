"""An environment has an unknown region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.regions import REGIONS, has_form_of_region
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.suggestions import certain, nearest, suggest


def _region_unknown(environment: Environment) -> Iterator[Problem]:
    region = environment.region
    if region not in REGIONS and not environment.is_local and has_form_of_region(region):
        yield Problem(
            ("region",),
            f"sessionform knows no region `{region}` with DynamoDB",
            suggest(region, REGIONS),
            fixes=tuple(
                set_to(("region",), name, safe=certain(region, REGIONS) == name)
                for name in nearest(region, REGIONS)[:1]
            ),
        )


RULE = EnvironmentRule(
    id="region-unknown",
    severity=WARNING,
    summary="An environment has an unknown region",
    why=(
        "AWS opens new regions from time to time, so an unknown name of the right form is a warning, not an error. "
        "The AWS provider has a list of its own, and refuses to plan in a region that is newer than its version: "
        "require a version that knows it (`terraform: {aws_provider: …}`), and waive this."
    ),
    source="https://docs.aws.amazon.com/general/latest/gr/ddb.html",
    failing="""\
version: 1
environments:
  staging: {region: eu-west-9}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"environments": {"staging": {"region": "mx-central-1"}}}),
        fails({"environments": {"staging": {"region": "us-east-3"}}}),
        passes({"environments": {"staging": {"region": "us-est-1"}}}),
        passes({"environments": {"staging": {"region": "us-east-3", "endpoint_url": "http://localhost:8000"}}}),
    ),
    check=_region_unknown,
)
