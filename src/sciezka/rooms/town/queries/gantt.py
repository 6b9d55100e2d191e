"""The plan drawn over time: where each bar, mark and label stands. Pure reckoning; the template only writes it down."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _

from sciezka.rooms.town.models import Event, Stage, Task

WIDTH = 1040
SCALE_MIN, SCALE_MAX = 2.2, 14.0
ROW, BAR, HEAD, LANE, GAP = 42, 12, 40, 26, 12
LETTER = 7.4
LABEL_LETTERS = 88
MARK_LETTERS = 32
LANES = 4
MARGIN = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A task: its bar, and its label above."""

    task: Task
    x: int
    y: int
    width: int
    label: str
    label_x: int
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the Kalendarium: a point, with a label where there is room."""

    event: Event
    x: int
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """The band of one stage."""

    stage: Stage | None
    tint: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the axis; the year is written at its first month and at the start."""

    x: int
    width: int
    label: str
    year: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing."""

    width: int
    height: int
    months: list[Month]
    sections: list[Section]
    bars: list[Bar]
    marks: list[Mark]
    today_x: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """Days turned into places on the axis, from the first day of a month to the last of another."""

    first: dt.date
    last: dt.date
    per_day: float

    @property
    def width(self) -> int:
        """The whole width."""
        return round(((self.last - self.first).days + 1) * self.per_day)

    def place(self, day: dt.date) -> int:
        """Give the place where a day begins, in whole pixels: a template would write a fraction with a comma."""
        return round((day - self.first).days * self.per_day)


def make_scale(tasks: Sequence[Task], events: Sequence[Event]) -> Scale | None:
    """Choose the axis: whole months around all there is, as wide as a desk's screen when that can be read."""
    days = [day for task in tasks for day in (task.starts_on, task.due_on)]
    days += [day for event in events for day in (event.start, event.end)]
    if not days:
        return None
    first = min(days).replace(day=1)
    last = (max(days).replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    length = (last - first).days + 1
    return Scale(first, last, min(SCALE_MAX, max(SCALE_MIN, WIDTH / length)))


def draw_plan(tasks: Sequence[Task], events: Sequence[Event], stages: Sequence[Stage], today: dt.date) -> Chart | None:
    """Lay the plan out: entries above as points, then each stage with its tasks. None when there is nothing to draw."""
    scale = make_scale(tasks, events)
    if scale is None:
        return None
    marks, y = place_marks(events, scale)
    sections, bars = [], []
    for stage in [*stages, None]:
        own = [task for task in tasks if task.stage_id == (stage.pk if stage else None)]
        if not own and (stage is None or not tasks):
            continue
        top, y = y, y + HEAD
        for task in own:
            bars.append(place_bar(task, y, scale, today))
            y += ROW
        y += GAP
        sections.append(Section(stage, (stage.position - 1) % 4 + 1 if stage else 0, top, y - top))
    today_x = scale.place(today) if scale.first <= today <= scale.last else None
    return Chart(scale.width, y, list(list_months(scale)), sections, bars, marks, today_x)


def place_bar(task: Task, y: int, scale: Scale, today: dt.date) -> Bar:
    """Place a task's bar, and its label where it fits on the drawing."""
    x = scale.place(task.starts_on)
    width = max(6, round(scale.place(task.due_on) - x + scale.per_day))
    is_late = task.status != Task.Status.DONE and task.due_on < today
    state = "late" if is_late else task.status
    words = {"late": _("overdue"), "doing": _("under way"), "done": _("done")}
    title = cut(task.title, LABEL_LETTERS)
    label = f"{title} · {words[state]}" if state in words else title
    room = max(MARGIN, scale.width - len(label) * LETTER - MARGIN)
    return Bar(task, x, y, width, label, round(min(x, room)), state)


def place_marks(events: Iterable[Event], scale: Scale) -> tuple[list[Mark], int]:
    """Place the entries as points in a few lanes, each with a label where one fits; tell where the lanes end."""
    ends = [0.0] * LANES
    marks = []
    for event in sorted(events, key=lambda event: (event.start, event.pk)):
        x = scale.place(event.start) + scale.per_day / 2
        label = cut(event.title, MARK_LETTERS)
        reach = x + 14 + len(label) * LETTER
        lane = next((number for number, end in enumerate(ends) if end <= x - 10), LANES)
        if lane == LANES or reach > scale.width:
            # No room: the point stands alone, a crowd of them in a lane of their own; the table names it.
            label, reach = "", x + 10
        if lane < LANES:
            ends[lane] = max(ends[lane], reach)
        marks.append(Mark(event, round(x), HEAD + lane * LANE + LANE // 2, label))
    return marks, max((mark.y for mark in marks), default=-GAP - LANE // 2) + LANE // 2 + GAP


def list_months(scale: Scale) -> Iterable[Month]:
    """List the months of the axis, all named in full when the shortest has room for it, else all by three letters."""
    is_roomy = 28 * scale.per_day >= max(len(str(name)) for name in MONTHS.values()) * LETTER + MARGIN
    names = MONTHS if is_roomy else MONTHS_3
    day = scale.first
    while day <= scale.last:
        following = (day + dt.timedelta(days=32)).replace(day=1)
        width = round((following - day).days * scale.per_day)
        year = str(day.year) if day.month == 1 or day == scale.first else ""
        yield Month(scale.place(day), width, str(names[day.month]), year)
        day = following


def cut(text: str, letters: int) -> str:
    """Cut a long text at a word."""
    return text if len(text) <= letters else f"{text[: letters - 1].rsplit(' ', 1)[0]}…"
