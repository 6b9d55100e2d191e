"""A ranking as plain data, for JSON."""

from fractions import Fraction
from typing import Any

from sciezka.core.scoring.ranking import Ranked, Ranking


def make_record(ranking: Ranking) -> list[dict[str, Any]]:
    """Give a ranking as a list of {submission, score, rank, passed, criteria, spread}, best first.

    Numbers are the nearest floating-point ones to the exact fractions, so that equal fractions print alike everywhere.
    """
    return [make_row(row) for row in ranking.rows]


def make_row(row: Ranked) -> dict[str, Any]:
    """Give one submission as plain data."""
    return {
        "submission": row.submission,
        "score": as_number(row.score),
        "rank": row.rank,
        "passed": row.passed,
        "criteria": {
            result.code: {
                "mean": as_number(result.mean),
                "weighted": as_number(result.weighted),
                "passed": result.passed,
                "assessors": result.given,
            }
            for result in row.criteria
        },
        "spread": as_number(row.spread),
    }


def as_number(value: Fraction) -> int | float:
    """Give a whole number as such, and the nearest floating-point number of any other."""
    return value.numerator if value.denominator == 1 else float(value)
