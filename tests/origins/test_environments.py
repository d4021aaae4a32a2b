"""Tables of several environments, in regions and accounts of their own: matched by what the origin calls them, never by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from tests.origins.support import Adopt, adopt, environment, write_json

__all__ = ["adopt"]

PLACES = {
    "development": ("us-east-1", "123456789012"),
    "staging": ("eu-west-1", "123456789012"),
    "production": ("eu-west-1", "111122223333"),
}

NAMES = {
    "development": {"carts": "one", "users": "two"},
    "staging": {"carts": "one", "users": "three"},
    "production": {"carts": "two", "users": "one", "audit": "three"},
}
"""By environment, the name of each table: in each the same names, and other tables behind them."""


def outputs(environment: str, key: str) -> dict[str, Any]:
    region, account = PLACES[environment]
    name = NAMES[environment][key]
    return {
        "arn": f"arn:aws:dynamodb:{region}:{account}:table/{name}",
        "name": name,
        "attributes": [{"name": f"{key}Id", "type": "S"}],
        "ttl": {"attributeName": "expires", "enabled": True},
        "protected": environment == "production",
    }


def pulumi(environment: str) -> list[str | Path]:
    resources = []
    for key in NAMES[environment]:
        told = outputs(environment, key)
        told |= {
            "hashKey": f"{key}Id",
            "billingMode": "PAY_PER_REQUEST",
            "deletionProtectionEnabled": told.pop("protected"),
        }
        type_ = "aws:dynamodb/table:Table"
        urn = f"urn:pulumi:{environment}::web::{type_}::{key}"
        resources.append({"urn": urn, "type": type_, "custom": True, "outputs": told})
    document = {"version": 3, "deployment": {"manifest": {}, "resources": resources}}
    return ["--pulumi", write_json(document, f"{environment}.json")]


def terraform(environment: str) -> list[str | Path]:
    resources = []
    for key in NAMES[environment]:
        told = outputs(environment, key)
        told |= {
            "id": told["name"],
            "hash_key": f"{key}Id",
            "billing_mode": "PAY_PER_REQUEST",
            "attribute": told.pop("attributes"),
            "ttl": [{"attribute_name": "expires", "enabled": True}],
            "deletion_protection_enabled": told.pop("protected"),
        }
        resources.append(
            {
                "address": f"aws_dynamodb_table.{key}",
                "mode": "managed",
                "type": "aws_dynamodb_table",
                "name": key,
                "provider_name": "registry.terraform.io/hashicorp/aws",
                "values": told,
            }
        )
    state = {
        "format_version": "1.0",
        "terraform_version": "1.11.4",
        "values": {"root_module": {"resources": resources}},
    }
    return ["--terraform-state", write_json(state, f"{environment}.json")]


def cloudformation(environment: str) -> list[str | Path]:
    region, account = PLACES[environment]
    resources, rows = {}, []
    for key, name in NAMES[environment].items():
        logical = key.capitalize()
        resources[logical] = {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": f"{key}Id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": f"{key}Id", "KeyType": "HASH"}],
                "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
                "DeletionProtectionEnabled": environment == "production",
            },
        }
        rows.append(
            {
                "StackId": f"arn:aws:cloudformation:{region}:{account}:stack/web-{environment}/1",
                "LogicalResourceId": logical,
                "PhysicalResourceId": name,
                "ResourceType": "AWS::DynamoDB::Table",
            }
        )
    template = write_json({"Resources": resources}, f"{environment}.json")
    names = write_json({"StackResources": rows}, f"{environment}-names.json")
    return ["--cloudformation", template, "--cloudformation", names]


@pytest.mark.parametrize("origin", [pulumi, terraform, cloudformation])
def test_names_that_mean_other_tables_elsewhere(adopt: Adopt, origin: Any) -> None:
    for name in NAMES:
        code, _, err = adopt("-e", name, *origin(name))
        assert code == 0, err
    assert main(["check", "-q"]) == 0
    for name, (region, account) in PLACES.items():
        one = environment(name=name)
        assert (one.region, one.account_id) == (region, account)
        found = {table.key.lower(): table for table in one.tables.values()}
        assert {key: table.name for key, table in found.items()} == NAMES[name]
        for key, table in found.items():
            assert (table.partition_key.name, table.deletion_protection) == (f"{key}Id", name == "production")
            assert table.import_existing
