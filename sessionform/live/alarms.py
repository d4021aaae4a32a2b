"""Alarms that are those of the declaration's `alarms`, whatever they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True)
class FoundAlarms:
    """The `alarms` setting, the alarms that it stands for by their keys in a stack, and the names of all others."""

    setting: Settings | None = None
    by_key: Mapping[str, Answer] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def alarms_of(found: TableDescription, settings: Settings) -> FoundAlarms:
    """The alarms of a table, but for those that AWS makes for scaling policies."""
    live = [item for item in found.alarms if not made_by_aws(item)]
    if not live:
        return FoundAlarms()
    table = _table(found.name, settings)
    matched = _matched(table, live)
    chosen = _chosen(table, matched)
    by_key = {} if chosen is None else {key: matched[key] for key in _instances(table, chosen)}
    names = {key: str(item["AlarmName"]) for key, item in by_key.items()}
    setting = None if chosen is None else alarms(replace(chosen, names=names), found.name)
    unknown = sorted(item["AlarmName"] for item in live if item["AlarmName"] not in names.values())
    return FoundAlarms(setting, by_key, tuple(unknown))


def made_by_aws(alarm: Answer) -> bool:
    """Whether it is one that Application Auto Scaling made for a policy."""
    return str(alarm["AlarmName"]).startswith(_MADE_BY_AWS)


def otherwise_described(table: Table, found: FoundAlarms) -> list[str]:
    """Alarms that are described otherwise than the stack of the declared table does it, which has its key in them."""
    declared = {} if table.alarms is None else _instances(table, table.alarms)
    return [
        f"the description of the alarm `{item['AlarmName']}`: a deploy makes it `{declared[key]['alarm_description']}`"
        for key, item in found.by_key.items()
        if key in declared and item.get("AlarmDescription", "") != declared[key]["alarm_description"]
    ]


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
        and not item.get("Unit")
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
    throttled, failing = switches["throttled_requests"], switches["system_errors"]
    return Alarms(actions.pop(), throttled, failing, hours)
