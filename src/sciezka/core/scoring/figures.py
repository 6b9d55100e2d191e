"""How figures of a ranking are shown: the same everywhere, and never so short that unlike ones look alike.

A page, a protocol and a letter show two places at most, unless it takes more to tell apart what is not the same. The exact
numbers are in the published cards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from sciezka.core.scoring.ranking import Ranked, Ranking

USUAL: Final = 2
MOST: Final = 6
USUAL_OF_SPREAD: Final = 1


@dataclass(frozen=True, slots=True)
class Places:
    """How many places a ranking's figures are shown to.

    Args:
        score: scores, and the totals of single cards.
        mean: means of points in a criterion.
    """

    score: int = USUAL
    mean: int = USUAL


def choose_places(ranking: Ranking | None) -> Places:
    """Choose to how many places the figures of a ranking are shown.

    None where all are whole, one where tenths say them exactly, otherwise two; and so many more, up to six, as it takes that
    different scores read differently, that a mean below its threshold does not read like the threshold, and that submissions
    which are level in score but not in some criterion show why one goes first.
    """
    if ranking is None or not ranking.rows:
        return Places()
    rows = ranking.rows
    scores = {row.score for row in rows}
    score = need_places([*scores, *(total for row in rows for total in row.totals)])
    while score < MOST and len({round_to(one, score) for one in scores}) < len(scores):
        score += 1
    mean = need_places(result.mean for row in rows for result in row.criteria)
    thresholds = [criterion.threshold for criterion in ranking.criteria]
    level = [group for group in (tuple(same) for _score, same in groupby(rows, key=_score_of)) if len(group) > 1]
    while mean < MOST and (_hides_threshold(rows, thresholds, mean) or _hides_order(level, mean)):
        mean += 1
    return Places(score, mean)


def need_places(values: Iterable[Fraction]) -> int:
    """Count the places that say each of some numbers exactly; no more than are usual."""
    found = 0
    for value in values:
        while found < USUAL and 10**found % value.denominator:
            found += 1
        if found == USUAL:
            break
    return found


def round_to(value: Fraction, places: int) -> int:
    """Round to so many places, a half away from nought, in units of the last place."""
    power: int = 10**places
    whole = (2 * abs(value.numerator) * power + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole


def spell(value: Fraction, places: int) -> str:
    """Write a number with just so many places: 7.50."""
    whole = round_to(value, places)
    digits = f"{abs(whole):0{places + 1}}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if whole < 0 else text


def spell_spread(spread: Fraction, alert: Fraction | None = None) -> str:
    """Write a spread in per cent, to one place; to more where it would read like the alert that it is above or below."""
    value, bound = spread * 100, None if alert is None else alert * 100
    places = USUAL_OF_SPREAD
    if bound is not None and bound != value:
        while places < MOST and round_to(value, places) == round_to(bound, places):
            places += 1
    return spell(value, places)


def _score_of(row: Ranked) -> Fraction:
    return row.score


def _hides_threshold(rows: Iterable[Ranked], thresholds: list[Fraction | None], places: int) -> bool:
    return any(
        threshold is not None and not result.passed and round_to(result.mean, places) == round_to(threshold, places)
        for row in rows
        for result, threshold in zip(row.criteria, thresholds, strict=True)
    )


def _hides_order(level: Iterable[tuple[Ranked, ...]], places: int) -> bool:
    """Tell whether two neighbours that are level in score read alike where the first criterion parts them."""
    return any(_reads_alike(before, after, places) for group in level for before, after in pairwise(group))


def _reads_alike(before: Ranked, after: Ranked, places: int) -> bool:
    for one, other in zip(before.criteria, after.criteria, strict=True):
        if one.mean != other.mean:
            return round_to(one.mean, places) == round_to(other.mean, places)
    return False
