"""What waits for a person on their desk: what the rooms say and their own tasks, in one list that can be read at once."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.manifests import Waiting
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.collation import as_sorted
from sciezka.rooms.town.queries.desk import ask_rooms
from sciezka.rooms.town.queries.tasks import Card, make_card, tasks_waiting_for

OF_A_KIND: Final = 8
"""So many lines of what rooms say, and so many tasks, stand on the desk at once."""
OF_A_PROCESS: Final = 3
"""So many of each come from one process where the person has several."""
SOON: Final = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: what a room says (``row``) or a task (``card``).

    ``turn`` is how many of the same room and process stand before it.
    """

    process: Process
    row: Waiting | None = None
    card: Card | None = None
    turn: int = 0

    @property
    def day(self) -> dt.date | None:
        """The last day on which it can be done, or was to be done."""
        if self.card:
            return self.card.task.due_on
        until = self.row.until if self.row else None
        return timezone.localdate(until) if until else None

    @property
    def left(self) -> str:
        """Until when it can be done, where that is today or tomorrow; nothing where the day alone says it."""
        until = self.row.until if self.row else None
        if until is None:
            return ""
        time = {"time": f"{timezone.localtime(until):%H:%M}"}
        days = (timezone.localdate(until) - timezone.localdate()).days
        if days < 1:
            return _("until today, %(time)s") % time
        return _("until tomorrow, %(time)s") % time if days == 1 else ""

    @property
    def is_soon(self) -> bool:
        """Tell whether it closes within two weeks."""
        return self.day is not None and self.day - timezone.localdate() <= SOON


@dataclass(frozen=True, slots=True)
class Rest:
    """How much more waits in a process than the desk shows."""

    process: Process
    number: int


@dataclass(frozen=True, slots=True)
class Pile:
    """All that waits for a person.

    Attributes:
        lines: what is shown, the first to close first.
        rest: what is not, by process.
        chosen: the one process that was asked for, all of which is shown.
    """

    lines: list[Line]
    rest: list[Rest]
    chosen: Process | None = None


def read_pile(user: User, processes: Sequence[Process], wanted: int | None = None) -> Pile:
    """Read what waits for a person in their processes, in a number of queries that doesn't grow with them.

    Args:
        user: the person.
        processes: those that they may enter.
        wanted: the key of the one process of which all is to be shown; a key that is not among them means none.
    """
    today = timezone.localdate()
    chosen = next((process for process in processes if process.pk == wanted), None)
    asked = [chosen] if chosen else processes
    places = {process.pk: process for process in asked}
    said = [Line(process, row=row, turn=turn) for process, row, turn in ask_rooms(user, asked)]
    tasks = (make_card(task, today) for task in tasks_waiting_for(user, asked))
    cards = [Line(places[card.task.process_id], card=card) for card in tasks]
    most = OF_A_KIND if len(places) == 1 else OF_A_PROCESS

    def place(line: Line) -> tuple[int, dt.date, bool, float]:
        return rank_line(line, today)

    shown, left = list[Line](), list[Line]()
    for lines in (said, cards):
        ranked = sorted(lines, key=place)
        first, more = (ranked, []) if chosen else pick_first(ranked, most)
        shown += first
        left += more
    return Pile(sorted(shown, key=place), count_rest(left), chosen)


def rank_line(line: Line, today: dt.date) -> tuple[int, dt.date, bool, float]:
    """Give the place of a line: what closes within two weeks, then what simply waits, then what closes later.

    What is overdue stands as if it closed today, after what really does: an answer that comes too late doesn't count,
    a task that does is only late. Of what simply waits each room has its turn, so that many drafts hide no decision.
    """
    day = line.day
    if day is None:
        return 1, dt.date.max, False, line.turn
    until = line.row.until.timestamp() if line.row and line.row.until else 0
    return (0 if day - today <= SOON else 2), max(day, today), line.card is not None, until or day.toordinal()


def pick_first(lines: Iterable[Line], cap: int) -> tuple[list[Line], list[Line]]:
    """Part what is shown from the rest: no more than ``cap`` of one process, so that none hides all the others."""
    taken: Counter[int] = Counter()
    shown: list[Line] = []
    left: list[Line] = []
    for line in lines:
        if len(shown) < OF_A_KIND and taken[line.process.pk] < cap:
            taken[line.process.pk] += 1
            shown.append(line)
        else:
            left.append(line)
    return shown, left


def count_rest(lines: Iterable[Line]) -> list[Rest]:
    """Count what is not shown by process, by town in Polish order."""
    places = {line.process.pk: line.process for line in lines}
    counts = Counter(line.process.pk for line in lines)
    rest = [Rest(places[key], number) for key, number in counts.items()]
    return sorted(rest, key=lambda row: (as_sorted(row.process.workspace.name), row.process.pk))
