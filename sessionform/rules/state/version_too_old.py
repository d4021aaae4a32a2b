"""A version constraint admits versions that do not know a setting in use."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.version_constraints import version_text
from sessionform.model import Declaration
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.state.pinned import raised, version_floors
from sessionform.rules.state.sources import CONSTRAINTS


def _too_old(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in version_floors(declaration):
        if least.demand and constraint.admits_from(least.version) and constraint.admits_below(least.version):
            yield Problem(
                pinned.place,
                f"`{pinned.text}` also admits versions of the {pinned.tool} before {version_text(least.version)}, which "
                f"do not know {least.demand}",
                f'raise the lower bound: `">= {version_text(least.version)}"`',
                related=((least.place, least.demand),),
                fixes=(set_to(pinned.place, raised(pinned.text, least.version)),),
            )


RULE = DeclarationRule(
    id="version-too-old",
    severity=WARNING,
    summary="A version constraint admits versions that do not know a setting in use",
    why=(
        "Whoever has an older version locked keeps it, since the constraint allows it, and gets an unsupported "
        "argument or block. A lower bound gives a clear message instead."
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
        fails({"terraform": {"aws_provider": ">= 5.100.0"}}, warm_throughput={"read": 12_000, "write": 4000}),
    ),
    check=_too_old,
)
