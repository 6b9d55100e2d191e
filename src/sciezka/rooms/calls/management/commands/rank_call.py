"""``sciezka rank_call``: rank what was submitted to a call from its published cards, without any database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sciezka.core.scoring import ScoringProblem, find_problems, make_record, rank, read_cards, read_criteria
from sciezka.rooms.calls.queries.ranking_out import write_json
from sciezka.rooms.calls.queries.ranking_words import say_problem, write_table

REFUSED = 2
# A file that is wrong throughout is not told line by line.
MOST_PROBLEMS = 20


class Command(BaseCommand):
    help = "Rank the submissions of a call from its cards and criteria, exactly as the call does. Needs no database."
    # Nothing but the files is needed: a machine without the product's settings in order can recount a ranking.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cards", metavar="CARDS.csv", help="rows of submission,assessor,criterion,points")
        parser.add_argument(
            "criteria", metavar="CRITERIA.toml", help="[[criterion]] tables with code, weight, min, max, threshold"
        )
        parser.add_argument("--json", action="store_true", help="print the ranking as JSON")

    def handle(self, *, cards: str, criteria: str, **options: Any) -> None:
        try:
            judged_by = read_criteria(read_file(criteria), criteria)
            content = read_file(cards)
        except ScoringProblem as problem:
            raise CommandError(say_problem(problem), returncode=REFUSED) from problem
        try:
            ranking = rank(read_cards(content, judged_by, cards), judged_by)
        except ScoringProblem as problem:
            # What is wrong in rows is told of all of them; else the one thing that keeps them from being ranked.
            problems = find_problems(content, judged_by, cards) or (problem,)
            said = "\n".join(say_problem(one) for one in problems[:MOST_PROBLEMS])
            raise CommandError(said, returncode=REFUSED) from problem
        if options["json"]:
            self.stdout.write(write_json(make_record(ranking)), ending="")
        else:
            self.stdout.write("\n".join(write_table(ranking)))


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
