"""What to write where a table leaves the file: that it is called otherwise now, or what becomes of its data."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sessionform.model import Declaration, Removed, Table
from sessionform.review.effects.meeting.refused_deletion import is_deletion_refused
from sessionform.words import names_in_quotes


def ways(table: Table, added_tables: Collection[Table], still_in_file: bool, elsewhere: Removed | None) -> str:
    """What to write for a table that nothing speaks of; `elsewhere` is the entry of `removed` that names it in other
    environments only.
    """
    alike = [item for item in added_tables if item.key_attributes == table.key_attributes]
    alike = [item for item in alike if {*item.renamed_from} & {*table.renamed_from}] or alike
    if len(alike) == 1:
        return (
            f"if `{alike[0].key}` is this table under another name, add `renamed_from: {earlier_keys(table, added_tables)}` and "
            f"`table_name: {table.name}` to it; if not, {_said(table, still_in_file, elsewhere)}"
        )
    if alike:
        names = " or ".join(f"`{item.key}`" for item in alike)
        return (
            f"if one of {names} is this table under another name (their keys do not say which), add to that one "
            f"`renamed_from: {earlier_keys(table, added_tables)}` and `table_name: {table.name}`; if not, "
            f"{_said(table, still_in_file, elsewhere)}"
        )
    if elsewhere is not None:
        return _said(table, still_in_file, elsewhere)
    if still_in_file:
        keep = f"to keep the table, write {removal_entry(table.key, 'keep', [table.environment])}"
        return keep if is_deletion_refused(table) else f"{keep}\nto delete it, {accept_entry('table-removed', table)}"
    return f"say what happens to the data: {removal_entry(table.key, 'keep')} leaves the table in AWS, `{{delete: true}}` deletes it"


def _said(table: Table, still_in_file: bool, elsewhere: Removed | None) -> str:
    """How to say what becomes of the data, where an entry may say it of other environments already: a key has one entry."""
    if elsewhere is None:
        only = [table.environment] if still_in_file else []
        return f"say what happens to the data: {removal_entry(table.key, 'keep', only)}"
    others = sorted(elsewhere.only_in or ())
    together = [*others, table.environment]
    if elsewhere.keep:
        return f"to keep the table, {kept_in(table.key, table.environment, elsewhere, ())}"
    return (
        f"the entry of `removed` deletes it in {names_in_quotes(others)}, and cannot keep it in `{table.environment}`: to keep the "
        f"table, leave it in `{table.environment}`, and remove it in a later deploy; to delete it, write "
        f"{removal_entry(table.key, 'delete', together)}"
    )


def kept_in(key: str, environment: str, entry: Removed | None, deleted_beside: Sequence[str]) -> str:
    """What to write so that the deploy of an environment forgets a table: a key has one entry of `removed`, and `entry` is
    what it says already. Where that deletes, it also does so in other environments, `deleted_beside`.
    """
    kept = removal_entry(key, "keep", [environment])
    if entry is None:
        return f"write {kept}"
    if entry.keep:
        named = removal_entry(key, "keep", [*sorted(entry.only_in or ()), environment])
        return f"name `{environment}` in the entry of `removed` too: {named}"
    if deleted_beside:
        return (
            f"change the entry of `removed`, which cannot keep the table in `{environment}` and delete it in {names_in_quotes(deleted_beside)}, to "
            f"{kept}, and leave `{key}` in {names_in_quotes(deleted_beside)} until a later deploy"
        )
    return f"change the entry of `removed` to {kept}"


def removal_entries(declaration: Declaration) -> dict[str, Removed]:
    """What `removed` says, by table, in whichever environments."""
    return {item.table: item for environment in declaration.environments.values() for item in environment.removed}


def removal_entry(table: str, what: str, only_in: Sequence[str] = ()) -> str:
    """How `removed` says `keep` or `delete` of a table, in these environments or in all."""
    where = f", only_in: [{', '.join(only_in)}]" if only_in else ""
    return f"`removed: {{{table}: {{{what}: true{where}}}}}`"


def earlier_keys(table: Table, added_tables: Collection[Table]) -> str:
    """What `renamed_from` says of a table under its next key: with the keys before, for states that have not followed yet."""
    taken = {item.key for item in added_tables}
    keys = [*(key for key in table.renamed_from if key not in taken), table.key]
    return f"[{', '.join(keys)}]" if len(keys) > 1 else table.key


def accept_entry(change: str, table: Table) -> str:
    """How to accept that the table goes, in its environment."""
    return (
        f"when its sessions are no longer needed: `accept: [{{change: {change}, table: {table.key}, environment: "
        f"{table.environment}, reason: …, expires: …}}]`"
    )
