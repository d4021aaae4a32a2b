"""Any declaration, made through AWS's API and adopted from there, compiles to the arguments that it was made from."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from sessionform.cli import main
from sessionform.compile import compile_file, compile_text
from sessionform.facts.provider import RUN_WITH
from sessionform.model import Environment, Table
from sessionform.terraform.companions import companions
from sessionform.terraform.environment import environment_config
from sessionform.terraform.floors import floor
from sessionform.terraform.table import table_arguments
from tests.live import from_stack
from tests.moto_support import MotoServer
from tests.review.random_pairs import every_pair

FEW, MANY = 40, 400

ENVIRONMENT = {"region": "us-east-1", "account_id": "123456789012"}

NAMES = ("{table}-{environment}", "legacy-{table}", "{environment}-{table}", "a.{table}_1")


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])
def test_a_few(
    aws_environment: MotoServer,
    moto: MotoServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    _adopted_as_made(moto, seed, FEW, capsys)


@pytest.mark.truth
@pytest.mark.parametrize("seed", range(2, 8))
def test_many(
    aws_environment: MotoServer,
    moto: MotoServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    _adopted_as_made(moto, seed, MANY, capsys)


def _adopted_as_made(moto: MotoServer, seed: int, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    made = _environment(seed, number)
    config = environment_config(made)
    for key in made.tables:
        from_stack.make(moto, config, key)
    main(["adopt", "-e", made.name, "--all"])
    adopted = compile_file("sessions.yaml").valid().environments[made.name]
    keys = {table.name: key for key, table in adopted.tables.items()}
    failures = {}
    for key, table in made.tables.items():
        found = adopted.tables[keys[table.name]]
        one, other = _arguments(found, adopted), _arguments(table, made)
        wrong = {
            place: (one.get(place), other.get(place)) for place in {*one, *other} if one.get(place) != other.get(place)
        }
        if wrong:
            failures[key] = wrong
    assert not failures, f"seed {seed}"
    capsys.readouterr()
    main(["drift", "-e", made.name])
    drifted = [line for line in capsys.readouterr().out.splitlines() if ": the description of the alarm " not in line]
    assert [line for line in drifted if not line.startswith((f"{made.name}: ", "  "))] == []


def _environment(seed: int, number: int) -> Environment:
    """One environment with tables of many random declarations."""
    random = Random(seed)
    tables: dict[str, Any] = {}
    for position, case in enumerate(islice(every_pair(seed), number)):
        (body,) = yaml.safe_load(case.before)["tables"].values()
        tables[f"t{position}"] = _as_aws_has_it(body, random)
    document = {"version": 1, "environments": {"production": ENVIRONMENT}, "tables": tables}
    compiled = compile_text(yaml.safe_dump(document, sort_keys=False), "made.yaml")
    environment = compiled.valid().environments["production"]
    assert floor(environment).version <= RUN_WITH
    return environment


def _as_aws_has_it(body: dict[str, Any], random: Random) -> dict[str, Any]:
    """Without what AWS does not know, and under names that others may have given."""
    body = copy.deepcopy(body)
    for name in NOT_IN_AWS:
        body.pop(name, None)
    if isinstance(body.get("ttl"), dict) and not body["ttl"].get("enabled", True):
        body.pop("ttl")  # AWS forgets the attribute
    if not body.get("tags"):
        for replica in body.get("replicas", {}).values():
            replica.pop("propagate_tags", None)  # nothing shows whether no tags are copied
    body["table_name"] = random.choice(NAMES)
    for holder in (body, *body.get("global_secondary_indexes", {}).values()):
        for side, capacity in holder.get("capacity", {}).items():
            if isinstance(capacity, dict):
                capacity.pop("schedules", None)
                if random.random() < 0.5:
                    capacity["policy_name"] = f"theirs:{side}/{random.randrange(9)}"
    return body


NOT_IN_AWS = (
    "access_patterns",
    "consumer",
    "grants",
    "import_existing",
    "item_size",
    "prevent_destroy",
    "renamed_from",
    "restore_from",
    "timeouts",
    "waivers",
    "writes",
    "warm_throughput",
    "multi_region_consistency",
    "environments",
    "only_in",
)
"""What AWS does not know of a table, and what the provider that tests run with does not."""


def _arguments(table: Table, environment: Environment) -> dict[str, Any]:
    """What a stack says of the table and of what stands beside it, whatever its key: each value by its place."""
    made = {"table": {**table_arguments(table), "tags": environment.tags_of(table)}, "beside": companions(table)}
    for item in made["beside"].get("aws_cloudwatch_metric_alarm", {}).get("for_each", {}).values():
        del item["alarm_description"]  # has the key in it
    said = {}
    for place, value in _flat(made):
        text = repr(value)
        said[place] = text.replace(f".{table.key}.", ".KEY.").replace(f".{table.key}[", ".KEY[")
    return said


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{place}/{key}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for position, item in enumerate(value):
            yield from _flat(item, f"{place}[{item.get('name', position)}]")
    else:
        yield place, value
