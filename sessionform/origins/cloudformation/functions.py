"""What the functions of a template come to: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html.

What only AWS knows stays as `Unresolved`, with the reason; a resource is known by the name that the template or the stack gives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_MOST_TEXT = 10_000
"""The longest text that functions may come to: names and ARNs are far shorter, and texts could double at every step."""

_MOST_STEPS = 200_000
"""How many values are looked at: a template of 1 MB has fewer."""

_PLACEHOLDER = re.compile(r"\$\{([^${}]*)\}")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A value that the template does not tell, and why."""

    reason: str


class _NoValue:
    """`AWS::NoValue`: the setting is not there."""


NO_VALUE = _NoValue()


@dataclass(slots=True)
class Resolver:
    """Resolves the functions of one template. `resource` gives what `Ref` or `Fn::GetAtt` of a resource comes to: the
    attribute is empty for `Ref`.
    """

    parameters: Mapping[str, Any]
    mappings: Mapping[str, Any]
    conditions: Mapping[str, Any]
    resource: Callable[[str, str], Any]
    _open: set[str]
    _steps: int = 0

    def __call__(self, value: Any) -> Any:
        """The value with everything in it resolved."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return Unresolved("functions that come to more than a template can hold")
        if isinstance(value, list):
            items = [self(item) for item in value]
            return [item for item in items if item is not NO_VALUE]
        if not isinstance(value, dict):
            dynamic = isinstance(value, str) and "{{resolve:" in value
            return Unresolved(f"`{value[:60]}`, which AWS looks up when it deploys") if dynamic else value
        if len(value) == 1:
            name, inner = next(iter(value.items()))
            if name in _FUNCTIONS and (name != "Condition" or isinstance(inner, str)):
                return self._function(name, inner)
            if name.startswith("Fn::"):
                return Unresolved(f"`{name[:40]}`, which only AWS resolves")
        members = {key: self(item) for key, item in value.items()}
        return {key: item for key, item in members.items() if item is not NO_VALUE}

    def _function(self, name: str, inner: Any) -> Any:
        try:
            return _FUNCTIONS[name](self, inner)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):
            return Unresolved(f"`{name}` with arguments that it does not take")

    def condition(self, name: Any) -> bool | Unresolved:
        """Whether the condition holds."""
        if not isinstance(name, str) or name not in self.conditions:
            return Unresolved(f"the condition `{str(name)[:60]}`, which the template does not have")
        holds: bool | Unresolved = self._once(f"condition {name}", lambda: _truth(self(self.conditions[name])))
        return holds

    def _once(self, what: str, resolve: Callable[[], Any]) -> Any:
        """What is resolved, unless it is being resolved already: then it goes in a circle."""
        if what in self._open:
            return Unresolved(f"the {what}, which depends on itself")
        self._open.add(what)
        try:
            return resolve()
        finally:
            self._open.discard(what)

    def ref(self, name: Any) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if not isinstance(name, str):
            raise TypeError(name)
        if name in self.parameters:
            return self.parameters[name]
        return self._once(f"resource {name}", lambda: self.resource(name, ""))

    def attribute(self, inner: Any) -> Any:
        name, _, attribute = inner.partition(".") if isinstance(inner, str) else (inner[0], "", self(inner[1]))
        if isinstance(attribute, Unresolved):
            return attribute
        return self._once(f"resource {name}", lambda: self.resource(name, attribute))

    def join(self, inner: Any) -> Any:
        separator, items = inner[0], self(inner[1])
        if isinstance(items, Unresolved):
            return items
        return self._text([part for item in items for part in (separator, item)][1:])

    def sub(self, inner: Any) -> Any:
        text, variables = (inner, {}) if isinstance(inner, str) else (inner[0], inner[1])
        parts: list[Any] = []
        for index, piece in enumerate(_PLACEHOLDER.split(text)):
            if index % 2 == 0:
                parts.append(piece)
            elif piece.startswith("!"):
                parts.append(f"${{{piece[1:]}}}")
            elif piece.strip() in variables:
                parts.append(self(variables[piece.strip()]))
            else:
                found = self.attribute(piece.strip()) if "." in piece else self.ref(piece.strip())
                parts.append(found)
        return self._text(parts)

    def _text(self, parts: list[Any]) -> Any:
        for part in parts:
            if isinstance(part, Unresolved):
                return part
            if isinstance(part, dict | list) or part is None:
                raise TypeError(part)
        text = "".join(_scalar(part) for part in parts if part is not NO_VALUE)
        return text if len(text) <= _MOST_TEXT else Unresolved(f"a text of more than {_MOST_TEXT} characters")

    def find_in_map(self, inner: Any) -> Any:
        names = [self(item) for item in inner[:3]]
        for name in names:
            if isinstance(name, Unresolved):
                return name
        found: Any = self.mappings
        for name in names:
            if not isinstance(found, dict) or str(name) not in found:
                return Unresolved(f"`{name}`, which is not in the mapping `{names[0]}`")
            found = found[str(name)]
        return self(found)

    def choose(self, inner: Any) -> Any:
        holds = self.condition(inner[0])
        return holds if isinstance(holds, Unresolved) else self(inner[1] if holds else inner[2])

    def select(self, inner: Any) -> Any:
        index, items = self(inner[0]), self(inner[1])
        for each in (index, items):
            if isinstance(each, Unresolved):
                return each
        if int(index) < 0:
            raise IndexError(index)
        return items[int(index)]

    def split(self, inner: Any) -> Any:
        text = self(inner[1])
        return text if isinstance(text, Unresolved) else str(text).split(inner[0])

    def equals(self, inner: Any) -> Any:
        one, other = self(inner[0]), self(inner[1])
        for each in (one, other):
            if isinstance(each, Unresolved):
                return each
        return _scalar(one) == _scalar(other)

    def all_of(self, inner: Any) -> Any:
        return self._decided(inner, until=False)

    def any_of(self, inner: Any) -> Any:
        return self._decided(inner, until=True)

    def _decided(self, inner: Any, *, until: bool) -> Any:
        """`until` where one item is that; one that is not known leaves it open."""
        items = [_truth(self(item)) for item in inner]
        if until in items:
            return until
        return next((item for item in items if isinstance(item, Unresolved)), not until)

    def negated(self, inner: Any) -> Any:
        truth = _truth(self(inner[0]))
        return truth if isinstance(truth, Unresolved) else not truth

    def as_json(self, inner: Any) -> Any:
        found = self(inner)
        reason = first_unresolved(found)
        return reason or json.dumps(found)

    def length(self, inner: Any) -> Any:
        found = self(inner)
        return found if isinstance(found, Unresolved) else len(found)


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _truth(value: Any) -> bool | Unresolved:
    return value if isinstance(value, bool | Unresolved) else _scalar(value) == "true"


def first_unresolved(value: Any) -> Unresolved | None:
    """The first thing in the value that is not known."""
    if isinstance(value, Unresolved):
        return value
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for item in items if (found := first_unresolved(item)) is not None), None)


_FUNCTIONS: dict[str, Callable[[Resolver, Any], Any]] = {
    "Ref": Resolver.ref,
    "Condition": Resolver.condition,
    "Fn::GetAtt": Resolver.attribute,
    "Fn::Join": Resolver.join,
    "Fn::Sub": Resolver.sub,
    "Fn::FindInMap": Resolver.find_in_map,
    "Fn::If": Resolver.choose,
    "Fn::Select": Resolver.select,
    "Fn::Split": Resolver.split,
    "Fn::Equals": Resolver.equals,
    "Fn::And": Resolver.all_of,
    "Fn::Or": Resolver.any_of,
    "Fn::Not": Resolver.negated,
    "Fn::ToJsonString": Resolver.as_json,
    "Fn::Length": Resolver.length,
}
