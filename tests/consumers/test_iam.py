"""The least that the application's role must be allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from sessionform.consumers.iam import iam_statement
from sessionform.consumers.registry import library, library_ids
from tests.consumers.declared import declared, preset, with_options
from tests.golden import assert_golden_json

GOLDEN = Path(__file__).parent / "golden"

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def statements(settings: dict[str, Any], **environment: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = iam_statement(*declared(settings, **environment))["Statement"]
    return found


def actions(settings: dict[str, Any]) -> set[str]:
    return {action.removeprefix("dynamodb:") for action in statements(settings)[0]["Action"]}


@pytest.mark.parametrize("library_id", library_ids())
def test_the_statement_for_the_preset(library_id: str) -> None:
    policy = iam_statement(*declared(preset(library_id), account_id="111122223333"))
    assert_golden_json(policy, GOLDEN / library_id / "policy.json")


def test_every_action_is_one_that_dynamodb_has() -> None:
    operations = boto3.client("dynamodb", region_name="us-east-1").meta.service_model.operation_names
    granted = {action for name in library_ids() for grant in library(name).grants for action in grant.actions}
    assert granted <= set(operations)


@pytest.mark.parametrize("library_id", library_ids())
def test_it_allows_one_table_and_its_index_and_nothing_else(library_id: str) -> None:
    arn = "arn:aws:dynamodb:us-east-1:111122223333:table/sessions-production"
    allowed = [arn, *(f"{arn}/index/{index.name}" for index in library(library_id).indexes)]
    found = statements(preset(library_id), account_id="111122223333")
    assert [statement["Resource"] for statement in found] == allowed
    assert not any("*" in action for statement in found for action in statement["Action"])


def test_what_an_option_makes_needless_is_not_granted() -> None:
    cache = preset("aws-dotnet-distributed-cache")
    assert "DescribeTable" not in actions(preset("connect-dynamodb"))
    assert "DescribeTable" in actions(with_options(preset("connect-dynamodb"), {"initialized": False}))
    assert not actions(cache) & {"DescribeTable", "DescribeTimeToLive"}
    assert "DescribeTimeToLive" in actions({**cache, "ttl": False})


def test_what_an_option_needs_is_granted() -> None:
    assert "Scan" not in actions(preset("connect-dynamodb"))
    assert "Scan" in actions(with_options(preset("connect-dynamodb"), {"reapInterval": 1000}))
    assert "Scan" not in actions(with_options(preset("connect-dynamodb"), {"reapInterval": 0}))


def test_the_index_is_the_one_that_the_library_is_told_to_query() -> None:
    index = {"other": {"partition_key": "a"}, "byShop": {"partition_key": "shop", "projection": "KEYS_ONLY"}}
    settings = {**preset("shopify-session-storage-dynamodb"), "global_secondary_indexes": index}
    told = with_options(settings, {"shopIndexName": "byShop"})
    assert statements(told)[1]["Resource"].endswith("/index/byShop")


def test_a_customers_key_is_decrypted_in_the_callers_name() -> None:
    settings = {**preset("laravel"), "server_side_encryption": {"kms_key_arn": KEY}}
    assert statements(settings)[1:] == [
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": KEY,
            "Condition": {"StringLike": {"kms:ViaService": "dynamodb.us-east-1.amazonaws.com*"}},
        }
    ]
    assert len(statements({**settings, "server_side_encryption": "AWS_MANAGED"})) == 1
