"""A version constraint that Terraform cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.state.pinned import pinned_versions
from sessionform.rules.state.sources import CONSTRAINTS


def _malformed(declaration: Declaration) -> Iterator[Problem]:
    for pinned in pinned_versions(declaration):
        if pinned.constraint is None:
            yield Problem(
                pinned.place,
                f"`{pinned.text}` is not a version constraint that Terraform can read",
                'write e.g. `">= 5.100.0, < 7.0.0"`: comparisons with up to three numbers, joined by commas',
            )


RULE = DeclarationRule(
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
    passing="""\
version: 1
terraform: {aws_provider: "~> 5.100"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"terraform": {"aws_provider": ">= 5.100.0", "required_version": ">= 1.5"}}),
        passes({"terraform": {"aws_provider": ">= 6.0.0-beta1", "required_version": ">= v1.5"}}),
        fails({"terraform": {"aws_provider": "latest", "required_version": ">= 1.5.x"}}),
        fails({"terraform": {"aws_provider": ">= v5.100", "required_version": ">= 1.11.4-alpha"}}),
    ),
    no_fix="only you know which versions are meant",
    check=_malformed,
)
