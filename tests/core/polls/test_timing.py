"""Answers by hour and by day, also when clocks turn."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.polls.timing import count_days, count_hours
from sciezka.core.polls.types import PollsProblem

WARSAW = ZoneInfo("Europe/Warsaw")
times = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2020, 12, 31), timezones=st.just(WARSAW))  # noqa: DTZ001


def test_hours_without_answers_stand_between_the_others() -> None:
    start = dt.datetime(2020, 1, 27, 8, tzinfo=WARSAW)
    found = count_hours([start, start + dt.timedelta(minutes=59), start + dt.timedelta(hours=3)], WARSAW)
    assert [(one.start.hour, one.count, one.total) for one in found] == [(8, 2, 2), (9, 0, 2), (10, 0, 2), (11, 1, 3)]


def test_the_hour_that_comes_twice_is_there_twice() -> None:
    first = dt.datetime(2020, 10, 25, 2, tzinfo=WARSAW)
    found = count_hours([first, first.replace(fold=1)], WARSAW)
    assert [(one.start.hour, one.start.utcoffset(), one.count) for one in found] == [
        (2, dt.timedelta(hours=2), 1),
        (2, dt.timedelta(hours=1), 1),
    ]


def test_days_are_those_of_the_survey_s_place() -> None:
    late = dt.datetime(2020, 2, 1, 23, 30, tzinfo=dt.UTC)
    found = count_days([late, late + dt.timedelta(days=2)], WARSAW)
    assert [(one.day.day, one.count, one.total) for one in found] == [(2, 1, 1), (3, 0, 1), (4, 1, 2)]


@given(st.lists(times, max_size=20).filter(lambda given_: not given_ or max(given_) - min(given_) < dt.timedelta(days=60)))
def test_every_answer_is_counted_once(given_: list[dt.datetime]) -> None:
    for found in (count_hours(given_, WARSAW), count_days(given_, WARSAW)):
        assert sum(one.count for one in found) == len(given_)
        assert [one.total for one in found[-1:]] == [len(given_)][: len(found)]


def test_times_without_a_zone_and_spans_of_decades_are_refused() -> None:
    with pytest.raises(PollsProblem) as problem:
        count_days([dt.datetime(2020, 1, 1)], WARSAW)  # noqa: DTZ001 - that is what is refused
    assert problem.value.code == "time.naive"
    ages = [dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)]
    for count in (count_hours, count_days):
        with pytest.raises(PollsProblem) as problem:
            count(ages, dt.UTC)
        assert problem.value.code == "time.span"
