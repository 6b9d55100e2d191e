"""The head of results: how many answered, of how many, how sure that is, when and by which ways they came."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.polls.sizes import response_rate
from sciezka.kit.typography import write_number
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.frames import FrameSight, is_over
from sciezka.rooms.surveys.queries.papers import count_marked
from sciezka.rooms.surveys.queries.results_margin import FEWEST_FOR_MARGIN, find_margin, write_margin

DAYS: Final = 3
"""Up to so many days answers are counted by the hour, else by the day."""
MOST_MOMENTS: Final = 120
SMALL: Final = 10
"""Percentages below are written with a decimal."""
TINY: Final = 0.1
"""Percentages below are only said to be so."""
# The drawing of moments: how far apart bars begin, and how tall the tallest is.
STEP: Final = 10
TALL: Final = 64


@dataclass(frozen=True, slots=True)
class Moment:
    """How many finished in an hour or on a day."""

    at: dt.datetime
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class Way:
    """How many came by a way."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Head:
    """The head of results.

    Attributes:
        n: how many responses the results are of.
        finished: how many finished in all; more than n while a survey runs, since results move in steps.
        started: how many began, those who finished among them.
        left_out: how many were left out by hand.
        over_quota: how many came when their quota was full.
        frame: how many could have answered; None where nobody said.
        rate: n of the frame.
        margin: the margin of error of a share, as a share; None where too few answered to tell one.
        is_sample_open: whether whoever had the link could answer.
        is_few: whether too few answered for anything to be told.
        is_live: whether more may come.
        by_hour: whether the moments are hours; else days.
        moments: when people finished.
        ways: by which ways.
        read_once: how many paper forms count that no second person has read.
    """

    n: int
    finished: int
    started: int
    left_out: int
    over_quota: int
    frame: int | None
    rate: float | None
    margin: float | None
    is_sample_open: bool
    is_few: bool
    is_live: bool
    by_hour: bool
    moments: tuple[Moment, ...]
    ways: tuple[Way, ...]
    read_once: int

    @property
    def waiting(self) -> int:
        """How many finished and wait to be taken into the results."""
        return max(0, self.finished - self.left_out - self.over_quota - self.n)

    @property
    def completion(self) -> float | None:
        """The share of those who began that finished."""
        return self.finished / self.started if self.started else None

    @property
    def has_wrong_frame(self) -> bool:
        """Whether more people answered than could have."""
        return self.frame is not None and self.n > self.frame


def read_head(sight: FrameSight, *, design_effect: float = 1.0) -> Head:
    """Read the head of a survey's results."""
    survey = sight.survey
    rows = survey.responses
    counted = rows.values("left_out", "quota").annotate(count=Count("*"))
    groups = [
        (row["left_out"], row["quota"], row["count"]) for row in counted.filter(finished_hour__isnull=False).order_by()
    ]
    finished = sum(count for _left, _quota, count in groups)
    frame = survey.frame_size
    fits = frame is not None and sight.n <= frame
    rate = response_rate(sight.n, frame) if frame and fits else None
    by_hour, moments = _read_moments(survey)
    return Head(
        n=sight.n,
        finished=finished,
        started=rows.count(),
        left_out=sum(count for left, _quota, count in groups if left),
        over_quota=sum(count for left, quota, count in groups if quota and not left),
        frame=frame,
        rate=rate.complete if rate else None,
        margin=find_margin(survey, sight.n, design_effect=design_effect),
        is_sample_open=survey.entry == Survey.Entry.LINK,
        is_few=sight.n < survey.fewest,
        is_live=not is_over(survey),
        by_hour=by_hour,
        moments=moments,
        ways=_read_ways(survey),
        read_once=count_marked(survey),
    )


def _read_ways(survey: Survey) -> tuple[Way, ...]:
    # Results are never parted by ways, so how many came by each tells of no answer.
    rows = survey.responses.filter(finished_hour__isnull=False).values_list("channel").annotate(count=Count("*")).order_by()
    labels = dict(Response.Channel.choices)
    ways = [Way(str(labels[way]), count) for way, count in rows]
    return tuple(sorted(ways, key=lambda way: -way.count))


def _read_moments(survey: Survey) -> tuple[bool, tuple[Moment, ...]]:
    # Over the quota and left out too: this tells how the collecting goes, not what was answered.
    rows = survey.responses.filter(finished_hour__isnull=False).order_by()
    listed = rows.values("finished_hour").annotate(count=Count("*"))
    hours = {row["finished_hour"]: row["count"] for row in listed if row["finished_hour"] is not None}
    if not hours:
        return True, ()
    first, last = (timezone.localtime(edge) for edge in (min(hours), max(hours)))
    by_hour = last - first <= dt.timedelta(days=DAYS)
    step = dt.timedelta(hours=1) if by_hour else dt.timedelta(days=1)
    counts: dict[dt.datetime, int] = {}
    for hour, count in hours.items():
        local = timezone.localtime(hour)
        at = local if by_hour else local.replace(hour=0)
        counts[at] = counts.get(at, 0) + count
    return by_hour, tuple(_fill_gaps(counts, step))


def _fill_gaps(counts: dict[dt.datetime, int], step: dt.timedelta) -> Sequence[Moment]:
    most = max(counts.values())
    at, last = min(counts), max(counts)
    found: list[Moment] = []
    while at <= last and len(found) < MOST_MOMENTS:
        count = counts.get(at, 0)
        found.append(Moment(at, count, 100 * count / most))
        at += step
    return found


def lay_out_head(head: Head) -> dict[str, object]:
    """Write the head's numbers, and measure the bars of its moments."""
    return {
        "rate": write_percent(head.rate),
        "completion": write_percent(head.completion),
        "margin_text": write_margin(head.margin) if head.margin is not None and not head.is_few else "",
        "times": [
            (STEP * at, {"top": TALL - TALL * moment.height / 100, "tall": TALL * moment.height / 100})
            for at, moment in enumerate(head.moments)
        ],
        "times_width": STEP * len(head.moments),
        "times_tall": TALL,
        "times_format": "d.m, H:i" if head.by_hour else "d.m.Y",
        "last_moment": head.moments[-1] if head.moments else None,
    }


def write_percent(share: float | None) -> str:
    """Write a share as a whole percentage, a small one with one decimal, so that it does not look like nothing."""
    if share is None:
        return "–"
    percent = 100 * share
    if 0 < percent < TINY:
        return f"<\u00a0{write_number(TINY, 1)}\u00a0%"
    return f"{write_number(percent, 1 if round(percent, 1) < SMALL else 0)}\u00a0%"


def say_heading(head: Head) -> str:
    """Say the head as a sentence."""
    if not head.n and not head.finished:
        return _("Nobody has answered yet")
    if head.is_few:
        return _("Too few answers for results")
    if head.frame and not head.has_wrong_frame:
        return _("%(n)s of %(frame)s people answered") % {"n": group(head.n), "frame": group(head.frame)}
    return ngettext("%(n)s person answered", "%(n)s people answered", head.n) % {"n": group(head.n)}


def say_margin(head: Head) -> str:
    """Say how sure the shares are, and when that holds."""
    if head.is_few:
        return ""
    if head.margin is None:
        return _("Fewer than %(fewest)s people answered: too early to tell how far the shares may be off.") % {
            "fewest": FEWEST_FOR_MARGIN
        }
    if head.margin == 0:
        return _("Everybody answered: the shares have no margin of error.")
    margin = write_margin(head.margin)
    if head.is_sample_open:
        return _(
            "This is a self-selected sample: whoever wanted to answered. If the people had been drawn at random, the "
            "margin of error would be %(margin)s (95 %% confidence)."
        ) % {"margin": margin}
    return _(
        "Margin of error of a share: at most %(margin)s (95 %% confidence), as long as those who did not answer think like "
        "those who did."
    ) % {"margin": margin}


def group(number: int) -> str:
    """Write a whole number with its thousands apart."""
    return f"{number:,}".replace(",", "\u00a0")
