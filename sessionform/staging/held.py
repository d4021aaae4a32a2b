"""Settings of the head that are held back: what differs from the base, by document path, and the document with them.

A declaration in between is the head with some settings as the base has them. So the last one is the head itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, Final

from sessionform.diagnostics import Path
from sessionform.setting_path import Layer, is_there, setting_path


class Absence(Enum):
    """The value of a setting that is not there."""

    ABSENT = "absent"


ABSENT: Final = Absence.ABSENT

Held = Mapping[Path, Any]
"""Settings by their document paths, each with the value that it has instead of the head's."""

_NEVER = ("version", "include", "accept", "renamed_from")
"""What says nothing about a table by itself, or has to be there from the first deploy on."""

_NAMED = ("global_secondary_indexes", "local_secondary_indexes", "replicas", "access_patterns", "environments")
"""Settings that hold things by their names: each comes and goes by itself."""


_WHERE = ("only_in", "import_existing", "table_name")
"""What decides which table of AWS is meant."""


def differing(base: Any, head: Any) -> dict[Path, Any]:
    """Every setting in which two documents differ, with the base's value, those that come first and those that go last."""
    found = dict(_differing(_renamed(base, head), head, ()))
    going = [path for path in found if not is_there(head, path)]
    return {path: found[path] for path in (*(path for path in found if path not in set(going)), *going)}


def _renamed(base: Any, head: Any) -> Any:
    """The base with each table under the key that it has in the head: a move in the state is never held back."""
    tables = dict(base.get("tables") or {})
    declared = head.get("tables") or {}
    for key, table in declared.items():
        earlier = (table or {}).get("renamed_from") or ()
        names = [earlier] if isinstance(earlier, str) else list(reversed(earlier))
        name = next((name for name in names if name in tables and name not in declared), None)
        if key not in tables and name is not None:
            tables[key] = tables.pop(name)
    return {**base, "tables": tables}


def _differing(base: Any, head: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    for key in dict.fromkeys((*head, *base)):
        place = (*path, key)
        if key in _NEVER and setting_path(place).setting == (key,):
            continue
        before, after = base.get(key, ABSENT), head.get(key, ABSENT)
        if before == after and type(before) is type(after):
            continue
        if _goes_deeper(before, after, place):
            yield from _differing(before if before is not ABSENT else {}, after if after is not ABSENT else {}, place)
        else:
            yield place, before


def _goes_deeper(before: Any, after: Any, place: Path) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return True
    one = after if before is ABSENT else before if after is ABSENT else None
    at = setting_path(place)
    layer = not at.setting and at.layer not in (Layer.TABLE, Layer.ENVIRONMENT, Layer.REMOVED)
    named = at.of_tables and len(at.setting) == 1 and at.setting[0] in _NAMED
    return isinstance(one, dict) and (layer or named or place == ("removed",))


def can_be_held(path: Path, protected: Collection[str]) -> bool:
    """Whether a declaration in between may have the base's value of a setting.

    Which tables there are, and where, is never put off: what a review then says of the second deploy would not know what the
    first one left in AWS. A table that is `protected` leaves in two deploys.
    """
    at = setting_path(path)
    if at.layer is Layer.REMOVED or (at.layer is Layer.TABLE and not at.setting):
        return at.table in protected
    return at.of_tables and bool(at.setting) and at.setting[0] not in _WHERE


def document_with(head: Any, held: Held) -> Any:
    """The head's document with these settings held. What stands in something that is held away is away with it."""
    value = head
    for path in sorted(held, key=len):
        if not any(held.get(path[:length]) is ABSENT for length in range(1, len(path))):
            value = _with(value, path, held[path])
    return value


def _with(value: Any, path: Path, to: Any) -> Any:
    """A copy in which one setting is another; a holder that loses the last of what is in it goes with it."""
    part, rest = path[0], path[1:]
    copy = dict(value) if isinstance(value, dict) else {}
    changed = _with(copy.get(part), rest, to) if rest else to
    if changed is ABSENT or (changed == {} and to is ABSENT):
        copy.pop(part, None)
    else:
        copy[part] = changed
    return copy


def released(held: Held, paths: Iterable[Path]) -> dict[Path, Any]:
    """What is held once these settings are as the head has them, and what is set within them with them."""
    gone = {path for path in paths if path in held}
    within = [path for path in gone if held[path] is not ABSENT]
    return {
        path: value
        for path, value in held.items()
        if path not in gone and not any(path[: len(holder)] == holder for holder in within)
    }


def table_of_setting(path: Path) -> str:
    """The table that a setting is of, by its key; empty for what several share."""
    return setting_path(path).table or ""
