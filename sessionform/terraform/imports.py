"""What of AWS is taken over with a table that exists: the address in the stack, and the id that the provider imports by.

Ids as the provider's pages give them, and as the provider 5.100.0 was seen to take them:
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/appautoscaling_policy#import and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessionform.arns import table_arn
from sessionform.facts.resource_types import (
    ALARM,
    INSIGHTS,
    KINESIS,
    RESOURCE_POLICY,
    SCALING_POLICY,
    STREAM_POLICY,
    TABLE,
    TARGET,
)
from sessionform.model import Companion, Environment, Table
from sessionform.terraform.addresses import Address, traversal
from sessionform.terraform.companions import COMPANIONS, companion_address

Ids = dict[str, str]
"""Import ids by instance key; the key is empty where the resource stands once."""

SETTING_OF: dict[str, Companion] = {
    TARGET: "capacity",
    SCALING_POLICY: "capacity",
    INSIGHTS: "contributor_insights",
    KINESIS: "kinesis_stream",
    RESOURCE_POLICY: "resource_policy",
    STREAM_POLICY: "stream_policy",
    ALARM: "alarms",
}
"""The setting that asks for a companion, for each type that the provider can import. It can import no scheduled action."""

BY_ACCOUNT: tuple[Companion, ...] = ("contributor_insights", "resource_policy", "stream_policy")
"""Settings whose resources are imported by an id with the account's number in it."""


def imports_of(table: Table, environment: Environment) -> dict[str, str]:
    """The import id for each address that is taken over: the table first. Nothing for a table that is not."""
    wanted = table.import_existing
    if wanted is None:
        return {}
    found: dict[str, str] = {Address(TABLE, table.key): table.name}
    for type_, make in COMPANIONS.items():
        arguments = make(table)
        if arguments is None or SETTING_OF.get(type_) not in wanted.companions:
            continue
        address = companion_address(type_, table.key)
        for key, id_ in _IDS[type_](table, environment, arguments).items():
            found[traversal(f'{address}["{key}"]') if key else address] = id_
    return found


def _targets(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    return {key: f"{_target(table, item)}{_elsewhere(item)}" for key, item in arguments["for_each"].items()}


def _policies(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    scaled = (COMPANIONS[TARGET](table) or {}).get("for_each", {})
    return {
        key: f"{_target(table, scaled[key])}/{item['name']}{_elsewhere(item)}"
        for key, item in arguments["for_each"].items()
    }


def _target(table: Table, scaled: dict[str, Any]) -> str:
    return f"dynamodb/table/{table.name}{scaled['path']}/{scaled['dimension']}"


def _elsewhere(item: dict[str, Any]) -> str:
    """What provider 6 wants at the end of an id that is of another region than its own:
    https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support.
    """
    return f"@{item['region']}" if "region" in item else ""


def _insights(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    return {
        key: f"name:{table.name}/index:{item.get('index', '')}/{environment.account.number or ''}"
        for key, item in arguments["for_each"].items()
    }


def _kinesis(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    return {"": f"{table.name},{arguments['stream_arn']}"}


def _arn(table: Table, environment: Environment) -> str:
    """Without the account's number where neither the environment nor its role gives it."""
    return table_arn(environment.region, environment.account.number or "", table.name)


def _resource_policy(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    return {"": _arn(table, environment)}


def _stream_policy(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    label = None if table.import_existing is None else table.import_existing.stream_label
    return {"": f"{_arn(table, environment)}/stream/{label or ''}"}


def _alarms(table: Table, environment: Environment, arguments: dict[str, Any]) -> Ids:
    return {key: item["alarm_name"] for key, item in arguments["for_each"].items()}


_IDS: dict[str, Callable[[Table, Environment, dict[str, Any]], Ids]] = {
    TARGET: _targets,
    SCALING_POLICY: _policies,
    INSIGHTS: _insights,
    KINESIS: _kinesis,
    RESOURCE_POLICY: _resource_policy,
    STREAM_POLICY: _stream_policy,
    ALARM: _alarms,
}
