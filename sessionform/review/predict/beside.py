"""The companions of a table before and after: each instance of each resource, what is done with it, and the calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from sessionform.facts import aws
from sessionform.facts.provider import insights_mode_stays
from sessionform.facts.provider_calls import BESIDE, FORCE_NEW, TAGGED
from sessionform.facts.resource_types import IAM_POLICY, INSIGHTS, TABLE, TARGET
from sessionform.model import Table
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Call, ResourceChange
from sessionform.terraform.companions import COMPANIONS, companions
from sessionform.terraform.table import Arguments

_EACH = re.compile(r"\$\{(?:try\()?each\.value\.(\w+)(?:, null\))?\}")
_UNKNOWN = "(known after apply)"
_MADE_WITH_TABLE = re.compile(r"\b(id|arn|stream_arn) of \S+ \(the table\)")
_MADE_WITH_STREAM = re.compile(r"\bstream_arn of \S+ \(the table\)")
"""What a configuration does not know before the one or the other is made."""

Instances = dict[tuple[str, str], Arguments]
"""By type and instance key, which is empty where the resource stands once."""


def beside(
    before: Table,
    after: Table,
    tags: tuple[Mapping[str, str], Mapping[str, str]],
    table: Terraform,
    missing: AbstractSet[str] = frozenset(),
) -> tuple[ResourceChange, ...]:
    """The changes of everything beside the table, which itself is subject to the action `table`.

    `missing` are indexes that are declared, and that the deploy does not build.
    """
    old = instances(before, tags[0])
    new = instances(after, tags[1])
    planned = new
    if table is Terraform.REPLACE or before.stream != after.stream:  # a stream with another view is another stream
        made = _MADE_WITH_TABLE if table is Terraform.REPLACE else _MADE_WITH_STREAM
        planned = {key: _unknown(value, made) for key, value in new.items()}
    moved = before.key != after.key
    changes = _changes(old, new, planned, moved=moved)
    return tuple(_without_index(item) if _index_of(item.instance) in missing else item for item in changes)


def _index_of(instance: str) -> str:
    """The index that an instance is for, as in `index/by_session/read`; empty for one of the table itself."""
    kind, _, rest = instance.partition("/")
    return rest.partition("/")[0] if kind == "index" else ""


def _without_index(change: ResourceChange) -> ResourceChange:
    """Something that is created for an index that AWS does not have."""
    refusal = aws.NO_INDEX.get(change.type)
    if refusal is None or change.action is not Terraform.CREATE:
        return change
    return replace(change, calls=tuple(replace(call, refusal=refusal) for call in change.calls))


def _changes(old: Instances, new: Instances, planned: Instances, *, moved: bool) -> Iterator[ResourceChange]:
    order = {type_: position for position, type_ in enumerate(COMPANIONS)}
    for key in sorted({*old, *new}, key=lambda key: (order[key[0]], key[1])):
        type_, instance = key
        if key not in new:
            yield _change(type_, instance, Terraform.DELETE, (), after_table=False)
            continue
        waits = _waits(new[key])
        if key not in old:
            yield _change(type_, instance, Terraform.CREATE, (), after_table=waits)
            continue
        names = sorted({*old[key], *planned[key]} - _not_compared(new[key]) - _as_it_is(type_, old[key], new[key]))
        differ = tuple(name for name in names if old[key].get(name) != planned[key].get(name))
        if any(name in FORCE_NEW[type_] for name in differ):
            yield _change(type_, instance, Terraform.REPLACE, differ, after_table=waits)
        elif differ:
            yield _change(type_, instance, Terraform.UPDATE, differ, after_table=waits)
        elif moved:
            yield _change(type_, instance, Terraform.MOVE, (), after_table=waits)


def _not_compared(arguments: Arguments) -> set[str]:
    """What Terraform does not compare: its own notes, and what they tell it to ignore."""
    (notes,) = arguments.get("lifecycle") or [{}]
    return {"lifecycle", *notes.get("ignore_changes", ())}


def _as_it_is(type_: str, before: Arguments, after: Arguments) -> set[str]:
    """A mode of insights that is no longer named, or named as AWS has it: where absent, the provider takes what AWS says."""
    kept = type_ == INSIGHTS and insights_mode_stays(before.get("mode"), after.get("mode"))
    return {"mode"} if kept else set()


def _change(
    type_: str, instance: str, action: Terraform, differ: tuple[str, ...], *, after_table: bool
) -> ResourceChange:
    return ResourceChange(type_, instance, action, differ, tuple(_calls(type_, action, differ)), after_table)


def _calls(type_: str, action: Terraform, differ: tuple[str, ...]) -> Iterator[Call]:
    operations = BESIDE[type_]
    if action.destroys:
        yield Call(operations.delete, ())
    if action in (Terraform.CREATE, Terraform.REPLACE):
        yield Call(operations.create, ())
    if action is Terraform.UPDATE:
        yield Call(operations.tag if differ == (_TAGS,) else operations.update, ())


_TAGS = "tags_all"
_REFERENCE = "(the table)"


def _waits(arguments: Arguments) -> bool:
    """Whether the resource refers to the table's, so that Terraform makes it after that, and not where that fails."""
    return _REFERENCE in repr(arguments)


def instances(table: Table, tags: Mapping[str, str]) -> Instances:
    """Every instance with its arguments as the provider sees them: no expression in them, references as what they give."""
    found: Instances = {}
    for type_, arguments in companions(table).items():
        own = dict(arguments)
        each = own.pop("for_each", {"": {}})
        given = {_TAGS: dict(tags)} if type_ in TAGGED and tags else {}
        for key, value in each.items():
            found[type_, key] = {name: _resolved(item, table, key, value) for name, item in own.items()} | given
    return found


def _resolved(item: Any, table: Table, key: str, value: Mapping[str, Any]) -> Any:
    if isinstance(item, dict):
        return {name: _resolved(part, table, key, value) for name, part in item.items()}
    if isinstance(item, list):
        return [_resolved(part, table, key, value) for part in item]
    if not isinstance(item, str) or "${" not in item:
        return item
    whole = _EACH.fullmatch(item)
    if whole is not None:
        return _resolved(value.get(whole[1]), table, key, {})
    text = _EACH.sub(lambda match: str(value.get(match[1], "")), item)
    text = text.replace("${each.key}", key).replace("[each.key]", f"[{key}]")
    for attribute in ("name", "id", "arn", "stream_arn"):
        known = f"{attribute} of {table.name} {_REFERENCE}"
        text = text.replace(f"${{{TABLE}.{table.key}.{attribute}}}", known)
        text = text.replace(f"({TABLE}.{table.key}.{attribute},", f"({known},")
    # A scaling policy names its target, an attachment its policy; both are of the one table
    for type_, noun in ((TARGET, "target"), (IAM_POLICY, "policy")):
        text = text.replace(f"{type_}.{table.key}[", f"the {noun} of {table.name} {_REFERENCE}[")
    return text


def _unknown(arguments: Arguments, made: re.Pattern[str]) -> Arguments:
    """The arguments where attributes of the table are known only after the apply: of a replaced one its name alone is known."""
    return {name: _UNKNOWN if isinstance(item, str) and made.search(item) else item for name, item in arguments.items()}
