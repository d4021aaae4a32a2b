"""Tables with access patterns, written as a declaration has them: by hand (`table`), or any that may be (`tables`)."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from sessionform.compile import Compiled, compile_text
from sessionform.model import AccessPattern, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Judgement, Served, Unserved

Settings = dict[str, Any]

TYPES = {"userId": "S", "sessionId": "S", "lastSeen": "N", "deviceId": "B", "expiresAt": "N", "tenantId": "S"}
"""The attributes that tables and patterns are made of, and the type that each has wherever it is a key."""

LOOSE = ("data", "agent")
"""Attributes that are never keys."""


def compiled(settings: Settings) -> Compiled:
    """A declaration of one table `sessions` in one environment; JSON is YAML."""
    document = {
        "version": 1,
        "environments": {"production": {"region": "us-east-1"}},
        "tables": {"sessions": settings},
    }
    return compile_text(json.dumps(document), "sessions.yaml")


def table(settings: Settings) -> Table:
    """The table as the model has it, whatever the rules think of it."""
    declaration = compiled(settings).declaration
    assert declaration is not None
    return declaration.environments["production"].tables["sessions"]


def judged(settings: Settings, **pattern: Any) -> Judgement:
    """The judgement of one more pattern of the table, called `asked`."""
    return judgement(table({**settings, "access_patterns": {"asked": pattern}}))


def judgement(made: Table, name: str = "asked") -> Judgement:
    return judge(made, pattern_of(made, name))


def pattern_of(made: Table, name: str) -> AccessPattern:
    return next(pattern for pattern in made.access_patterns if pattern.name == name)


def served(settings: Settings, **pattern: Any) -> Served:
    result = judged(settings, **pattern)
    assert isinstance(result, Served), result
    return result


def unserved(settings: Settings, **pattern: Any) -> Unserved:
    result = judged(settings, **pattern)
    assert isinstance(result, Unserved), result
    return result


def attribute(name: str) -> Any:
    return name if TYPES[name] == "S" else {"name": name, "type": TYPES[name]}


_keys = st.sampled_from(sorted(TYPES))
_loose = st.sampled_from([*sorted(TYPES), *LOOSE])
_projections = st.one_of(
    st.sampled_from(["ALL", "KEYS_ONLY"]),
    st.lists(st.sampled_from(LOOSE), min_size=1, max_size=2, unique=True).map(lambda names: {"include": names}),
)
_COMPARISONS = ("EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH")


@st.composite
def tables(draw: st.DrawFn) -> Settings:
    """Any table that compiles: keys of every type, indexes of both kinds and every projection, with TTL or without."""
    partition, sort = draw(st.lists(_keys, min_size=2, max_size=2, unique=True))
    settings: Settings = {"partition_key": attribute(partition), "ttl": draw(st.sampled_from(["expiresAt", False]))}
    composite = draw(st.booleans())
    if composite:
        settings["sort_key"] = attribute(sort)
    settings["global_secondary_indexes"] = {
        f"global_{number}": draw(_global_index()) for number in range(draw(st.integers(0, 2)))
    }
    if composite:
        names = draw(st.lists(_keys.filter(lambda name: name not in (partition, sort)), max_size=2, unique=True))
        settings["local_secondary_indexes"] = {
            f"local_{name}": {"sort_key": attribute(name), "projection": draw(_projections)} for name in names
        }
    return {name: value for name, value in settings.items() if value != {}}


@st.composite
def _global_index(draw: st.DrawFn) -> Settings:
    partitions, sorts = draw(st.sampled_from([(1, 0), (1, 1), (1, 1), (2, 0), (2, 1), (1, 2), (2, 2)]))
    names = draw(st.lists(_keys, min_size=partitions + sorts, max_size=partitions + sorts, unique=True))
    index = {"partition_key": _attributes(names[:partitions]), "projection": draw(_projections)}
    return index | {"sort_key": _attributes(names[partitions:])} if sorts else index


def _attributes(names: list[str]) -> Any:
    return [attribute(name) for name in names] if len(names) > 1 else attribute(names[0])


def _name(written: Any) -> str:
    name: str = written["name"] if isinstance(written, dict) else written
    return name


def _key(written: Settings) -> list[str]:
    parts = [written[part] for part in ("partition_key", "sort_key") if part in written]
    return [_name(item) for part in parts for item in (part if isinstance(part, list) else [part])]


@st.composite
def asked_tables(draw: st.DrawFn) -> Settings:
    """Any table with one pattern, `asked`, which the schema takes, sensible or not: near to what the table can do."""
    declared = draw(tables())
    keys = [_key(declared)]
    keys += [_key(index) for index in declared.get("global_secondary_indexes", {}).values()]
    locals_ = declared.get("local_secondary_indexes", {})
    keys += [[keys[0][0], _name(index["sort_key"])] for index in locals_.values()]
    near = draw(st.sampled_from(keys))
    operation = draw(st.sampled_from(["query", "query", "query", "query", "get", "put", "update", "delete"]))
    asked: Any = near[0] if draw(st.integers(0, 5)) else draw(_keys)
    if len(near) > 2 and draw(st.integers(0, 5)):
        asked = near[: draw(st.integers(2, len(near)))]
    if operation != "query":
        asked = draw(st.sampled_from([near[:2], near[:2], keys[0], near[:1]]))
    pattern: Settings = {operation: asked}
    sorts = st.sampled_from([near[-1], near[-1], *sorted(TYPES)])
    indexes = [*declared.get("global_secondary_indexes", {}), *locals_, "not_there"]
    further: Settings = {
        "sorted_by": sorts,
        "descending": st.just(True),
        "where": st.tuples(sorts, st.sampled_from(_COMPARISONS)).map(lambda pair: dict([pair])),
        "attributes": st.lists(_loose, min_size=1, max_size=3, unique=True),
        "consistent": st.just(True),
        "index": st.sampled_from(indexes),
        "limit": st.integers(1, 4),
    }
    fitting = sorted(further) if operation == "query" or not draw(st.integers(0, 3)) else ["attributes", "consistent"]
    for name in draw(st.lists(st.sampled_from(fitting), max_size=3, unique=True)):
        pattern[name] = draw(further[name])
    return {**declared, "access_patterns": {"asked": pattern}}
