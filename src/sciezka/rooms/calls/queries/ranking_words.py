"""A ranking in the reader's language, for a terminal: refusals of files, and a table to read."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext, gettext_noop, pgettext

from sciezka.core.consensus.ratings import shorten
from sciezka.core.scoring import Ranking, ScoringProblem, choose_places
from sciezka.rooms.calls.queries.figures import write_means, write_reckoned, write_spread

SENTENCES: Final[Mapping[str, str]] = {
    "file.size": gettext_noop("%(file)s is too large. Check that it is the right file."),
    "file.letters": gettext_noop("%(file)s is not text in UTF-8. Save it so."),
    "file.toml": gettext_noop("%(file)s can’t be read as TOML: %(why)s."),
    "file.empty": gettext_noop("%(file)s is empty. Write submission,assessor,criterion,points in its first row."),
    "file.quotes": gettext_noop("%(file)s, line %(line)s can’t be read: its quotes do not close."),
    "file.columns": gettext_noop(
        "%(file)s: its first row has to name each of submission, assessor, criterion, points once. Wrong: %(column)s."
    ),
    "criteria.none": gettext_noop("There are no criteria. Write a [[criterion]] table for each."),
    "criteria.code": gettext_noop("A criterion has no code, or one that is too long."),
    "criteria.word": gettext_noop("%(file)s, criterion %(criterion)s: “%(word)s” is not known here."),
    "criteria.max": gettext_noop("%(file)s, criterion %(criterion)s: say the most points (max)."),
    "criteria.number": gettext_noop("%(file)s, criterion %(criterion)s: “%(word)s” is not a number."),
    "criteria.weight": gettext_noop("Criterion %(criterion)s: a weight can’t be below 0."),
    "criteria.range": gettext_noop("Criterion %(criterion)s: the most points must be above the fewest."),
    "criteria.threshold": gettext_noop("Criterion %(criterion)s: the threshold lies outside of what may be given."),
    "criteria.twice": gettext_noop("Two criteria are called %(criterion)s. Give each its own code."),
    "cards.none": gettext_noop("%(file)s holds no points."),
    "cards.cell": gettext_noop("%(file)s, line %(line)s: the cell %(column)s is empty."),
    "cards.long": gettext_noop("%(file)s, line %(line)s: the cell %(column)s is too long."),
    "cards.wide": gettext_noop(
        "%(file)s, line %(line)s: there are more cells than columns. Put a number with a decimal comma in quotes."
    ),
    "cards.points": gettext_noop("%(file)s, line %(line)s: “%(said)s” is not a number of points."),
    "cards.criterion": gettext_noop("%(file)s, line %(line)s: there is no criterion %(criterion)s."),
    "cards.range": gettext_noop(
        "%(file)s, line %(line)s: %(points)s points in %(criterion)s, where between %(least)s and %(most)s may be given."
    ),
    "cards.twice": gettext_noop(
        "%(file)s, line %(line)s: the assessor gave these points on line %(before)s already. Keep one of the two."
    ),
    "cards.missing": gettext_noop(
        "Nobody gave %(submission)s points in %(criterion)s. Complete a card, or leave the submission out."
    ),
}


def say_problem(problem: ScoringProblem) -> str:
    """Say in the reader's language why files are refused; in English where a sentence names what isn't known."""
    fields = {name: tame(value, is_path=name == "file") for name, value in problem.fields.items()}
    try:
        return gettext(SENTENCES[problem.code]) % fields
    except KeyError:
        return problem.sentence


def tame(value: object, *, is_path: bool) -> object:
    """Make a text safe for a terminal; a file's name is kept whole."""
    if not isinstance(value, str):
        return value
    return "".join(sign if sign.isprintable() else " " for sign in value) if is_path else shorten(value)


def write_table(ranking: Ranking) -> Iterator[str]:
    """Give a ranking as lines to read: a row for each submission, best first."""
    places = choose_places(ranking)
    header = [
        pgettext("ranking", "Place"),
        pgettext("ranking", "Submission"),
        pgettext("ranking", "Score"),
        pgettext("ranking", "Passed"),
        *(shorten(criterion.code) for criterion in ranking.criteria),
        pgettext("ranking", "Spread"),
    ]
    rows = [header]
    rows += [
        [
            str(row.rank),
            shorten(row.submission),
            write_reckoned(row.score, places.score),
            gettext("yes") if row.passed else gettext("no"),
            *(mean for _code, mean, _passed in write_means(row, places)),
            write_spread(row.spread),
        ]
        for row in ranking.rows
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    words = {1, 3}
    for row in rows:
        cells = (
            cell.ljust(width) if column in words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
