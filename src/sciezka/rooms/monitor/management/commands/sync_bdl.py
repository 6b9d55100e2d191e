"""``sciezka sync_bdl``: fetch official figures from Statistics Poland's Local Data Bank."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sciezka.rooms.monitor.actions.sync import (
    FAMILIAR_LEVELS,
    NotInCatalogue,
    list_orders,
    open_client,
    plan_sync,
    sync_bdl,
)
from sciezka.rooms.monitor.store.bdl.orders import Order, Plan, Step
from sciezka.rooms.monitor.store.bdl.problems import BdlProblem, EnoughAsked, QuotaSpent
from sciezka.rooms.monitor.store.bdl.quota import Forecast
from sciezka.rooms.monitor.store.bdl.sync import Interrupted, Report

SECONDS_BETWEEN_LINES: Final = 15.0
STOPPED_BY_HAND: Final = 130
SHORT: Final = 60.0
FIRST_YEAR, LAST_YEAR = 1995, 2100


class Command(BaseCommand):
    help = (
        "Fetches official figures from Statistics Poland's Local Data Bank, within its quota; stopped at any moment, the "
        "next run goes on from there. What the bank has not changed since is not fetched again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--variables", nargs="+", default=[], metavar="ID", help="only these, such as 72305")
        parser.add_argument(
            "--level", type=int, action="append", choices=FAMILIAR_LEVELS, default=[], help="0 Poland, 2 voivodeships, "
            "5 counties, 6 communes; repeat it for several (as the catalogue says when not given)",
        )  # fmt: skip
        parser.add_argument(
            "--years", nargs="+", default=[], metavar="YEAR", help="such as 2019 2021 or 2010-2020; else all"
        )
        parser.add_argument("--max-requests", type=int, metavar="N", help="stop after so many requests")
        parser.add_argument("--no-wait", action="store_true", help="stop where the quota asks for more than a minute's wait")
        parser.add_argument("--dry-run", action="store_true", help="say how many requests and how much time; ask nothing")

    def handle(self, **options: Any) -> None:
        limit = options["max_requests"]
        if limit is not None and limit < 1:
            raise CommandError("--max-requests takes a number of 1 or more.")
        years = read_years(options["years"])
        try:
            orders = list_orders(keys=options["variables"], levels=options["level"], years=years)
            with open_client(patience=SHORT if options["no_wait"] else None, allowed=limit) as client:
                self.say_plan(plan_sync(orders, client), has_key=bool(client.key))
                if options["dry_run"]:
                    return
                report = sync_bdl(actor=None, orders=orders, client=client, watch=Watch(self).tell)
        except NotInCatalogue as unknown:
            raise CommandError(str(unknown)) from unknown
        except BdlProblem as problem:
            raise CommandError(str(problem)) from problem
        except (OSError, DatabaseError) as broken:
            raise CommandError(f"Nothing can be kept: {broken}. What was fetched before is safe.") from broken
        self.say_report(report)

    def say_plan(self, plan: Plan, *, has_key: bool) -> None:
        """Say what a run will cost."""
        self.stdout.write(
            f"{plan.orders} to fetch, {plan.known} of them are here already and cost one request each unless they changed."
        )
        if plan.verifying:
            self.stdout.write(f"Up to {plan.verifying} requests compare variables with the catalogue on first contact.")
        quota = f"under the quota {'with' if has_key else 'without'} a key"
        self.stdout.write(f"{plan.requests} requests, {say_forecast(plan.forecast)} {quota}.")

    def say_report(self, report: Report) -> None:
        """Say what a run did, and end with the exit code that fits."""
        self.stdout.write(
            f"{len(report.written)} written ({report.rows} observations), {len(report.unchanged)} unchanged, "
            f"{len(report.empty)} without data, {len(report.refused)} refused, {len(report.failed)} failed; "
            f"{report.sent} requests."
        )
        for order in report.empty:
            self.stdout.write(f"no data: {name_order(order)}")
        for verdict in report.refused:
            for reason in verdict.reasons:
                self.stdout.write(f"refused: {verdict.key}: {reason}")
        for order, problem in report.failed:
            self.stdout.write(f"failed: {name_order(order)}: {problem}")
        stopped = report.stopped
        if isinstance(stopped, Interrupted):
            raise CommandError(str(stopped), returncode=STOPPED_BY_HAND)
        if isinstance(stopped, EnoughAsked | QuotaSpent):
            self.stdout.write(f"{stopped} Run the command again to go on.")
        elif stopped:
            raise CommandError(str(stopped))
        if report.failed:
            raise CommandError(f"{len(report.failed)} could not be fetched; they are listed above.")


class Watch:
    """Says how far a run is: a line that changes on a terminal, else a line now and then."""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.is_terminal = sys.stderr.isatty()
        self.last = 0.0

    def tell(self, step: Step) -> None:
        """Say where the run is."""
        now = time.monotonic()
        is_long = step.wait >= SHORT
        if not (self.is_terminal or is_long or now - self.last >= SECONDS_BETWEEN_LINES):
            return
        self.last = now
        pages = f"page {step.page} of {step.pages}" if step.pages else "first contact"
        line = f"{name_order(step.order)}, {pages}: {step.sent} sent, {step.left} to go, {say_forecast(step.forecast)}"
        if is_long:
            line += f"; waiting {say_time(step.wait)} for the quota"
        self.command.stderr.write(f"\r\033[K{line}" if self.is_terminal else line, ending="" if self.is_terminal else "\n")


def read_years(words: Sequence[str]) -> tuple[int, ...]:
    """Read years and spans of years."""
    years: set[int] = set()
    for word in words:
        first, _dash, last = word.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise CommandError(f"“{word}” is no year. Write 2019 or 2010-2020.")
        begin, end = int(first), int(last or first)
        if not FIRST_YEAR <= begin <= end <= LAST_YEAR:
            raise CommandError(f"“{word}” lies outside the years of the bank, or its ends are swapped.")
        years |= set(range(begin, end + 1))
    return tuple(sorted(years))


def name_order(order: Order) -> str:
    """Name an order for people."""
    years = f", years {order.years[0]}-{order.years[-1]}" if order.years else ""
    return f"{order.key} level {order.level}{years}"


def say_forecast(forecast: Forecast) -> str:
    """Say how long the requests take at least, and which window decides."""
    named = f" (the window of {forecast.window.name} decides)" if forecast.window and forecast.seconds >= SHORT else ""
    return f"at least {say_time(forecast.seconds)}{named}"


def say_time(seconds: float) -> str:
    """Say a time roughly."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (rest, "min")]
    return " ".join(f"{count} {word}" for count, word in parts if count)
