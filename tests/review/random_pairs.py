"""Declarations before and after a change, made at random: what meets in one deploy that nobody thought of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Any

import yaml

from sessionform.facts.provider import RUN_WITH
from sessionform.model import Environment
from sessionform.source.schema import settings_schema
from sessionform.terraform.floors import floor
from tests.review.case import Case

Declared = dict[str, Any]

KEY_ARN = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
STREAM_ARN = "arn:aws:kinesis:us-east-1:123456789012:stream"
TABLE = "userSessions"


def pairs(seed: int) -> Iterator[Case]:
    """Cases without end, the same for the same seed: those that the provider of the tests can plan. `proof` is `state`."""
    for case in every_pair(seed):
        environments = (side.valid().environments["production"] for side in case.compiled())
        if all(_can_be_planned(environment) for environment in environments):
            yield case


def _can_be_planned(environment: Environment) -> bool:
    """Whether the provider of the tests knows every setting, and reads nothing from AWS to plan them."""
    imports = any(table.import_existing for table in environment.tables.values())
    return floor(environment).version <= RUN_WITH and not imports


def every_pair(seed: int) -> Iterator[Case]:
    """A table, and the same table with some of its settings changed: those that pass the check on both sides, and in
    which something changes.
    """
    random = Random(seed)
    for number in count():
        before = _declaration(random)
        texts = [yaml.safe_dump(value, sort_keys=False) for value in (before, _changed(before, random))]
        case = Case(f"random-{seed}-{number}", "", "state", "", *texts)
        if not any(side.failed for side in case.compiled()) and case.review().changes:
            yield case


def _declaration(random: Random) -> Declared:
    environment: Declared = {"region": "us-east-1"}
    if _maybe(random, 0.3):
        environment["tags"] = {"Stage": random.choice("ab")}
    return {"version": 1, "environments": {"production": environment}, "tables": {TABLE: _table(random)}}


def _changed(before: Declared, random: Random) -> Declared:
    """The declaration with one to four settings of another table, or without them."""
    after: Declared = json.loads(json.dumps(before))
    table, other = after["tables"][TABLE], _table(random)
    names = sorted({*table, *other})
    for name in random.sample(names, min(len(names), random.choice([1, 1, 2, 2, 3, 4]))):
        table.pop(name, None)
        if name in other:
            table[name] = other[name]
    _made_consistent(table, random)
    return after


def _made_consistent(table: Declared, random: Random) -> None:
    """The capacity that belongs to the billing mode, of the table and of its indexes."""
    provisioned = table.get("billing_mode") == "PROVISIONED"
    for holder in (table, *table.get("global_secondary_indexes", {}).values()):
        holder.pop("max_throughput" if provisioned else "capacity", None)
        if provisioned:
            holder.setdefault("capacity", _capacity(random))


def _table(random: Random) -> Declared:
    provisioned = _maybe(random, 0.4)
    made = {
        name: make(random) for name, (chance, make) in SETTINGS.items() if name not in UNTOLD and _maybe(random, chance)
    }
    made["partition_key"] = _key(random, "userId", "userId", "userId", "accountId")
    if provisioned:
        made["billing_mode"] = "PROVISIONED"
        made.pop("replicas", None)
    if "sort_key" not in made:
        made.pop("local_secondary_indexes", None)
    if "replicas" in made:
        made["stream"] = "NEW_AND_OLD_IMAGES"
    _made_consistent(made, random)
    return made


def _maybe(random: Random, chance: float) -> bool:
    return random.random() < chance


def _key(random: Random, *names: str) -> Any:
    name = random.choice(names)
    return random.choice([{"name": name, "type": "S"}, {"name": name, "type": "N"}]) if _maybe(random, 0.3) else name


def _capacity(random: Random) -> Declared:
    scaled = {"min": 5, "max": 50}  # no fixed capacity is 5: Terraform would show no change where the two are equal
    return {
        "read": random.choice([7, 10, scaled, {"min": 5, "max": 80, "target_utilization": 60}]),
        "write": random.choice([7, 10, 20, scaled]),
    }


def _caps(random: Random) -> Declared:
    """Never -1, which is for one deploy: as long as it is declared, plans show it (cases of their own prove it)."""
    return random.choice([{"read": 50}, {"read": 100}, {"read": 50, "write": 100}, {"read": 100, "write": 50}])


def _indexes(random: Random) -> Declared:
    names = random.sample(["by_session", "by_device", "by_login"], random.choice([1, 1, 2, 3]))
    return {name: _index(random) for name in names}


def _index(random: Random) -> Declared:
    expiry = ["expires", "expiresAt"]  # projected always, so that the check has nothing to say about TTL
    made: Declared = {"partition_key": _key(random, "sessionId", "deviceId")}
    made["projection"] = random.choice(["ALL", {"include": expiry}, {"include": ["agent", *expiry]}])
    if _maybe(random, 0.4):
        made["sort_key"] = _key(random, "loginAt", "lastSeen")
    if _maybe(random, 0.2):
        made["max_throughput"] = _caps(random)
    return made


def _local_indexes(random: Random) -> Declared:
    return {random.choice(["recent", "latest"]): {"sort_key": _key(random, "loginAt", "lastSeen"), "projection": "ALL"}}


def _replicas(random: Random) -> Declared:
    regions = random.sample(["us-west-2", "eu-west-1"], random.choice([1, 2]))
    return {
        region: random.choice([{}, {"point_in_time_recovery": True}, {"propagate_tags": False}]) for region in regions
    }


def _one_of(*values: Any) -> Callable[[Random], Any]:
    return lambda random: random.choice(values)


RICH: dict[str, tuple[float, Callable[[Random], Any]]] = {
    "sort_key": (0.7, lambda random: _key(random, "sessionId", "sessionId", "sessionNumber")),
    "max_throughput": (0.2, _caps),
    "ttl": (0.8, _one_of("expires", "expires", "expiresAt", {"attribute": "expires", "enabled": False})),
    "stream": (0.5, _one_of("KEYS_ONLY", "NEW_IMAGE", "NEW_AND_OLD_IMAGES")),
    "global_secondary_indexes": (0.6, _indexes),
    "local_secondary_indexes": (0.2, _local_indexes),
    "point_in_time_recovery": (0.5, _one_of(True, False, {"recovery_period_in_days": 7})),
    "server_side_encryption": (0.4, _one_of("AWS_OWNED", "AWS_MANAGED", {"kms_key_arn": KEY_ARN})),
    "table_class": (0.2, _one_of("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
    "deletion_protection": (0.3, _one_of(True, False)),
    "prevent_destroy": (0.2, _one_of(True, False)),
    "replicas": (0.2, _replicas),
    "contributor_insights": (0.2, _one_of(True)),
    "kinesis_stream": (0.1, _one_of({"stream_arn": f"{STREAM_ARN}/a"}, {"stream_arn": f"{STREAM_ARN}/b"})),
    "alarms": (0.15, _one_of({})),
    "tags": (0.3, _one_of({"Team": "a"}, {"Team": "b"}, {"Data": "personal"})),
    "table_name": (0.2, _one_of("one-sessions", "two-sessions")),
}
"""Settings with more values than the schema's examples: how often one is there, and what it then is."""


def _values(schema: dict[str, Any]) -> list[Any]:
    """What the schema itself says that a setting may be."""
    booleans = [True, False] if schema.get("type") == "boolean" else []
    return [*schema.get("examples", []), *schema.get("enum", []), *booleans]


SETTINGS = {name: (0.15, _one_of(*_values(schema))) for name, schema in settings_schema().items()} | RICH
"""Every setting of the language: one that is new comes with the values of its schema."""

UNTOLD = ("billing_mode", "capacity", "partition_key")
"""Made together with each other."""
