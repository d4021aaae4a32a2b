"""An environment has an impossible region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.regions import REGIONS, has_form_of_region
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.suggestions import certain, nearest, suggest


def _region_malformed(environment: Environment) -> Iterator[Problem]:
    region = environment.region
    if region and region not in REGIONS and not environment.is_local and not has_form_of_region(region):
        yield Problem(
            ("region",),
            f"AWS has no region `{region}`, and no region with a name of that form",
            suggest(region, REGIONS, "write it like `us-east-1`"),
            fixes=tuple(
                set_to(("region",), name, safe=certain(region, REGIONS) == name)
                for name in nearest(region, REGIONS)[:1]
            ),
        )


RULE = EnvironmentRule(
    id="region-malformed",
    severity=ERROR,
    summary="An environment has an impossible region",
    why=(
        "Every region's name is a part of the world, a direction and a digit. The provider refuses another name when it "
        "plans (Invalid AWS Region)."
    ),
    source="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    failing="""\
version: 1
environments:
  staging: {region: us-est-1}
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
        passes({"environments": {"staging": {"region": "eu-west-9"}}}),
        fails({"environments": {"staging": {"region": "eu-west-0"}}}),
        fails({"environments": {"staging": {"region": "us-east-12"}}}),
        fails({"environments": {"staging": {"region": "moon-east-1"}}}),
        passes({"environments": {"staging": {"region": "eusc-de-east-2"}}}),
        passes({"environments": {"staging": {"region": "moon-east-1", "endpoint_url": "http://localhost:8000"}}}),
    ),
    check=_region_malformed,
)
