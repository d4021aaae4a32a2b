"""Values from a file that anybody may have written: each is asked for by name and kind, and a wrong one is named."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.errors import UsageError

_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}

HINT = "give the file as the tool wrote it; where it did write this, it is of a version that is not known here"

_MOST_DIGITS = 20
"""The longest number that is read: none that AWS takes is near."""


@dataclass(frozen=True, slots=True)
class Values:
    """A mapping of a file. `where` says which one, for messages: the file, and the thing in it."""

    inner: dict[str, Any]
    where: str

    def text(self, name: str) -> str | None:
        """The text of this name; None where there is none or an empty one. Numbers count as text."""
        value = self.inner.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise self._refusal(name, value, "text")
        return value

    def needed(self, name: str) -> str:
        """The text of this name. Raises UsageError where there is none."""
        found = self.text(name)
        if found is None:
            raise UsageError(f"{self.where} has no `{name}`", HINT)
        return found

    def number(self, name: str) -> float | int | None:
        """The number of this name, which may stand as text; None where there is none."""
        value = self.inner.get(name)
        if value is None or value == "":
            return None
        number = _number(value)
        if number is None:
            raise self._refusal(name, value, "a number")
        return number

    def count(self, name: str) -> int | None:
        """The whole number of this name; None where there is none."""
        number = self.number(name)
        if number is not None and not isinstance(number, int):
            raise self._refusal(name, number, "a whole number")
        return number

    def flag(self, name: str, otherwise: bool = False) -> bool:
        """The boolean of this name, which may stand as text; `otherwise` where there is none."""
        value = self.inner.get(name)
        if value is None or value == "":
            return otherwise
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if not isinstance(value, bool):
            raise self._refusal(name, value, "true or false")
        return value

    def block(self, name: str) -> Values | None:
        """The mapping of this name, which may stand alone in a list; None where there is none."""
        found = list(self.blocks(name))
        if len(found) > 1:
            raise self._refusal(name, self.inner.get(name), "one mapping")
        return found[0] if found else None

    def blocks(self, name: str) -> Iterator[Values]:
        """The mappings in the list of this name; one that stands alone counts as a list of one."""
        value = self.inner.get(name)
        for item in [value] if isinstance(value, dict) else self._list(name):
            if not isinstance(item, dict):
                raise self._refusal(name, item, "a mapping")
            yield Values(item, f"{self.where}: `{name}`")

    def texts(self, name: str) -> list[str]:
        """The texts in the list of this name."""
        value = self.inner.get(name)
        items = [value] if isinstance(value, str) else self._list(name)
        for item in items:
            if not isinstance(item, str):
                raise self._refusal(name, item, "text")
        return items

    def mapping(self, name: str) -> dict[str, str]:
        """The mapping of texts of this name, empty where there is none."""
        value = self.inner.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._refusal(name, value, "a mapping")
        inner = Values(value, f"{self.where}: `{name}`")
        return {str(key): inner.text(key) or "" for key in value}

    def _list(self, name: str) -> list[Any]:
        value = self.inner.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._refusal(name, value, "a list")
        return value

    def _refusal(self, name: str, value: Any, wanted: str) -> UsageError:
        found = _KINDS.get(type(value), "nothing" if value is None else "something else")
        if isinstance(value, str) and wanted != "text":
            found = f"`{value[:40]}`"
        return UsageError(f"{self.where}: `{name}` is {found}, not {wanted}", HINT)


def _number(value: Any) -> float | int | None:
    """The number, which may stand as text; None where it is none."""
    try:
        number = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        return None
    if len(str(number)) > _MOST_DIGITS:
        return None
    return int(number) if number == int(number) else number


def values(value: Any, where: str) -> Values:
    """The value, which must be a mapping."""
    if not isinstance(value, dict):
        raise UsageError(f"{where} is not a mapping", HINT)
    return Values(value, where)
