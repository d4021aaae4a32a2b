"""The regions that a table names beside its own, and where it names them."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.edits import Fix, rename, set_to
from sessionform.model import Table


def regions_beside_home(table: Table) -> Iterator[tuple[Path, str]]:
    """The regions of the copies and of the witness, each with the setting that names it."""
    for replica in table.replicas:
        yield ("replicas", replica.region), replica.region
    if table.multi_region_consistency.witness is not None:
        yield ("multi_region_consistency", "witness"), table.multi_region_consistency.witness


def names_replica(setting: Path) -> bool:
    """Whether the setting names the region of a copy, which it does as its key."""
    return setting[0] == "replicas"


def region_fix(setting: Path, region: str, *, safe: bool) -> Fix:
    """The fix that names another region there."""
    return rename(setting, region, safe=safe) if names_replica(setting) else set_to(setting, region, safe=safe)
