"""The limits that rules hold are those of AWS's own model of DynamoDB's API, and its regions are those that are known."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from botocore.session import Session

from sessionform.facts import limits
from sessionform.facts.regions import REGIONS
from sessionform.resources import schema_text
from sessionform.rules.naming.names import name_fault

SERVICE = Session().get_service_model("dynamodb")
SETTINGS: dict[str, Any] = json.loads(schema_text())["$defs"]["settings"]["properties"]


def model(shape: str) -> dict[str, Any]:
    """What AWS's model says of a value: its least, its most, its pattern, its choices."""
    return dict(SERVICE.shape_for(shape).metadata)


@pytest.mark.parametrize(
    ("shape", "limit", "ours"),
    [
        ("TableName", "min", limits.MIN_NAME),
        ("TableName", "max", limits.MAX_NAME),
        ("IndexName", "min", limits.MIN_NAME),
        ("IndexName", "max", limits.MAX_NAME),
        ("KeySchemaAttributeName", "max", limits.MAX_ATTRIBUTE_NAME_BYTES),
        ("NonKeyAttributeName", "max", limits.MAX_ATTRIBUTE_NAME_BYTES),
        ("TimeToLiveAttributeName", "max", limits.MAX_ATTRIBUTE_NAME_BYTES),
        ("NonKeyAttributeNameList", "max", limits.MAX_INCLUDED),
        ("TagKeyString", "max", limits.MAX_TAG_KEY),
        ("TagValueString", "max", limits.MAX_TAG_VALUE),
    ],
)
def test_a_limit_is_that_of_the_api(shape: str, limit: str, ours: int) -> None:
    assert model(shape)[limit] == ours


@pytest.mark.parametrize("shape", ["TableName", "IndexName"])
def test_names_have_the_characters_of_the_api(shape: str) -> None:
    assert model(shape)["pattern"] == "[a-zA-Z0-9_.-]+"
    accepted = [chr(code) for code in range(0x20, 0x7F) if name_fault(f"ab{chr(code)}") is None]
    assert "".join(accepted) == "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("shape", "setting"),
    [("BillingMode", "billing_mode"), ("StreamViewType", "stream"), ("TableClass", "table_class")],
)
def test_a_setting_takes_the_values_of_the_api(shape: str, setting: str) -> None:
    ours = [value for value in SETTINGS[setting]["enum"] if isinstance(value, str)]
    assert sorted(ours) == sorted(model(shape)["enum"])


def test_recovery_goes_back_as_far_as_the_api_lets_it() -> None:
    days = SETTINGS["point_in_time_recovery"]["properties"]["recovery_period_in_days"]
    assert (days["minimum"], days["maximum"]) == tuple(model("RecoveryPeriodInDays").values())


def test_every_region_with_dynamodb_is_known() -> None:
    session = Session()
    partitions = ("aws", "aws-cn", "aws-us-gov")
    regions = {name for partition in partitions for name in session.get_available_regions("dynamodb", partition)}
    assert len(regions) > 30
    assert regions <= set(REGIONS)


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_every_known_region_can_be_declared(region: str) -> None:
    """The European Sovereign Cloud's has four letters where others have two."""
    pattern = json.loads(schema_text())["$defs"]["environment"]["properties"]["region"]["pattern"]
    assert re.search(pattern, region)
    assert pattern == SETTINGS["replicas"]["propertyNames"]["pattern"]
