"""Whether a value fits a schema, yes or no, in a tenth of the time that finding everything wrong with it takes.

Why it stands before jsonschema: docs/decisions/0014-a-first-look-before-jsonschema.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

Schema = Mapping[str, Any]
Check = Callable[[Any], bool]

SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "default"})
"""Keywords that no value can be against."""

IS: dict[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    # JSON Schema takes 7.0 for an integer; Terraform would be told 7.0
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


def fit_check(schema: Schema) -> Check:
    """A check that is True for values with which nothing is wrong.

    It may be False for one of them, where telling is not simple: whoever is told False looks closely. Raises KeyError for
    a keyword that the language's schema has not had so far: what checks it belongs into `KEYWORDS`.
    """
    named: dict[str, Check] = {}

    def check(node: Schema) -> Check:
        if "$ref" in node:
            name = node["$ref"]
            if name not in named:
                part: Any = schema
                for step in name.removeprefix("#/").split("/"):
                    part = part[step]
                named[name] = check(part)
            return named[name]
        words = [word for word in node if word not in SAYS_NOTHING and word not in TOGETHER]
        checks = [KEYWORDS[word](node[word], check) for word in words]
        if "properties" in node or "additionalProperties" in node:
            checks.append(_properties(node, check))
        if "if" in node:
            checks.append(_then(check(node["if"]), check(node["then"])))
        return _all(checks)

    return check(schema)


Compile = Callable[[Schema], Check]


def _all(checks: list[Check]) -> Check:
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]
    one, other = checks[0], _all(checks[1:])  # one inside the other, which is faster than going through them
    return lambda value: one(value) and other(value)


def _properties(node: Schema, compile_: Compile) -> Check:
    known = {name: compile_(part) for name, part in node.get("properties", {}).items()}
    others = node.get("additionalProperties", True)
    other: Check = compile_(others) if isinstance(others, dict) else lambda _: others

    def check(value: Any) -> bool:
        if isinstance(value, dict):
            for name, item in value.items():
                if not known.get(name, other)(item):
                    return False
        return True

    return check


def _then(condition: Check, consequence: Check) -> Check:
    return lambda value: not condition(value) or consequence(value)


def _type(names: str | list[str], _: Compile) -> Check:
    if isinstance(names, str):
        return IS[names]
    first, *others = (IS[name] for name in names)
    return lambda value: first(value) or any(kind(value) for kind in others)


def _of(kind: str, holds: Callable[[Any, Any], bool]) -> Callable[[Any, Compile], Check]:
    """A keyword that says something of values of one kind alone."""
    is_one = IS[kind]
    return lambda bound, _: lambda value: not is_one(value) or holds(value, bound)


def _same(value: Any, other: Any) -> bool:
    """To JSON `1` and `true` are two values; to Python they are equal."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


def _pattern(pattern: str, _: Compile) -> Check:
    expression = expression_of(pattern)
    return lambda value: not isinstance(value, str) or expression.search(value) is not None


@cache
def expression_of(pattern: str) -> re.Pattern[str]:
    """JSON Schema's `$` is the end of the text; Python's lets a line break follow."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _items(node: Schema, compile_: Compile) -> Check:
    check = compile_(node)
    return lambda value: not isinstance(value, list) or all(map(check, value))


def _names(node: Schema, compile_: Compile) -> Check:
    check = compile_(node)
    return lambda value: not isinstance(value, dict) or all(map(check, value))


def _not(node: Schema, compile_: Compile) -> Check:
    check = compile_(node)
    return lambda value: not check(value)


def _one_of(nodes: list[Schema], compile_: Compile) -> Check:
    checks = [compile_(node) for node in nodes]
    return lambda value: sum(check(value) for check in checks) == 1


def _each_once(value: list[Any], _: bool) -> bool:
    """Other items than texts may be equal in ways that are not looked at here."""
    return all(isinstance(item, str) for item in value) and len(set(value)) == len(value)


def _is_date(value: str, _: str) -> bool:
    try:
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


TOGETHER = frozenset({"properties", "additionalProperties", "if", "then"})
"""Keywords that mean something only beside each other."""

KEYWORDS: dict[str, Callable[[Any, Compile], Check]] = {
    "type": _type,
    "const": lambda wanted, _: lambda value: _same(value, wanted),
    "enum": lambda wanted, _: lambda value: any(_same(value, each) for each in wanted),
    "minimum": _of("number", lambda value, bound: value >= bound),
    "maximum": _of("number", lambda value, bound: value <= bound),
    "minLength": _of("string", lambda value, bound: len(value) >= bound),
    "maxLength": _of("string", lambda value, bound: len(value) <= bound),
    "pattern": _pattern,
    "format": _of("string", _is_date),
    "minItems": _of("array", lambda value, bound: len(value) >= bound),
    "maxItems": _of("array", lambda value, bound: len(value) <= bound),
    "uniqueItems": _of("array", _each_once),
    "items": _items,
    "minProperties": _of("object", lambda value, bound: len(value) >= bound),
    "maxProperties": _of("object", lambda value, bound: len(value) <= bound),
    "required": _of("object", lambda value, names: all(name in value for name in names)),
    "propertyNames": _names,
    "not": _not,
    "oneOf": _one_of,
}
