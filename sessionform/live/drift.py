"""Where live tables are otherwise than declared, and what a deploy, which brings them back, does then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sessionform.diagnostics import Path
from sessionform.live.alarms import otherwise_described
from sessionform.live.description import READY, TableDescription
from sessionform.live.reader import UNREAD
from sessionform.live.settings import LiveTable, live_table
from sessionform.live.table_keys import key_by_template
from sessionform.live.tags_beside import otherwise_tagged
from sessionform.live.written import Settings, differences, written
from sessionform.model import Environment, Table
from sessionform.review.effects import IN_ORDER
from sessionform.review.effects.effect import Effect
from sessionform.review.model import ReviewSeverity
from sessionform.review.pair import Pair, Side
from sessionform.source.build import build
from sessionform.source.defaults import builtin_defaults

_UNDECIDED = ReviewSeverity.MEDIUM
"""What a drift is taken for that the review has no word on."""

_READ_BY = {
    "DescribeTimeToLive": ("ttl",),
    "DescribeContinuousBackups": ("point_in_time_recovery",),
    "ListTagsOfResource": ("tags", "replicas"),
    "ListContributorInsights": ("contributor_insights",),
    "DescribeKinesisStreamingDestination": ("kinesis_stream",),
    "GetResourcePolicy": ("resource_policy", "stream_policy"),
    "DescribeScalableTargets": ("capacity", "global_secondary_indexes"),
    "DescribeScalingPolicies": ("capacity", "global_secondary_indexes"),
    "DescribeScheduledActions": ("capacity", "global_secondary_indexes"),
    "DescribeAlarms": ("alarms",),
    "DescribeKey": ("server_side_encryption",),
    "DescribeTable": ("replicas",),
}
"""Settings that are not known where a call got no answer."""

_NOT_IN_AWS = (
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
)
"""What AWS does not know, and so cannot drift."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One setting of a table that is otherwise than declared. `place` is where the declaration says it; `effect` is what a
    deploy, which brings the setting back, does in the review's words.
    """

    table: str
    setting: Path
    declared: Any
    live: Any
    severity: ReviewSeverity
    place: Path
    effect: Effect | None = None

    @property
    def meaning(self) -> str:
        """What a deploy does about it; empty where the review has no word on it."""
        return "" if self.effect is None else self.effect.text


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What was found in one environment: drifts, things that belong to a declared table and are not declared, tables that
    are missing, tables that the template of names fits and nobody declares, and what could not be looked at. `sides` are
    each compared table as it is and as it is declared.
    """

    environment: str
    tables: int
    drifts: tuple[Drift, ...]
    beside: Mapping[str, tuple[str, ...]]
    missing: tuple[str, ...]
    undeclared: tuple[str, ...]
    unread: tuple[str, ...]
    sides: Mapping[str, tuple[Table, Table]] = field(default_factory=dict, repr=False)

    @property
    def drifted(self) -> bool:
        return bool(self.drifts or self.beside or self.missing)

    @property
    def worst(self) -> ReviewSeverity:
        """The worst of it. A missing table is critical: the next deploy makes an empty one."""
        if self.missing:
            return ReviewSeverity.CRITICAL
        floor = ReviewSeverity.LOW if self.drifted else ReviewSeverity.NONE
        return max([floor, *(drift.severity for drift in self.drifts)])


def drift_of(
    environment: Environment,
    found: Sequence[TableDescription | None],
    names: Sequence[str],
    template: str,
    application: str | None,
    unlisted: Sequence[str] = (),
) -> DriftReport:
    """Compares the tables of an environment, in their order, with what was found. `names` are all tables of the region,
    and `unlisted` says why they are not known.
    """
    tables = list(environment.tables.values())
    paired = {table.key: each for table, each in zip(tables, found, strict=True) if each is not None}
    unready = {key: _status(each) for key, each in paired.items() if _status(each) not in READY}
    live = {key: live_table(each) for key, each in paired.items() if key not in unready}
    declared = {table.name for table in tables}
    beside = {
        key: (
            *each.left_out,
            *otherwise_described(environment.tables[key], each.alarms),
            *otherwise_tagged(each, environment.tags),
        )
        for key, each in live.items()
    }
    sides = {
        table.key: (_as_declared(table, live[table.key], environment), table) for table in tables if table.key in live
    }
    return DriftReport(
        environment=environment.name,
        tables=len(tables),
        drifts=tuple(drift for key, pair in sides.items() for drift in _drifts(*pair, live[key], environment)),
        beside={key: items for key, items in beside.items() if items},
        missing=tuple(table.key for table in tables if table.key not in paired),
        undeclared=tuple(
            name for name in names if name not in declared and _fits(name, template, application, environment.name)
        ),
        sides=sides,
        unread=(
            *(
                f"{paired[key].name}: it is {status}, and cannot be compared"
                for key, status in unready.items()
                if status != UNREAD
            ),
            *dict.fromkeys(f"{each.name}: {text}" for each in paired.values() for text in each.unread),
            *unlisted,
        ),
    )


def _status(found: TableDescription) -> str:
    return str(found.table.get("TableStatus", READY[0]))


def _fits(name: str, template: str, application: str | None, environment: str) -> bool:
    """Whether the template gives the name. One without the environment in it fits whatever else is in the account."""
    return "{environment}" in template and key_by_template(name, template, application, environment) is not None


def _drifts(found: Table, table: Table, live: LiveTable, environment: Environment) -> Iterator[Drift]:
    declared = _comparable(written(table, environment.tags_of(table)))
    pair = Pair(Side(found, environment), Side(table, environment))
    effects = [effect for handler in IN_ORDER for effect in handler(pair)]
    unknown = {name for text in live.found.unread for call, names in _READ_BY.items() if call in text for name in names}
    for item in differences(declared, _comparable(live.settings)):
        if item.path[0] in unknown:
            continue
        effect = _about(item.path, effects)
        yield Drift(
            table=table.key,
            setting=item.path,
            declared=item.declared,
            live=item.live,
            severity=_UNDECIDED if effect is None else effect.severity,
            place=table.origins.of(item.path),
            effect=effect,
        )


def _comparable(settings: Settings) -> Settings:
    """Without warm throughput, which AWS raises by itself."""
    compared = {name: value for name, value in settings.items() if name != "warm_throughput"}
    if "global_secondary_indexes" in compared:
        indexes = compared["global_secondary_indexes"].items()
        compared["global_secondary_indexes"] = {name: _comparable(index) for name, index in indexes}
    return compared


def _as_declared(table: Table, live: LiveTable, environment: Environment) -> Table:
    """The live table as if somebody had declared it so, with what AWS does not know of it."""
    tags = {name: text for name, text in live.settings.get("tags", {}).items() if environment.tags.get(name) != text}
    value = {
        "environments": {"it": {"region": environment.region}},
        "tables": {"it": {**live.settings, "tags": tags, "table_name": live.name}},
    }
    found = build(value, "", builtin_defaults()).environments["it"].tables["it"]
    kept = {name: getattr(table, name) for name in _NOT_IN_AWS}
    return replace(found, key=table.key, environment=table.environment, **kept)


def _about(path: tuple[str, ...], effects: Sequence[Effect]) -> Effect | None:
    """The strongest effect of this setting, or of one around it or within it."""
    near = [each for each in effects if each.setting[: len(path)] == path or path[: len(each.setting)] == each.setting]
    return max(near, key=lambda effect: effect.severity, default=None)
