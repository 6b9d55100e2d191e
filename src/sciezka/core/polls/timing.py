"""When answers came: counted by hour and by day, from times that are no finer than an hour."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from sciezka.core.polls.types import PollsProblem

MOST_STEPS: Final = 100_000  # eleven years of hours
_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HourCount:
    """The answers of one hour.

    Attributes:
        start: when it began, in the zone that was asked for.
        count: how many came in it.
        total: how many had come by its end.
    """

    start: dt.datetime
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """The answers of one day.

    Attributes:
        day: the day.
        count: how many came on it.
        total: how many had come by its end.
    """

    day: dt.date
    count: int
    total: int


def count_hours(times: Iterable[dt.datetime], zone: dt.tzinfo) -> tuple[HourCount, ...]:
    """Count answers by the hour, from the first to the last, hours without any among them.

    Hours are those of the clock that never turns (UTC), written in the zone: when clocks go back, the hour between two and
    three is there twice; when they go forward, it is missing.

    Args:
        times: when answers came, with a time zone, rounded down to the hour or not.
        zone: where the survey is.

    Raises:
        PollsProblem: ``time.naive`` (a time without a zone), ``time.span`` (too many hours between the first and the last).
    """
    hours = Counter(_read_time(time).replace(minute=0, second=0, microsecond=0) for time in times)
    if not hours:
        return ()
    steps = _fill(min(hours), int((max(hours) - min(hours)) / _HOUR) + 1, _HOUR)
    counts = [hours[step] for step in steps]
    return tuple(
        HourCount(step.astimezone(zone), count, total)
        for step, count, total in zip(steps, counts, accumulate(counts), strict=True)
    )


def count_days(times: Iterable[dt.datetime], zone: dt.tzinfo) -> tuple[DayCount, ...]:
    """Count answers by the day in a zone, from the first to the last, days without any among them.

    Raises:
        PollsProblem: as ``count_hours``.
    """
    days = Counter(_read_time(time).astimezone(zone).date() for time in times)
    if not days:
        return ()
    first, length = min(days), (max(days) - min(days)).days + 1
    if length > MOST_STEPS:
        raise PollsProblem("time.span", f"There are {length} days between the first answer and the last.", steps=length)
    steps = [first + at * _DAY for at in range(length)]
    counts = [days[step] for step in steps]
    return tuple(DayCount(step, count, total) for step, count, total in zip(steps, counts, accumulate(counts), strict=True))


def _read_time(time: dt.datetime) -> dt.datetime:
    if time.utcoffset() is None:
        raise PollsProblem("time.naive", f"{time} has no time zone.", given=time)
    return time.astimezone(dt.UTC)


def _fill(first: dt.datetime, length: int, step: dt.timedelta) -> list[dt.datetime]:
    if length > MOST_STEPS:
        raise PollsProblem("time.span", f"There are {length} hours between the first answer and the last.", steps=length)
    return [first + at * step for at in range(length)]
