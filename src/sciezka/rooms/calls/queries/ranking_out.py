"""The files by which anyone recomputes a call's ranking: anonymised cards, criteria, and the ranking itself.

``sciezka rank_call cards.csv criteria.toml --json`` on the first two prints the third, to the last digit. Assessors are
called A1, A2 … in an order drawn for the call; remarks and reasons are not given, since they may tell who wrote them.
"""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sciezka.core.scoring import make_record
from sciezka.core.scoring.ranking import sort_code
from sciezka.core.scoring.reading import COLUMNS
from sciezka.core.scoring.types import write
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.ranking import Reckoning, reckon

COMMAND = "sciezka rank_call {cards} {criteria} --json"


def write_cards(call: Call, reckoning: Reckoning | None = None) -> str:
    """Write the cards that count as CSV: ``submission,assessor,criterion,points``, one line for each points given."""
    held = reckoning or reckon(call)
    places = {criterion.code: place for place, criterion in enumerate(held.criteria)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = sorted(held.points, key=lambda row: (sort_code(row.submission), sort_code(row.assessor), places[row.criterion]))
    writer.writerows((row.submission, row.assessor, row.criterion, write_points(row.points)) for row in rows)
    return out.getvalue()


def write_points(points: Fraction) -> str:
    """Write points exactly: they were given with at most so many places."""
    return write(points) if points.denominator == 1 else write_decimal(Decimal(points.numerator) / points.denominator)


def write_criteria(call: Call) -> str:
    """Write the criteria as TOML, all that goes into their hash."""
    # TOML's comments take no control sign, and a title may have been pasted with one.
    lines = [f"# {''.join(sign for sign in ' '.join(call.title.split()) if sign.isprintable())}"]
    if call.criteria_digest:
        lines.append(f"# SHA-256: {call.criteria_digest}")
    for criterion in call.criteria.all():
        lines += ["", "[[criterion]]"]
        said: dict[str, Any] = {
            "code": criterion.code, "name": criterion.name, "description": criterion.about, "weight": criterion.weight,
            "min": criterion.least, "max": criterion.most, "threshold": criterion.threshold,
            "mandatory": criterion.is_mandatory, "levels": criterion.levels,
        }  # fmt: skip
        lines += [f"{word} = {write_value(value)}" for word, value in said.items() if value not in (None, "", [])]
    return "\n".join(lines) + "\n"


def write_value(value: Any) -> str:  # noqa: ANN401 - what a criterion may say
    """Write a value in TOML: text, a number, yes or no, or a list of what levels mean."""
    if isinstance(value, Decimal):
        return write_decimal(value)
    if isinstance(value, list):
        parts = ["{ " + ", ".join(f"{word} = {write_value(said)}" for word, said in one.items()) + " }" for one in value]
        return f"[{', '.join(parts)}]"
    # TOML's text is JSON's, except that it allows no bare DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_decimal(number: Decimal) -> str:
    """Write a number without needless noughts and never with an exponent."""
    return f"{number.normalize():f}"


def write_ranking(call: Call, reckoning: Reckoning | None = None) -> str:
    """Write the ranking as JSON, just as the command prints it; an empty list before anything is ranked."""
    held = reckoning or reckon(call)
    return write_json(make_record(held.ranking) if held.ranking else [])


def write_json(record: list[dict[str, Any]]) -> str:
    """Write a ranking's record."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
