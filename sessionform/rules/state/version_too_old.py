"""A version constraint admits versions that do not know a setting in use."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.version_constraints import Constraint, Version, version_text
from sessionform.model import Declaration
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.state.pinned import raised, version_floors
from sessionform.rules.state.sources import CONSTRAINTS
from sessionform.terraform.floors import Floor, provider_demands


def _too_old(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in version_floors(declaration):
        if not constraint.admits_from(least.version) or not constraint.admits_below(least.version):
            continue
        core = pinned.tool == "Terraform"
        better = raised(pinned.text, least.version, core=core)
        which = f"which do not know {least.demand}" if least.demand else "the lowest that stacks are written for"
        others = [] if core else _demands(declaration, constraint, least)
        more = "".join(f"; those before {version_text(other.version)} do not know {other.demand}" for other in others)
        yield Problem(
            pinned.place,
            f"`{pinned.text}` also admits versions of {'' if core else 'the '}{pinned.tool} before {version_text(least.version)}, {which}{more}",
            f'raise the lower bound: `"{better}"`',
            related=tuple((demand.place, demand.demand) for demand in (least, *others) if demand.demand),
            fixes=(set_to(pinned.place, better),),
        )


def _demands(declaration: Declaration, constraint: Constraint, least: Floor) -> list[Floor]:
    """What else the tables use that an admitted version does not know: of each first version one setting."""
    found: dict[Version, Floor] = {}
    for environment in declaration.environments.values():
        for demand in provider_demands(environment):
            if demand.version < least.version and constraint.admits_below(demand.version):
                found.setdefault(demand.version, demand)
    return [found[version] for version in sorted(found, reverse=True)]


RULE = DeclarationRule(
    id="version-too-old",
    severity=WARNING,
    summary="A version constraint admits versions that do not know a setting in use, or that stacks are not written for",
    why=(
        "Whoever has an older version locked keeps it, since the constraint allows it, and gets an unsupported "
        "argument or block. A lower bound gives a clear message instead. Stacks are written for AWS provider 5.100.0 and "
        "Terraform 1.2.0 at the lowest; the computed constraints never admit an older one."
    ),
    source=CONSTRAINTS,
    failing="""\
version: 1
terraform: {aws_provider: ">= 5.100.0, < 7.0.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
""",
    passing="""\
version: 1
terraform: {aws_provider: ">= 6.13.0, < 7.0.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
""",
    edges=(
        passes({"terraform": {"aws_provider": ">= 5.100.0"}}),
        fails({"terraform": {"aws_provider": ">= 5.99.0"}}),
        fails({"terraform": {"aws_provider": "~> 5.0"}}, max_throughput={"read": 100, "write": 100}),
        fails({"terraform": {"aws_provider": "~> 6.0"}}, warm_throughput={"read": 12_000, "write": 4000}),
        fails({"terraform": {"required_version": "~> 1.0"}}),
        passes({"terraform": {"required_version": "~> 1.2"}}),
        fails({"terraform": {"aws_provider": ">= 5.100.0"}}, warm_throughput={"read": 12_000, "write": 4000}),
    ),
    check=_too_old,
)
