"""What JSON can say: the values of settings, and of everything that is printed as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

JsonObject: TypeAlias = dict[str, Json]

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")
"""What a log of continuous integration may obey, wherever it stands in a line; in JSON it is only within texts."""


def json_text(value: Json) -> str:
    """A JSON text, line end included, in ASCII: it passes through every terminal, encoding, pipe and log unchanged."""
    return _LOG_COMMAND.sub(r"#\\u0023", json.dumps(value, indent=2)) + "\n"
