"""Which known name somebody may have meant."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from sessionform.suggestions import certain, nearest, suggest

SETTINGS = ["partition_key", "sort_key", "ttl", "stream", "table_class", "tags", "replicas", "billing_mode"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("partitionKey", "partition_key"),
        ("PARTITION-KEY", "partition_key"),
        ("sotr_key", "sort_key"),
        ("streams", "stream"),
        ("tag", "tags"),
        ("billing", "billing_mode"),
        ("tll", "ttl"),
    ],
)
def test_the_most_alike_comes_first(word: str, meant: str) -> None:
    assert nearest(word, SETTINGS)[0] == meant


def test_a_part_of_a_name_is_near_it() -> None:
    assert nearest("INFREQUENT", ["STANDARD", "STANDARD_INFREQUENT_ACCESS"]) == ["STANDARD_INFREQUENT_ACCESS"]


def test_what_is_far_less_alike_is_left_out() -> None:
    assert nearest("us-east-1a", ["us-east-1", "us-east-2", "eu-west-1"])[:1] == ["us-east-1"]
    assert "eu-west-1" not in nearest("us-east-1a", ["us-east-1", "us-east-2", "eu-west-1"])


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("prod", ["production", "staging"], "did you mean `production`?"),
        ("zzz", ["production", "staging"], "there is `production` and `staging`"),
        ("zzz", ["production"], "there is `production`"),
        ("zzz", [], "there are none"),
        ("zzz", frozenset("cab"), "there is `a`, `b` and `c`"),
        ("zzz", [f"name{n}" for n in range(10)], f"there is {', '.join(f'`name{n}`' for n in range(7))} and `name7` (and 2 more)"),
        ("name", [f"name{n}" for n in range(5)], "did you mean `name0`, `name1` or `name2`? (and 2 more)"),
    ],
)  # fmt: skip
def test_the_hint_is_a_question_or_a_list(word: str, known: Collection[str], hint: str) -> None:
    assert suggest(word, known) == hint


def test_of_a_very_long_word_only_the_start_is_compared() -> None:
    """Comparing all of it would take minutes."""
    assert nearest("partition_key" + "x" * 10_000_000, ["partition_key" + "x" * 87]) == ["partition_key" + "x" * 87]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("tll", "ttl"), ("tt", "ttl"), ("ttll", "ttl"), ("tlt", "ttl"), ("biling_mode", "billing_mode"), ("mode", None)],
)
def test_a_misspelling_is_certain_where_one_key_was_hit_wrong(word: str, meant: str | None) -> None:
    assert certain(word, ["ttl", "billing_mode"]) == meant
