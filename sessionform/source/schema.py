"""The JSON Schema's verdict on a document, as findings in the user's words. Merging and meaning come later."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from sessionform.diagnostics import Finding, Path
from sessionform.edits import rename, set_to
from sessionform.resources import schema
from sessionform.source.checks import language
from sessionform.source.document import Document
from sessionform.source.schema_fit import IS, Check, expression_of, fit_check
from sessionform.source.schema_keys import SchemaError, bad_key, meant, missing_key, unknown_key
from sessionform.source.schema_words import alternatives, wrong_value
from sessionform.source.wrong_value import Wrong
from sessionform.suggestions import certain, nearest, suggest

if TYPE_CHECKING:
    from jsonschema import TypeChecker, ValidationError


_PLAIN_TABLE = {"partition_key": "id"}


def check_schema(document: Document) -> list[Finding]:
    """Everything in the document that the language does not have, each thing once."""
    errors = [] if _fits()(document.value) else _errors(document.value)
    misspelled = _misspelled(errors)
    findings = [finding for error in errors for finding in _findings(error, misspelled, document)]
    refused = {finding.path for finding in findings}
    if () not in refused:
        findings += [finding for finding in _unknown_environments(document.value) if finding.path not in refused]
    return findings


@cache
def whole_schema() -> dict[str, Any]:
    """The language's schema, every reference in it written out: following them takes half of the time otherwise."""
    whole: dict[str, Any] = _written_out(schema(), schema())
    return whole


def settings_schema() -> dict[str, Any]:
    """What the schema says of every table setting, by its name."""
    properties: dict[str, Any] = whole_schema()["properties"]["defaults"]["properties"]
    return properties


def takes(setting: str, value: Any) -> bool:
    """Whether the schema takes the value for this table setting."""
    return bool(_validator().evolve(schema=settings_schema()[setting]).is_valid(value))


@cache
def _fits() -> Check:
    return fit_check(schema())


@cache
def _table_fits() -> Check:
    definitions = schema()["$defs"]
    return fit_check({**definitions["table"], "$defs": definitions})


def _errors(value: Any) -> list[SchemaError]:
    """In the order of the document: the library goes through a set of keys, so its own is another one in every run."""
    places: dict[int, dict[str, int]] = {}
    errors = _validator().iter_errors(_without_fitting_tables(value))
    return sorted(errors, key=lambda error: _rank(error, value, places))


def _without_fitting_tables(value: Any) -> Any:
    """The document with a plain table in place of each with which nothing is wrong: of many tables few are, and the library
    would look at all of them.
    """
    tables = value.get("tables") if isinstance(value, dict) else None
    if not isinstance(tables, dict):
        return value
    fits = _table_fits()
    return {**value, "tables": {key: _PLAIN_TABLE if fits(table) else table for key, table in tables.items()}}


def _rank(error: SchemaError, value: Any, places: dict[int, dict[str, int]]) -> tuple[list[int], str]:
    """Where an error stands among the others: its place in the document, and what it objects to.

    `places` keeps the places of keys in the mappings that errors are in, by the mapping's identity.
    """
    rank = []
    for part in error.absolute_path:
        if isinstance(value, dict) and id(value) not in places:
            places[id(value)] = {key: place for place, key in enumerate(value)}
        rank.append(part if isinstance(value, list) else places[id(value)][part])
        value = value[part]
    return rank, error.message


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator, FormatChecker  # slow to import, and needed for what is wrong alone
    from jsonschema.validators import extend

    integers = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
    validator: Any = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=integers)  # type: ignore[no-untyped-call]
    return validator(whole_schema(), format_checker=FormatChecker(["date"]))


def _is_integer(_checker: TypeChecker, value: object) -> bool:
    return IS["integer"](value)


def _pattern(_validator: Any, pattern: str, value: object, schema: dict[str, Any]) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    empty = value == "" and "minLength" in schema  # which is an error of its own
    if isinstance(value, str) and not empty and not expression_of(pattern).search(value):
        yield ValidationError(f"{value!r} is not of the form {pattern!r}")


def _written_out(node: Any, schema: dict[str, Any]) -> Any:
    """The schema with every `$ref` replaced by what it names."""
    if isinstance(node, list):
        return [_written_out(item, schema) for item in node]
    if not isinstance(node, dict):
        return node
    written = {key: _written_out(item, schema) for key, item in node.items() if key not in ("$ref", "$defs")}
    if "$ref" not in node:
        return written
    named: Any = schema
    for part in node["$ref"].removeprefix("#/").split("/"):
        named = named[part]
    return {**_written_out(named, schema), **written}


def _findings(error: SchemaError, misspelled: set[tuple[Path, str]], document: Document) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        for key in _unknown(error):
            yield unknown_key(error, (*path, key), key)
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        # the library reports each missing name on its own, and says which only in its message
        name = next(name for name in missing if repr(name) in error.message)
        if (path, name) not in misspelled:
            yield missing_key(error, path, name)
    elif error.validator == "oneOf" and any((path, name) in misspelled for name in alternatives(error)):
        return
    elif "propertyNames" in error.absolute_schema_path:
        yield bad_key(error, (*path, error.instance))
    else:
        yield wrong_value(Wrong(error, path, document.written(path)))


def _misspelled(errors: list[SchemaError]) -> set[tuple[Path, str]]:
    """The keys that unknown ones were meant to be. That they are missing needs no saying then."""
    return {
        (tuple(error.absolute_path), name)
        for error in errors
        if error.validator == "additionalProperties"
        for key in _unknown(error)
        if (name := meant(key, list(error.schema["properties"])))
    }


def _unknown(error: SchemaError) -> list[str]:
    return [key for key in error.instance if key not in error.schema["properties"]]


def _unknown_environments(value: dict[str, Any]) -> Iterator[Finding]:
    known = value.get("environments")
    if not isinstance(known, dict):
        return
    for part in ("tables", "removed"):
        bodies = value.get(part)
        for key, body in bodies.items() if isinstance(bodies, dict) else ():
            if isinstance(body, dict):
                yield from _unknown_environments_of(body, (part, key), known)


def _unknown_environments_of(body: dict[str, Any], path: Path, known: dict[str, Any]) -> Iterator[Finding]:
    overlays, only_in = body.get("environments"), body.get("only_in")
    for name in overlays if isinstance(overlays, dict) and path[0] == "tables" else ():
        if name not in known:
            yield _unknown_environment(name, (*path, "environments", name), known)
    for position, name in enumerate(only_in if isinstance(only_in, list) else ()):
        if isinstance(name, str) and name not in known:
            yield _unknown_environment(name, (*path, "only_in", position), known)


def _unknown_environment(name: str, path: Path, known: dict[str, Any]) -> Finding:
    message = f"there is no environment `{name}`"
    near, safe = (
        (nearest(name, known) or (list(known) if len(known) == 1 else []))[:1],
        certain(name, known) is not None,
    )
    listed = isinstance(path[-1], int)
    fixes = tuple(set_to(path, meant, safe=safe) if listed else rename(path, meant, safe=safe) for meant in near)
    return language.unknown_environment.finding(message, suggest(name, known), path, *fixes, on_key=True)
