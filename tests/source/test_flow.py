"""Values written as YAML on one line are read as the same values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessionform.source.flow import flow
from sessionform.source.read import read

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63 - 1), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=8)


@given(VALUES)
@example(["Null", "true", "12", "0x1F", ".5", ".inf", "1e3", "~", "", "-", "a: b", "a #b", "2027-01-31", "9" * 200])
@example({"true": 1, "12": 2, "~": 3, "a:b": 4})
@example(["\u202a", {"\u202e": "\u2066\u2069"}])
@example("tab\tand\nline")
def test_what_is_written_is_read_again(value: Any) -> None:
    document, findings = read(f"value: {flow(value)}\n", "x.yaml")
    assert document is not None, findings
    assert not findings
    assert document.value == {"value": value}
    assert repr(document.value["value"]) == repr(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"name": "userId", "type": "S"}, "{name: userId, type: S}"),
        (["a b", "c"], '["a b", c]'),
        ("2012-10-17", "2012-10-17"),
        ("arn:aws:x", '"arn:aws:x"'),
        ("no", "no"),
        ("schlüssel", "schlüssel"),
        ("ключ: ключ", '"ключ: ключ"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(value: Any, written: str) -> None:
    assert flow(value) == written
