"""``sciezka analyse_structure``: structural analysis (MICMAC) of one matrix, without any database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sciezka.core.structural import CutRule, StructuralProblem, analyse, make_record, read_matrix, shake
from sciezka.rooms.thread.queries.structural_words import say_problem, write_table

REFUSED = 2


class Command(BaseCommand):
    help = "Analyse which factor influences which (MICMAC): direct and indirect influence, roles. Needs no database."
    # Nothing but the file is needed: a machine without the product's settings in order can analyse a matrix.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "matrix", metavar="MATRIX.csv", help="factors in the first row and column; cells 0 to 3 or P; empty diagonal"
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")
        parser.add_argument("--powers", type=int, default=10, metavar="N", help="look for stable rankings up to this power")
        parser.add_argument(
            "--cut",
            choices=("mean", "median", "terciles"),
            default="mean",
            help="where high begins; terciles give eight roles instead of four",
        )
        parser.add_argument("--potential", type=int, default=3, metavar="0-3", help="what P counts in the potential plane")
        parser.add_argument("--draws", type=int, metavar="N", help="also try N matrices with ratings off by one at random")
        parser.add_argument("--seed", type=int, default=1, help="of the draws; the same seed gives the same numbers")

    def handle(self, *, matrix: str, **options: Any) -> None:
        try:
            rule = CutRule(by=options["cut"])
            most, draws, seed = options["powers"], options["draws"], options["seed"]
            read = read_matrix(read_file(matrix), matrix)
            found = analyse(read, most=most, rule=rule, strength=options["potential"])
            stability = None if draws is None else shake(read, draws=draws, seed=seed, rule=rule, most=most)
        except StructuralProblem as problem:
            raise CommandError(say_problem(problem), returncode=REFUSED) from problem
        if options["json"]:
            record = make_record(found, stability)
            self.stdout.write(json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2))
        else:
            self.stdout.write("\n".join(write_table(found, stability)))


def read_file(name: str) -> bytes:
    """Read a file whole.

    Raises:
        CommandError: it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise CommandError(
            _("%(file)s cannot be read: %(why)s.") % {"file": name, "why": why}, returncode=REFUSED
        ) from problem
