"""What may have been meant where the schema refused something, so that the rest of a table is judged in the same run.

A misspelled setting is taken for the one that was probably meant. For a value that cannot be, there are several
candidates, its absence among them: what is wrong with all of them is wrong whatever was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sessionform.diagnostics import Finding, Path
from sessionform.setting_path import Layer, setting_path
from sessionform.source.checks import plain_yaml
from sessionform.source.document import Document
from sessionform.source.schema import settings_schema, takes
from sessionform.source.schema_keys import meant

DECISIVE = frozenset(
    "partition_key sort_key global_secondary_indexes local_secondary_indexes billing_mode capacity consumer table_name "
    "renamed_from only_in environments".split()
)
"""So much depends on these that nothing is said of a table while the value of one of them cannot be understood."""

_MOST_INVALID = 200
"""Each of them is looked at several times over; in a file with more, tables are left out of which more is refused."""

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Damage:
    """What the schema refused in part: by table, by environment, or elsewhere in the declaration."""

    tables: frozenset[str] = frozenset()
    environments: frozenset[str] = frozenset()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.tables or self.environments or self.elsewhere)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Documents that may have been meant, the likeliest first. Too little is known of the tables in `unknown` to judge
    them by these.

    `written` goes from the place of a setting in the documents to that of its misspelling in the file.
    """

    candidates: tuple[dict[str, Any], ...]
    unknown: frozenset[str]
    damage: Damage
    written: Mapping[Path, Path]

    @property
    def in_part(self) -> frozenset[str]:
        """The damaged tables of which enough is known to judge what is wrong with them whatever was meant."""
        return self.damage.tables - self.unknown

    def in_the_file(self, path: Path) -> Path:
        """Where something that stands in the documents stands in the file."""
        for length in range(1, len(path) + 1):
            real = self.written.get(path[:length])
            if real is not None:
                return (*real, *path[length:])
        return path


def unread_numbers(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of numbers that were not read, each at every path where one would stand: it is null in the document, and
    not absent, nor empty.
    """
    unread = {finding.location: finding for finding in findings if finding.rule == plain_yaml.unusable_number.id}
    paths = _nulls(document.value, ()) if unread else ()
    places = ((path, unread.get(document.locate(path))) for path in paths)
    return [replace(finding, path=path) for path, finding in places if finding is not None]


def _nulls(value: Any, path: Path) -> Iterator[Path]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if value is None:
        yield path
    for key, item in items:
        yield from _nulls(item, (*path, key))


def recover(value: dict[str, Any], refusals: Sequence[Finding]) -> Recovery:
    """What the document may mean where the schema refused something in it, and what lost a part."""
    if not refusals:
        return Recovery((value,), frozenset(), Damage(), {})
    refused = [finding.path for finding in refusals]
    misspelled = {finding.path for finding in refusals if finding.rule == "unknown-key"}
    written: dict[Path, Path] = {}
    invalid: dict[Path, str] = {}
    unknown: set[str] = set()
    for path in refused:
        place = _setting(path)
        right = _right(place, value) if place is not None and place == path and path in misspelled else None
        if right is not None and place is not None and right not in written:
            written[right] = place
        elif place is None or not _replaceable(place) or len(invalid) >= _MOST_INVALID:
            unknown |= _reached(path, value)
        else:
            invalid[place] = str(place[-1])
    misspellings = set(written.values())
    rest = [path for path in refused if _setting(path) not in invalid and path not in misspellings]
    renamed = {place: right[-1] for right, place in written.items()}
    candidates = tuple(_without(_edited(value, renamed, values), rest) for values in _candidate_values(invalid))
    return Recovery(candidates, frozenset(unknown), _damage(refused, candidates[0]), written)


def _damage(refused: Sequence[Path], value: Mapping[str, Any]) -> Damage:
    every_table, every_environment = (frozenset(value.get(key) or ()) for key in ("tables", "environments"))
    tables, environments, elsewhere = set[str](), set[str](), False
    for path in refused:
        place = setting_path(path)
        if place.of_every_table:
            tables |= every_table
        elif place.layer in (Layer.DECLARATION, Layer.REMOVED):
            elsewhere = True
        if place.of_tables and place.table is not None:
            tables.add(place.table)
        elif place.environment is not None:
            environments.add(place.environment)
    return Damage(
        frozenset(tables), every_environment if ("tables",) in refused else frozenset(environments), elsewhere
    )


def _without(value: dict[str, Any], refused: Sequence[Path]) -> dict[str, Any]:
    """The document without what the schema refused, so that everything else can still be judged in the same run.

    A table that is refused whole stays as one of which nothing is known: it is there, if not as it is written.
    """
    if not refused:
        return value
    left = dict(_pruned(value, (), frozenset(refused)))
    for path in refused:
        place = setting_path(path)
        if place.layer is Layer.TABLE and not place.setting:
            left["tables"][place.table] = {}
    return left


def _pruned(value: Any, path: Path, refused: frozenset[Path]) -> Any:
    if isinstance(value, dict):
        items = ((key, (*path, key), item) for key, item in value.items())
        return {key: _pruned(item, below, refused) for key, below, item in items if below not in refused}
    if isinstance(value, list):
        places = (((*path, position), item) for position, item in enumerate(value))
        return [_pruned(item, below, refused) for below, item in places if below not in refused]
    return value


def _setting(path: Path) -> Path | None:
    """The place of the table setting that the path is in, in whichever layer; None where it is in none."""
    place = setting_path(path)
    return replace(place, setting=place.setting[:1]).path if place.of_tables and place.setting else None


def _replaceable(place: Path) -> bool:
    """Whether other values can stand for that of the setting at this place."""
    return place[-1] in settings_schema() and place[-1] not in DECISIVE


def _right(place: Path, value: dict[str, Any]) -> Path | None:
    """Where a misspelled setting belongs, if what it says makes sense there."""
    layer: Any = value
    for part in place[:-1]:
        layer = layer[part]
    name = meant(str(place[-1]), list(settings_schema()))
    if name is None or name in layer or not takes(name, layer[place[-1]]):
        return None
    return (*place[:-1], name)


def _reached(path: Path, value: dict[str, Any]) -> set[str]:
    """The tables that something at this place has to do with."""
    place, tables = setting_path(path), value.get("tables")
    if place.of_tables and place.table is not None:
        return {place.table}
    everywhere = place.of_every_table or path in (("tables",), ("environments",))
    return set(tables) if everywhere and isinstance(tables, dict) else set()


def _candidate_values(invalid: Mapping[Path, str]) -> Iterator[dict[Path, Any]]:
    """What may stand in the invalid places: first nothing, then the schema's examples."""
    yield dict.fromkeys(invalid, _ABSENT)
    examples = {place: settings_schema()[name].get("examples", [_ABSENT]) for place, name in invalid.items()}
    for turn in range(max(map(len, examples.values()), default=0)):
        yield {place: values[turn % len(values)] for place, values in examples.items()}


def _edited(value: Any, renamed: Mapping[Path, str | int], values: Mapping[Path, Any], path: Path = ()) -> Any:
    """The document with some of its settings called otherwise, and some filled in or left out."""
    if not isinstance(value, dict):
        return value
    edited = {}
    for key, item in value.items():
        place = (*path, key)
        if place not in values:
            edited[renamed.get(place, key)] = _edited(item, renamed, values, place)
        elif values[place] is not _ABSENT:
            edited[key] = values[place]
    return edited
