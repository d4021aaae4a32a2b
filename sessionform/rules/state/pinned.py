"""The version constraints of an environment, parsed, beside what its tables need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sessionform.diagnostics import Path
from sessionform.facts.version_constraints import BLANKS, Constraint, Version, parse_constraint, version_text
from sessionform.model import Declaration, Environment
from sessionform.terraform.floors import Floor, floor, terraform_floor


class _Pinned(NamedTuple):
    """A version constraint of the declaration, and what it must not rule out."""

    place: Path
    tool: str
    text: str
    constraint: Constraint | None
    floor_of: Callable[[Environment], Floor]


def pinned_versions(declaration: Declaration) -> Iterator[_Pinned]:
    for environment in declaration.environments.values():
        core, provider = environment.required_version, environment.aws_provider
        if core is not None:
            constraint = parse_constraint(core, core=True)
            yield _Pinned(("terraform", "required_version"), "Terraform", core, constraint, terraform_floor)
        if provider is not None:
            yield _Pinned(("terraform", "aws_provider"), "AWS provider", provider, parse_constraint(provider), floor)
        return  # the constraints are the whole declaration's, so every environment has the same


def version_floors(declaration: Declaration) -> Iterator[tuple[_Pinned, Constraint, Floor]]:
    """Each readable constraint with the highest floor that any environment demands."""
    for pinned in pinned_versions(declaration):
        if pinned.constraint is not None:
            floors = (pinned.floor_of(environment) for environment in declaration.environments.values())
            yield pinned, pinned.constraint, max(floors, key=lambda candidate: candidate.version)


def raised(text: str, least: Version, *, core: bool = False) -> str:
    """The constraint with a higher lower bound; what it rules out above that stays ruled out. `core` as in `parse_constraint`."""
    clauses = [clause.strip(BLANKS) for clause in text.split(",")]
    above = [clause for clause in clauses if clause.startswith(("<", "!="))]
    for clause in clauses:
        pessimistic = parse_constraint(clause, core=core) if clause.startswith("~>") else None
        above += [
            f"< {version_text(bound)}"
            for operator, bound in (pessimistic.bounds if pessimistic else ())
            if operator == "<"
        ]
    return ", ".join([f">= {version_text(least)}", *above])
