"""A version constraint admits versions whose plans show changes that are none."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Environment
from sessionform.rules.engine.rule import NOTE, EnvironmentRule, Problem
from sessionform.rules.state.faults import constraint_place, faults_admitted, later_only, versions_of


def _shows_changes(environment: Environment) -> Iterator[Problem]:
    """Of declared constraints alone: under the computed one Terraform takes the newest version, which is none of these."""
    text = environment.aws_provider
    if text is None:
        return
    for meeting in faults_admitted(environment, stops=False):
        later = later_only(environment, meeting.fault)
        yield Problem(
            (),
            f"`{text}` admits AWS providers that {meeting.fault.text}: {versions_of(meeting.fault)}; "
            f"`{meeting.table}` has {meeting.fault.shape.value}",
            f'require a later one: `"{later}"`' if later else "read such a plan twice before you apply it",
            place=constraint_place(environment, meeting),
            place_fixes=(set_to(("terraform", "aws_provider"), later),) if later else (),
            related_places=((meeting.place, meeting.fault.shape.value),),
        )


RULE = EnvironmentRule(
    id="version-shows-changes",
    severity=NOTE,
    summary="A version constraint admits providers whose plans show changes that are none",
    why=(
        "Some versions of the AWS provider compare an index with what AWS has made of it, and show it as removed and added "
        "in every plan. A real change is easily missed among such. Whoever has such a version in a lock file keeps it."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/44692",
    failing="""\
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
    passing="""\
version: 1
terraform: {aws_provider: ">= 6.31.0, < 7.0.0"}
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
""",
    check=_shows_changes,
)
