"""What a setting is for one deploy in between: from what refuses a change, by the prediction, to settings that are held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sessionform.diagnostics import Path
from sessionform.facts import provider
from sessionform.facts.between import Between
from sessionform.facts.limits import NO_CAP
from sessionform.facts.provider_calls import NOT_UPDATED
from sessionform.facts.resource_types import INSIGHTS
from sessionform.model import Autoscaled, Declaration, Environment, Provisioned, Table
from sessionform.review.effects.lifecycle import names_in_use
from sessionform.review.model import Change
from sessionform.review.outcome import Terraform
from sessionform.review.pair import paired_environments, paired_tables
from sessionform.review.predict.model import Call, Prediction
from sessionform.review.predict.predict import creation_calls, deletion_calls, predict
from sessionform.setting_path import setting_path
from sessionform.staging.held import ABSENT

_INDEXES = "global_secondary_indexes"
_NAMED = (_INDEXES, "local_secondary_indexes", "replicas")
_NAMES = frozenset(kind.id for kind in names_in_use.KINDS)
_OF = {INSIGHTS: ("contributor_insights",)}
"""The setting of a resource beside the table."""

Running = Callable[[Environment], str]
"""The constraint on the provider that runs in an environment."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two declarations, and what is predicted for their tables."""

    before: Declaration
    after: Declaration
    running: Running

    def settings(self, refused: Iterable[Change]) -> dict[Path, Any]:
        """The settings, with the values that they have for one deploy, after which the refused changes go through.

        Empty where nothing is known of such a state.
        """
        found: dict[Path, Any] = {}
        for change in refused:
            found |= dict(self._settings(change))
        return found

    def explains(self, change: Change) -> bool:
        """Whether the prediction is what refuses a change, or does not see it: then other deploys may do it.

        What is lost, and what stands in the way outside of the table, no other order of deploys puts right.
        """
        if change.rule in _NAMES:
            return False
        refused = any(call.refusal is not None for call in change.calls)
        return (
            refused
            or any(
                prediction.refused is not None or any(_reasons(prediction, change))
                for _, _, prediction in self._predictions(change)
            )
            or any(self._one_side(change))
        )

    def protected(self) -> set[str]:
        """The tables that leave, and that AWS protects against that."""
        return {
            key
            for name, old in paired_environments(self.before, self.after).items()
            for key, table in old.tables.items()
            if key not in self.after.environments[name].tables and _is_protected(table)
        }

    def _settings(self, change: Change) -> Iterator[tuple[Path, Any]]:
        yield from self._one_side(change)
        for before, after, prediction in self._predictions(change):
            for setting, between in _reasons(prediction, change):
                yield from _WAYS[between](before, after, setting)

    def _one_side(self, change: Change) -> Iterator[tuple[Path, Any]]:
        """For a table that comes or goes."""
        _, new = self._environments(change)
        before, after = self._tables(change)
        if before is None and after is not None and new is not None:
            for call in creation_calls(after, new.tags):
                if call.refused and call.carries:
                    yield _place(after, after, call.carries[0]), ABSENT
        elif before is not None and after is None and change.refused and _is_protected(before):
            yield from _unprotected(before, before, ())

    def _predictions(self, change: Change) -> Iterator[tuple[Table, Table, Prediction]]:
        """With each provider that may run."""
        (old, new), (before, after) = self._environments(change), self._tables(change)
        if old is not None and new is not None and before is not None and after is not None:
            for version in provider.admitted(self.running(new)):
                yield before, after, predict((before, old), (after, new), version)

    def _environments(self, change: Change) -> tuple[Environment | None, Environment | None]:
        pairs = paired_environments(self.before, self.after)
        return pairs.get(change.environment), self.after.environments.get(change.environment)

    def _tables(self, change: Change) -> tuple[Table | None, Table | None]:
        old, new = self._environments(change)
        if old is None or new is None:
            return None, None if new is None else new.tables.get(change.table)
        return old.tables.get(paired_tables(old, new).get(change.table, change.table)), new.tables.get(change.table)


def _between(call: Call) -> Between | None:
    return None if call.refusal is None else call.refusal.between


def _is_protected(table: Table) -> bool:
    return any(_between(call) is Between.UNPROTECTED for call in deletion_calls(table))


def _reasons(prediction: Prediction, change: Change) -> Iterator[tuple[Path, Between]]:
    setting = change.setting.setting
    for difference in prediction.differences if setting else ():
        if difference.concerns(setting):
            refusals = [step.refusal.between for step in difference.steps if step.refusal is not None]
            found = [*([difference.why.between] if difference.why is not None else []), *refusals]
            yield from ((difference.setting, between) for between in found if between is not None)
    for call in prediction.calls:
        between = _between(call)
        if between is not None and (not call.carries or (setting and call.carries_setting(setting))):
            yield (call.carries[0] if call.carries else ()), between
    for item in prediction.beside:
        if item.action is Terraform.UPDATE and item.type in NOT_UPDATED and change.address.startswith(item.type):
            yield _OF[item.type], NOT_UPDATED[item.type]


def _place(before: Table, after: Table, setting: Path) -> Path:
    """Where a setting of this table alone is written: where either side has it, if that is not shared with others."""
    holder = after if any(after.origins.written(setting[:length]) for length in range(len(setting), 0, -1)) else before
    path = holder.origins.home(setting)
    place = setting_path(path)
    if place.of_every_table:
        return ("tables", after.key, "environments", after.environment, *setting)
    return path if place.table is None else replace(place, table=after.key).path


def _off(before: Table, after: Table, setting: Path) -> Iterator[tuple[Path, Any]]:
    own = setting[:1]
    yield _place(before, after, own), {**before.settings[str(own[0])], "enabled": False}


def _absent(before: Table, after: Table, setting: Path) -> Iterator[tuple[Path, Any]]:
    yield _place(before, after, setting[: 2 if setting[0] in _NAMED else 1]), ABSENT


def _fixed(before: Table, after: Table, _: Path) -> Iterator[tuple[Path, Any]]:
    """The most that autoscaling may reach: less could throttle, and nobody here knows where it is."""
    for index in (*before.global_secondary_indexes, *after.global_secondary_indexes):
        for side in ("read", "write") if isinstance(index.billing, Provisioned) else ():
            capacity = getattr(index.billing, side)
            if isinstance(capacity, Autoscaled):
                yield _place(before, after, (_INDEXES, index.name, "capacity", side)), capacity.max


def _unprotected(before: Table, after: Table, setting: Path) -> Iterator[tuple[Path, Any]]:
    """A replica, or the table with all of its replicas."""
    if setting[:1] == ("replicas",):
        yield _place(before, after, (*setting[:2], "deletion_protection")), False
        return
    if before.deletion_protection:
        yield _place(before, after, ("deletion_protection",)), False
    for replica in before.replicas:
        if replica.deletion_protection:
            yield _place(before, after, ("replicas", replica.region, "deletion_protection")), False


def _uncapped(before: Table, after: Table, setting: Path) -> Iterator[tuple[Path, Any]]:
    if "max_throughput" in setting:
        yield _place(before, after, setting), NO_CAP


_WAYS: Mapping[Between, Callable[[Table, Table, Path], Iterator[tuple[Path, Any]]]] = {
    Between.OFF: _off,
    Between.ABSENT: _absent,
    Between.FIXED: _fixed,
    Between.UNPROTECTED: _unprotected,
    Between.UNCAPPED: _uncapped,
}
