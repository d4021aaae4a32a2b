"""What JSON can say: the values of settings, and of everything that is printed as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

JsonObject: TypeAlias = dict[str, Json]
