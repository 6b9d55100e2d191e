"""Figures of a call in the language of the page: one way for pages, papers and letters.

What people gave (points, weights, thresholds) is written as it was given. What is reckoned from it (means, scores, totals)
has as many places as ``core.scoring.choose_places`` says, the same for all of a ranking.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language

from sciezka.core.scoring import Places, Ranked, spell, spell_spread
from sciezka.kit.typography import NBSP, write_number

# Weights have at most three places, points and thresholds two; what a criterion can add is their product.
MOST_GIVEN = 5


def write_given(value: Decimal | Fraction) -> str:
    """Write points, a weight or a threshold as it was given: 7,5."""
    return write_number(float(value), MOST_GIVEN)


def write_reckoned(value: Fraction | None, places: int) -> str:
    """Write a mean, a score or a total with so many places: 7,50; nothing where there is none."""
    return "" if value is None else _write(value, places, get_language() or "")


@lru_cache(maxsize=8192)
def _write(value: Fraction, places: int, _language: str) -> str:
    return _localise(spell(value, places))


def write_spread(spread: Fraction, alert: Decimal | Fraction | None = None) -> str:
    """Write a spread in per cent: 12,5 %. It never reads like the alert that it is above or below."""
    return f"{_localise(spell_spread(spread, None if alert is None else Fraction(alert)))}{NBSP}%"


def write_means(row: Ranked, places: Places) -> tuple[tuple[str, str, bool], ...]:
    """Write the mean of each criterion: its code, the mean, and whether that reaches the threshold."""
    return tuple((one.code, write_reckoned(one.mean, places.mean), one.passed) for one in row.criteria)


def _localise(text: str) -> str:
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))).replace("-", "−")
