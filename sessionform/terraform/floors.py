"""Which setting needs which version of the AWS provider and of Terraform. The one place that says so.

It looks at the model only, so that rules, the back end and the review can all ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sessionform.diagnostics import Path
from sessionform.facts.version_constraints import Version, version_text
from sessionform.facts.versions import (
    IMPORT_BLOCKS,
    MOVED_BLOCKS,
    PROVIDER_CEILING,
    PROVIDER_FLOOR,
    REMOVED_BLOCKS,
    S3_LOCKFILE,
    TERRAFORM_FLOOR,
)
from sessionform.model import Environment, OnDemand, Provisioned, S3Backend, Table
from sessionform.terraform.faults import meetings

_PROVIDER_CHANGES = "https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md"
_SEVERAL_ATTRIBUTES = f"{_PROVIDER_CHANGES} (6.29.0 to 6.35.0, #45357, #46602)"
_TERRAFORM_LANGUAGE = "https://developer.hashicorp.com/terraform/language"


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest version that an environment can be applied with, and what demands it.

    `demand` says it in the words of the declaration, `source` is the page that says since when; both are empty
    where nothing in the declaration asks for more than every stack does. `place` is the document path that demands it.
    """

    version: Version
    demand: str = ""
    source: str = ""
    place: Path = ()


@dataclass(frozen=True, slots=True)
class TableNeed:
    """A table setting that versions before `version` do not know; `uses` yields where a table has it."""

    setting: str
    version: Version
    source: str
    uses: Callable[[Table], Iterable[Path]]


def _warm_throughput(table: Table) -> Iterator[Path]:
    if table.warm_throughput is not None:
        yield ("warm_throughput",)
    for index in table.global_secondary_indexes:
        if index.warm_throughput is not None:
            yield ("global_secondary_indexes", index.name, "warm_throughput")


def _replica_protection(table: Table) -> Iterator[Path]:
    for replica in table.replicas:
        if replica.deletion_protection is not None:
            yield ("replicas", replica.region, "deletion_protection")


def _insights_mode(table: Table) -> Iterator[Path]:
    if table.contributor_insights is not None and table.contributor_insights.mode is not None:
        yield ("contributor_insights", "mode")


def _strong_consistency(table: Table) -> Iterator[Path]:
    if table.is_strong:
        yield ("multi_region_consistency", "mode")


def _witness(table: Table) -> Iterator[Path]:
    if table.multi_region_consistency.witness is not None:
        yield ("multi_region_consistency", "witness")


def _restore_from_backup(table: Table) -> Iterator[Path]:
    if table.restore_from is not None and table.restore_from.backup_arn is not None:
        yield ("restore_from", "backup_arn")


def _partition_keys(table: Table) -> Iterator[Path]:
    for index in table.global_secondary_indexes:
        if len(index.partition_keys) > 1:
            yield ("global_secondary_indexes", index.name, "partition_key")


def _sort_keys(table: Table) -> Iterator[Path]:
    for index in table.global_secondary_indexes:
        if len(index.sort_keys) > 1:
            yield ("global_secondary_indexes", index.name, "sort_key")


def _replica_capacity(table: Table) -> Iterator[Path]:
    for replica in table.replicas:
        if replica.read_capacity is not None and isinstance(table.billing, Provisioned):
            yield ("replicas", replica.region, "capacity")


def _caps(table: Table) -> Iterator[Path]:
    if isinstance(table.billing, OnDemand) and table.billing.max_throughput is not None:
        yield ("max_throughput",)
    for index in table.global_secondary_indexes:
        if isinstance(index.billing, OnDemand) and index.billing.max_throughput is not None:
            yield ("global_secondary_indexes", index.name, "max_throughput")


def _resource_policy(table: Table) -> Iterator[Path]:
    if table.resource_policy is not None:
        yield ("resource_policy",)


def _import_existing(table: Table) -> Iterator[Path]:
    if table.import_existing:
        yield ("import_existing",)


def _renamed_from(table: Table) -> Iterator[Path]:
    if table.renamed_from:
        yield ("renamed_from",)


PROVIDER_NEEDS: tuple[TableNeed, ...] = (
    TableNeed("warm_throughput", (6, 13, 0), f"{_PROVIDER_CHANGES} (6.13.0, #41308)", _warm_throughput),
    TableNeed("deletion_protection", (6, 9, 0), f"{_PROVIDER_CHANGES} (6.9.0, #43240)", _replica_protection),
    # The argument `region` of every resource
    TableNeed("capacity", (6, 0, 0), f"{_PROVIDER_CHANGES} (6.0.0, #40653)", _replica_capacity),
    TableNeed("mode", (6, 11, 0), f"{_PROVIDER_CHANGES} (6.11.0, #43914)", _insights_mode),
    TableNeed("mode", (6, 3, 0), f"{_PROVIDER_CHANGES} (6.3.0, #43236)", _strong_consistency),
    TableNeed("witness", (6, 22, 0), f"{_PROVIDER_CHANGES} (6.22.0, #43908)", _witness),
    # `key_schema` is of 6.29.0; until #46602 and #46442 it rebuilt every index where one left, and showed changes for ever
    TableNeed("partition_key", (6, 35, 0), _SEVERAL_ATTRIBUTES, _partition_keys),
    TableNeed("sort_key", (6, 35, 0), _SEVERAL_ATTRIBUTES, _sort_keys),
    # The lowest release whose documentation was seen to have it
    TableNeed("backup_arn", (6, 62, 0), f"{_PROVIDER_CHANGES} (before 6.62.0)", _restore_from_backup),
    # Below the floor, and admitted by a declared constraint such as `~> 5.0`
    TableNeed("max_throughput", (5, 72, 0), f"{_PROVIDER_CHANGES} (5.72.0, #37799)", _caps),
    TableNeed("resource_policy", (5, 43, 0), f"{_PROVIDER_CHANGES} (5.43.0, #36595)", _resource_policy),
)
"""Table settings that some versions do not know which a declared constraint may admit."""

TERRAFORM_NEEDS: tuple[TableNeed, ...] = (
    TableNeed("import_existing", IMPORT_BLOCKS, f"{_TERRAFORM_LANGUAGE}/block/import", _import_existing),
    TableNeed("renamed_from", MOVED_BLOCKS, f"{_TERRAFORM_LANGUAGE}/block/moved", _renamed_from),
)
"""Table settings that become blocks which Terraform has not always had."""


def floor(environment: Environment) -> Floor:
    """The lowest AWS provider that knows everything the environment's tables use."""
    return max(_table_floors(environment, PROVIDER_NEEDS, Floor(PROVIDER_FLOOR)), key=_by_version)


def provider_demands(environment: Environment) -> list[Floor]:
    """Every setting in use that some versions do not know, the one with the latest first version first."""
    found = _table_floors(environment, PROVIDER_NEEDS, Floor(PROVIDER_FLOOR))
    return sorted((item for item in found if item.demand), key=_by_version, reverse=True)


def terraform_floor(environment: Environment) -> Floor:
    """The lowest Terraform that knows every block and backend argument of the environment's stack."""
    floors = [*_table_floors(environment, TERRAFORM_NEEDS, Floor(TERRAFORM_FLOOR))]
    kept = next((removed for removed in environment.removed if removed.keep), None)
    if kept is not None:
        source = f"{_TERRAFORM_LANGUAGE}/block/removed"
        floors.append(Floor(REMOVED_BLOCKS, f"`removed.{kept.table}.keep`", source, kept.path))
    if isinstance(environment.backend, S3Backend) and environment.backend.config["use_lockfile"] is True:
        source = f"{_TERRAFORM_LANGUAGE}/backend/s3#state-locking"
        place = environment.origins.of(("backend", "s3", "use_lockfile"))
        floors.append(Floor(S3_LOCKFILE, "`use_lockfile` of the S3 backend", source, place))
    return max(floors, key=_by_version)


def provider_constraint(environment: Environment) -> str:
    """The AWS provider constraint of the stack: what the declaration says.

    Else from the floor to the next major, without the versions that cannot plan or apply what the tables use.
    """
    if environment.aws_provider is not None:
        return environment.aws_provider
    least = floor(environment).version
    faults = [meeting.fault for meeting in meetings(environment) if meeting.fault.stops]
    # Where nothing would be left below a fault that is in every later version, the check says so
    ceiling = min([PROVIDER_CEILING, *(fault.since for fault in faults if fault.until is None and fault.since > least)])
    without = [fault.exclusion for fault in faults if fault.until is not None and least <= fault.since < ceiling]
    return ", ".join([f">= {version_text(least)}", *without, f"< {version_text(ceiling)}"])


def terraform_constraint(environment: Environment) -> str:
    """The `required_version` of the stack: what the declaration says, else from the floor upwards."""
    if environment.required_version is not None:
        return environment.required_version
    return f">= {version_text(terraform_floor(environment).version)}"


def _table_floors(environment: Environment, needs: Iterable[TableNeed], least: Floor) -> Iterator[Floor]:
    yield least
    for table in environment.tables.values():
        for need in needs:
            for setting in need.uses(table):
                demand = f"`{need.setting}` of `{'.'.join(map(str, (table.key, *setting[:-1])))}`"
                yield Floor(need.version, demand, need.source, table.origins.of(setting))


def _by_version(candidate: Floor) -> Version:
    return candidate.version
