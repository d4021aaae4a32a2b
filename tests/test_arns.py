"""ARNs, read and written."""

from __future__ import annotations

import pytest

from sessionform.arns import region_and_account, table_arn


@pytest.mark.parametrize(
    ("region", "partition"), [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_the_arn_is_in_the_regions_partition(region: str, partition: str) -> None:
    assert table_arn(region, "*", "web") == f"arn:{partition}:dynamodb:{region}:*:table/web"
    assert table_arn(region, "111122223333", "web") == f"arn:{partition}:dynamodb:{region}:111122223333:table/web"


@pytest.mark.parametrize(
    ("arn", "place"),
    [
        ("arn:aws:dynamodb:us-east-1:111122223333:table/web", ("us-east-1", "111122223333")),
        ("arn:aws:s3:::bucket", ("", None)),
        ("arn:aws:dynamodb:us-east-1", ("", None)),
        ("no:arn:at:all:of:them", ("", None)),
        ("", ("", None)),
    ],
)
def test_where_an_arn_says_that_the_thing_is(arn: str, place: tuple[str, str | None]) -> None:
    assert region_and_account(arn) == place
