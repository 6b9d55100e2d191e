"""``sciezka import_boundaries FILE``: bring boundaries of units in for the monitor's maps."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.rooms.monitor.actions.boundaries import import_boundaries
from sciezka.rooms.monitor.store.boundaries import MOST_BYTES, BoundaryProblem
from sciezka.rooms.monitor.store.observations import NotWritten


class Command(BaseCommand):
    help = (
        "Imports boundaries of communes (teryt of 7 digits), counties (4) or voivodeships (2) from GeoJSON in degrees, in "
        "place of those kept before. Nothing is kept of a file that can't be read whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, with the properties teryt and name")

    def handle(self, **options: Any) -> None:
        path = Path(options["file"])
        try:
            if path.stat().st_size > MOST_BYTES:
                raise CommandError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB. Take simplified boundaries.")
            counts = import_boundaries(data=path.read_bytes(), name=path.name)
        except NotWritten as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{path} can't be read: {problem.strerror}.") from problem
        except BoundaryProblem as problem:
            raise CommandError(str(problem)) from problem
        for level, count in counts.items():
            self.stdout.write(f"{level}: {count} boundaries.")
