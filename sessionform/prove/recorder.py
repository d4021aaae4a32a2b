"""Which operations a boto3 client really sent, whatever the code around it meant to send."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Recorder:
    """`operations` are those since the last `start`, in order; `all` counts those of the whole run."""

    operations: list[str] = field(default_factory=list)
    all: Counter[str] = field(default_factory=Counter)

    def watch(self, client: Any) -> None:
        """Listen to a client from now on."""
        client.meta.events.register("before-call.dynamodb.*", self._note)

    def start(self) -> None:
        """Forget the operations so far, but for their count."""
        self.operations.clear()

    def _note(self, model: Any, **_: Any) -> None:
        self.operations.append(model.name)
        self.all[model.name] += 1
