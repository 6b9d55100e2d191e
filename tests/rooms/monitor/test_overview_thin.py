"""Years that rest on few indicators, and which areas are named as the weakest."""

from dataclasses import replace

from sciezka.rooms.monitor.queries.overview_figures import leave_out_thin_years
from sciezka.rooms.monitor.queries.overview_lines import order_by_weakness
from sciezka.rooms.monitor.store.readings.overview import Spread, Standing, YearReading

SPREAD = Spread(90.0, 95.0, 100.0, 105.0, 110.0)
AREA = Standing(
    code="E1", score=100.0, band="average", rank=1, of=10, low=0, high=0, spread=SPREAD, change=None, since=0, until=0,
    breaks=(), is_mixed=False, known=1, leaves=1,
)  # fmt: skip


def make_path(*known: int) -> list[YearReading]:
    return [YearReading(2001 + at, 100.0 + at, "average", 1, 10, SPREAD, count) for at, count in enumerate(known)]


def test_years_with_less_than_half_of_the_indicators_are_left_out_and_named() -> None:
    path, said = leave_out_thin_years(make_path(2, 3, 10, 4, 9), 2005)
    assert [one.year for one in path] == [2003, 2004, 2005]
    assert [one.score is None for one in path] == [False, True, False]
    assert "2001–2002, 2004" in said


def test_half_of_the_indicators_is_enough() -> None:
    path = make_path(5, 10)
    assert leave_out_thin_years(path, 2002) == (tuple(path), "")


def test_the_year_that_is_looked_at_stays() -> None:
    path, _said = leave_out_thin_years(make_path(1, 10), 2001)
    assert [one.year for one in path] == [2001, 2002]


def test_the_weakest_area_is_the_last_part_of_its_own_group() -> None:
    last_of_few, middle = replace(AREA, code="E2", rank=4, of=4), replace(AREA, code="E3", rank=5)
    unranked, alone = replace(AREA, code="E4", rank=0), replace(AREA, code="E5", of=1)
    found = order_by_weakness([AREA, middle, last_of_few, unranked, alone])
    assert [one.code for one in found] == ["E2", "E3", "E1"]
