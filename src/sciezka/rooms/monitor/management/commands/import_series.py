"""``sciezka import_series FILE``: bring official figures or a city's own series into the monitor."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from sciezka.core.series.attributes import describe
from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.mapped import Columns
from sciezka.core.series.tables.ministry import KINDS
from sciezka.core.series.tables.reading import Hints
from sciezka.rooms.monitor.actions.imports import (
    SeriesValues,
    import_crosswalk,
    import_file,
    import_register,
)
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.town.models import Workspace

SHOWN = 12
PASSED_OVER = {
    "part": "parts of communes, which are counted in the commune",
    "level": "units of other levels (regions, subregions, unions)",
    "city": "county rows of cities with county rights, which say the city's figure again",
}


class Command(BaseCommand):
    help = (
        "Imports figures from a file: exports of the Local Data Bank (CTAB, CREL), our own format, budget tables, the known "
        "Parquet panels, or any CSV or XLSX with --map. Recognises a table of changes of units (from,to,mode) and the TERC "
        "register too. Nothing is kept of a file that can't be read whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file")
        parser.add_argument("--as", dest="keys", default="", metavar="KEY[,KEY]", help="the variables' keys, in order")
        parser.add_argument("--map", default="", help="which column is what: unit=Kod,year=Rok,bdl:72305=Ludność")
        parser.add_argument("--budget", choices=KINDS, default="", help="what a budget table holds")
        parser.add_argument("--year", type=int, help="the year of a budget table without one")
        parser.add_argument("--title", default="", help="what the batch is called")
        parser.add_argument("--source", default="", help="who published the figures")
        parser.add_argument(
            "--retrieved", default="", metavar="DATE", help="when they were taken from the source (ISO date)"
        )
        parser.add_argument(
            "--crosswalk", default="", metavar="FILE", help="a table of changes of units, put in force first"
        )
        parser.add_argument("--workspace", default="", metavar="SLUG", help="whose own series it is, sealed to it")

    def handle(self, **options: Any) -> None:
        data = self.read(options["file"])
        name = Path(options["file"]).name
        try:
            if options["crosswalk"]:
                self.say_crosswalk(self.read(options["crosswalk"]))
            first = data[:200].lstrip(b"\xef\xbb\xbf").split(b"\n")[0].strip().strip(b'"').lower()
            if first.replace(b";", b",").startswith(b"from,to,mode"):
                self.say_crosswalk(data)
            elif first.startswith(b"woj;pow;gmi;rodz"):
                count = import_register(actor=None, data=data)
                self.stdout.write(f"Learnt the names of {count} units from the register.")
            else:
                self.bring(data, name, options)
        except (SeriesProblem, DamagedBatch, NotWritten) as problem:
            raise CommandError(str(problem)) from problem
        except OperationalError as problem:
            raise CommandError(f"The database can't be used: {problem}. Is it up to date (sciezka migrate)?") from problem

    def read(self, file: str) -> bytes:
        """Read a file whole."""
        try:
            return Path(file).read_bytes()
        except OSError as problem:
            raise CommandError(f"{file} can't be read: {problem.strerror}.") from problem

    def say_crosswalk(self, data: bytes) -> None:
        """Put a table of changes in force and say so."""
        crosswalk = import_crosswalk(actor=None, data=data)
        self.stdout.write(f"{len(crosswalk.changes)} changes of units' codes are in force.")

    def bring(self, data: bytes, name: str, options: Mapping[str, Any]) -> None:
        """Import figures and say what happened."""
        workspace = None
        if options["workspace"]:
            workspace = Workspace.objects.filter(slug=options["workspace"]).first()
            if workspace is None:
                raise CommandError(f"There is no workspace “{options['workspace']}”.")
        hints = Hints(
            columns=Columns.read(options["map"]) if options["map"] else None,
            variables=tuple(key.strip() for key in options["keys"].split(",") if key.strip()),
            budget=options["budget"],
            year=options["year"],
            prefix="own" if workspace else "",
        )
        values = SeriesValues(
            title=options["title"], source=options["source"], retrieved=self.read_date(options["retrieved"]), hints=hints
        )
        imported = import_file(actor=None, data=data, name=name, workspace=workspace, values=values)
        if not imported.is_new:
            self.stdout.write(f"These very figures are in force already, as “{imported.batch}”. Nothing changed.")
            return
        self.stdout.write(f"Imported “{imported.batch}” ({imported.batch.key}).")
        self.say_report(imported.batch.report)

    def read_date(self, text: str) -> datetime.date | None:
        """Read an ISO date."""
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError as problem:
            raise CommandError(f"“{text}” is not a date. Write it as 2026-01-31.") from problem

    def say_report(self, report: Mapping[str, Any]) -> None:
        """Say what was read, taken for missing, joined, and what does not add up."""
        first, last = report["years"]
        self.stdout.write(
            f"Read {report['rows']} figures of {report['units']} units, {first}–{last}, format {report['format']}; "
            f"{report['missing']} of them missing."
        )
        for key, said in report["variables"].items():
            self.stdout.write(f"  {key:<40} {said['first']}–{said['last']}  {said['count']:>8}  {said['label']}".rstrip())
        for reason, count in report["passed_over"].items():
            self.stdout.write(f"Passed over: {count} rows, {PASSED_OVER.get(reason, reason)}.")
        self.say_zeros(report["zeros"])
        if joined := report["joined"]:
            self.stdout.write(f"Joined: {len(joined)} codes of units changed; their series go on under the later code.")
        self.say_sums(report)

    def say_zeros(self, zeros: Mapping[str, Any]) -> None:
        """Say which zeros were taken for missing."""
        for number, count in zeros["counts"].items():
            self.stdout.write(f"Taken for missing ({number}): {count} zeros. {describe(int(number))}")
        for found in zeros["listed"][:SHOWN]:
            units = ", ".join(found["units"]) or "every unit"
            excess = f"; the county has {found['excess']:g} more" if found["excess"] else ""
            self.stdout.write(f"  {found['variable']} {found['year']}: {units}{excess}")
        if len(zeros["listed"]) > SHOWN:
            self.stdout.write(f"  … and {len(zeros['listed']) - SHOWN} more; all of them stand in the batch's report.")

    def say_sums(self, report: Mapping[str, Any]) -> None:
        """Say what adds up and what does not."""
        sums = report["sums"]
        if sums["compared"]:
            self.stdout.write(
                f"Sums: {sums['equal']} of {sums['compared']} add up; {sums['unequal']} do not; "
                f"{sums['with_gaps']} can't, for parts of them are missing."
            )
        for found in [item for item in sums["listed"] if not item["missing"]][:SHOWN]:
            self.stdout.write(
                f"  {found['variable']} {found['year']} {found['unit']}: {found['total']:.0f}, "
                f"its parts ({found['parts']}) {found['summed']:.0f}"
            )
        by_variable: dict[str, list[Mapping[str, Any]]] = {}
        for found in report["communes"]:
            by_variable.setdefault(found["variable"], []).append(found)
        for key, years in by_variable.items():
            latest = years[-1]
            self.stdout.write(
                f"Communes with a figure of {key} in {latest['year']}: {latest['count']}, together {latest['total']:.0f}."
            )
