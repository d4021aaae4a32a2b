"""The fields of a `cron(…)` of Application Auto Scaling, and what is wrong in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sessionform.whole_numbers import whole_number

DAY_OF_MONTH, DAY_OF_WEEK = 2, 4
"""Where the two days stand among the fields."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the six fields: its numbers, names for them, and what can only stand alone, as a pattern and in words."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()
    alone: str = ""
    alone_in_words: str = ""

    @property
    def values(self) -> str:
        names = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        alone = f", or alone {self.alone_in_words}" if self.alone_in_words else ""
        return f"{self.least} to {self.most}{names}, with steps of 1 to {self.most}{alone}"

    def takes(self, text: str) -> bool:
        if re.fullmatch(self.alone, text, re.IGNORECASE | re.ASCII):
            return True
        return all(self._takes_item(item) for item in text.split(","))

    def _takes_item(self, item: str) -> bool:
        """`*`, a value or a range, each with or without a step. A range may run over the end, as `FRI-MON` does."""
        values, slash, step = item.partition("/")
        if slash and whole_number(step, 1, self.most) is None:
            return False
        return values == "*" or all(self._takes_value(bound) for bound in values.split("-", 1))

    def _takes_value(self, text: str) -> bool:
        number = whole_number(text, self.least, self.most)
        return number is not None or (text.isascii() and text.upper() in self.names)


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DAY = f"([1-7]|{'|'.join(_DAYS)})"

_FIELDS = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day of the month", 1, 31, (), r"\?|LW?|(0?[1-9]|[12][0-9]|3[01])W", "`?`, `L`, `LW` or `15W`"),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 1, 7, _DAYS, rf"\?|L|{_DAY}L|{_DAY}#[1-5]", "`?`, `L`, `6L` or `6#2`"),
    _Field("year", 1970, 2199),
)


def cron_fault(fields: list[str]) -> str | None:
    """What is wrong with the fields of a `cron(…)`, as a sentence; None where nothing is.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, which the guide of Application
    Auto Scaling refers to.
    """
    if len(fields) != len(_FIELDS):
        return f"it has {len(fields)} fields instead of 6"
    for field, text in zip(_FIELDS, fields, strict=True):
        if not field.takes(text):
            return f"`{text}` does not fit the field `{field.name}`, which takes {field.values}"
    month_day, week_day = fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]
    if (month_day == "?") == (week_day == "?"):
        return f"the day of the month is `{month_day}` and the day of the week `{week_day}`: exactly one of them must be `?`"
    return None
