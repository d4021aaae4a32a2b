"""ARNs, whichever service they belong to."""

from __future__ import annotations

from typing import NamedTuple

from sessionform.facts.regions import partition_of

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


def region_and_account(text: str) -> tuple[str, str | None]:
    """Where an ARN says that the thing is; empty and None where it does not, or is none."""
    arn = parse_arn(text)
    return (arn.region, arn.account or None) if arn is not None else ("", None)


def table_arn(region: str, account: str, name: str) -> str:
    """The ARN of a DynamoDB table; `account` is a number, or what stands for it."""
    return f"arn:{partition_of(region)}:dynamodb:{region}:{account}:table/{name}"
