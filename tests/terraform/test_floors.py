"""What each setting needs: the version, in whose words, and the place in the declaration that demands it."""

from __future__ import annotations

import re

import pytest

from sessionform.facts.version_constraints import parse_constraint
from sessionform.facts.versions import (
    IMPORT_BLOCKS,
    MOVED_BLOCKS,
    PROVIDER_FLOOR,
    REMOVED_BLOCKS,
    S3_LOCKFILE,
    TERRAFORM_FLOOR,
)
from sessionform.terraform.floors import Floor, floor, provider_constraint, provider_demands, terraform_floor
from tests.terraform.declarations import environment

KEYS = "partition_key: id\nttl: expires\n"
REGION = "region: us-east-1"
CAPACITY = "billing_mode: PROVISIONED\ncapacity: {read: {min: 1, max: 9}, write: {min: 1, max: 9}}\n"
STRONG = "partition_key: id\nstream: NEW_AND_OLD_IMAGES\n"
BACKUP = "arn:aws:dynamodb:us-east-1:111122223333:table/a/backup/01600000000000-1a2b3c4d"


def floors(settings: str, more: str = "") -> tuple[Floor, Floor]:
    """Of the provider and of Terraform, of an environment with one table `a`."""
    table = "a:\n" + "".join(f"  {line}\n" for line in settings.splitlines())
    found = environment(REGION, table, more)
    return floor(found), terraform_floor(found)


@pytest.mark.parametrize(
    ("settings", "version", "demand", "place"),
    [
        (f"{KEYS}warm_throughput: {{read: 20000, write: 8000}}", (6, 13, 0), "`warm_throughput` of `a`", ("warm_throughput",)),
        (
            f"{KEYS}global_secondary_indexes: {{by_b: {{partition_key: b, warm_throughput: {{read: 20000, write: 8000}}}}}}",
            (6, 13, 0),
            "`warm_throughput` of `a.global_secondary_indexes.by_b`",
            ("global_secondary_indexes", "by_b", "warm_throughput"),
        ),
        (
            f"{KEYS}stream: NEW_AND_OLD_IMAGES\nreplicas: {{us-west-2: {{deletion_protection: true}}}}",
            (6, 9, 0),
            "`deletion_protection` of `a.replicas.us-west-2`",
            ("replicas", "us-west-2", "deletion_protection"),
        ),
        (
            f"{KEYS}{CAPACITY}stream: NEW_AND_OLD_IMAGES\nreplicas: {{us-west-2: {{capacity: {{read: {{min: 2, max: 5}}}}}}}}",
            (6, 0, 0),
            "`capacity` of `a.replicas.us-west-2`",
            ("replicas", "us-west-2", "capacity"),
        ),
        (
            f"{KEYS}contributor_insights: {{mode: THROTTLED_KEYS}}",
            (6, 11, 0),
            "`mode` of `a.contributor_insights`",
            ("contributor_insights", "mode"),
        ),
        (
            f"{STRONG}multi_region_consistency: {{mode: STRONG}}\nreplicas: {{us-east-2: {{}}, us-west-2: {{}}}}",
            (6, 3, 0),
            "`mode` of `a.multi_region_consistency`",
            ("multi_region_consistency", "mode"),
        ),
        (
            f"{STRONG}multi_region_consistency: {{mode: STRONG, witness: us-east-2}}\nreplicas: {{us-west-2: {{}}}}",
            (6, 22, 0),
            "`witness` of `a.multi_region_consistency`",
            ("multi_region_consistency", "witness"),
        ),
        (
            f"{KEYS}global_secondary_indexes: {{by_b: {{partition_key: [b, c]}}}}",
            (6, 35, 0),
            "`partition_key` of `a.global_secondary_indexes.by_b`",
            ("global_secondary_indexes", "by_b", "partition_key"),
        ),
        (
            f"{KEYS}global_secondary_indexes: {{by_b: {{partition_key: b, sort_key: [c, d]}}}}",
            (6, 35, 0),
            "`sort_key` of `a.global_secondary_indexes.by_b`",
            ("global_secondary_indexes", "by_b", "sort_key"),
        ),
        (
            f"{KEYS}restore_from: {{backup_arn: {BACKUP}}}",
            (6, 62, 0),
            "`backup_arn` of `a.restore_from`",
            ("restore_from", "backup_arn"),
        ),
    ],
)  # fmt: skip
def test_what_the_provider_has_to_know(
    settings: str, version: tuple[int, int, int], demand: str, place: tuple[str, ...]
) -> None:
    provider, terraform = floors(settings)
    assert (provider.version, provider.demand, provider.place) == (version, demand, ("tables", "a", *place))
    assert re.search(r"CHANGELOG\.md \(.*\d\.0", provider.source)
    assert terraform == Floor(TERRAFORM_FLOOR)
    table = "a:\n" + "".join(f"  {line}\n" for line in settings.splitlines())
    computed = parse_constraint(provider_constraint(environment(REGION, table)))
    assert computed is not None
    assert not computed.admits_below(version)


@pytest.mark.parametrize(
    "settings",
    [
        KEYS,
        f"{KEYS}contributor_insights: true",
        f"{KEYS}global_secondary_indexes: {{by_b: {{partition_key: [b], sort_key: [c]}}}}",
        f"{KEYS}stream: NEW_AND_OLD_IMAGES\nreplicas: {{us-west-2: {{}}}}",
        f"{KEYS}multi_region_consistency: {{mode: EVENTUAL}}",
        f"{KEYS}restore_from: {{table: sessions, to: latest}}",
    ],
)
def test_what_every_provider_knows(settings: str) -> None:
    assert floors(settings)[0] == Floor(PROVIDER_FLOOR)


def test_the_highest_of_several_decides() -> None:
    provider, _ = floors(
        f"{KEYS}contributor_insights: {{mode: THROTTLED_KEYS}}\nwarm_throughput: {{read: 20000, write: 8000}}"
    )
    assert (provider.version, provider.demand) == ((6, 13, 0), "`warm_throughput` of `a`")


def test_what_is_below_the_floor_is_demanded_and_raises_nothing() -> None:
    """A declared constraint may admit older versions than stacks are written for."""
    found = environment(REGION, "a:\n  partition_key: id\n  ttl: expires\n  max_throughput: {read: 100, write: 100}\n")
    assert floor(found) == Floor(PROVIDER_FLOOR)
    assert [(item.version, item.demand) for item in provider_demands(found)] == [
        ((5, 72, 0), "`max_throughput` of `a`")
    ]


def test_what_terraform_has_to_know() -> None:
    assert floors(f"{KEYS}renamed_from: b")[1] == Floor(TERRAFORM_FLOOR)  # which is later than `moved` blocks
    assert MOVED_BLOCKS <= TERRAFORM_FLOOR
    adopted = floors(f"{KEYS}import_existing: true")[1]
    assert (adopted.version, adopted.demand) == (IMPORT_BLOCKS, "`import_existing` of `a`")
    assert adopted.place == ("tables", "a", "import_existing")
    assert adopted.source.endswith("/language/block/import")
    kept = floors(KEYS, "removed: {old: {keep: true}}")[1]
    assert (kept.version, kept.demand, kept.place) == (REMOVED_BLOCKS, "`removed.old.keep`", ("removed", "old"))
    assert kept.source.endswith("/language/block/removed")
    assert floors(KEYS, "removed: {old: {delete: true}}")[1] == Floor(TERRAFORM_FLOOR)
    locked = terraform_floor(
        environment(f"{REGION}\nbackend: {{s3: {{bucket: b, key: k, region: us-east-1, use_lockfile: true}}}}")
    )
    assert (locked.version, locked.demand) == (S3_LOCKFILE, "`use_lockfile` of the S3 backend")
    assert locked.source.endswith("/language/backend/s3#state-locking")
    assert locked.place == ("environments", "production", "backend", "s3", "use_lockfile")
    unlocked = environment(f"{REGION}\nbackend: {{s3: {{bucket: b, key: k, region: us-east-1, use_lockfile: false}}}}")
    assert terraform_floor(unlocked) == Floor(TERRAFORM_FLOOR)
