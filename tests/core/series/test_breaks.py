"""Where a series must not be read straight through."""

import numpy as np

from sciezka.core.series.breaks import CODE, MERGED, breaks_of_codes, find_jumps
from sciezka.core.series.crosswalk import read_crosswalk

YEARS = tuple(range(2012, 2021))
UNITS = ("1661011", "1609032", "1609022", "3021052", "0261011")


def grow(start: float, rate: float) -> list[float]:
    return [start * (1 + rate) ** at for at in range(len(YEARS))]


def test_an_annexation_shows_in_the_gainer_and_the_donors_and_a_growing_suburb_is_none() -> None:
    population = np.array(
        [grow(119000, -0.004), grow(14500, 0.0), grow(9700, 0.0), grow(19000, 0.06), grow(82000, -0.008)]
    ).T
    at = YEARS.index(2017)
    population[at:, 0] += 9500
    population[at:, 1] *= 0.65
    population[at:, 2] *= 0.85
    found = find_jumps(population, YEARS, UNITS)
    assert {(item.unit, item.year) for item in found} == {("1661011", 2017), ("1609032", 2017), ("1609022", 2017)}
    assert next(item for item in found if item.unit == "1609032").change == -0.35


def test_a_large_town_that_gains_little_for_its_size_is_found_by_what_its_neighbours_lose() -> None:
    population = np.array([grow(158000, 0.0), grow(14200, 0.0), grow(9700, 0.0)]).T
    population[4:, 0] += 4700
    population[4:, 1] -= 4600
    found = find_jumps(population, YEARS, ("1863011", "1816092", "0201022"))
    assert {item.unit for item in found} == {"1863011", "1816092"}


def test_a_census_in_which_everybody_moves_is_no_change_of_territory() -> None:
    population = np.array([grow(10000 + at, 0.0) for at in range(30)]).T
    population[4:] *= 1.06
    assert find_jumps(population, YEARS, [f"{200012 + 10 * at:07d}" for at in range(30)]) == ()


def test_missing_years_make_no_jump_and_no_warning() -> None:
    population = np.array([grow(10000, 0.0), [np.nan] * len(YEARS)]).T
    population[3, 0] = np.nan
    assert find_jumps(population, YEARS, ("0201022", "0201032")) == ()


def test_a_table_of_changes_tells_merged_units_from_new_codes() -> None:
    crosswalk = read_crosswalk(
        "from,to,mode,start_year\n0809102,0862011,2,2015\n1214022,1214023,1,2019\n3203042,9999999,9,\n"
    )
    assert {(item.unit, item.year, item.kind) for item in breaks_of_codes(crosswalk)} == {
        ("0862011", 2015, MERGED),
        ("1214023", 2019, CODE),
    }
