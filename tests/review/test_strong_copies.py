"""The copies of strongly consistent tables, where all of them go."""

from __future__ import annotations

from sessionform.compile import compile_text
from sessionform.review.review import review
from tests.review.case import TODAY


def test_the_only_copy_of_a_strong_table_is_deleted_as_its_witness_changes_places_with_it() -> None:
    text = (
        "version: 1\nenvironments: {a: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: false, stream: NEW_AND_OLD_IMAGES, "
        "replicas: {%s: {}}, multi_region_consistency: {mode: STRONG, witness: %s}}}\n"
    )
    regions = ("us-east-2", "us-west-2")
    base, head = (compile_text(text % pair, "sessions.yaml", TODAY) for pair in (regions, regions[::-1]))
    (change,) = (item for item in review(base, head, TODAY).changes if item.rule == "replica-removed")
    assert change.outcome == "data-loss"
    assert "AWS refuses to delete" not in change.message
    assert "the replica of `s` in us-east-2 is deleted" in change.message
