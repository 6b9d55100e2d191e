"""How far several judges put items into the same order: Kendall's W, corrected for ties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sciezka.core.consensus.numbers import check_number
from sciezka.core.consensus.types import ConsensusProblem

_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Kendall's W and what belongs to it; the four numbers are None where W is not defined.

    Attributes:
        w: from 0 (no common order) to 1 (the same order, ties and all).
        chi2: m(n − 1)W, which is Friedman's statistic corrected for ties.
        df: n − 1.
        p_value: the chance of such a chi2 or a larger one were all orders drawn at random; an approximation.
        judges: m, the judges that entered.
        left_out: judges left out because they did not judge every item.
        items: n.
        is_corrected: whether ties were there, so that their correction changed W.
    """

    w: float | None
    chi2: float | None
    df: int | None
    p_value: float | None
    judges: int
    left_out: int
    items: int
    is_corrected: bool


def kendall(rows: Sequence[Sequence[float | None]]) -> Concordance:
    """Measure by Kendall's W how far judges agree on the order of items.

    Each judge's values become mid-ranks (ties share the mean of their ranks). With Rᵢ the sum of an item's ranks,
    S = Σ(Rᵢ − m(n + 1)/2)² and T = Σ(t³ − t) over all groups of t ties of all judges::

        W = 12·S / (m²(n³ − n) − m·T),   chi2 = m(n − 1)·W with n − 1 degrees of freedom

    It is the same whether values are ratings or places, whatever is best, and in whatever order judges and items come.
    Counting every judge k times keeps W and makes chi2 k times as large. All sums are whole numbers, so that W is
    rounded once.

    Args:
        rows: a row for each judge, a value for each item in it; None where there is none. Judges with a None are left
            out (listwise), since ranks among fewer items are not comparable.

    Returns:
        W and its test; None for all four numbers with fewer than two such judges or two items, or when every judge
        ties all items. The p-value is the upper tail of chi-squared, which is rough with few judges or items; with few
        judges it is mostly too large (Legendre 2005).

    Raises:
        ConsensusProblem: ``rows.ragged`` (rows of different lengths) or a value that is no number.

    Sources: Kendall, M. G. & Babington Smith, B. (1939), *Annals of Mathematical Statistics* 10(3); Siegel, S. &
    Castellan, N. J. (1988), *Nonparametric Statistics for the Behavioral Sciences*, 2nd ed., 9.6 (their congress
    attendees: W = 0.656, chi2 13.78); Legendre, P. (2005), *JABES* 10(2). Ties: NAG's example of g08daf, W = 0.828,
    p = 0.008; R package irr, ``kendall(anxiety, TRUE)``: W = 0.5396569, chi2 = 30.76, p = 0.04288.
    """
    items = len(rows[0]) if rows else 0
    if any(len(row) != items for row in rows):
        raise ConsensusProblem("rows.ragged", "The judges' rows are not equally long. Give a value or None for each item.")
    whole = [[check_number(value) for value in row if value is not None] for row in rows]
    ranked = [rank_twice(row) for row in whole if len(row) == items]
    judges = len(ranked)
    left_out = len(rows) - judges
    ties = sum(size**3 - size for row in ranked for size in _count_ties(row))
    under = judges**2 * (items**3 - items) - judges * ties
    if judges < _FEWEST or items < _FEWEST or not under:
        return Concordance(
            w=None,
            chi2=None,
            df=None,
            p_value=None,
            judges=judges,
            left_out=left_out,
            items=items,
            is_corrected=bool(ties),
        )
    sums = [sum(column) for column in zip(*ranked, strict=True)]
    above = 3 * sum((total - judges * (items + 1)) ** 2 for total in sums)
    chi2 = judges * (items - 1) * above / under
    return Concordance(
        w=above / under,
        chi2=chi2,
        df=items - 1,
        p_value=find_tail(chi2, items - 1),
        judges=judges,
        left_out=left_out,
        items=items,
        is_corrected=bool(ties),
    )


def rank_twice(values: Sequence[float]) -> list[int]:
    """Rank values from the lowest, ties at the mean of their ranks, each rank doubled so that it is whole."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0] * len(values)
    start = 0
    for _value, group in groupby(order, key=values.__getitem__):
        members = list(group)
        for member in members:
            ranks[member] = 2 * start + len(members) + 1
        start += len(members)
    return ranks


def find_tail(chi2: float, df: int) -> float:
    """Give the upper tail of the chi-squared distribution, by its finite sums for whole degrees of freedom.

    With h = chi2/2: e⁻ʰ·Σ hᵏ/k! over k < df/2 for even df, and erfc(√h) + e⁻ʰ·Σ hᵏ/Γ(k + 1) over k = ½, 1½ … < df/2 for
    odd df (Abramowitz & Stegun 26.4.4 and 26.4.5).

    Args:
        chi2: 0 or more.
        df: 1 or more.
    """
    half = chi2 / 2
    if half <= 0:
        return 1.0
    odd = df % 2
    powers = (step + odd / 2 for step in range(df // 2))
    parts = [math.exp(power * math.log(half) - half - math.lgamma(power + 1)) for power in powers]
    if odd:
        parts.append(math.erfc(math.sqrt(half)))
    return min(1.0, math.fsum(parts))


def _count_ties(ranks: Sequence[int]) -> list[int]:
    return [len(list(group)) for _rank, group in groupby(sorted(ranks))]
