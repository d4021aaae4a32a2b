"""Which tables of an origin are meant, and in which region and account they are."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sessionform.errors import OutsideError, UsageError
from sessionform.origins.origin import Origin, OriginTable
from sessionform.words import names_in_quotes


def selected(
    origin: Origin, addresses: Sequence[str], names: Sequence[str], tags: Iterable[tuple[str, str]] = ()
) -> Origin:
    """The tables of these addresses, names and tags; all of them where none are given. UsageError where one is nobody's."""
    for address in addresses:
        if not any(_is_at(table.label, address) for table in origin.tables):
            at = names_in_quotes(table.label for table in origin.tables[:3])
            raise UsageError(f"no table is at `{address}`", f"tables are at {at}")
    for glob in names:
        if not any(fnmatch.fnmatchcase(table.name, glob) for table in origin.tables):
            called = names_in_quotes(table.name for table in origin.tables[:3])
            raise UsageError(f"no table is called `{glob}`", f"tables are called {called}")
    wanted = set(tags)
    kept = [
        table
        for table in origin.tables
        if (not addresses or any(_is_at(table.label, address) for address in addresses))
        and (not names or any(fnmatch.fnmatchcase(table.name, glob) for glob in names))
        and (not wanted or (table.found is not None and wanted <= set(table.found.tags.items())))
    ]
    if not kept:
        raise UsageError("no table has all of that", "nothing was written")
    return origin.only(kept)


def _is_at(label: str, address: str) -> bool:
    """Whether the label is the address, or below it as a module's resources and a resource's instances are; of an URN the
    last part alone will do.
    """
    return label == address or label.startswith((f"{address}.", f"{address}[")) or label.endswith(f"::{address}")


def in_region(origin: Origin, region: str | None) -> tuple[Origin, str]:
    """The tables of the region, and the region; without one, that in which all of them are."""
    regions = sorted({table.region for table in origin.tables if table.region})
    if region is None:
        if len(regions) > 1:
            there = ", ".join(regions)
            raise UsageError(
                f"the tables are in several regions: {there}", "say which: `--region`, one environment each"
            )
        if not regions:
            raise UsageError("which region is not known", "say `--region eu-central-1`")
        region = regions[0]
    here = [table for table in origin.tables if table.region in ("", region)]
    if not here:
        raise UsageError(
            f"no table is in {region}", f"tables are in {', '.join(regions)}: name an environment of that region"
        )
    away = (table for table in origin.tables if table.region not in ("", region))
    elsewhere = sorted(f"`{table.name}` is in {table.region}" for table in away)
    notes = [f"{text}: adopt it into an environment of that region" for text in elsewhere]
    kept = origin.only(here)
    return replace(kept, notes=(*kept.notes, *notes)), region


def account_of(tables: Sequence[OriginTable], environment: str, declared: str | None) -> str | None:
    """The account of the tables, which must be the environment's; None where the origin does not tell it."""
    accounts = sorted({table.account for table in tables if table.account})
    if len(accounts) > 1:
        hint = "adopt one account at a time: name its tables with `--address`"
        raise UsageError(f"the tables are in several accounts: {', '.join(accounts)}", hint)
    account = accounts[0] if accounts else None
    if account is not None and declared not in (None, account):
        hint = "name another environment, or correct its `account_id`"
        raise OutsideError(f"`{environment}` belongs to account {declared}, the tables to {account}", hint)
    return account or declared
