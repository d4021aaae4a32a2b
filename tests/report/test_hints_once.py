"""A hint that several changes have is written once, whatever their tables are called."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.report.review.groups import hints_once, merge_tables
from sessionform.review.review import review
from tests.review.case import TODAY


@pytest.mark.parametrize("names", [("userSessions", "webSessions"), ("u", "v"), ("a", "the"), ("deploy", "sessions")])
def test_a_hint_is_written_once_for_tables_of_any_name(names: tuple[str, str]) -> None:
    start = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables:\n"
    settings = ("{partition_key: id, ttl: expires}", "{partition_key: session, ttl: expires}")
    before, after = (start + "".join(f"  {name}: {table}\n" for name in names) for table in settings)
    result = review(compile_text(before, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY), TODAY)
    hints = [group.change.hint for group in hints_once(merge_tables(result.changes))]
    assert hints[0].startswith(f"1. put `{names[0]}` back as it was")
    assert hints[1:] == [f"as above, for `{names[0]}` in `production` (partition-key-changed)"]
