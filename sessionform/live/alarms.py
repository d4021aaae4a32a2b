"""Alarms that are those of the declaration's `alarms`, whatever they are called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sessionform.live.description import Answer, TableDescription
from sessionform.live.written import Settings, alarms
from sessionform.model import Alarms, Table
from sessionform.source.build import build
from sessionform.source.defaults import builtin_defaults
from sessionform.terraform.alarms import alarm

_MADE_BY_AWS = "TargetTracking-"
"""Application Auto Scaling makes alarms of such names for its policies, and takes them away with them."""

_STALLED = "ttl_stalled"


def alarms_of(found: TableDescription, settings: Settings) -> tuple[Settings | None, dict[str, str], list[str]]:
    """The `alarms` setting, the names of the alarms by their keys in a stack, and alarms that are none of it."""
    live = [item for item in found.alarms if not item["AlarmName"].startswith(_MADE_BY_AWS)]
    if not live:
        return None, {}, []
    matched = _matched(_table(found.name, settings), live)
    chosen = _chosen(_table(found.name, settings), matched)
    names: dict[str, str] = {}
    if chosen is not None:
        names = {key: matched[key]["AlarmName"] for key in _instances(_table(found.name, settings), chosen)}
    unknown = sorted(item["AlarmName"] for item in live if item["AlarmName"] not in names.values())
    return alarms(chosen), names, [f"the alarm `{name}`" for name in unknown]


def _table(name: str, settings: Settings) -> Table:
    """The table as a declaration would give it, with the name that it has."""
    tables = {"it": {**settings, "table_name": name}}
    declared = build({"environments": {"live": {"region": ""}}, "tables": tables}, "", builtin_defaults())
    return declared.environments["live"].tables["it"]


def _instances(table: Table, wanted: Alarms) -> dict[str, dict[str, Any]]:
    made = alarm(replace(table, alarms=wanted)) or {"for_each": {}}
    instances: dict[str, dict[str, Any]] = made["for_each"]
    return instances


def _matched(table: Table, live: list[Answer]) -> dict[str, Answer]:
    """The live alarm for each key of a stack that has one."""
    found: dict[str, Answer] = {}
    for item in live:
        hours = item.get("EvaluationPeriods")
        every = Alarms((), ttl_stalled_hours=hours if isinstance(hours, int) and hours else 1)
        for key, instance in _instances(table, every).items():
            if key not in found and _is(item, instance):
                found[key] = item
    return found


def _is(item: Answer, instance: dict[str, Any]) -> bool:
    return bool(
        item.get("MetricName") == instance["metric_name"]
        and {each["Name"]: each["Value"] for each in item.get("Dimensions", [])} == instance["dimensions"]
        and item.get("ComparisonOperator") == instance["comparison_operator"]
        and item.get("EvaluationPeriods") == instance["evaluation_periods"]
        and item.get("DatapointsToAlarm") in (None, item.get("EvaluationPeriods"))
        and item.get("Period") == instance["period"]
        and item.get("Statistic") == "Sum"
        and item.get("Threshold") == 0
        and item.get("TreatMissingData", "missing") == instance["treat_missing_data"]
        and item.get("ActionsEnabled", True)
        and not item.get("InsufficientDataActions")
        and sorted(item.get("AlarmActions", [])) == sorted(item.get("OKActions", []))
    )


def _chosen(table: Table, matched: dict[str, Answer]) -> Alarms | None:
    """The setting whose alarms are all there, with the same actions."""
    stalled = matched.get(_STALLED)
    candidate = Alarms((), throttled_requests=True, system_errors=True)
    whole = {
        "throttled_requests": _instances(table, replace(candidate, system_errors=False)),
        "system_errors": _instances(table, replace(candidate, throttled_requests=False)),
    }
    switches = {name: all(key in matched for key in keys) for name, keys in whole.items()}
    keys = [key for name, on in switches.items() if on for key in whole[name]]
    keys += [_STALLED] if stalled is not None else []
    actions = {tuple(sorted(matched[key].get("AlarmActions", []))) for key in keys}
    if len(actions) != 1:
        return None
    hours = None if stalled is None else int(stalled["EvaluationPeriods"])
    return Alarms(actions.pop(), ttl_stalled_hours=hours, **switches)
