"""What a call has brought so far: how goals and areas are covered, money asked for, and how it comes in day by day."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.public import last_day
from sciezka.rooms.calls.queries.submissions import IN_TIME
from sciezka.rooms.path.models import Goal
from sciezka.rooms.thread.queries.nodes import nodes_by_key

TALLEST: Final = 100


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One goal: how many submissions serve it, in each part of the territory, and how much they ask for."""

    key: int | None
    code: str
    name: str
    counts: tuple[int, ...]
    total: int
    asked: Decimal


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the call: how many came, and how many there were by its end.

    Attributes:
        day: which.
        came: how many came on it.
        all: how many there were by its end.
        height: of its bar, of ``TALLEST``.
    """

    day: dt.date
    came: int
    all: int
    height: int

    @property
    def top(self) -> int:
        """Where its bar begins, from above."""
        return TALLEST - self.height


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the submissions cover.

    Attributes:
        areas: the parts of the territory, in the call's order; the last is for no part or another one.
        rows: goals of the call in their order; the last is for submissions without a goal, when there are any.
        totals: how many submissions there are in each part.
        count: how many there are at all.
        asked: how much they ask for.
        budget: the available money, if it was told.
        days: from the opening to today or the closing.
    """

    areas: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    totals: tuple[int, ...]
    count: int
    asked: Decimal
    budget: Decimal | None
    days: tuple[Day, ...]

    @property
    def empty_goals(self) -> list[CoverageRow]:
        """The goals that nothing serves yet."""
        return [row for row in self.rows if row.key is not None and not row.total]

    @property
    def empty_areas(self) -> list[str]:
        """The parts of the territory from which nothing came yet."""
        named = self.areas[:-1]
        return [area for area, count in zip(named, self.totals, strict=False) if not count]

    @property
    def share(self) -> int | None:
        """How many per cent of the available money is asked for."""
        return round(100 * self.asked / self.budget) if self.budget else None

    @property
    def days_in_words(self) -> str:
        """How they came in day by day, in one sentence."""
        best = max(self.days, key=lambda one: one.came)
        said = ngettext(
            "%(count)s submission in %(days)s days; the most on one day: %(most)s (%(day)s)",
            "%(count)s submissions in %(days)s days; the most on one day: %(most)s (%(day)s)",
            self.count,
        )
        return said % {"count": self.count, "days": len(self.days), "most": best.came, "day": f"{best.day:%d.%m.%Y}"}

    @property
    def has_areas(self) -> bool:
        """Tell whether the call names parts of its territory."""
        return len(self.areas) > 1


def read_coverage(call: Call, now: dt.datetime) -> Coverage:
    """Read what the submissions that came in time cover."""
    rows = list(Submission.objects.filter(IN_TIME, call=call).only("area", "asked", "sent_at"))
    served: dict[int, list[int]] = {}
    for submission, goal in Submission.goals.through.objects.filter(submission__in=[row.pk for row in rows]).values_list(
        "submission_id", "goal_id"
    ):
        served.setdefault(submission, []).append(goal)
    areas = call.list_of_areas
    places = {area: place for place, area in enumerate(areas)}
    named = (*areas, _("no part of the territory"))
    return Coverage(
        areas=named,
        rows=tuple(_list_rows(call, rows, served, places, len(named))),
        totals=_count_areas(rows, places, len(named)),
        count=len(rows),
        asked=sum((row.asked or Decimal(0) for row in rows), Decimal(0)),
        budget=call.budget,
        days=tuple(_list_days(call, rows, now)),
    )


def _count_areas(rows: Sequence[Submission], places: dict[str, int], width: int) -> tuple[int, ...]:
    found = Counter(places.get(row.area, width - 1) for row in rows)
    return tuple(found[place] for place in range(width))


def _list_rows(
    call: Call, rows: Sequence[Submission], served: dict[int, list[int]], places: dict[str, int], width: int
) -> list[CoverageRow]:
    """List goals of the call, and other goals that were chosen all the same; then what has no goal."""
    chosen = {goal for goals in served.values() for goal in goals}
    known = list(call.goals.all())
    known += list(Goal.objects.filter(pk__in=chosen - {goal.pk for goal in known}))
    nodes = nodes_by_key(call.process, Goal, [goal.pk for goal in known]) if known else {}
    found = []
    for goal in known:
        serving = [row for row in rows if goal.pk in served.get(row.pk, ())]
        code = nodes[goal.pk].code if goal.pk in nodes else ""
        found.append(_make_row(goal.pk, code, goal.name, serving, places, width))
    without = [row for row in rows if row.pk not in served]
    if known and without:
        found.append(_make_row(None, "", _("no goal chosen"), without, places, width))
    return found


def _make_row(
    key: int | None, code: str, name: str, rows: Sequence[Submission], places: dict[str, int], width: int
) -> CoverageRow:
    asked = sum((row.asked or Decimal(0) for row in rows), Decimal(0))
    return CoverageRow(key, code, name, _count_areas(rows, places, width), len(rows), asked)


def _list_days(call: Call, rows: Sequence[Submission], now: dt.datetime) -> list[Day]:
    """List the days from the opening to the closing or today; what came on paper before counts on the first one.

    A call that closes at midnight has its last day before it.
    """
    if call.opens_at is None or now < call.opens_at:
        return []
    first = timezone.localdate(call.opens_at)
    today = timezone.localdate(now)
    last = max(first, min(today, last_day(call.closes_at)) if call.closes_at else today)
    came = Counter(max(first, min(last, timezone.localdate(row.sent_at))) for row in rows if row.sent_at)
    highest = max(came.values(), default=0) or 1
    days, total = [], 0
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        total += came[day]
        days.append(Day(day, came[day], total, round(TALLEST * came[day] / highest)))
    return days
