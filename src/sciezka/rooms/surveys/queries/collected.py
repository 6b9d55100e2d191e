"""How collecting goes: how many began and finished, when, by which way, and how far that is from what is needed."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils import timezone

from sciezka.core.polls.sizes import sample_size
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.frames import count_shown
from sciezka.rooms.surveys.queries.results_head import write_percent
from sciezka.rooms.surveys.queries.results_margin import find_own_margin, write_margin

HOUR: Final = dt.timedelta(hours=1)
SHOWN_HOURS: Final = 24
SHOWN_DAYS: Final = 60
LARGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a small chart: when, how many, and its height in hundredths of the highest."""

    when: dt.datetime | dt.date
    count: int
    height: int

    @property
    def top(self) -> int:
        """Where the bar begins, from above."""
        return LARGEST - self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What has come in so far.

    Attributes:
        started: who began, finished ones too.
        finished: who finished and counts.
        over_quota: who came after a quota was full.
        left_out: answers taken out of the results.
        ways: how many finished by each way, the most used first.
        days: how many finished on each day, from the first to the last.
        hours: how many finished in each of the last hours.
        frame_size: how many people the survey is about.
        target: how many answers a random sample would need for ±5 points at 95 %.
        margin: the margin of error of the results as a share, as if drawn at random; None where it can't be told.
    """

    started: int
    finished: int
    over_quota: int
    left_out: int
    ways: tuple[tuple[str, int], ...]
    days: tuple[Bar, ...]
    hours: tuple[Bar, ...]
    frame_size: int | None
    target: int
    margin: float | None

    @property
    def unfinished(self) -> int:
        """Tell how many began and have not finished."""
        return self.started - self.finished - self.over_quota - self.left_out

    @property
    def rate(self) -> str:
        """Write the share of the population that answered."""
        return write_percent(self.finished / self.frame_size) if self.frame_size else ""

    @property
    def margin_text(self) -> str:
        """Write the margin of error; nothing where it can't be told."""
        return "" if self.margin is None else write_margin(self.margin)

    @property
    def is_enough(self) -> bool:
        """Tell whether as many answered as a random sample would need."""
        return self.finished >= self.target


def read_collected(survey: Survey, now: dt.datetime | None = None) -> Collected:
    """Read how collecting goes, in few questions to the database."""
    now = now or timezone.now()
    rows = survey.responses.order_by().values_list("finished_hour", "channel", "quota", "left_out").annotate(n=Count("pk"))
    total: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    hours: Counter[dt.datetime] = Counter()
    for finished, channel, quota, left_out, count in rows:
        total["started"] += count
        if finished is None:
            continue
        state = "over_quota" if quota else "left_out" if left_out else "finished"
        total[state] += count
        if state == "finished":
            ways[channel] += count
            hours[finished] += count
    labels = dict(Response.Channel.choices)
    return Collected(
        started=total["started"],
        finished=total["finished"],
        over_quota=total["over_quota"],
        left_out=total["left_out"],
        ways=tuple((str(labels.get(way, way)), count) for way, count in ways.most_common()),
        days=draw_days(hours),
        hours=draw_hours(hours, now),
        frame_size=survey.frame_size,
        target=sample_size(survey.frame_size),
        margin=find_own_margin(survey, count_shown(survey, total["finished"])),
    )


def draw_days(hours: Counter[dt.datetime]) -> tuple[Bar, ...]:
    """Count by day, days without answers too; the latest two months where there are more."""
    counts: Counter[dt.date] = Counter()
    for hour, count in hours.items():
        counts[timezone.localdate(hour)] += count
    if not counts:
        return ()
    last = max(counts)
    first = max(min(counts), last - dt.timedelta(days=SHOWN_DAYS - 1))
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    highest = max(counts[day] for day in days) or 1
    return tuple(Bar(day, counts[day], round(LARGEST * counts[day] / highest)) for day in days)


def draw_hours(hours: Counter[dt.datetime], now: dt.datetime) -> tuple[Bar, ...]:
    """Count by hour over the last day."""
    last = now.replace(minute=0, second=0, microsecond=0)
    shown = [last - HOUR * number for number in reversed(range(SHOWN_HOURS))]
    highest = max((hours[hour] for hour in shown), default=0)
    if not highest:
        return ()
    return tuple(Bar(timezone.localtime(hour), hours[hour], round(LARGEST * hours[hour] / highest)) for hour in shown)
