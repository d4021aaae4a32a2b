"""A new table setting is a property, a field, a line in terraform/, an effect, an example: each test is one such stage.

Whoever adds a setting adds two values of it to `VALUES`; what then fails names the stage that is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.model import Environment, Table
from sessionform.report.explain import settings as explain
from sessionform.report.explain.settings import explained_settings
from sessionform.resources import schema_text
from sessionform.review.review import review
from sessionform.source.flow import flow
from sessionform.source.read import read
from sessionform.terraform.environment import environment_config

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 12, 1)
SCHEMA = json.loads(schema_text())["$defs"]

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
STREAM = "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"
TOPIC = "arn:aws:sns:us-east-1:111122223333:on-call"
STATEMENT = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/web"}, "Resource": "*"}
POLICY = {"Version": "2012-10-17", "Statement": [{**STATEMENT, "Action": "dynamodb:GetItem"}]}

VALUES: dict[str, tuple[Any, Any]] = {
    "description": (None, "Sessions of the shop"),
    "table_name": (None, "legacy-sessions"),
    "partition_key": ("userId", "accountId"),
    "sort_key": (None, "sessionId"),
    "billing_mode": (None, "PROVISIONED"),
    "capacity": ({"read": 5, "write": 5}, {"read": 5, "write": {"min": 5, "max": 50}}),
    "max_throughput": (None, {"read": 1000, "write": 500}),
    "warm_throughput": (None, {"read": 15000, "write": 5000}),
    "ttl": ("expiresAt", "endsAt"),
    "stream": (None, "NEW_AND_OLD_IMAGES"),
    "global_secondary_indexes": (None, {"by_session": {"partition_key": "sessionId"}}),
    "local_secondary_indexes": (None, {"by_last_seen": {"sort_key": "lastSeen"}}),
    "point_in_time_recovery": (None, True),
    "server_side_encryption": (None, {"kms_key_arn": KEY}),
    "table_class": (None, "STANDARD_INFREQUENT_ACCESS"),
    "deletion_protection": (None, True),
    "prevent_destroy": (None, True),
    "replicas": (None, {"eu-west-1": {}}),
    "contributor_insights": (None, True),
    "multi_region_consistency": (None, "STRONG"),
    "stream_policy": (None, POLICY),
    "timeouts": (None, {"create": "90m"}),
    "kinesis_stream": (None, {"stream_arn": STREAM}),
    "resource_policy": (None, POLICY),
    "alarms": (None, {"actions": [TOPIC]}),
    "tags": (None, {"Team": "web"}),
    "item_size": (None, 4096),
    "access_patterns": (None, {"read_session": {"get": "userId"}}),
    "consumer": (None, {"library": "connect-dynamodb", "options": {"hashKey": "userId"}}),
    "grants": (None, {"audit": {"stream": True}}),
    "writes": (None, {"ttl": "seconds"}),
    "renamed_from": (None, "oldSessions"),
    "restore_from": (None, {"table": "sessions-before", "to": "latest"}),
    "import_existing": (None, True),
    "waivers": (None, [{"rule": "ttl-missing", "reason": "a nightly job ends sessions"}]),
    "only_in": (None, ["production"]),
    "environments": (None, {"production": {"item_size": 1024, "deletion_protection": True}}),
}
"""Every setting with two values that mean something else; None is its absence."""

AROUND: dict[str, dict[str, Any]] = {
    "capacity": {"billing_mode": "PROVISIONED"},
    "billing_mode": {"capacity": {"read": 5, "write": 5}},
    "local_secondary_indexes": {"sort_key": "sessionId"},
    "consumer": {"ttl": "expires"},
    "replicas": {"stream": "NEW_AND_OLD_IMAGES"},
    "multi_region_consistency": {
        "replicas": {"eu-west-1": {}, "eu-central-1": {}},
        "ttl": False,
        "stream": "NEW_AND_OLD_IMAGES",
    },
    "stream_policy": {"stream": "NEW_IMAGE"},
    "grants": {"stream": "NEW_IMAGE"},
    "writes": {"ttl": "expiresAt"},
}
"""What a setting needs around it."""

NO_FIELD = {
    "only_in": "says which environments have the table, and is spent in merging",
    "environments": "is spent in merging",
    "description": "is for people; `explain` shows it from the settings",
}
NOT_TERRAFORM = {
    "description": "is for people",
    "item_size": "is what estimates count with",
    "access_patterns": "are proven by the compiler, and asked by the application",
    "consumer": "is checked by the compiler",
    "writes": "is checked by the compiler",
    "waivers": "silence the compiler",
}


def compiled(setting: str, value: Any, key: str = "userSessions") -> Compiled:
    body = {"partition_key": "userId", "ttl": "expiresAt", **AROUND.get(setting, {})}
    if value is not None:
        body[setting] = value
    environments = {name: {"region": "us-east-1"} for name in ("staging", "production")}
    text = flow({"version": 1, "environments": environments, "tables": {key: body}})
    result = compile_text(text, "sessions.yaml", TODAY)
    assert not [item for item in result.diagnostics if item.finding.rule in ("unknown-key", "wrong-type")]
    assert result.declaration is not None
    return result


def sides(setting: str) -> tuple[Compiled, Compiled]:
    before, after = VALUES[setting]
    return compiled(setting, before), compiled(setting, after)


def environment(result: Compiled) -> Environment:
    assert result.declaration is not None
    return result.declaration.environments["production"]


def typed(table: Table) -> dict[str, Any]:
    return {
        field.name: getattr(table, field.name) for field in fields(Table) if field.name not in ("settings", "origins")
    }


def test_the_schema_and_the_values_here_know_the_same_settings() -> None:
    assert set(VALUES) == set(SCHEMA["table"]["properties"]), "give the setting two values in VALUES"
    assert set(SCHEMA["settings"]["properties"]) <= set(VALUES)
    assert set(AROUND) | set(NO_FIELD) | set(NOT_TERRAFORM) <= set(VALUES)


@pytest.mark.parametrize("setting", VALUES)
def test_the_model_has_it(setting: str) -> None:
    before, after = (typed(environment(side).tables["userSessions"]) for side in sides(setting))
    changed = {name for name in before if before[name] != after[name]}
    if setting == "environments":
        assert changed == {"item_size", "deletion_protection"}
    elif setting in NO_FIELD:
        assert not changed, f"`{setting}` has a field after all: take it out of NO_FIELD"
    else:
        assert changed, f"no field of model.Table shows `{setting}`: add one, and fill it in source/build_table.py"


@pytest.mark.parametrize("setting", VALUES)
def test_terraform_gets_it(setting: str) -> None:
    before, after = sides(setting)
    if setting == "only_in":
        assert after.declaration is not None
        assert "userSessions" not in after.declaration.environments["staging"].tables
        return
    changed = environment_config(environment(before)) != environment_config(environment(after))
    if setting in NOT_TERRAFORM:
        assert not changed, f"`{setting}` reaches Terraform after all: take it out of NOT_TERRAFORM"
    else:
        assert changed, (
            f"`{setting}` changes nothing in Terraform: write it in sessionform/terraform/, or say in NOT_TERRAFORM why not"
        )


@pytest.mark.parametrize("setting", VALUES)
def test_the_review_says_what_its_change_does(setting: str) -> None:
    before, after = sides(setting)
    if setting == "renamed_from":  # is about another key before
        before = compiled(setting, None, VALUES[setting][1])
    changes = review(before, after, TODAY).changes
    assert changes, f"the review is silent about `{setting}`: add an effect in sessionform/review/effects/"


@pytest.mark.parametrize("setting", [name for name in VALUES if name not in ("only_in", "environments")])
def test_explain_shows_it_in_a_group(setting: str) -> None:
    result = compiled(setting, VALUES[setting][1])
    assert result.document is not None
    production = environment(result)
    shown = explained_settings(production.tables["userSessions"], production, result.document)
    assert setting in {item.path[0] for item in shown}
    assert setting in explain._GROUP_OF, f"give `{setting}` a group in sessionform/report/explain/settings.py"


def examples() -> Iterator[Any]:
    for path in (ROOT / "sessions.yaml", *sorted((ROOT / "examples").glob("*.yaml"))):
        document, _ = read(path.read_text(encoding="utf-8"), path.name)
        assert document is not None
        yield document.value


@pytest.mark.parametrize("setting", VALUES)
def test_an_example_uses_it(setting: str) -> None:
    used = {name for value in examples() for table in value["tables"].values() for name in table}
    assert setting in used, f"no file in examples/ uses `{setting}`"
