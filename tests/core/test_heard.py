"""The observed level of engagement: days in, a level out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.heard import Reading, read_days

TODAY = dt.date(2026, 11, 23)
DAYS = st.lists(st.integers(-400, 900).map(lambda number: TODAY - dt.timedelta(days=number)), max_size=12)


def ago(*days: int) -> list[dt.date]:
    return [TODAY - dt.timedelta(days=number) for number in days]


@pytest.mark.parametrize(
    ("days", "level"),
    [
        ((), 1),
        ((365,), 2),
        ((400, 401, 402, 403, 404, 405, 406), 2),
        ((364,), 3),
        ((0, 0), 3),
        ((1, 2, 3), 4),
        ((1, 2, 3, 4, 5), 4),
        ((1, 2, 3, 4, 5, 6), 5),
        ((1, 2, 400, 400, 400), 3),
    ],
)
def test_the_level_follows_from_occasions_within_a_year(days: tuple[int, ...], level: int) -> None:
    assert read_days(ago(*days), TODAY).level == level


def test_days_to_come_do_not_count() -> None:
    assert read_days(ago(-1, -30), TODAY) == Reading(1, 0, 0, None)


def test_the_counts_and_the_last_day_are_told() -> None:
    assert read_days(ago(500, 3, 20), TODAY) == Reading(3, 3, 2, TODAY - dt.timedelta(days=3))


@given(DAYS, st.randoms())
def test_the_order_of_days_does_not_matter(days: list[dt.date], random: object) -> None:
    mixed = list(days)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert read_days(mixed, TODAY) == read_days(days, TODAY)


@given(DAYS, st.integers(0, 900))
def test_one_more_occasion_never_lowers_the_level(days: list[dt.date], more: int) -> None:
    assert read_days([*days, *ago(more)], TODAY).level >= read_days(days, TODAY).level
