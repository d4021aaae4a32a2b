"""Version constraints mean what Terraform means by them."""

from __future__ import annotations

import pytest

from sessionform.facts.version_constraints import parse_constraint, version_text


@pytest.mark.parametrize(
    ("text", "admitted", "refused"),
    [
        (">= 5.100.0, < 7.0.0", (6, 99, 0), (7, 0, 0)),
        ("~> 5.100", (5, 101, 0), (6, 0, 0)),
        ("~> 5.100.1", (5, 100, 9), (5, 101, 0)),
        ("~> 5", (5, 100, 0), (6, 0, 0)),
        ("6.13.0", (6, 13, 0), (6, 13, 1)),
        ("= 6.13", (6, 13, 0), (6, 14, 0)),
        ("> 6.13.0,!= 6.13.1", (6, 13, 2), (6, 13, 1)),
        ("<=6.13", (6, 13, 0), (6, 13, 1)),
    ],
)
def test_constraint_admits_what_terraform_admits(
    text: str, admitted: tuple[int, int, int], refused: tuple[int, int, int]
) -> None:
    """Each operator has Terraform's meaning at its boundary."""
    constraint = parse_constraint(text)
    assert constraint is not None
    assert constraint.admits(admitted)
    assert not constraint.admits(refused)


@pytest.mark.parametrize(
    "text",
    [
        *("", "latest", "^5.0", "5.*", "=> 5.0", ">= 5.0 < 6", ">= 5.0,", ">= 5.0.0.0", "v5.1"),
        *("５.100", f">= {'9' * 20}", f">= 5.{'9' * 5_000}"),
    ],
)
def test_malformed_constraint_is_none(text: str) -> None:
    """What Terraform 1.11.4 refuses as a provider constraint is refused here."""
    assert parse_constraint(text) is None


def test_core_constraints_differ() -> None:
    """`required_version` allows a leading v, allows no pre-release, and `~> 1` has no upper bound there."""
    prefixed = parse_constraint("v1.11.4", core=True)
    assert prefixed is not None
    assert prefixed.admits((1, 11, 4))
    assert parse_constraint(">= 1.11.4-alpha", core=True) is None
    assert parse_constraint(">= 6.0.0-beta1") is not None
    open_ended = parse_constraint("~> 0", core=True)
    assert open_ended is not None
    assert open_ended.admits((1, 11, 4))


@pytest.mark.parametrize(
    ("text", "reaches", "falls_below"),
    [
        (">= 5.100.0, < 7.0.0", True, True),
        (">= 6.13.0", True, False),
        ("> 6.12.9", True, True),
        ("~> 5.100", False, True),
        ("< 6.13.0", False, True),
        ("<= 6.13.0", True, True),
        (">= 6.13.0, != 6.13.0", True, False),
        ("!= 6.13.0, != 6.13.1, >= 6.13.0, <= 6.13.2", True, False),
        ("= 6.13.0", True, False),
        (">= 7.0, < 6.0", False, False),
    ],
)
def test_constraint_against_a_floor(text: str, reaches: bool, falls_below: bool) -> None:
    """It reaches a floor where any version from it upwards is admitted, and falls below where any lower one is."""
    constraint = parse_constraint(text)
    assert constraint is not None
    assert constraint.admits_from((6, 13, 0)) is reaches
    assert constraint.admits_below((6, 13, 0)) is falls_below


def test_reaching_a_floor_below_a_ceiling() -> None:
    """A constraint that starts at the ceiling admits nothing below it."""
    constraint = parse_constraint(">= 7.0.0")
    assert constraint is not None
    assert constraint.admits_from((5, 100, 0))
    assert not constraint.admits_from((5, 100, 0), below=(7, 0, 0))


def test_version_text() -> None:
    """A version is written with its three numbers."""
    assert version_text((5, 100, 0)) == "5.100.0"
