"""A version constraint rules out every version that knows a setting in use."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove, set_to
from sessionform.facts.version_constraints import version_text
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.state.pinned import version_floors


def _excluded(declaration: Declaration) -> Iterator[Problem]:
    for pinned, constraint, least in version_floors(declaration):
        if not constraint.admits_from(least.version):
            wanted = least.demand or "what sessionform writes"
            yield Problem(
                pinned.place,
                f"{wanted} needs {pinned.tool} {version_text(least.version)} or later, which `{pinned.text}` rules out",
                f'`">= {version_text(least.version)}"`, or remove the constraint: it is then computed',
                fixes=(set_to(pinned.place, f">= {version_text(least.version)}"), remove(pinned.place)),
                related=((least.place, least.demand),) if least.demand else (),
            )


RULE = DeclarationRule(
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
    passing="""\
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
    edges=(
        passes({"terraform": {"aws_provider": "~> 5.100"}}),
        fails({"terraform": {"aws_provider": "~> 5.0, < 5.1"}}),
        fails({"terraform": {"required_version": "< 1.0"}}),
        fails({"terraform": {"aws_provider": "< 6.0"}}, warm_throughput={"read": 12_000, "write": 4000}),
    ),
    check=_excluded,
)
