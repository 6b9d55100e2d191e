"""sciezka import_units FILE: read the TERC register."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.rooms.town.actions.units import RegisterProblem, import_units, read_register


class Command(BaseCommand):
    help = "Read units of local government from the TERC register (CSV as Statistics Poland publishes it)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the register, such as TERC_Urzedowy_2024-01-01.csv")

    def handle(self, *, file: Path, **_options: Any) -> None:
        try:
            rows, passed_over = read_register(file.read_bytes())
        except OSError as problem:
            raise CommandError(f"{file} can't be opened: {problem.strerror}. Check the path.") from problem
        except RegisterProblem as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        done = import_units(actor=None, rows=rows, passed_over=passed_over)
        self.stdout.write(
            f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged; "
            f"{done.passed_over} rows of parts passed over; {done.missing} units here are not in this register (kept)."
        )
