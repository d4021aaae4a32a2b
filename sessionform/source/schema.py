"""The JSON Schema's verdict on a document, as findings in the user's words. Merging and meaning come later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from sessionform.diagnostics import Finding, Path, Severity
from sessionform.resources import schema_text
from sessionform.source.document import Document
from sessionform.source.schema_words import SchemaError, sentence
from sessionform.suggestions import suggest


def check_schema(document: Document) -> list[Finding]:
    """Everything in the document that the language does not have, each thing once, in no particular order."""
    errors = _validator().iter_errors(document.value)
    findings = [finding for error in errors for finding in _findings(error)]
    if not any(finding.path == () for finding in findings):
        findings += _unknown_environments(document.value)
    return findings


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text()))


def _findings(error: SchemaError) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for key in error.instance:
            if key not in known:
                yield sentence(error, (*path, key), key)
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        # the library reports each missing name on its own, and says which only in its message
        yield sentence(error, path, next(name for name in missing if repr(name) in error.message))
    elif error.validator == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        yield sentence(error, (*path, error.instance), error.instance)
    else:
        yield sentence(error, path, None)


def _unknown_environments(value: dict[str, Any]) -> Iterator[Finding]:
    known = value.get("environments")
    tables = value.get("tables")
    if not isinstance(known, dict) or not isinstance(tables, dict):
        return
    for key, body in tables.items():
        if not isinstance(body, dict):
            continue
        path: Path = ("tables", key)
        overlays, only_in = body.get("environments"), body.get("only_in")
        for name in overlays if isinstance(overlays, dict) else ():
            if name not in known:
                yield _unknown_environment(name, (*path, "environments", name), known)
        for position, name in enumerate(only_in if isinstance(only_in, list) else ()):
            if isinstance(name, str) and name not in known:
                yield _unknown_environment(name, (*path, "only_in", position), known)


def _unknown_environment(name: str, path: Path, known: dict[str, Any]) -> Finding:
    message = f"there is no environment `{name}`"
    return Finding("unknown-environment", Severity.ERROR, message, path, suggest(name, known), on_key=True)
