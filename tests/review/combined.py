"""Many cases in one Terraform workspace: each environment of a case is a unit with a prefix of its own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sessionform.model import Environment
from sessionform.review.model import Review
from sessionform.review.pair import gone_environments, paired_environments
from sessionform.terraform.environment import environment_config
from tests.review.case import Case

Config = dict[str, Any]

REFACTORINGS = ("moved", "removed", "import")
ADDRESS = re.compile(r"\b(aws_[a-z_]+)\.(?=[A-Za-z_])")


@dataclass(frozen=True, eq=False)
class Unit:
    """One environment of a case, on both sides. `prefix` keeps its resources and its names apart from all others."""

    case: Case
    review: Review
    prefix: str
    before: Environment | None
    after: Environment | None

    @property
    def name(self) -> str:
        return (self.after or self.before or self._nothing()).name

    def config(self, environment: Environment | None) -> Config:
        """The stack of one side, with everything in it prefixed, but the names of tables that environments share."""
        if environment is None:
            return {}
        text = json.dumps(environment_config(environment))
        names = {table.name for side in (self.before, self.after) if side for table in side.tables.values()}
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        if self.case.proof != "names-kept":
            text = re.sub(longest_first, lambda found: self.prefix + found[0], text)
        config: Config = json.loads(ADDRESS.sub(rf"\1.{self.prefix}", text))
        config["resource"] = {
            kind: {self.prefix + key: body for key, body in resources.items()}
            for kind, resources in config.get("resource", {}).items()
        }
        return config

    def expected(self) -> dict[str, str]:
        """What the review says that Terraform shows, by table address, `no-op` for tables it does not mention."""
        keys = {key for side in (self.before, self.after) if side for key in side.tables}
        moved = {old for table in (self.after.tables.values() if self.after else ()) for old in table.renamed_from}
        said = {verdict.table: verdict.terraform for verdict in self.review.tables if verdict.environment == self.name}
        return {self.address(f"aws_dynamodb_table.{key}"): said.get(key, "no-op") for key in sorted(keys - moved)}

    def companions(self) -> Iterator[tuple[str, str]]:
        """The changes of other resources than tables that the review announces: address and action."""
        for change in self.review.changes:
            other = change.address and not change.address.startswith("aws_dynamodb_table.")
            if change.environment == self.name and other:
                yield self.address(change.address), change.terraform

    def address(self, address: str) -> str:
        return ADDRESS.sub(rf"\1.{self.prefix}", address, count=1)

    def _nothing(self) -> Environment:
        raise ValueError(f"{self.case.name} has a unit without an environment")


def units_of(cases: Iterable[Case]) -> list[Unit]:
    units = []
    for number, case in enumerate(cases):
        before, after = (compiled.valid() for compiled in case.compiled())
        review, pairs = case.review(), paired_environments(before, after)
        sides = [(pairs.get(name), environment) for name, environment in after.environments.items()]
        sides += [(item, None) for item in gone_environments(before, after, pairs)]
        units += [
            Unit(case, review, f"c{number:03}{chr(ord('a') + position)}_", *side) for position, side in enumerate(sides)
        ]
    return units


Side = Literal["before", "after"]


def combine(sides: Mapping[Unit, Side]) -> Config:
    """One stack of many units, each on the side given for it.

    Each unit's resources name the provider of the unit by an alias, which is the same whichever side is asked for.
    Units whose providers are the same on both sides share one, since each is a process of its own.
    """
    stack: Config = {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "5.100.0"}}},
        "provider": {"aws": []},
        "resource": {},
        **{kind: [] for kind in REFACTORINGS},
    }
    aliases: dict[str, str] = {}
    for unit, side in sides.items():
        first, last = unit.config(unit.before or unit.after), unit.config(unit.after or unit.before)
        key = json.dumps(first["provider"]) + json.dumps(last["provider"])
        config = unit.config(unit.before if side == "before" else unit.after)
        if key not in aliases:
            aliases[key] = "p" + hashlib.sha256(key.encode()).hexdigest()[:8]
            provider = (first if side == "before" else last)["provider"]["aws"][0]
            stack["provider"]["aws"].append({**provider, "alias": aliases[key]})
        for kind, resources in config.get("resource", {}).items():
            for name, body in resources.items():
                stack["resource"].setdefault(kind, {})[name] = {**body, "provider": f"aws.{aliases[key]}"}
        for kind in REFACTORINGS:
            stack[kind] += config.get(kind, [])
    return {name: body for name, body in stack.items() if body}
