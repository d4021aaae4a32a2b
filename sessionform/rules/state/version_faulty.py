"""A version constraint admits versions that cannot plan or apply what the tables use."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.rules.state.faults import constraint_place, faults_admitted, versions_of, without_fault
from sessionform.terraform.floors import provider_constraint

_NO_VERSION = (
    "no version is without it and knows what the tables use: give the indexes fixed `capacity`, each of them a `sort_key`, "
    "or the table `billing_mode: PAY_PER_REQUEST`"
)


def _faulty(environment: Environment) -> Iterator[Problem]:
    text = provider_constraint(environment)
    for meeting in faults_admitted(environment, stops=True):
        better = without_fault(environment, meeting.fault)
        yield Problem(
            (),
            f"`{text}` admits AWS providers that {meeting.fault.text}: {versions_of(meeting.fault)}; "
            f"`{meeting.table}` has {meeting.fault.shape.value}",
            f'exclude them: `"{better}"`' if better else _NO_VERSION,
            place=constraint_place(environment, meeting),
            place_fixes=(set_to(("terraform", "aws_provider"), better),) if better else (),
            related_places=((meeting.place, meeting.fault.shape.value),) if environment.aws_provider else (),
        )


RULE = EnvironmentRule(
    id="version-faulty",
    severity=WARNING,
    summary="A version constraint admits providers that cannot plan or apply what the tables use",
    why=(
        "Some versions of the AWS provider crash on, or refuse to plan, what they planned before. Nothing is done to the "
        "tables, but nothing can be deployed either. Without a constraint the computed one leaves these versions out. "
        "What is known of them is reported, and was not run here (docs/providers.md)."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/46606",
    failing="""\
version: 1
terraform: {aws_provider: ">= 5.100.0, < 7.0.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
""",
    passing="""\
version: 1
terraform: {aws_provider: ">= 5.100.0, != 6.29.0, < 7.0.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
""",
    check=_faulty,
)
