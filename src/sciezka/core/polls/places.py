"""Places that people marked on a map: rounded so that no place says whose it is, and counted."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sciezka.core.polls.types import PollsProblem

METRES: Final = 250
METRES_OF_A_DEGREE: Final = 111_320  # of latitude, near enough: it varies by 0.5 % from pole to pole
_FLATTEST: Final = 0.01  # the least cosine, so that cells near the poles stay finite
_POLE: Final = 90
_DATE_LINE: Final = 180


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of the grid.

    Attributes:
        row: counted from the equator to the north.
        column: counted from Greenwich to the east.
        latitude: of its middle, in degrees.
        longitude: of its middle, in degrees.
    """

    row: int
    column: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCounts:
    """How many marked a place in each cell.

    Attributes:
        cells: those with enough people, most first, each with their number.
        n: how many places there are in all; None where too few.
        elsewhere: how many lie in cells that are not shown; None where too few in all.
    """

    cells: tuple[tuple[Cell, int], ...]
    n: int | None
    elsewhere: int | None


def round_place(latitude: float, longitude: float, *, metres: float = METRES) -> Cell:
    """Give the cell of the grid that a point lies in; the point itself need not be kept.

    Rows are ``metres/111,320`` degrees high. Columns are ``metres/(111,320 · cos φ)`` degrees wide, φ the latitude of the
    row's middle, so that a cell is about as wide as high anywhere. A cell's middle lies in the cell: rounding twice changes
    nothing, and a point moves by at most about 0.71 of ``metres``.

    Args:
        latitude: degrees, −90 to 90 (WGS 84).
        longitude: degrees, −180 to 180.
        metres: the side of a cell.

    Raises:
        PollsProblem: ``place.range`` (no point of the Earth), ``place.metres`` (not above 0).
    """
    if not (0 < metres < math.inf):
        raise PollsProblem("place.metres", f"Cells of {metres} metres can't be.", given=metres)
    if not (abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE):
        raise PollsProblem("place.range", f"{latitude}, {longitude} is no point of the Earth.")
    height = metres / METRES_OF_A_DEGREE
    row = math.floor(latitude / height)
    middle = max(-float(_POLE), min(float(_POLE), (row + 0.5) * height))
    width = height / max(_FLATTEST, math.cos(math.radians(middle)))
    column = math.floor(longitude / width)
    across = max(-float(_DATE_LINE), min(float(_DATE_LINE), (column + 0.5) * width))
    return Cell(row, column, middle, across)


def count_places(points: Iterable[tuple[float, float]], *, metres: float = METRES, threshold: int = 5) -> PlaceCounts:
    """Count points (latitude, longitude) by cell, and leave out cells with fewer than the threshold.

    Where those left out come to fewer than the threshold together, the smallest cell that could be shown joins them; with
    fewer points than the threshold in all nothing is told. In a sparsely peopled place a cell may hold one household whose
    members all answered: choose larger cells there.

    Raises:
        PollsProblem: as ``round_place``.
    """
    counts = Counter(round_place(latitude, longitude, metres=metres) for latitude, longitude in points)
    n = sum(counts.values())
    if n < threshold:
        return PlaceCounts(cells=(), n=None if n else 0, elsewhere=None if n else 0)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [(cell, count) for cell, count in ordered if count >= threshold]
    elsewhere = n - sum(count for _cell, count in shown)
    if 0 < elsewhere < threshold and shown:
        _cell, count = shown.pop()
        elsewhere += count
    return PlaceCounts(cells=tuple(shown), n=n, elsewhere=elsewhere)
