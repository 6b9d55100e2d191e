"""Places rounded to a grid, and counted where enough people marked one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.polls.places import METRES_OF_A_DEGREE, count_places, round_place
from sciezka.core.polls.types import PollsProblem

latitudes, longitudes = st.floats(-89, 89), st.floats(-180, 180)


@given(latitudes, longitudes, st.sampled_from((50.0, 250.0, 1000.0)))
def test_rounding_twice_changes_nothing_and_moves_a_point_by_less_than_a_cell(
    latitude: float, longitude: float, metres: float
) -> None:
    cell = round_place(latitude, longitude, metres=metres)
    again = round_place(cell.latitude, cell.longitude, metres=metres)
    assert (again.row, again.column) == (cell.row, cell.column)
    north = (cell.latitude - latitude) * METRES_OF_A_DEGREE
    east = (cell.longitude - longitude) * METRES_OF_A_DEGREE * math.cos(math.radians(cell.latitude))
    assert math.hypot(north, east) <= metres * math.sqrt(0.5) * 1.001


def test_neighbours_fall_into_one_cell_and_the_grid_does_not_depend_on_who_comes() -> None:
    one, near, far = round_place(50.9030, 15.7340), round_place(50.9031, 15.7341), round_place(50.9130, 15.7340)
    assert one == near
    assert one != far


def test_cells_with_few_people_are_not_shown() -> None:
    square, corner, lone = (50.9044, 15.7194), (50.95, 15.7), (50.8, 15.6)
    found = count_places([square] * 7 + [corner] * 6 + [lone] * 5 + [(50.7, 15.5)] * 3 + [(50.6, 15.4)] * 2)
    assert [count for _cell, count in found.cells] == [7, 6, 5]
    assert (found.n, found.elsewhere) == (23, 5)


def test_a_few_elsewhere_take_the_smallest_cell_with_them() -> None:
    found = count_places([(50.9044, 15.7194)] * 7 + [(50.95, 15.7)] * 6 + [(50.8, 15.6)] * 2)
    assert [count for _cell, count in found.cells] == [7]
    assert (found.n, found.elsewhere) == (15, 8)


def test_of_few_places_nothing_is_told() -> None:
    found = count_places([(50.9, 15.7)] * 4)
    assert (found.cells, found.n, found.elsewhere) == ((), None, None)
    assert count_places([]).n == 0


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf)])
def test_what_is_no_point_of_the_earth_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(PollsProblem):
        round_place(*point)


def test_cells_of_no_size_are_refused() -> None:
    for metres in (0, -1, math.nan, math.inf):
        with pytest.raises(PollsProblem):
            round_place(50, 15, metres=metres)


def test_the_poles_have_cells_too() -> None:
    for latitude in (-90, 90):
        assert abs(round_place(latitude, 10).latitude) <= 90
