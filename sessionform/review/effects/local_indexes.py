"""Local secondary indexes: created with the table, so adding one replaces it, and editing one does nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import LocalIndex, Table
from sessionform.review.effects.effect import (
    CRITICAL,
    EMPTIED,
    GUIDE,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
)
from sessionform.review.effects.index_definition import projection_setting
from sessionform.review.effects.keys import side_by_side
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_LSI = f"{GUIDE}/LSI.html"
_ONCE = (
    "A local index can only be created with its table, and can never be deleted on its own. Terraform plans to delete the table and to "
    "create it again; nothing is copied."
)

local_index_added = ChangeKind(
    id="local-index-added",
    summary="A local secondary index is added",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=_ONCE,
    source=_LSI,
)
local_index_removed = ChangeKind(
    id="local-index-removed",
    summary="A local secondary index is deleted",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=_ONCE,
    source=_LSI,
)
local_index_changed = ChangeKind(
    id="local-index-changed",
    summary="A local secondary index is redefined under the same name",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "The provider identifies local indexes by their name alone, so Terraform sees no change. Where the new "
        "sort key, or the old one, is not part of any other key, the attribute definitions change: Terraform plans an update "
        "that changes nothing, in this plan and in every later one. The index stays as it is, and from then on the "
        "declaration is wrong."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (local_index_added, local_index_removed, local_index_changed)


def local_indexes(pair: Pair) -> Iterator[Effect]:
    """Local indexes that are added, deleted or changed."""
    old, new = pair.tables
    before = {index.name: index for index in old.local_secondary_indexes}
    after = {index.name: index for index in new.local_secondary_indexes}
    for name, index in after.items():
        if name not in before:
            what = f"`{new.key}` gets the local index `{name}`"
            yield _replaced(old, local_index_added, name, what, None, index.sort_key.name)
        else:
            yield from _changed(old, new, before[name], index)
    for name, index in before.items():
        if name not in after:
            what = f"`{new.key}` loses the local index `{name}`"
            yield _replaced(old, local_index_removed, name, what, index.sort_key.name, None)


def _replaced(table: Table, kind: ChangeKind, name: str, what: str, before: str | None, after: str | None) -> Effect:
    hint = side_by_side(table)
    if kind is local_index_added:
        hint = f"use a global secondary index: it can be added while the table stays online; or\n{hint}"
    setting = ("local_secondary_indexes", name)
    return kind.effect(setting, before, after, what, hint, consequence=EMPTIED)


def _changed(earlier: Table, table: Table, old: LocalIndex, new: LocalIndex) -> Iterator[Effect]:
    setting = ("local_secondary_indexes", new.name)
    projections = projection_setting(old.projection), projection_setting(new.projection)
    hint = (
        f"put `{new.name}` back as it was; for what the queries need, add a global secondary index, which AWS builds "
        "while the table stays online"
    )
    ignored = "Terraform does not see it and AWS keeps the old index, so queries that rely on the new one fail"
    if old.sort_key.name != new.sort_key.name:
        redefined = new.sort_key.name not in _defined(earlier) or old.sort_key.name not in _defined(table)
        lasting = (
            "Terraform sees only other attribute definitions and AWS keeps the old index, so queries that rely on the "
            "new one fail, and every later plan shows the same update again"
        )
        message = (
            f"the local index `{new.name}` of `{table.key}` gets the sort key `{new.sort_key.name}` instead of "
            f"`{old.sort_key.name}`: {lasting if redefined else ignored}"
        )
        yield local_index_changed.effect(
            (*setting, "sort_key"),
            old.sort_key.name,
            new.sort_key.name,
            message,
            hint,
        )
    if projections[0] != projections[1]:
        message = f"the local index `{new.name}` of `{table.key}` gets another projection: {ignored}"
        yield local_index_changed.effect((*setting, "projection"), *projections, message, hint)


def _defined(table: Table) -> set[str]:
    """The attributes that Terraform has a definition of: the keys of the table and of its indexes."""
    return {attribute.name for _, attribute in table.all_key_uses()}


HANDLERS = {"local_secondary_indexes": local_indexes}
