"""A review joined with the plan that Terraform made: what it confirms, what it hides, what nothing here explains."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.model import Declaration
from sessionform.review.effects.states import backend_changed
from sessionform.review.model import Change, PlanRemark, Review, ReviewSeverity, TableVerdict
from sessionform.review.outcome import Terraform
from sessionform.source.words import listed

MAJOR = "1"
"""The major version of Terraform's plan format that is understood; a minor one only adds keys."""


_INDEXES = "global_secondary_index"
_WRITTEN_BY_THE_PROVIDER = frozenset({"key_schema", "hash_key", "range_key", "warm_throughput"})


@dataclass(frozen=True, slots=True)
class Planned:
    """One resource in a plan: its type and name, the name that its table has in AWS, and what Terraform will do.

    `rewritten` names the indexes that the plan removes and adds as they are.
    """

    address: str
    type: str
    name: str
    table_name: str
    action: Terraform
    attributes: tuple[str, ...]
    rewritten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What Terraform plans for each managed resource, and what it found changed outside of Terraform."""

    resources: tuple[Planned, ...]
    drift: tuple[Planned, ...]


def read_plan(text: str, source: str) -> Plan:
    """The plan that `terraform show -json PLANFILE` prints, keys that are not known ignored.

    Raises UsageError where the text is not such a plan, or one of another major version.
    """
    hint = "write it with `terraform show -json PLANFILE > plan.json`"
    try:
        plan = json.loads(text)
    except (ValueError, RecursionError):
        raise UsageError(f"`{source}` is not JSON", hint) from None
    version = plan.get("format_version") if isinstance(plan, dict) else None
    if not isinstance(version, str):
        raise UsageError(f"`{source}` is not a plan in JSON", hint)
    if version.partition(".")[0] != MAJOR:
        raise UsageError(
            f"`{source}` has the format version {version}; only {MAJOR}.x is understood",
            "update sessionform, or make the plan with a Terraform that writes that version",
        )
    if not all(_is_list(plan.get(key), _is_change) for key in ("resource_changes", "resource_drift")):
        raise UsageError(f"`{source}` is not a plan in JSON", hint)
    planned, drifted = (
        tuple(_planned(item) for item in plan.get(key) or [] if item.get("mode") == "managed")
        for key in ("resource_changes", "resource_drift")
    )
    changed = {item.address for item in planned if item.action is not Terraform.NO_OP}
    return Plan(planned, tuple(item for item in drifted if item.address not in changed and item.attributes))


def _is_list(value: Any, right: Callable[[Any], bool]) -> bool:
    """Whether it is a list, or nothing, and all in it is right."""
    return value is None or (isinstance(value, list) and all(map(right, value)))


def _is_change(item: Any) -> bool:
    """Whether this has the shape of a resource with its change, as far as it is read here."""
    if not isinstance(item, dict) or not all(isinstance(item.get(key, ""), str) for key in ("address", "type", "name")):
        return False
    change = item.get("change") or {}
    if not isinstance(change, dict) or not _is_list(change.get("actions"), _is_text):
        return False
    sides = [change.get(side) or {} for side in ("before", "after")]
    return all(isinstance(side, dict) and _is_list(side.get(_INDEXES), _is_index) for side in sides)


def _is_index(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    attributes_are_texts = _is_list(item.get("non_key_attributes"), _is_text)
    return attributes_are_texts and _is_list(item.get("key_schema"), lambda key: isinstance(key, dict))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _planned(item: Mapping[str, Any]) -> Planned:
    change = item.get("change") or {}
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    attributes = sorted(
        name
        for name in {*before, *after}
        if (before.get(name) or None) != (after.get(name) or None)  # null and empty are the same to AWS
        and not (isinstance(unknown, dict) and unknown.get(name))
    )
    rewritten = tuple(_rewritten(before.get(_INDEXES), after.get(_INDEXES)))
    if rewritten and _said_of_all(before[_INDEXES]) == _said_of_all(after[_INDEXES]):
        attributes = [name for name in attributes if name != _INDEXES]  # of unknown indexes it is not among them
    return Planned(
        address=item.get("address", ""),
        type=item.get("type", ""),
        name=item.get("name", ""),
        table_name=str(before.get("name") or after.get("name") or ""),
        action=_action(change.get("actions") or [], item),
        attributes=tuple(attributes),
        rewritten=rewritten,
    )


def _rewritten(before: Any, after: Any) -> Iterator[str]:
    """The indexes whose blocks differ in nothing but how the provider writes them.

    Indexes are a set to Terraform, and an element that differs is another one. Provider 6 shows so what AWS has adapted
    by itself, and often every index where one changes (docs/providers.md).
    """
    left, right = _by_name(before), _by_name(after)
    for name in sorted(left.keys() & right.keys()):
        if left[name] != right[name] and _declared(left[name]) == _declared(right[name]):
            yield name


def _said_of_all(indexes: Any) -> dict[str, Any]:
    return {name: _declared(index) for name, index in _by_name(indexes).items()}


def _by_name(indexes: Any) -> dict[str, Mapping[str, Any]]:
    return {str(item.get("name")): item for item in indexes or () if isinstance(item, dict)}


def _declared(index: Mapping[str, Any]) -> dict[str, Any]:
    """What a declaration says of an index; its key is written twice since 6.29, and either may be left out."""
    keys = [(item.get("key_type"), item.get("attribute_name")) for item in index.get("key_schema") or ()]
    keys = keys or [("HASH", index.get("hash_key")), ("RANGE", index.get("range_key"))]
    said = {name: value for name, value in index.items() if value and name not in _WRITTEN_BY_THE_PROVIDER}
    attributes = said.pop("non_key_attributes", ())
    return said | {"keys": [key for key in keys if key[1]], "attributes": sorted(attributes)}


def _action(actions: Sequence[str], item: Mapping[str, Any]) -> Terraform:
    if len(actions) == 2:
        return Terraform.REPLACE
    name = actions[0] if actions else ""
    action = Terraform[name.upper()] if name in ("create", "update", "delete", "forget") else Terraform.NO_OP
    return Terraform.MOVE if action is Terraform.NO_OP and item.get("previous_address") else action


def environment_of(plan: Plan, before: Declaration | None, after: Declaration, asked: str | None = None) -> str:
    """The environment whose tables the plan is about, by their names in AWS; the one that is `asked` for if it can be.

    Raises UsageError where no environment, or more than one, fits best, and where the plan is another's than asked.
    """
    names = {(item.name, item.table_name) for item in plan.resources if item.type == TABLE}
    scores: dict[str, int] = {}
    for declaration in (before, after):
        for environment, table in declaration.tables() if declaration is not None else ():
            if (table.key, table.name) in names:
                scores[environment.name] = scores.get(environment.name, 0) + 1
    best = [name for name, score in scores.items() if score == max(scores.values())]
    if asked is not None and best and asked not in scores:
        raise UsageError(f"the plan is for {' or '.join(best)}, not for {asked}", f"give the plan of `{asked}`")
    if asked is not None:
        return asked
    if len(best) != 1:
        fits = f"fits {' and '.join(best)} alike" if best else "has no table of this declaration"
        raise UsageError(f"the plan {fits}", "say which environment it is for, with `-e NAME`")
    return best[0]


def join(review: Review, plan: Plan, environment: str) -> Review:
    """The review with remarks on the plan of one environment, what needs attention first, and the verdict on both."""
    remarks = [_warned(remark) for remark in _remarks(review, plan, environment)]
    order = ("hidden", "differs", "drift", "missing", "confirmed")
    remarks.sort(key=lambda remark: order.index(remark.judgement))
    lost = any(remark.loss for remark in remarks)
    verdict = ReviewSeverity.CRITICAL if lost else review.verdict
    return replace(review, verdict=verdict, plan=(*review.plan, *remarks))


def _warned(remark: PlanRemark) -> PlanRemark:
    if not remark.loss:
        return remark
    warning = "every session in the table would be lost, so do not apply this plan"
    return replace(remark, message=f"{remark.message}; {warning}")


def _remarks(review: Review, plan: Plan, environment: str) -> Iterator[PlanRemark]:
    verdicts = {item.table: item for item in review.tables if item.environment == environment}
    tables = {item.name: item for item in plan.resources if item.type == TABLE}
    changes: dict[str, list[Change]] = {}
    for change in review.changes:
        if change.environment == environment:
            changes.setdefault(change.table, []).append(change)
    for key, verdict in verdicts.items():
        yield _judged(verdict, tables.get(key), changes[key])
    for item in (*plan.resources, *plan.drift):
        # What stands beside a table that changes (its indexes' alarms, say) changes with it.
        if item.action is not Terraform.NO_OP and item.name not in verdicts:
            yield _drift(environment, item)


def _judged(verdict: TableVerdict, item: Planned | None, changes: Sequence[Change]) -> PlanRemark:
    address = f"{TABLE}.{verdict.table}"
    expected = verdict.terraform
    shown = item.action if item is not None else Terraform.NO_OP

    def remark(judgement: Any, message: str) -> PlanRemark:
        return PlanRemark(verdict.environment, verdict.table, address, judgement, shown, message)

    if item is None and expected is not Terraform.NO_OP:
        return remark("missing", f"the plan does not mention `{verdict.table}`, where {expected.planned} is expected")
    if shown is Terraform.CREATE is not expected and any(item.rule == backend_changed.id for item in changes):
        message = f"Terraform plans {shown.planned} of `{verdict.table}`, which exists: the state was not migrated"
        return remark("differs", message)
    if shown != expected:
        return remark(
            "differs",
            f"Terraform plans {shown.planned} of `{verdict.table}`, the declarations lead to {expected.planned}: the "
            "last applied declaration is another one than this base, or the live table was changed by hand",
        )
    # A plan as expected was made on the migrated state: what `backend-changed` warns of has been seen to.
    own = [item for item in changes if item.address == address and item.rule != backend_changed.id]
    hidden = [item for item in own if not item.outcome.shown]
    if hidden:
        return remark("hidden", f"Terraform says {shown.planned}; in truth: {hidden[0].message}")
    return remark(
        "confirmed", f"the plan shows {shown.planned} of `{verdict.table}`, as expected{_unchanged(item, changes)}"
    )


def _unchanged(item: Planned | None, changes: Sequence[Change]) -> str:
    """What is to be said of indexes that the plan shows and no change is about."""
    changed = {part for change in changes for part in change.path}
    rewritten = [name for name in item.rewritten if name not in changed] if item is not None else []
    if not rewritten:
        return ""
    names = listed(rewritten, "and")
    return f"; it also shows {names} removed and added as before, which the provider writes and AWS does not do"


def _drift(environment: str, item: Planned) -> PlanRemark:
    if item.action is Terraform.UPDATE and item.rewritten and not item.attributes:
        names = listed(item.rewritten, "and")
        message = (
            f"the plan shows {names} of `{item.address}` removed and added as before: the provider compares what AWS has "
            "adapted by itself, and an apply changes nothing (docs/providers.md)"
        )
        return PlanRemark(environment, item.name, item.address, "drift", item.action, message)
    differs = ", ".join(f"`{name}`" for name in item.attributes) or "nothing visible"
    return PlanRemark(
        environment,
        item.name,
        item.address,
        "drift",
        item.action,
        f"the plan shows {item.action} of `{item.address}` ({differs} differs), which the declarations do not explain: "
        "it was changed by hand, or this base is not what was applied last",
    )
