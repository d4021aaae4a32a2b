"""A version constraint admits only untested major versions of the AWS provider."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.version_constraints import version_text
from sessionform.facts.versions import PROVIDER_CEILING
from sessionform.model import Declaration
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.state.pinned import version_floors
from sessionform.terraform.floors import floor


def _untested(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in version_floors(declaration):
        if pinned.floor_of is not floor or not constraint.admits_from(least.version):
            continue
        if not constraint.admits_from(least.version, below=PROVIDER_CEILING):
            ceiling = version_text(PROVIDER_CEILING)
            yield Problem(
                pinned.place,
                f"`{pinned.text}` admits only AWS providers from {ceiling} on, which sessionform has not been tested "
                "with",
                f'`">= {version_text(least.version)}, < {ceiling}"`, or look closely at the plan',
                fixes=(set_to(pinned.place, f">= {version_text(least.version)}, < {ceiling}"),),
            )


RULE = DeclarationRule(
    id="version-untested",
    severity=WARNING,
    summary="A version constraint admits only untested major versions of the AWS provider",
    why=(
        "A new major version may rename or remove arguments. Without a constraint the computed one "
        "stays below the next major that this tool knows nothing of."
    ),
    source="https://developer.hashicorp.com/terraform/plugin/best-practices/versioning",
    failing="""\
version: 1
terraform: {aws_provider: ">= 7.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
terraform: {aws_provider: ">= 6.0, < 7.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"terraform": {"aws_provider": ">= 5.100.0"}}),
        fails({"terraform": {"aws_provider": ">= 7.0.0"}}),
        passes({"terraform": {"aws_provider": ">= 6.0.0, < 8.0.0"}}),
        passes({"terraform": {"required_version": ">= 7.0.0"}}),
    ),
    check=_untested,
)
