"""A month of the Kalendarium as a grid of weeks, in which a range runs across its days."""

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sciezka.core.dates import Precision
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.kalendarium import Entry, edges_of, published_events, show_entries

ONE_DAY = datetime.timedelta(days=1)
WEEK, DECEMBER = 7, 12
FIRST_YEAR, LAST_YEAR = 1900, 2200
WHOLE_MONTHS = (Precision.MONTH.value, Precision.MONTHS.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a lane: an entry over one day or more, or (without one) a gap."""

    width: int
    entry: Entry | None = None
    begins: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the lanes in which entries lie under them without touching."""

    days: list[datetime.date]
    lanes: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month ready to show."""

    first: datetime.date
    weeks: list[Week]
    vague: list[Entry]
    days: list[tuple[datetime.date, list[Entry]]]
    previous: datetime.date | None
    following: datetime.date | None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happens in it."""
        return not self.vague and not self.days


def is_month(year: int, month: int) -> bool:
    """Tell whether a calendar can show this month."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= DECEMBER


def lay_month(process: Process, year: int, month: int, today: datetime.date) -> Month:
    """Lay out a month of published entries."""
    first = datetime.date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    events = published_events(process).filter(start__lte=last, end__gte=first).order_by("start", "-end", "pk")
    entries = show_entries(events.prefetch_related("teams", "links"), list(process.stages.all()), today)
    exact = [entry for entry in entries if entry.event.precision not in WHOLE_MONTHS]
    edges = edges_of(process)
    return Month(
        first=first,
        weeks=[lay_week(week, exact) for week in calendar.Calendar().monthdatescalendar(year, month)],
        vague=[entry for entry in entries if entry.event.precision in WHOLE_MONTHS],
        days=list_days(exact, first),
        previous=(first - ONE_DAY).replace(day=1) if edges and edges[0] < first else None,
        following=last + ONE_DAY if edges and edges[1] > last else None,
    )


def lay_week(days: list[datetime.date], entries: Sequence[Entry]) -> Week:
    """Lay entries into as few lanes as hold them; entries come sorted by start, the longest first."""
    lanes: list[list[Entry]] = []
    for entry in entries:
        event = entry.event
        if event.start > days[-1] or event.end < days[0]:
            continue
        lane = next((lane for lane in lanes if lane[-1].event.end < max(event.start, days[0])), None)
        if lane is None:
            lanes.append([entry])
        else:
            lane.append(entry)
    return Week(days, [lay_lane(days, lane) for lane in lanes])


def lay_lane(days: list[datetime.date], entries: Sequence[Entry]) -> list[Cell]:
    """Turn a lane's entries into cells with gaps between them, seven days wide together."""
    cells: list[Cell] = []
    column = 0
    for entry in entries:
        event = entry.event
        start = max((event.start - days[0]).days, 0)
        end = min((event.end - days[0]).days, WEEK - 1)
        cells += [Cell(1)] * (start - column)
        cells.append(Cell(end - start + 1, entry, begins=event.start >= days[0], ends=event.end <= days[-1]))
        column = end + 1
    return cells + [Cell(1)] * (WEEK - column)


def list_days(entries: Sequence[Entry], first: datetime.date) -> list[tuple[datetime.date, list[Entry]]]:
    """List the days on which something begins (or, on the first, goes on) for a narrow screen."""
    days: dict[datetime.date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(max(entry.event.start, first), []).append(entry)
    return sorted(days.items())


def nearest_month(process: Process, today: datetime.date) -> datetime.date:
    """Give the month to open first: the one in which an entry next begins, else the last with one."""
    starts = process.events.filter(status=Event.Status.PUBLISHED).values_list("start", flat=True)
    latest = starts.order_by("-start").first()
    if latest is None or latest < today:
        return (latest or today).replace(day=1)
    coming = starts.filter(start__gte=today).order_by("start").first()
    return (coming or today).replace(day=1)
