"""The fuzzer's cases: most of them small, made and read in a millisecond or two, and some as large as somebody would write."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import yaml

from sessionform.source.schema import _validator
from tests.fuzz.generate import Maker, damaged, mended, mutated

SHORT = 300
"""Characters of a text that is damaged: reading it is nearly all that it costs."""

LARGE = 0.03
"""The share of cases that are not small; each costs as much as twenty that are."""

MINIMAL: dict[str, Any] = {
    "version": 1,
    "environments": {"p": {"region": "us-east-1"}},
    "tables": {"t": {"partition_key": "userId", "ttl": "expiresAt"}},
}


def _places() -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    properties = _validator().schema["properties"]
    holders = {
        (): {"properties": {name: body for name, body in properties.items() if name not in (*MINIMAL, "defaults")}},
        ("defaults",): properties["defaults"],
        ("environments", "p"): properties["environments"]["additionalProperties"],
        ("tables", "t"): properties["tables"]["additionalProperties"],
    }
    return [((*path, name), body) for path, holder in holders.items() for name, body in holder["properties"].items()]


PLACES = _places()
"""Every setting, in every layer that has it, with what the schema says of it."""


def case(random: Random, seeds: list[tuple[str, Any]]) -> str:
    """The text of one declaration. `seeds` are texts to start from, with what they say where they can be read."""
    if random.random() > LARGE:
        return small(random, [text for text, _ in seeds])
    kind = random.random()
    text, value = seeds[random.randrange(len(seeds))]
    if kind < 0.6:
        value = Maker(random, odd=(0.0, 0.02, 0.1)[random.randrange(3)]).declaration()
        if kind < 0.1:
            value = mutated(random, value)
        elif kind < 0.45:
            value = mended(value)
    elif kind < 0.8 and value is not None:
        value = mutated(random, value)
    else:
        return damaged(random, text)
    return _written(random, value)


def small(random: Random, texts: list[str]) -> str:
    """The text of one small declaration. `texts` are those whose pieces are damaged."""
    kind = random.random()
    if kind < 0.45:
        return damaged(random, _piece(random, texts[random.randrange(len(texts))]))
    value = with_settings(random)
    if kind < 0.52:
        return damaged(random, _written(random, value))
    return _written(random, mutated(random, value) if kind < 0.6 else value)


def with_settings(random: Random) -> dict[str, Any]:
    """An environment and a table, and up to three settings wherever the schema has one."""
    value: dict[str, Any] = {
        "version": 1,
        "environments": {"p": dict(MINIMAL["environments"]["p"])},
        "tables": {"t": dict(MINIMAL["tables"]["t"])},
    }
    maker = Maker(random, odd=(0.0, 0.02, 0.2)[random.randrange(3)])
    for _ in range(random.randint(1, 3)):
        (*path, name), schema = PLACES[random.randrange(len(PLACES))]
        holder = value
        for part in path:
            holder = holder.setdefault(part, {})
        holder[name] = maker._value(schema, (*path, name))
    return value


def _piece(random: Random, text: str) -> str:
    """Some lines of a text, beginning where a line begins."""
    if len(text) <= SHORT:
        return text
    start = text.rfind("\n", 0, random.randrange(len(text))) + 1
    return text[start : start + random.randrange(SHORT)]


def _written(random: Random, value: dict[str, Any]) -> str:
    kind = random.randrange(4)
    if kind == 0:
        return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=random.random() < 0.5)
    return json.dumps(value, indent=1 if kind == 1 else None, ensure_ascii=kind == 2)
