"""The quick check says that a value fits exactly where the library finds nothing wrong with it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sessionform.source.read import read
from sessionform.source.schema import _errors, _fits, _validator, _without_fitting_tables
from sessionform.source.schema_fit import KEYWORDS, fit_check
from tests.fuzz.generate import CORPUS, Maker, mutated

SAMPLES = [-2, -1, 0, 1, 2, 0.0, 1.0, 1.5, True, False, None, "", "a", "1", "2027-01-31", "2027-02-30", [], {}]
SAMPLES += [["a"], ["a", "a"], ["a", "b"], {"a": 1}, {"a": 1, "b": 2}, {"b": "x"}]
SCHEMAS: dict[str, list[dict[str, Any]]] = {
    "type": [{"type": kind} for kind in ("object", "array", "string", "boolean", "null", "integer", "number")],
    "const": [{"const": value} for value in (1, 0, True, False, "a")],
    "enum": [{"enum": [1, "a", None]}, {"enum": [False]}],
    "minimum": [{"minimum": 1}],
    "maximum": [{"maximum": 1}],
    "minLength": [{"minLength": 1}],
    "maxLength": [{"maxLength": 1}],
    "pattern": [{"pattern": "^a$"}, {"pattern": "2"}],
    "format": [{"format": "date"}],
    "minItems": [{"minItems": 1}],
    "maxItems": [{"maxItems": 1}],
    "uniqueItems": [{"uniqueItems": True}],
    "items": [{"items": {"const": "a"}}],
    "minProperties": [{"minProperties": 1}],
    "maxProperties": [{"maxProperties": 1}],
    "required": [{"required": ["a"]}],
    "propertyNames": [{"propertyNames": {"const": "a"}}],
    "not": [{"not": {"const": 1}}],
    "oneOf": [{"oneOf": [{"type": "object"}, {"required": ["a"]}]}],
}


def test_every_keyword_has_samples() -> None:
    assert SCHEMAS.keys() == KEYWORDS.keys()


@pytest.mark.parametrize("keyword", SCHEMAS)
def test_a_keyword_means_what_it_means_to_the_library(keyword: str) -> None:
    for schema in SCHEMAS[keyword]:
        for value in SAMPLES:
            assert fit_check(schema)(value) == _validator().evolve(schema=schema).is_valid(value), (schema, value)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "string"}}},
        {"properties": {"a": {"type": "integer"}}, "additionalProperties": False},
        {"additionalProperties": {"type": "string"}},
        {"if": {"type": "object"}, "then": {"required": ["a"]}},
    ],
)
def test_keywords_that_mean_something_together(schema: dict[str, Any]) -> None:
    for value in SAMPLES:
        assert fit_check(schema)(value) == _validator().evolve(schema=schema).is_valid(value), value


def test_a_keyword_that_nobody_checks_is_refused() -> None:
    with pytest.raises(KeyError, match="multipleOf"):
        fit_check({"multipleOf": 2})


def test_whole_declarations_fit_where_the_library_finds_nothing() -> None:
    random = Random(8)
    whole = [path for path in CORPUS if path.parent.name != "corpus"]
    documents = [read(path.read_text(encoding="utf-8"), path.name)[0] for path in whole]
    values = [document.value for document in documents if document is not None]
    values += [Maker(random, odd=odd).declaration() for odd in (0.0, 0.02, 0.1) for _ in range(60)]
    values += [mutated(random, value) for value in list(values) if isinstance(value, dict)]
    fitting = [_fits()(value) for value in values]
    assert fitting == [_validator().is_valid(value) for value in values]
    assert {True, False} == set(fitting)


def test_of_tables_that_fit_the_library_would_find_nothing() -> None:
    """It is not shown them, and says the same of the whole document."""
    random = Random(9)
    values = [Maker(random, odd=0.02).declaration() for _ in range(150)]
    values += [mutated(random, value) for value in list(values) if isinstance(value, dict)]
    shown_less = 0
    for value in values:
        whole = [_said(error) for error in _validator().iter_errors(value)]
        assert sorted(map(_said, _errors(value))) == sorted(whole)
        shown_less += bool(whole) and _without_fitting_tables(value) != value
    assert shown_less > len(values) // 10


def _said(error: Any) -> tuple[str, ...]:
    place, rule = list(error.absolute_path), list(error.absolute_schema_path)
    return repr(place), repr(rule), error.message
