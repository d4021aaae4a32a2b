"""The options under `consumer`: the library's own, by name and type."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.consumers.library import OptionType
from sessionform.consumers.options import OptionProblem, declared_options, option_path, option_problems
from sessionform.consumers.registry import library, library_ids

CONNECT, STORE, LARAVEL = library("connect-dynamodb"), library("dynamodb-store"), library("laravel")

RIGHT: dict[OptionType, Any] = {
    "string": "text",
    "number": 1.5,
    "boolean": True,
    "list": ["text"],
    "mapping": {"name": "text"},
}
WRONG: dict[OptionType, tuple[Any, ...]] = {
    "string": (5, True, None, ["text"]),
    "number": ("5", True, None),
    "boolean": ("true", 1, None),
    "list": ("text", {"name": "text"}),
    "mapping": ("text", ["text"]),
}


@pytest.mark.parametrize("library_id", library_ids())
def test_every_option_takes_its_type_and_no_other(library_id: str) -> None:
    """Nested options are given nested here."""
    entry = library(library_id)
    for name, option in entry.options.items():
        group, _, last = name.rpartition(".")

        def given(value: Any, group: str = group, last: str = last) -> dict[str, Any]:
            return {group: {last: value}} if group else {last: value}

        right = RIGHT[option.type]
        assert list(option_problems(entry, given(right))) == []
        assert declared_options(entry, given(right)) == {name: right}
        for wrong in WRONG[option.type]:
            (problem,) = option_problems(entry, given(wrong))
            assert problem.path == tuple(part for part in (group, last) if part)
            assert problem.message.startswith(f"`{name}` of {entry.title} must be ")
            assert problem.hint == option.about
            assert declared_options(entry, given(wrong)) == {}


def test_an_unknown_option_is_told_the_near_one() -> None:
    assert list(option_problems(CONNECT, {"hashkey": "userId", "table": "sessions"})) == [
        OptionProblem(("hashkey",), "connect-dynamodb has no option `hashkey`", "did you mean `hashKey`?", "hashKey")
    ]


def test_nested_options_are_known_by_their_full_name() -> None:
    (problem,) = option_problems(STORE, {"table": {"hashkey": "id", "name": "sessions"}})
    assert problem == OptionProblem(
        ("table", "hashkey"),
        "dynamodb-store has no option `table.hashkey`",
        "did you mean `table.hashKey`?",
        "table.hashKey",
    )


def test_what_is_nested_in_the_library_cannot_be_given_flat() -> None:
    (problem,) = option_problems(STORE, {"hashKey": "id"})
    assert problem.path == ("hashKey",)
    assert "`table.hashKey`" in problem.hint


def test_a_group_that_is_no_mapping_is_no_option() -> None:
    (problem,) = option_problems(STORE, {"table": "sessions"})
    assert problem.message == "dynamodb-store has no option `table`"
    assert "`table.name`" in problem.hint


def test_a_group_may_also_be_an_option_of_its_own() -> None:
    """Laravel has `table`, and `attributes` with options in it."""
    declared = {"table": "cache", "attributes": {"key": "id"}}
    assert list(option_problems(LARAVEL, declared)) == []
    assert declared_options(LARAVEL, declared) == {"table": "cache", "attributes.key": "id"}


def test_every_problem_is_told_once_and_in_order() -> None:
    paths = [problem.path for problem in option_problems(CONNECT, {"prefix": 1, "colour": "red", "hashKey": None})]
    assert paths == [("prefix",), ("colour",), ("hashKey",)]


def test_an_option_is_found_where_it_was_written() -> None:
    assert option_path("table.name", {"table": {"name": "x"}}) == ("table", "name")
    assert option_path("table.name", {"table.name": "x"}) == ("table.name",)
