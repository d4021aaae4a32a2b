"""What is to be known of ARNs and regions, whichever service they belong to."""

from __future__ import annotations

import re
from typing import NamedTuple

from sessionform.facts.regions import PARTITIONS

_PARTS = 6

_REGION_FORM = re.compile(
    r"(af|ap|ca|cn|eu|eusc-[a-z]{2}|il|me|mx|sa|us|us-gov|us-iso[a-z]?|eu-iso[a-z])"
    r"-(central|east|north|northeast|northwest|south|southeast|southwest|west)-[1-9]"
)


def has_form_of_region(text: str) -> bool:
    """Whether AWS could call a region so: a part of the world that it has regions in, a direction, a digit."""
    return _REGION_FORM.fullmatch(text) is not None


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


def partition_of(region: str) -> str:
    """The partition that a region belongs to: `aws`, `aws-cn`, `aws-us-gov` and so on."""
    return next((partition for prefix, partition in PARTITIONS if region.startswith(prefix)), "aws")
