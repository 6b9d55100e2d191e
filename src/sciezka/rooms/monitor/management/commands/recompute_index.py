"""sciezka recompute_index: the index of all communes at once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.core.index.types import IndexProblem
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.store.national import recompute, write_results
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.sight import see


class Command(BaseCommand):
    help = "Reckon the usual recipe for all communes and years, each within its usual comparison group."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the file to write, .parquet or .csv")
        parser.add_argument("--engine", default="", help="numba, numpy, duckdb or spark; otherwise as SCIEZKA_ENGINE says")

    def handle(self, *, out: Path, engine: str, **_options: Any) -> None:
        if out.suffix not in {".parquet", ".csv"}:
            raise CommandError(f"{out} must end in .parquet or .csv. Nothing was written.")
        try:
            sight = see(None, catalogue_in_force(None).catalogue)
            if sight is None:
                raise CommandError("There are no figures yet. Bring some in first: sciezka import_series FILE.")
            done = recompute(sight, engine)
            rows = write_results(done, out)
        except (IndexProblem, DamagedBatch, NotWritten) as problem:
            raise CommandError(f"{problem} Nothing was written.") from problem
        except OSError as problem:
            raise CommandError(f"{out} can't be written: {problem.strerror}. Check the path.") from problem
        self.stdout.write(
            f"{rows} scores of {len(done.done.units)} communes in {len(done.groups)} groups, by {done.engine}; "
            f"{len(done.left_out)} communes without a known population left out."
        )
