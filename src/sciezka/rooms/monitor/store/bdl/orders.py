"""What is to be fetched, how far it is, and what it will cost."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from sciezka.rooms.monitor.store.bdl.cache import read_json, write_json
from sciezka.rooms.monitor.store.bdl.client import PAGE_SIZE
from sciezka.rooms.monitor.store.bdl.quota import Forecast, Ledger

FILE: Final = "progress.json"
# How many units the bank lists at each level that the monitor keeps, its parts and dead units among them.
LISTED: Final = {0: 1, 2: 16, 5: 382, 6: 3_973}
LEVELS: Final = tuple(LISTED)


@dataclass(frozen=True, slots=True)
class Order:
    """One variable to be fetched for all units of a level.

    Attributes:
        variable: the bank's number.
        level: 0 Poland, 2 voivodeships, 5 counties, 6 communes.
        years: the years; none for all.
    """

    variable: int
    level: int = 6
    years: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """The variable's key in the catalogue and the store."""
        return f"bdl:{self.variable}"

    @property
    def name(self) -> str:
        """The order's name in the progress file."""
        return f"{self.variable}/{self.level}/{'-'.join(map(str, self.years)) or 'all'}"


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an order is.

    Attributes:
        updated: when the bank last changed the variable, as it writes it.
        total: how many units there are on all pages.
        size: how many units the bank puts on a page.
        pages: how many pages are on disk.
        batch: the batch that the observations were written to; empty while they aren't.
        on: the day they were written.
    """

    updated: str
    total: int
    size: int
    pages: int
    batch: str = ""
    on: str = ""

    @property
    def all_pages(self) -> int:
        """How many pages there are."""
        return math.ceil(self.total / self.size)

    @property
    def is_whole(self) -> bool:
        """Whether all pages are on disk."""
        return self.pages >= self.all_pages


class Marks:
    """The progress file: under way, and written. Each change is on disk before the next request."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        kept = read_json(self.path)
        self.under_way = _read_marks(kept.get("under_way"))
        self.written = _read_marks(kept.get("written"))

    def note(self, order: Order, mark: Mark) -> None:
        """Note how far an order is."""
        self.under_way[order.name] = mark
        self.save()

    def forget(self, order: Order) -> None:
        """Begin an order afresh."""
        self.under_way.pop(order.name, None)
        self.save()

    def note_written(self, order: Order, mark: Mark) -> None:
        """Note that an order's observations are in the store."""
        self.under_way.pop(order.name, None)
        self.written[order.name] = mark

    def save(self) -> None:
        """Put the file on disk."""
        write_json(self.path, {"under_way": _write_marks(self.under_way), "written": _write_marks(self.written)})

    def find_written(self, order: Order) -> Mark | None:
        """Find what was written of an order, also as part of all years."""
        whole = Order(order.variable, order.level)
        return self.written.get(order.name) or self.written.get(whole.name)

    def count_pages(self, order: Order) -> int:
        """Count the pages still to be fetched, as well as that is known."""
        if mark := self.under_way.get(order.name):
            return max(mark.all_pages - mark.pages, 0)
        if self.find_written(order):
            return 1
        return math.ceil(LISTED[order.level] / PAGE_SIZE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will cost.

    Attributes:
        orders: how many variables (and levels) there are.
        known: how many of them are here already, so that one request each asks whether they changed.
        verifying: requests for comparing variables with the catalogue, at most.
        requests: all requests; more when the bank has changed what is here already.
        forecast: how long they take at least under the quota.
    """

    orders: int
    known: int
    verifying: int
    requests: int
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Step:
    """Where a run is, told after each answer and before each wait.

    Attributes:
        order: what is being fetched.
        page: how many of its pages are here.
        pages: how many it has; 0 while not known.
        sent: requests sent in this run.
        left: requests still to come, as well as that is known.
        forecast: how long these take at least under the quota.
        wait: the wait that begins now, in seconds.
    """

    order: Order
    page: int
    pages: int
    sent: int
    left: int
    forecast: Forecast
    wait: float = 0.0


def make_plan(orders: Sequence[Order], unverified: int, marks: Marks, ledger: Ledger) -> Plan:
    """Reckon what a run will cost; nothing is asked.

    Args:
        orders: what is to be fetched.
        unverified: how many variables are still to be compared with the catalogue: one request for each, and one for
            its subject.
        marks: how far earlier runs came.
        ledger: the quota.
    """
    known = sum(1 for order in orders if order.name not in marks.under_way and marks.find_written(order))
    requests = 2 * unverified + sum(marks.count_pages(order) for order in orders)
    return Plan(len(orders), known, 2 * unverified, requests, ledger.forecast(requests))


@dataclass
class Tally:
    """Which requests are still to come in a run."""

    marks: Marks
    waiting: list[Order] = field(default_factory=list)
    verifying: int = 0

    def count(self, current: int) -> int:
        """Count them, with so many of the current order."""
        return current + self.verifying + sum(self.marks.count_pages(order) for order in self.waiting)


def _read_marks(kept: object) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for name, fields in kept.items() if isinstance(kept, dict) else ():
        try:
            total, size, pages = (int(fields[part]) for part in ("total", "size", "pages"))
            updated, batch, on = (str(fields.get(part, "")) for part in ("updated", "batch", "on"))
        except (KeyError, TypeError, ValueError, AttributeError):
            # What can't be read is begun afresh.
            continue
        if size > 0:
            marks[str(name)] = Mark(updated, total, size, pages, batch, on)
    return marks


def _write_marks(marks: dict[str, Mark]) -> dict[str, Any]:
    return {name: asdict(mark) for name, mark in marks.items()}
