"""What comes first: the severest; then what loses data before what is refused; then what is protected."""

from __future__ import annotations

from sessionform.compile import compile_text
from sessionform.review.model import Review
from sessionform.review.review import review
from tests.review.case import TODAY

BEFORE = """version: 1
environments: {development: {region: us-east-1}, production: {region: us-east-1}}
tables:
  alpha: {partition_key: id, ttl: expires}
  beta: {partition_key: id, ttl: expires, environments: {production: {deletion_protection: true}}}
  gamma: {partition_key: id, ttl: expires}
"""


def reviewed() -> Review:
    after = BEFORE.replace("a: {partition_key: id", "a: {partition_key: session")
    return review(compile_text(BEFORE, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY), TODAY)


def test_tables_stand_in_the_order_of_their_changes() -> None:
    result = reviewed()
    expected = [
        ("production", "alpha"),
        ("production", "gamma"),
        ("development", "alpha"),
        ("development", "beta"),
        ("development", "gamma"),
        ("production", "beta"),
    ]
    assert [(item.environment, item.table) for item in result.tables] == expected
    keys = [item for item in result.changes if item.rule == "partition-key-changed"]
    assert [(item.environment, item.table) for item in keys] == expected
