"""Rules about replicas in other regions (global tables, version 2019.11.21)."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import REGIONS, partition_of
from sessionform.model import Environment, Fixed, Provisioned, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule
from sessionform.rules.throughput import holders
from sessionform.suggestions import suggest

GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"
REQUIREMENTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html"
ENDPOINTS = "https://docs.aws.amazon.com/general/latest/gr/ddb.html"


def _home_region(table: Table, environment: Environment) -> Iterator[Problem]:
    for replica in table.replicas:
        if replica.region == environment.region:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has a replica in {replica.region}, which is the region of `{environment.name}` itself",
                f"take it away there: `environments: {{{environment.name}: {{replicas: {{{replica.region}: null}}}}}}`",
                related_places=((environment.origins.of(("region",)), f"`{environment.name}` is in {replica.region}"),),
                on_key=True,
            )


replica_in_home_region = TableRule(
    id="replica-in-home-region",
    severity=ERROR,
    summary="A replica in the table's own region",
    why=(
        "A global table has one replica a region, and the table itself is the one of its home region. "
        "The provider plans a second one all the same; AWS refuses it during the apply."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-1: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    check=_home_region,
)


def _unknown_region(table: Table, _: Environment) -> Iterator[Problem]:
    for replica in table.replicas:
        if replica.region not in REGIONS:
            yield Problem(
                ("replicas", replica.region),
                f"there is no region `{replica.region}` with DynamoDB that sessionform knows of",
                suggest(replica.region, REGIONS),
                on_key=True,
            )


replica_region_unknown = TableRule(
    id="replica-region-unknown",
    severity=WARNING,
    summary="A replica in a region that is not known",
    why=(
        "The AWS provider plans a replica in any region, existing or not. AWS opens new ones from time to time, "
        "so this warns: for a region that is newer than this tool, waive it."
    ),
    source=ENDPOINTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-9: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    check=_unknown_region,
)


def _other_partition(table: Table, environment: Environment) -> Iterator[Problem]:
    home = partition_of(environment.region)
    for replica in table.replicas:
        if partition_of(replica.region) != home:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` cannot be replicated from {environment.region} to {replica.region}: "
                f"{home} and {partition_of(replica.region)} are separate partitions of AWS",
                "make it an environment of its own; nothing replicates between the two",
                related_places=(
                    (environment.origins.of(("region",)), f"`{environment.name}` is in {environment.region}"),
                ),
                on_key=True,
            )


replica_in_other_partition = TableRule(
    id="replica-in-other-partition",
    severity=ERROR,
    summary="A replica in another partition of AWS (China, GovCloud)",
    why=(
        "Accounts belong to one partition, and global tables replicate only within one. "
        "China and GovCloud regions cannot be reached from any other."
    ),
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {cn-north-1: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {ap-northeast-1: {}}
""",
    check=_other_partition,
)


def _write_autoscaling(table: Table, _: Environment) -> Iterator[Problem]:
    if not table.replicas or not isinstance(table.billing, Provisioned):
        return
    for holder in holders(table):
        billing, declared = holder.billing, holder.written.get("capacity") or {}
        if "write" in declared and isinstance(billing, Provisioned) and isinstance(billing.write, Fixed):
            units = billing.write.units
            yield Problem(
                (*holder.setting, "capacity", "write"),
                f"{holder.name} has replicas and is PROVISIONED, so its write capacity has to be autoscaled",
                f"e.g. `write: {{min: {units}, max: {10 * units}}}`, or `billing_mode: PAY_PER_REQUEST`",
                related=((("replicas",), "the replicas are declared here"),),
            )


replica_write_autoscaling = TableRule(
    id="replica-write-autoscaling",
    severity=ERROR,
    summary="A provisioned table with replicas needs autoscaled write capacity",
    why=(
        "Every replica takes the writes of all the others, so AWS requires a global table to be on-demand or to "
        "autoscale its writes, those of its indexes included. Otherwise replication falls behind."
    ),
    source=REQUIREMENTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    replicas: {eu-west-1: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
    replicas: {eu-west-1: {}}
""",
    check=_write_autoscaling,
)

RULES = (replica_in_home_region, replica_region_unknown, replica_in_other_partition, replica_write_autoscaling)
