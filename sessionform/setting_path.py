"""Where a setting stands in a declaration: in which layer, of which environment and table. The one reader of document paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sessionform.diagnostics import Path


class Layer(Enum):
    """The places that a setting can be written in."""

    DECLARATION = "declaration"
    DEFAULTS = "defaults"
    ENVIRONMENT = "environment"
    ENVIRONMENT_DEFAULTS = "environment defaults"
    TABLE = "table"
    TABLE_ENVIRONMENT = "table in an environment"
    REMOVED = "removed table"


@dataclass(frozen=True, slots=True)
class SettingPath:
    """A document path, taken apart: `setting` is what is left of it below its layer, and empty for the layer itself.

    `table` is the key of the one that it is of, declared or removed.
    """

    layer: Layer
    environment: str | None
    table: str | None
    setting: Path

    @property
    def of_tables(self) -> bool:
        """Whether a setting of tables stands there, rather than one of an environment or of the declaration."""
        return self.layer not in (Layer.DECLARATION, Layer.ENVIRONMENT, Layer.REMOVED)

    @property
    def of_every_table(self) -> bool:
        """Whether what stands there reaches every table, of one environment or of all."""
        shared = self.layer in (Layer.DEFAULTS, Layer.ENVIRONMENT_DEFAULTS)
        names = self.setting[:1] in (("table_name",), ("application",)) and self.table is None
        return shared or names

    @property
    def table_path(self) -> Path:
        """The path of the table that it is of, declared or removed; empty for what several share."""
        if self.table is None:
            return ()
        return ("removed" if self.layer is Layer.REMOVED else "tables", self.table)

    @property
    def path(self) -> Path:
        """The document path again."""
        within: Path = () if self.environment is None else ("environments", self.environment)
        match self.layer:
            case Layer.DECLARATION:
                return self.setting
            case Layer.DEFAULTS | Layer.ENVIRONMENT_DEFAULTS:
                return (*within, "defaults", *self.setting)
            case _:
                return (*self.table_path, *within, *self.setting)


NO_SETTING = SettingPath(Layer.DECLARATION, None, None, ())
"""The declaration as a whole."""


def setting_path(path: Path) -> SettingPath:
    """The path of a document, taken apart."""
    match path:
        case ("defaults", *rest):
            return SettingPath(Layer.DEFAULTS, None, None, tuple(rest))
        case ("environments", environment, "defaults", *rest):
            return SettingPath(Layer.ENVIRONMENT_DEFAULTS, str(environment), None, tuple(rest))
        case ("environments", environment, *rest):
            return SettingPath(Layer.ENVIRONMENT, str(environment), None, tuple(rest))
        case ("tables", table, "environments", environment, *rest):
            return SettingPath(Layer.TABLE_ENVIRONMENT, str(environment), str(table), tuple(rest))
        case ("tables", table, *rest):
            return SettingPath(Layer.TABLE, None, str(table), tuple(rest))
        case ("removed", table, *rest):
            return SettingPath(Layer.REMOVED, None, str(table), tuple(rest))
        case _:
            return SettingPath(Layer.DECLARATION, None, None, path)


def places(table: str, environment: str) -> Iterator[Path]:
    """The places where a setting of a table in an environment can be written, the strongest first."""
    yield "tables", table, "environments", environment
    yield "tables", table
    yield "environments", environment, "defaults"
    yield ("defaults",)


def value_at(value: object, path: Path, absent: object = None) -> object:
    """What a document has at a path of keys, or `absent`."""
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return absent
        value = value[part]
    return value


def is_there(value: object, path: Path) -> bool:
    """Whether a document has something at a path of keys."""
    return value_at(value, path, _ABSENT) is not _ABSENT


_ABSENT = object()
