"""One way in which a library would break on a table, and the ways out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sessionform.consumers import yaml
from sessionform.consumers.library import Library, Option
from sessionform.diagnostics import Path
from sessionform.model import Table

Kind = Literal["keys", "index", "ttl", "table-name"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One way in which the library would break on the table.

    `setting` is the setting of the table that is at odds with the library. `change_table` is a setting that would
    suit the library, `change_application` the consumer with an option that would suit the table, either as YAML to
    paste; empty where that way is closed. `caveat` speaks against the latter.
    """

    kind: Kind
    setting: Path
    message: str
    change_table: str
    change_application: str
    caveat: str = ""

    def hint(self, library: Library) -> str:
        """Both ways out in one sentence."""
        ways = []
        if self.change_table:
            ways.append(f"change the table: `{self.change_table}`")
        if self.change_application:
            place = f"set {library.title}'s own option, here and in the application"
            caveat = f" (but {self.caveat})" if self.caveat else ""
            ways.append(f"{place}: `{self.change_application}`{caveat}")
        else:
            ways[-1] += f" (no option of {library.title} changes what it does)"
        return "; or ".join(ways)


def consumer_with(table: Table, option: Option | None, value: object) -> str:
    """The table's consumer with this option set; empty where the library has no such option."""
    return yaml.consumer(table.consumer, option.name, value) if option and table.consumer else ""
