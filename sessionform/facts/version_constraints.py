"""Version constraints as Terraform reads them: which versions they admit. Knows no provider and no setting."""

from __future__ import annotations

import re
from dataclasses import dataclass

Version = tuple[int, int, int]
"""Major, minor, patch."""

BLANKS = " \t\n\f\r"
"""What Terraform passes over around a version; a no-break space is none of them (observed with Terraform 1.11.4)."""

_NUMBERS = r"[0-9]{1,18}(?:\.[0-9]{1,18}){0,2}"
"""Terraform reads each number into 64 bits."""

_CLAUSE = re.compile(rf"(=|!=|>=|>|<=|<|~>)?[{BLANKS}]*({_NUMBERS})(-[0-9A-Za-z.-]+)?")
_CORE_CLAUSE = re.compile(rf"(=|!=|>=|>|<=|<|~>)?[{BLANKS}]*v?({_NUMBERS})")


@dataclass(frozen=True, slots=True)
class Constraint:
    """Bounds that a version must meet, all of them; operators are `=`, `!=`, `>`, `>=`, `<` and `<=`."""

    bounds: tuple[tuple[str, Version], ...]

    def admits(self, version: Version) -> bool:
        return all(_meets(version, operator, bound) for operator, bound in self.bounds)

    def admits_from(self, floor: Version, below: Version | None = None) -> bool:
        """Whether any version at or above `floor` is admitted (and below `below`, where that is given)."""
        return any(
            floor <= version and (below is None or version < below) and self.admits(version)
            for version in self._candidates(floor)
        )

    def admits_below(self, floor: Version) -> bool:
        """Whether any version below `floor` is admitted."""
        return any(version < floor and self.admits(version) for version in self._candidates(floor))

    def _candidates(self, floor: Version) -> set[Version]:
        """Versions among which there is an admitted one in every stretch that the bounds or `floor` delimit."""
        edges = {(0, 0, 0), floor, *(bound for _, bound in self.bounds)}
        return edges | {(major, minor, patch + 1) for major, minor, patch in edges}


def parse_constraint(text: str, *, core: bool = False) -> Constraint | None:
    """The constraint that `text` means; None where Terraform would refuse it.

    `core` reads a `required_version`, which differs in two ways from a provider's: a leading `v` and no pre-release
    are allowed, and `~> 1` has no upper bound (observed with Terraform 1.11.4).
    """
    bounds: list[tuple[str, Version]] = []
    for clause in text.split(","):
        match = (_CORE_CLAUSE if core else _CLAUSE).fullmatch(clause.strip(BLANKS))
        if match is None:
            return None
        operator, numbers = match[1] or "=", [int(number) for number in match[2].split(".")]
        version = _padded(numbers)
        if operator != "~>":
            bounds.append((operator, version))
            continue
        bounds.append((">=", version))
        if not core or len(numbers) > 1:
            kept = numbers[: max(len(numbers) - 1, 1)]
            bounds.append(("<", _padded([*kept[:-1], kept[-1] + 1])))
    return Constraint(tuple(bounds))


def version_text(version: Version) -> str:
    return ".".join(str(number) for number in version)


def _padded(numbers: list[int]) -> Version:
    major, minor, patch = [*numbers, 0, 0][:3]
    return major, minor, patch


def _meets(version: Version, operator: str, bound: Version) -> bool:
    match operator:
        case "=":
            return version == bound
        case "!=":
            return version != bound
        case ">":
            return version > bound
        case ">=":
            return version >= bound
        case "<":
            return version < bound
        case _:
            return version <= bound
