"""A table whose home moves to a region that it has a replica in: Terraform finds the replica there."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.provider import majors_of
from sessionform.model import Autoscaled, Billing, Encryption, Environment, Fixed, Provisioned, Recovery, Replica, Table
from sessionform.review.effects.effect import CRITICAL, HIGH, ChangeKind, Effect, steps
from sessionform.review.effects.environments.versions import REMEMBERS_REGION, Providers
from sessionform.review.effects.lifecycle.leaving_hints import removal_entry
from sessionform.review.effects.meeting.refused_deletion import refused_replacement
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Side

home_region_exchanged = ChangeKind(
    id="home-region-exchanged",
    summary="An environment moves to a region where the table has a replica",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.IN_PLACE,
    why=(
        "All replicas of a global table are equal, and each is a table of that name in its region. AWS provider 5.x "
        "keeps only the name: it finds the replica and manages that, creates the table's companions "
        "(alarms, autoscaling, insights, the resource policy) there, and leaves the old ones behind. Provider 6.x "
        "keeps the region in the state as well and plans to replace the table: it deletes every replica and then the table. "
        "This is what its documentation says; no run of 6.x has shown it."
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support",
    of_environment=True,
)

KINDS = (home_region_exchanged,)


def replica_as_home(before: Side, replica: Replica) -> Side:
    """The table as Terraform finds it in the region of its replica: the old home is a replica there, and has no
    companions.
    """
    old, environment = before.table, before.environment
    home = Replica(
        environment.region,
        kms_key_arn=old.encryption.kms_key_arn,
        point_in_time_recovery=old.point_in_time_recovery.enabled,
        propagate_tags=False,  # known from the state alone, which has no replica there
        deletion_protection=old.deletion_protection or None,
    )
    replicas = [home if item is replica else item for item in old.replicas]
    found = replace(
        old,
        billing=_without_reads(old.billing) if replica.read_capacity is None else old.billing,
        global_secondary_indexes=tuple(
            replace(index, billing=_without_reads(index.billing)) for index in old.global_secondary_indexes
        ),
        replicas=tuple(sorted(replicas, key=lambda item: item.region)),
        point_in_time_recovery=Recovery(replica.point_in_time_recovery),
        deletion_protection=bool(replica.deletion_protection),
        encryption=_encryption(old.encryption, replica),
        contributor_insights=None,
        kinesis_stream=None,
        resource_policy=None,
        alarms=None,
    )
    return Side(found, replace(environment, region=replica.region))


def _without_reads(billing: Billing) -> Billing:
    """Capacity as it is in another region: AWS copies the autoscaling of writes there, and not that of reads."""
    if not isinstance(billing, Provisioned) or not isinstance(billing.read, Autoscaled):
        return billing
    return replace(billing, read=Fixed(billing.read.min))


def left_with_its_copy(effect: Effect, new: Environment) -> Effect:
    """What becomes of a table that leaves the file as its home moves to its replica: Terraform finds the replica there,
    and deletes it with all others, or forgets it.
    """
    if effect.terraform is not Terraform.DELETE:
        return effect
    return replace(
        effect,
        message=f"{effect.message} while its environment moves to {new.region}, where Terraform treats the replica as the "
        "table and deletes the table in every region",
    )


def _encryption(home: Encryption, replica: Replica) -> Encryption:
    return Encryption("CUSTOMER", replica.kms_key_arn) if replica.kms_key_arn is not None else home


def home_exchanged(before: Table, table: Table, old: Environment, new: Environment, providers: Providers) -> Effect:
    """The home of the table moves to its replica's region; which provider runs decides what is planned."""
    majors = majors_of(providers.running)
    message = f"the home region of `{table.key}` moves from {old.region} to {new.region}, where it has a replica"
    way = steps(
        f"check that the replica in {new.region} is ACTIVE, and route the traffic of {old.region} to it",
        f"with `region: {old.region}`, remove `{table.key}` from `tables`, write {removal_entry(table.key, 'keep')}, "
        "and deploy: the state forgets the table, and AWS keeps it in every region",
        f"add it again with `region: {new.region}` and `import_existing: true`, read the plan, and deploy",
    )
    values = (("region",), old.region, new.region)
    if majors and majors[0] >= REMEMBERS_REGION:
        return home_region_exchanged.effect(
            *values,
            message,
            way,
            terraform=Terraform.REPLACE,
            outcome=Outcome.DATA_LOSS,
            consequence="AWS provider 6.x deletes the table in every region and creates an empty one, so every user is logged out",
        )
    message += ": Terraform finds the replica and manages that instead, and the sessions stay"
    if majors and majors[-1] >= REMEMBERS_REGION:
        ends = refused_replacement(before, table) or ", and deletes it in every region"
        message += f"; but AWS provider 6.x plans to replace the table{ends}"
        return home_region_exchanged.effect(*values, message, way)
    return home_region_exchanged.effect(*values, message, way, severity=HIGH)
