"""``sciezka summarise_ratings``: what a table of judgements comes to, without any database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.core.consensus.ratings import read_ratings, read_scale
from sciezka.core.consensus.report import make_record, summarise_ratings, write_table
from sciezka.core.consensus.types import ConsensusProblem


class Command(BaseCommand):
    help = "Summarise judgements: spread and agreement of each item, Kendall's W, Borda's points. Needs no database."
    # Nothing but the file is needed: a machine without the product's settings in order can recompute a round.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ratings", metavar="RATINGS.csv", help="respondent,item,value; an empty value: doesn't know")
        parser.add_argument("--ranking", action="store_true", help="the values are places, 1 the best; empty: not ranked")
        parser.add_argument(
            "--scale", metavar="1-5", help="the levels that could be given; found from the values without it"
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *, ratings: str, ranking: bool, **options: Any) -> None:
        try:
            levels = None if options["scale"] is None else read_scale(options["scale"])
            table = read_ratings(read_file(ratings), ratings, levels=levels, is_ranking=ranking)
            report = summarise_ratings(table, is_ranking=ranking)
        except ConsensusProblem as problem:
            raise CommandError(str(problem)) from problem
        if options["json"]:
            self.stdout.write(json.dumps(make_record(report), ensure_ascii=False, allow_nan=False, indent=2))
        else:
            self.stdout.write("\n".join(write_table(report)))


def read_file(name: str) -> bytes:
    """Read a file whole.

    Raises:
        CommandError: it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        raise CommandError(f"{name} cannot be read: {getattr(problem, 'strerror', None) or problem}.") from problem
