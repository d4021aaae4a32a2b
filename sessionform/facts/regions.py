"""AWS's regions and partitions, as botocore 1.44 lists them."""

from __future__ import annotations

import re

PARTITIONS = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("eusc-", "aws-eusc"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
)
"""Regions of other partitions than `aws`, by how their names begin."""

_REGION_NAMES = """
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
    ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
    eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1
    me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2
    cn-north-1 cn-northwest-1 us-gov-east-1 us-gov-west-1 eusc-de-east-1
    us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1
"""

REGIONS = frozenset(_REGION_NAMES.split())
"""The regions that have DynamoDB."""

STRONG_REGION_SETS = {
    "US": ("us-east-1", "us-east-2", "us-west-2"),
    "EU": ("eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3"),
    "AP": ("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
}
"""The Region sets that AWS offers multi-Region strong consistency in, by its names of them:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html.
"""

_REGION_FORM = re.compile(
    r"(af|ap|ca|cn|eu|eusc-[a-z]{2}|il|me|mx|sa|us|us-gov|us-iso[a-z]?|eu-iso[a-z])"
    r"-(central|east|north|northeast|northwest|south|southeast|southwest|west)-[1-9]"
)


def has_form_of_region(text: str) -> bool:
    """Whether AWS could call a region so: a part of the world that it has regions in, a direction, a digit."""
    return _REGION_FORM.fullmatch(text) is not None


def partition_of(region: str) -> str:
    """The partition that a region belongs to: `aws`, `aws-cn`, `aws-us-gov` and so on."""
    return next((partition for prefix, partition in PARTITIONS if region.startswith(prefix)), "aws")
