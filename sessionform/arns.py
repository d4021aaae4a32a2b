"""ARNs, whichever service they belong to."""

from __future__ import annotations

from typing import NamedTuple

_PARTS = 6


class Arn(NamedTuple):
    """An Amazon Resource Name. `region` and `account` are empty where the service leaves them out."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def parse_arn(text: str) -> Arn | None:
    """The parts of an ARN; None where it is none."""
    prefix, *parts = text.split(":", _PARTS - 1)
    return Arn(*parts) if prefix == "arn" and len(parts) == _PARTS - 1 else None
