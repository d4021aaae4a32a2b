"""Places in code points and in the code units of the protocol."""

from __future__ import annotations

import pytest

from sessionform.diagnostics import Location
from sessionform.lsp.positions import Positions

TEXT = "é: 😀x\r\nb: y\u2028z\nlast"


@pytest.mark.parametrize(
    ("encoding", "unit"),
    [("utf-16", 5), ("utf-8", 8), ("utf-32", 4)],
)
def test_a_place_behind_a_wide_character(encoding: str, unit: int) -> None:
    positions = Positions(TEXT, encoding)
    assert positions.point(4) == (0, unit)
    assert positions.offset((0, unit)) == 4
    assert TEXT[positions.offset((0, unit))] == "x"


def test_every_place_is_its_own() -> None:
    positions = Positions(TEXT)
    for offset in [at for at in range(len(TEXT) + 1) if TEXT[at - 1 : at + 1] != "\r\n"]:
        assert positions.offset(positions.point(offset)) == offset


def test_lines_of_the_compiler_are_not_those_of_the_protocol() -> None:
    """The compiler counts a line separator, the protocol does not."""
    positions = Positions(TEXT)
    assert positions.span(Location("f", 3, 1, 3, 2)) == ((1, 5), (1, 6))
    assert positions.span(Location("f", 4, 1, 4, 5)) == ((2, 0), (2, 4))


@pytest.mark.parametrize("point", [(9, 9), (0, 99), (2, 4), (-1, -1)])
def test_a_place_beyond_the_text_is_at_an_end(point: tuple[int, int]) -> None:
    assert 0 <= Positions(TEXT).offset(point) <= len(TEXT)
