"""Fetching whole variables: on from where the last run stopped, never half of one, never what hasn't changed."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from django.core.files import locks
from django.utils.translation import gettext_noop

from sciezka.core.indicators.catalogue import Variable as Expected
from sciezka.core.series.table import Table
from sciezka.rooms.monitor.store.bdl.answers import DataPage, Subject
from sciezka.rooms.monitor.store.bdl.client import Client
from sciezka.rooms.monitor.store.bdl.orders import Mark, Marks, Order, Step, Tally
from sciezka.rooms.monitor.store.bdl.problems import (
    AlreadyRunning,
    BadAnswer,
    BdlProblem,
    NoSuchThing,
)
from sciezka.rooms.monitor.store.bdl.tables import make_observations
from sciezka.rooms.monitor.store.bdl.verifying import Verdict, judge, keep_verdicts, refuse_unknown, verification

# A variable that the bank changes while it is being read is begun again so many times.
BEGINNINGS: Final = 3
# So many observations are handed to the store at once; a variable of all communes has some 70,000.
AT_ONCE: Final = 400_000


@dataclass(frozen=True)
class Fetched:
    """One variable, whole.

    Attributes:
        order: what was fetched.
        table: its observations.
        updated: when the bank last changed it, as it writes it.
        retrieved: the day the last page came.
    """

    order: Order
    table: Table
    updated: str
    retrieved: datetime.date


Store = Callable[[Sequence[Fetched]], str]
"""Writes variables that last changed at one time as one batch, whole or not at all; gives its key or raises BadAnswer."""


@dataclass
class Report:
    """What a run did.

    Attributes:
        written: what is in the store now, in order.
        unchanged: what the bank has not changed since it was stored.
        empty: what the bank has no data of, at this level and in these years.
        refused: what was not fetched because it isn't what the catalogue takes it for.
        failed: what the bank answered in a way that we refuse, with the sentence.
        rows: how many observations were written.
        sent: how many requests were sent.
        stopped: why the run ended before its end; None when it came to it.
    """

    written: list[Order] = field(default_factory=list)
    unchanged: list[Order] = field(default_factory=list)
    empty: list[Order] = field(default_factory=list)
    refused: list[Verdict] = field(default_factory=list)
    failed: list[tuple[Order, BdlProblem]] = field(default_factory=list)
    rows: int = 0
    sent: int = 0
    stopped: BdlProblem | None = None


class Interrupted(BdlProblem):
    """Somebody stopped the run."""


@dataclass
class Run:
    """One run over a list of orders.

    Attributes:
        client: the line to the bank.
        expected: what the catalogue expects of the variables, by key; one that isn't there is not compared.
        store: writes what is whole.
        is_kept: tells whether a batch is still in force; what isn't is fetched again.
        watch: is told each step.
    """

    client: Client
    expected: Mapping[str, Expected]
    store: Store
    is_kept: Callable[[str], bool] = bool
    watch: Callable[[Step], None] | None = None
    report: Report = field(default_factory=Report, init=False)

    def __post_init__(self) -> None:
        self.marks = Marks(self.client.folder)
        self.tally = Tally(self.marks)
        self._verdicts = verification(self.client.folder)
        self._pending: list[tuple[Fetched, Mark]] = []
        self._at: tuple[Order, int, int] | None = None
        self.client.on_wait = self._tell

    def fetch(self, orders: Sequence[Order]) -> Report:
        """Fetch all orders; whatever stops it, what is whole is written and the rest goes on next time."""
        self.tally.waiting = list(orders)
        self.tally.verifying = 2 * len({order.key for order in orders if self.needs_look(order)})
        with hold_alone(self.client.folder):
            try:
                self._fetch_all()
            except KeyboardInterrupt:
                self.report.stopped = Interrupted(
                    gettext_noop("Stopped. What was fetched is kept; the next run goes on from here.")
                )
            except BdlProblem as problem:
                self.report.stopped = problem
            finally:
                self._write()
        self.report.sent = self.client.sent
        return self.report

    def needs_look(self, order: Order) -> bool:
        """Tell whether an order's variable is still to be compared with the catalogue."""
        expected, verdict = self.expected.get(order.key), self._verdicts.get(order.key)
        return expected is not None and not (verdict and verdict.holds_for(expected))

    def _fetch_all(self) -> None:
        while self.tally.waiting:
            order = self.tally.waiting.pop(0)
            self._at = (order, 0, 0)
            try:
                if self._is_what_it_should_be(order):
                    self._fetch_one(order)
            except (BadAnswer, NoSuchThing) as problem:
                self.report.failed.append((order, problem))

    def _is_what_it_should_be(self, order: Order) -> bool:
        """Compare the variable with the catalogue, on first contact."""
        expected = self.expected.get(order.key)
        if expected is None:
            return True
        if self.needs_look(order):
            today = self._today()
            try:
                found = self.client.fetch_variable(order.variable)
                subject = self.client.fetch_subject(found.subject) if found.subject else Subject("", "")
                verdict = judge(expected, found, subject, today)
            except NoSuchThing:
                verdict = refuse_unknown(expected, today)
            self._verdicts[order.key] = verdict
            keep_verdicts([verdict], self.client.folder)
            self.tally.verifying = max(self.tally.verifying - 2, 0)
            self._tell()
        verdict = self._verdicts[order.key]
        if not verdict.is_verified and verdict not in self.report.refused:
            self.report.refused.append(verdict)
        return verdict.is_verified

    def _fetch_one(self, order: Order) -> None:
        """Fetch what is missing of one order."""
        for _beginning in range(BEGINNINGS):
            mark = self.marks.under_way.get(order.name)
            if mark is None:
                mark = self._fetch_first(order)
                if mark is None:
                    return
            while not mark.is_whole:
                self._at = (order, mark.pages, mark.all_pages)
                page = self.client.fetch_page(order.variable, order.level, order.years, mark.pages)
                if not _belongs(page, mark):
                    self.marks.forget(order)
                    break
                mark = replace(mark, pages=mark.pages + 1)
                self.marks.note(order, mark)
                self._at = (order, mark.pages, mark.all_pages)
                self._tell()
            else:
                self._finish(order, mark)
                return
        raise BadAnswer(
            gettext_noop("The bank changes variable %(variable)s while it is being read. Try again later."),
            variable=order.variable,
        )

    def _fetch_first(self, order: Order) -> Mark | None:
        """Fetch the first page; None when nothing more is to be done."""
        page = self.client.fetch_page(order.variable, order.level, order.years, 0)
        mark = Mark(page.updated, page.total, page.size, min(page.total, 1))
        stored = self.marks.find_written(order)
        if page.total == 0:
            self.report.empty.append(order)
        elif stored and stored.updated and stored.updated == page.updated and self.is_kept(stored.batch):
            self.report.unchanged.append(order)
        else:
            if not _belongs(page, mark):
                raise _name_incomplete(order)
            self.marks.note(order, mark)
            self._at = (order, mark.pages, mark.all_pages)
            self._tell()
            return mark
        self._tell()
        return None

    def _finish(self, order: Order, mark: Mark) -> None:
        """Put the pages together and hand the variable on."""
        numbers = range(mark.all_pages)
        pages = [self.client.fetch_page(order.variable, order.level, order.years, page, trusted=True) for page in numbers]
        units = [unit.unit for page in pages for unit in page.units]
        if not all(_belongs(page, mark) for page in pages) or len(set(units)) != mark.total:
            self.marks.forget(order)
            raise _name_incomplete(order)
        verdict = self._verdicts.get(order.key)
        table = make_observations(order, pages, label=str(verdict.found.get("name", "")) if verdict else "")
        self._pending.append((Fetched(order, table, mark.updated, self._today()), mark))
        if sum(len(fetched.table) for fetched, _mark in self._pending) >= AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write what is whole; the progress file says so only when it is in the store."""
        pending, self._pending = self._pending, []
        # A batch says when its figures were last changed, so that each time of change makes a batch of its own.
        for updated in sorted({fetched.updated for fetched, _mark in pending}):
            alike = [each for each in pending if each[0].updated == updated]
            try:
                self._write_batch(alike)
            except BadAnswer:
                # One that the store refuses must not keep the others out.
                for each in alike:
                    self._write_alone(each)

    def _write_alone(self, each: tuple[Fetched, Mark]) -> None:
        try:
            self._write_batch([each])
        except BadAnswer as problem:
            self.marks.forget(each[0].order)
            self.report.failed.append((each[0].order, problem))

    def _write_batch(self, pending: Sequence[tuple[Fetched, Mark]]) -> None:
        filled = [fetched for fetched, _mark in pending if len(fetched.table)]
        batch = self.store(filled) if filled else ""
        for fetched, mark in pending:
            self.marks.note_written(fetched.order, replace(mark, batch=batch, on=fetched.retrieved.isoformat()))
        self.marks.save()
        self.report.empty += [fetched.order for fetched, _mark in pending if not len(fetched.table)]
        self.report.written += [fetched.order for fetched in filled]
        self.report.rows += sum(len(fetched.table) for fetched in filled)

    def _tell(self, wait: float = 0.0) -> None:
        """Tell whoever watches where the run is."""
        if self.watch and self._at:
            order, page, pages = self._at
            left = self.tally.count(pages - page if pages else 0)
            forecast = self.client.ledger.forecast(left)
            self.watch(Step(order, page, pages, self.client.sent, left, forecast, wait))

    def _today(self) -> datetime.date:
        return datetime.datetime.fromtimestamp(self.client.timing.clock(), tz=datetime.UTC).date()


@contextmanager
def hold_alone(folder: Path) -> Iterator[None]:
    """Keep a second run away: it would fetch the same pages.

    Raises:
        AlreadyRunning: another run is under way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "sync.lock").open("ab") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise AlreadyRunning(
                gettext_noop("Another run is fetching from the bank right now. Wait for its end, or stop it first.")
            )
        try:
            yield
        finally:
            locks.unlock(file)


def _belongs(page: DataPage, mark: Mark) -> bool:
    """Tell whether a page is of the same state of the variable as those before it."""
    same = (page.updated, page.total, page.size) == (mark.updated, mark.total, mark.size)
    left = mark.total - page.page * mark.size
    return same and len(page.units) == min(left, mark.size)


def _name_incomplete(order: Order) -> BadAnswer:
    return BadAnswer(
        gettext_noop("The bank's pages of variable %(variable)s don't add up to the number of units that it named."),
        variable=order.variable,
    )
