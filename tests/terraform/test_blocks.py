"""Single blocks as mappings and as lists of one, back and forth, however deep they stand."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.terraform.blocks import as_lists, as_mappings

BOTH: list[tuple[Any, Any]] = [
    ({"ttl": [{"enabled": True}]}, {"ttl": {"enabled": True}}),
    ({"ttl": [{"timeouts": [{"create": "1h"}]}]}, {"ttl": {"timeouts": {"create": "1h"}}}),
    ({"replica": [{"ttl": [{"a": 1}]}, {"b": [2]}]}, {"replica": [{"ttl": {"a": 1}}, {"b": [2]}]}),
    # Keys of a user's own are no blocks
    ({"tags": {"ttl": [{"a": 1}]}}, {"tags": {"ttl": [{"a": 1}]}}),
    ({"for_each": {"ttl": [{"a": 1}]}}, {"for_each": {"ttl": [{"a": 1}]}}),
    # Nor is what has none or several
    ({"ttl": []}, {"ttl": []}),
    ({"ttl": [{"a": 1}, {"a": 2}]}, {"ttl": [{"a": 1}, {"a": 2}]}),
    ({"ttl": "${var.ttl}"}, {"ttl": "${var.ttl}"}),
    ([{"ttl": [{"a": None}]}, "x", 1], [{"ttl": {"a": None}}, "x", 1]),
]


@pytest.mark.parametrize(("lists", "mappings"), BOTH)
def test_single_blocks(lists: Any, mappings: Any) -> None:
    assert as_mappings(lists) == mappings
    assert as_lists(mappings) == lists
