"""Rules about the version constraints of Terraform and of the AWS provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sessionform.diagnostics import Path
from sessionform.facts.version_constraints import Constraint, parse_constraint, version_text
from sessionform.model import Declaration, Environment
from sessionform.rules.rule import ERROR, WARNING, DeclarationRule, Problem
from sessionform.terraform.floors import PROVIDER_CEILING, Floor, floor, terraform_floor

CONSTRAINTS = "https://developer.hashicorp.com/terraform/language/expressions/version-constraints"


class _Pinned(NamedTuple):
    """A version constraint of the declaration, and what it must not rule out."""

    place: Path
    tool: str
    text: str
    constraint: Constraint | None
    floor_of: Callable[[Environment], Floor]


def _pinned(declaration: Declaration) -> Iterator[_Pinned]:
    for environment in declaration.environments.values():
        core, provider = environment.required_version, environment.aws_provider
        if core is not None:
            constraint = parse_constraint(core, core=True)
            yield _Pinned(("terraform", "required_version"), "Terraform", core, constraint, terraform_floor)
        if provider is not None:
            yield _Pinned(("terraform", "aws_provider"), "AWS provider", provider, parse_constraint(provider), floor)
        return  # the constraints are the whole declaration's, so every environment has the same


def _floors(declaration: Declaration) -> Iterator[tuple[_Pinned, Constraint, Floor]]:
    """Each readable constraint with the highest floor that any environment demands."""
    for pinned in _pinned(declaration):
        if pinned.constraint is not None:
            floors = (pinned.floor_of(environment) for environment in declaration.environments.values())
            yield pinned, pinned.constraint, max(floors, key=lambda candidate: candidate.version)


def _malformed(declaration: Declaration) -> Iterator[Problem]:
    for pinned in _pinned(declaration):
        if pinned.constraint is None:
            yield Problem(
                pinned.place,
                f"`{pinned.text}` is no version constraint that Terraform can read",
                'write e.g. `">= 5.100.0, < 7.0.0"`: comparisons with up to three numbers, joined by commas',
            )


version_constraint = DeclarationRule(
    id="version-constraint",
    severity=ERROR,
    summary="A version constraint that Terraform cannot read",
    why=(
        "Terraform knows `=`, `!=`, `>`, `>=`, `<`, `<=` and `~>` with up to three numbers, joined by commas. "
        "Other tools' `^5.0`, `5.*` or `latest` make `terraform init` fail."
    ),
    source=CONSTRAINTS,
    failing="""\
version: 1
terraform: {aws_provider: ^5.100}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
terraform: {aws_provider: "~> 5.100"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_malformed,
)


def _excluded(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in _floors(declaration):
        if not constraint.admits_from(least.version):
            wanted = least.demand or "what sessionform writes"
            yield Problem(
                pinned.place,
                f"{wanted} needs {pinned.tool} {version_text(least.version)} or later, which `{pinned.text}` rules out",
                f'`">= {version_text(least.version)}"`, or remove the constraint: it is then computed',
                related=((least.place, least.demand),) if least.demand else (),
            )


version_excluded = DeclarationRule(
    id="version-excluded",
    severity=ERROR,
    summary="A version constraint rules out every version that knows a setting in use",
    why=(
        "Each setting has a first version of the AWS provider or of Terraform that understands it. Under a "
        "constraint that stops below it, `terraform plan` fails with an unsupported argument or block."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md",
    failing="""\
version: 1
terraform: {aws_provider: "~> 5.100"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
""",
    mended="""\
version: 1
terraform: {aws_provider: "~> 6.13"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
""",
    check=_excluded,
)


def _too_old(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in _floors(declaration):
        if least.demand and constraint.admits_from(least.version) and constraint.admits_below(least.version):
            yield Problem(
                pinned.place,
                f"`{pinned.text}` also admits versions of the {pinned.tool} before {version_text(least.version)}, which "
                f"do not know {least.demand}",
                f'raise the lower bound: `">= {version_text(least.version)}"`',
                related=((least.place, least.demand),),
            )


version_too_old = DeclarationRule(
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
    mended="""\
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
    check=_too_old,
)


def _untested(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in _floors(declaration):
        if pinned.floor_of is not floor or not constraint.admits_from(least.version):
            continue
        if not constraint.admits_from(least.version, below=PROVIDER_CEILING):
            ceiling = version_text(PROVIDER_CEILING)
            yield Problem(
                pinned.place,
                f"`{pinned.text}` admits only AWS providers from {ceiling} on, which sessionform has not been tested "
                "with",
                f'`">= {version_text(least.version)}, < {ceiling}"`, or look closely at the plan',
            )


version_untested = DeclarationRule(
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
    mended="""\
version: 1
terraform: {aws_provider: ">= 6.0, < 7.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_untested,
)

RULES = (version_constraint, version_excluded, version_too_old, version_untested)
