"""Declarations made at random from the schema, and mutated ones. Driven by any `random.Random`: a seed's, or hypothesis's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sessionform.compile import compile_text
from sessionform.consumers.registry import library_ids
from sessionform.diagnostics import Severity
from sessionform.rules.catalogue import CHECKS
from sessionform.source.read import read
from sessionform.source.schema import _validator

ROOT = Path(__file__).parents[2]
CORPUS = sorted([ROOT / "sessions.yaml", *ROOT.glob("examples/*.yaml"), *ROOT.glob("tests/fuzz/corpus/*.yaml")])

Path_ = tuple[str, ...]

TODAY = date(2026, 12, 1)
ACCOUNT = "111122223333"
ENVIRONMENTS = ["development", "staging", "production", "e-1", "a.b"]
TABLES = ["userSessions", "deviceSessions", "t", "T_2", "a-b"]
NAMES = ["userId", "sessionId", "expiresAt", "ttl", "deviceId", "lastSeen", "data", "a.b", "name"]
HOSTILE = [
    "",
    " ",
    "a\n}\n",
    "${aws_x.y}",
    "%{if true}",
    "$${a}",
    "{table}",
    "{x}",
    '"',
    "\\",
    "\u202e\u2066",
    "\ufeffa",
    "\x00\x1b[31m",
    "日本",
    "e\u0301",
    "\U0001f511",
    "`a` [b](1) <c> | ::error::",
    "a" * 300,
    "null",
    "yes",
    "1e400",
    "-",
    "#",
    "us-east-1",
]
BY_PATTERN = {
    "region": ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "xx-nowhere-9"],
    "kms": [f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/mrk-1"],
    "kinesis": [f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/sessions"],
    "iam": [f"arn:aws:iam::{ACCOUNT}:role/deploy"],
    "day": ["2027-01-31", "2020-02-29", "9999-12-31"],
    "account": [ACCOUNT, "444455556666"],
    "arn": [f"arn:aws:sns:us-east-1:{ACCOUNT}:alarms"],
    "http": ["http://localhost:8000", "https://example.com/x"],
}


class Maker:
    """Makes declarations: mostly such as somebody would write, with now and then something that nobody should."""

    def __init__(self, random: Random, *, odd: float = 0.02) -> None:
        self.random = random
        self.odd = odd
        self.schema: dict[str, Any] = _validator().schema

    def declaration(self) -> dict[str, Any]:
        made: dict[str, Any] = {"version": 1}
        made["environments"] = self._named(ENVIRONMENTS, 3, self.schema["properties"]["environments"])
        made["tables"] = self._named(TABLES, 3, self.schema["properties"]["tables"])
        for table in made["tables"].values():
            if isinstance(table, dict):
                table.setdefault(
                    "partition_key", self._choice(["userId", "sessionId", {"name": "userId", "type": "S"}])
                )
                table.setdefault("ttl", self._choice(["expiresAt", "ttl", False]))
                for name in ("environments", "only_in"):
                    if name in table and self.random.random() > self.odd:
                        known = list(made["environments"])
                        kept = {key: self._value(self._settings(), (key,)) for key in known[:1]}
                        table[name] = kept if name == "environments" else known[: self.random.randint(1, 3)]
        for name, schema in self.schema["properties"].items():
            if name not in made and self._often(0.2):
                made[name] = self._value(schema, (name,))
        return made

    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = self.schema["properties"]["defaults"]
        return settings

    def _named(self, names: list[str], most: int, schema: dict[str, Any]) -> dict[str, Any]:
        chosen = self.random.sample(names, self.random.randint(1, most))
        return {name: self._value(schema["additionalProperties"], (name,)) for name in chosen}

    def _often(self, share: float) -> bool:
        return self.random.random() < share

    def _choice(self, items: list[Any]) -> Any:
        return items[self.random.randrange(len(items))]

    def _value(self, schema: dict[str, Any], path: Path_) -> Any:
        if self._often(self.odd / 4):
            return self._choice([None, 0, -1, 2**64, 0.5, True, "", "x", [], {}, ["x"], {"x": 1}])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._choice([item for item in schema["enum"] if item is not None])
        types = schema.get("type", ["object"])
        kinds = [kind for kind in ([types] if isinstance(types, str) else types) if kind != "null"]
        if self._often(0.02) and "null" in types:
            return None
        return getattr(self, f"_{self._choice(kinds)}")(schema, path)

    def _object(self, schema: dict[str, Any], path: Path_) -> dict[str, Any]:
        made: dict[str, Any] = {}
        share = 0.12 if len(schema.get("properties", ())) > 12 else 0.5
        for name, below in schema.get("properties", {}).items():
            needed = name in schema.get("required", ()) or name == "partition_key"
            if self._often(1 - self.odd if needed else share):
                made[name] = self._value(below, (*path, name))
        more = schema.get("additionalProperties")
        if isinstance(more, dict):
            for _ in range(self.random.randint(0 if self._often(0.2) else 1, 2)):
                made[self._key(schema)] = self._value(more, (*path, "*"))
        if "oneOf" in schema.get("then", {}):
            choices = [choice["required"][0] for choice in schema["then"]["oneOf"]]
            kept = self._choice(choices)
            made = {name: item for name, item in made.items() if name not in choices}
            made[kept] = self._value(schema["properties"][kept], (*path, kept))
        if schema.get("maxProperties") == 1 and made:
            name = self._choice(list(made))
            made = {name: made[name]}
        if path[-1:] == ("resource_policy",):
            return self._policy()
        if self._often(self.odd / 2):
            made[self._choice([*HOSTILE, *NAMES, "partition_kez"])] = self._choice([1, "x", None, {}])
        return made

    def _key(self, schema: dict[str, Any]) -> str:
        if self._often(self.odd):
            return str(self._choice(HOSTILE))
        if "pattern" in schema.get("propertyNames", {}):
            return self._of_pattern(schema["propertyNames"]["pattern"])
        return str(self._choice(["by_user", "by_device", "Team", "Application", "read", "write", *NAMES]))

    def _policy(self) -> dict[str, Any]:
        statement = {
            "Effect": self._choice(["Allow", "Deny"]),
            "Principal": self._choice(
                ["*", {"AWS": ACCOUNT}, {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}, {"Service": "x"}]
            ),
            "Action": self._choice(["dynamodb:*", "dynamodb:GetItem", ["dynamodb:Q*"], 5]),
            "Resource": self._choice(["*", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/x", []]),
        }
        return {
            "Version": self._choice(["2012-10-17", "2008-10-17", "x"]),
            "Statement": self._choice([[statement], statement, "x"]),
        }

    def _array(self, schema: dict[str, Any], path: Path_) -> list[Any]:
        made: list[Any] = []
        for _ in range(self.random.randint(1, 3)):
            item = self._value(schema.get("items", {"type": "string"}), (*path, "*"))
            if item not in made or self._often(self.odd):
                made.append(item)
        return made[: schema.get("maxItems", 9)]

    def _string(self, schema: dict[str, Any], path: Path_) -> str:
        if self._often(self.odd):
            return str(self._choice(HOSTILE))
        if "enum" in schema.get("then", {}):
            return str(self._choice(schema["then"]["enum"]))
        if path[-1:] in (("library",), ("consumer",)):
            return str(self._choice(list(library_ids())))
        if path[-1:] == ("rule",):
            return self._choice(list(CHECKS)).id
        if "pattern" in schema:
            return self._of_pattern(schema["pattern"])
        if "format" in schema:
            return str(self._choice(BY_PATTERN["day"]))
        examples = [item for item in schema.get("examples", ()) if isinstance(item, str)]
        return str(self._choice([*examples, *NAMES] if self._often(0.7) or not examples else examples))

    def _of_pattern(self, pattern: str) -> str:
        for word, choices in BY_PATTERN.items():
            if f":{word}:" in pattern or (word == "http" and "http" in pattern):
                return str(self._choice(choices))
        if "{2}" in pattern or pattern.startswith("^[a-z]"):
            return str(self._choice(BY_PATTERN["region"]))
        if pattern == "^[0-9]{12}$":
            return str(self._choice(BY_PATTERN["account"]))
        if pattern.startswith("^[0-9]{4}"):
            return str(self._choice(BY_PATTERN["day"]))
        if "arn:" in pattern:
            return str(self._choice(BY_PATTERN["arn"]))
        return str(self._choice([*TABLES, "oldSessions", "webSessions"]))

    def _integer(self, schema: dict[str, Any], _path: Path_) -> int:
        low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 40)
        if self._often(self.odd):
            return int(self._choice([low - 1, high + 1, 0, 10**30]))
        return self.random.randint(low, high) or 1

    def _boolean(self, schema: dict[str, Any], _path: Path_) -> bool:
        return False if "const" in schema.get("then", {}) else self._often(0.5)


def mutated(random: Random, value: Any) -> Any:
    """The value with a few of its parts deleted, renamed, exchanged or replaced."""
    value = json.loads(json.dumps(value))
    for _ in range(random.randint(1, 3)):
        holders = [holder for holder in _holders(value) if holder]
        if not holders:
            break
        holder = holders[random.randrange(len(holders))]
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = keys[random.randrange(len(keys))]
        other = holders[random.randrange(len(holders))]
        kind = random.randrange(6)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, dict):
            holder[HOSTILE[random.randrange(len(HOSTILE))]] = holder.pop(key)
        elif kind == 2:
            holder[key] = json.loads(json.dumps(other))
        elif kind == 3:
            holder[key] = [holder[key]]
        elif kind == 4:
            holder[key] = HOSTILE[random.randrange(len(HOSTILE))]
        else:
            holder[key] = [None, 0, -1, True, False, 0.5, 10**20, {}, []][random.randrange(9)]
    return value


def _holders(value: Any) -> list[Any]:
    found = [value] if isinstance(value, dict | list) else []
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        found += _holders(item)
    return found


def mended(value: dict[str, Any]) -> dict[str, Any]:
    """The declaration without what the check refuses, so that many pass it."""
    for _ in range(5):
        compiled = compile_text(json.dumps(value), "sessions.yaml", TODAY)
        wrong = {item.finding.path for item in compiled.diagnostics if item.finding.severity is Severity.ERROR}
        if not wrong:
            break
        for path in sorted(wrong, key=repr, reverse=True):
            _taken_out(value, path)
        for table in value.get("tables", {}).values():
            if isinstance(table, dict):
                table.setdefault("partition_key", "userId")
        for environment in value.get("environments", {}).values():
            if isinstance(environment, dict):
                environment.setdefault("region", "us-east-1")
    return value


def _taken_out(value: Any, path: tuple[Any, ...]) -> None:
    if not path:
        return
    for part in path[:-1]:
        if not (isinstance(value, dict) and part in value) and not (isinstance(value, list) and part < len(value)):
            return
        value = value[part]
    if len(path) > 2 and isinstance(value, dict):
        value.pop(path[-1], None)
    elif isinstance(value, list) and path[-1] < len(value):
        del value[path[-1]]
    elif isinstance(value, dict) and path[-1:] not in (("environments",), ("tables",), ("version",)) and len(value) > 1:
        value.pop(path[-1], None)


PIECES = [
    *"{}[]:,#&*!|>%@'\"\\- \n\t\r\0?~",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "---\n",
    "...\n",
    "\ufeff",
    "\u2028",
    "\x85",
]
PIECES += ["\ud800", "é", "0x", "1e9", ".inf", "version: 2", "? ", "| \n", ">-\n"]


def damaged(random: Random, text: str) -> str:
    """The text with stretches and lines of it lost, doubled, moved or overwritten."""
    for _ in range(random.randint(1, 4)):
        kind = random.randrange(5)
        if kind < 3:
            start = random.randint(0, len(text))
            end = min(len(text), start + random.randrange(30))
            middle = "".join(PIECES[random.randrange(len(PIECES))] for _ in range(random.randrange(4)))
            text = text[:start] + ("", text[start:end] * 2, middle)[kind] + text[end if kind != 2 else start :]
        else:
            lines = text.splitlines(keepends=True) or [""]
            at, to = random.randrange(len(lines)), random.randrange(len(lines))
            lines.insert(to, lines[at] if kind == 3 else lines.pop(at))
            text = "".join(lines)
    return text


def corpus() -> list[tuple[str, Any]]:
    """The texts to start from, with what they say where they can be read."""
    found = []
    for path in CORPUS:
        text = path.read_bytes().decode("utf-8", "replace")
        document = read(text, path.name)[0]
        found.append((text, None if document is None else document.value))
    return found
