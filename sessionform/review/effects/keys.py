"""The table's own key. Every change of it is a new, empty table; a change of a key's type is not even seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.model import Attribute, Table
from sessionform.review.effects.effect import CRITICAL, EMPTIED, GUIDE, HIGH, PROVIDER_SOURCE, ChangeKind, Effect, steps
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.words import names_in_quotes

_CREATED_ONCE = (
    "A table's key is fixed when the table is created. Terraform plans to delete the table and create it again "
    "(`-/+`), and nothing is copied: in between there is no table at all, and afterwards an empty one."
)
_KEY_PAGE = f"{GUIDE}/HowItWorks.CoreComponents.html"


def _key_kind(id_: str, summary: str) -> ChangeKind:
    return ChangeKind(
        id=id_,
        summary=summary,
        severity=CRITICAL,
        terraform=Terraform.REPLACE,
        outcome=Outcome.DATA_LOSS,
        why=_CREATED_ONCE,
        source=_KEY_PAGE,
    )


partition_key_changed = _key_kind("partition-key-changed", "The partition key changes to another attribute")
sort_key_changed = _key_kind("sort-key-changed", "The sort key changes to another attribute")
sort_key_added = _key_kind("sort-key-added", "The table gets a sort key")
sort_key_removed = _key_kind("sort-key-removed", "The table loses its sort key")

key_type_changed = ChangeKind(
    id="key-type-changed",
    summary="A key attribute of the table changes its type",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "The provider identifies key attributes by their name alone, so Terraform sees no change and AWS is never asked. "
        "The table keeps the old type, and every read and write with the new one fails with a ValidationException."
    ),
    source=PROVIDER_SOURCE,
)

index_key_type_changed = ChangeKind(
    id="index-key-type-changed",
    summary="A key attribute of an index changes its type",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "As with the table's own key, Terraform sees no change. Even an index that is rebuilt in the same deploy is built "
        "with the old type, because the planned attribute keeps it. Writes with the new type are rejected by AWS."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (
    partition_key_changed,
    sort_key_changed,
    sort_key_added,
    sort_key_removed,
    key_type_changed,
    index_key_type_changed,
)


def side_by_side(table: Table) -> str:
    """The safe way to a table that has to be replaced: a second one, filled while the sessions in this one run out.

    `table` is the one that there is, as the base has it.
    """
    return steps(
        f"put `{table.key}` back as it was, declare the new table next to it under another name, and deploy",
        "let the application write new sessions to the new table and still read the old one",
        "wait until the longest-lived session has expired",
        f"remove `{table.key}` from the file with `removed: {{{table.key}: {{delete: true}}}}`, and deploy; if it has "
        "`deletion_protection`, switch that off in an earlier deploy",
    )


def keys(pair: Pair) -> Iterator[Effect]:
    """Another partition or sort key."""
    old, new = pair.tables
    if old.partition_key.name != new.partition_key.name:
        yield partition_key_changed.effect(
            ("partition_key",),
            old.partition_key.name,
            new.partition_key.name,
            f"the partition key of `{new.key}` changes from `{old.partition_key.name}` to `{new.partition_key.name}`",
            side_by_side(old),
            consequence=EMPTIED,
        )
    yield from _sort_key(old, new)
    yield from _types(old, new)


def _sort_key(old: Table, new: Table) -> Iterator[Effect]:
    before, after = old.sort_key, new.sort_key
    was, named = (key.name if key else None for key in (before, after))
    if was == named:
        return
    if before is None:
        kind, what = sort_key_added, f"`{new.key}` gets the sort key `{named}`"
    elif after is None:
        kind, what = sort_key_removed, f"`{new.key}` loses its sort key `{was}`"
    else:
        kind, what = sort_key_changed, f"the sort key of `{new.key}` changes from `{was}` to `{named}`"
    yield kind.effect(("sort_key",), was, named, what, side_by_side(old), consequence=EMPTIED)


def _types(old: Table, new: Table) -> Iterator[Effect]:
    """Attributes that were a key before, of the table or an index, and are one with another type now.

    One effect an attribute: AWS knows one type for it, wherever it is used.
    """
    types = {attribute.name: attribute.type for _, attribute in old.all_key_uses()}
    seen: set[str] = set()
    for setting, attribute in new.all_key_uses():
        before = types.get(attribute.name, attribute.type)
        if before == attribute.type or attribute.name in seen:
            continue
        seen.add(attribute.name)
        yield _type_effect(old, new, setting, before, attribute)


def _type_effect(old: Table, new: Table, setting: Path, before: str, attribute: Attribute) -> Effect:
    own = len(setting) == 1
    where = f"`{new.key}`" if own else f"{_indexes(_having(new, attribute.name))} of `{new.key}`"
    lost = "nobody can log in and no session is found" if own else "such sessions cannot be stored"
    return (key_type_changed if own else index_key_type_changed).effect(
        (*setting, "type"),
        before,
        attribute.type,
        f"the key `{attribute.name}` of {where} changes from type {before} to {attribute.type}, which Terraform does "
        f"not see: AWS keeps {before} and rejects whatever the application sends as {attribute.type}, so {lost}",
        f"set the type back to {before}; "
        + ("a key of a different type needs a new table:\n" + side_by_side(old) if own else _other_attribute(old)),
    )


def _having(table: Table, attribute: str) -> list[str]:
    """The indexes with an attribute in their keys."""
    uses = table.all_key_uses()
    return list(dict.fromkeys(str(setting[1]) for setting, key in uses if key.name == attribute and len(setting) > 1))


def _indexes(names: Sequence[str]) -> str:
    return f"the index{'es' if len(names) > 1 else ''} {names_in_quotes(names)}"


def rebuilt_for_type(table: Table, effect: Effect, indexes: Sequence[str]) -> Effect:
    """Another type of an index's key, where the provider sees it: of `indexes`, each is built again, with its caps.

    There are none where only a new index has the key.
    """
    name = next(attribute.name for setting, attribute in table.all_key_uses() if setting == effect.setting[:-1])
    absent = f"items that store the key as {effect.before} are not in it"
    if len(indexes) > 1:
        follows = (
            "they are deleted, and rebuilt one after the other; until then queries on them fail, and items that store "
            f"the key as {effect.before} are in none of them"
        )
    elif indexes:
        follows = f"the index is deleted and rebuilt, and until then queries on it fail; {absent}"
    else:
        follows = f"it is built with that type, and {absent}"
    return replace(
        effect,
        message=f"the key `{name}` of {_indexes(indexes or _having(table, name))} of `{table.key}` changes from type "
        f"{effect.before} to {effect.after}: {follows}",
        severity=HIGH,
    )


def _other_attribute(table: Table) -> str:
    return "an index key of a different type needs another attribute:\n" + steps(
        f"let the application also write the value to `{table.key}` under a new attribute name",
        "add an index on the new attribute, and wait until it is ACTIVE",
        "move the queries to it, then remove the old index",
    )


HANDLERS = {"partition_key": keys, "sort_key": keys}
