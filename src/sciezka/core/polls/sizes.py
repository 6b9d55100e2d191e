"""How many answers are enough, and how far a share may be off.

Every number here holds for a random sample. Of people who came by an open link it says what it would be *as if* they had
been drawn at random; who chose to answer may differ from who did not, and no formula knows by how much.
"""

import math
from dataclasses import dataclass

from sciezka.core.polls.types import Interval, PollsProblem, check_count, check_share, find_z


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRate:
    """How many of those who could answer did; shares from 0 to 1.

    Attributes:
        eligible: how many could answer.
        complete: share with a complete answer (AAPOR's RR1).
        started: share with a complete or a partial one (AAPOR's RR2).
    """

    eligible: int
    complete: float
    started: float


def sample_size(population: int | None = None, *, margin: float = 0.05, confidence: float = 0.95, share: float = 0.5) -> int:
    """Give the smallest random sample in which a share is known to within a margin.

    ``n₀ = z²·p(1 − p)/e²``; of N people ``n = n₀ / (1 + (n₀ − 1)/N)``, rounded **up**, so that the margin is kept: 385
    of an endless population at 5 % and 95 %, where tables that round to the nearest say 384 (whose margin is 5.001 %);
    383 of 80,000, 159 of 270. Never more than N.

    Args:
        population: N, how many there are; None for endlessly many.
        margin: e, half the width of the interval, as a share (0.05 is five percentage points).
        confidence: how often such an interval holds the true share.
        share: p, the share that is expected; 0.5 asks for the largest sample.

    Raises:
        PollsProblem: ``population.small`` (below 1), ``margin.range`` (not between 0 and 1), ``share.range``,
            ``confidence.range``.

    Source: Cochran, W. G. (1977), *Sampling Techniques*, 3rd ed., §4.4.
    """
    if not 0 < margin < 1:
        raise PollsProblem("margin.range", f"A margin of {margin} is not between 0 and 1. Give 0.05 or so.", given=margin)
    if population is not None and population < 1:
        raise PollsProblem("population.small", f"There are {population} people. Give 1 or more.", given=population)
    p = check_share(share)
    endless = find_z(confidence) ** 2 * p * (1 - p) / margin**2
    needed = endless if population is None else endless / (1 + (endless - 1) / population)
    # A hair above a whole number is that number; nobody is asked for by a rounding error.
    count = max(1, math.ceil(needed - 1e-9))
    return count if population is None else min(count, population)


def margin_of_error(
    n: int,
    population: int | None = None,
    *,
    share: float = 0.5,
    confidence: float = 0.95,
    design_effect: float = 1.0,
) -> float | None:
    """Give the half-width of the normal interval of a share.

    ``e = z·√(deff · p(1 − p)/n · (N − n)/(N − 1))``, the last factor for a finite population only. 168 of 270 give 0.0466
    (about 4.7 points); a census (n = N) gives 0.

    Args:
        n: how many answered.
        population: N, how many could have; None for endlessly many.
        share: p; 0.5 gives the largest margin.
        confidence: how often such an interval holds the true share.
        design_effect: how much more a weighted share varies: see ``design_effect`` in ``weighting``.

    Returns:
        As a share (0.05 is five percentage points); None when nobody answered.

    Raises:
        PollsProblem: ``count.negative``, ``population.small`` (more answered than there are), ``share.range``,
            ``confidence.range``, ``effect.range`` (not above 0).

    Source: Cochran, W. G. (1977), *Sampling Techniques*, 3rd ed., §3.2; Kish, L. (1965), *Survey Sampling*, for deff.
    """
    z, p = find_z(confidence), check_share(share)
    effective = _find_effective(n, population, design_effect)
    if effective is None:
        return None
    return 0.0 if math.isinf(effective) else z * math.sqrt(p * (1 - p) / effective)


def wilson(
    count: float,
    n: float,
    population: int | None = None,
    *,
    confidence: float = 0.95,
    design_effect: float = 1.0,
) -> Interval | None:
    """Give Wilson's interval of a share: never below 0 nor above 1, and of some width even where nobody said so.

    With ``p = count/n`` and m people: ``(p + z²/2m ± z·√(p(1 − p)/m + z²/4m²)) / (1 + z²/m)``. m is n for a plain sample
    of an endless population; else ``n/deff · (N − 1)/(N − n)``, as many people as would vary as little without weights and
    in an endless population. That step is the usual approximation (as Korn and Graubard take it), not a theorem. Of a
    census the interval is the share itself.

    Args:
        count: how many said so; a weighted share times n where weights are used.
        n: how many answered.
        population: N, how many could have; None for endlessly many.
        confidence: how often such an interval holds the true share.
        design_effect: how much more a weighted share varies.

    Returns:
        As shares; None when nobody answered.

    Raises:
        PollsProblem: ``count.negative``, ``count.more`` (more than n), and what ``margin_of_error`` refuses.

    Sources: Wilson, E. B. (1927), *JASA* 22(158); Brown, L., Cai, T. & DasGupta, A. (2001), Interval estimation for a
    binomial proportion, *Statistical Science* 16(2); Korn, E. L. & Graubard, B. I. (1998), *Survey Methodology* 24(2).
    """
    z = find_z(confidence)
    if check_count(count) > check_count(n) * (1 + 1e-9):
        raise PollsProblem("count.more", f"{count:g} of {n:g} can't be. Give a part of the whole.", count=count, n=n)
    effective = _find_effective(n, population, design_effect)
    if effective is None:
        return None
    p = min(1.0, count / n)
    if math.isinf(effective):
        return Interval(p, p)
    middle = p + z * z / (2 * effective)
    half = z * math.sqrt(p * (1 - p) / effective + z * z / (4 * effective * effective))
    whole = 1 + z * z / effective
    # The ends are exact: nobody is 0 at the least, everybody 1 at the most.
    low = 0.0 if p == 0 else max(0.0, (middle - half) / whole)
    return Interval(low, 1.0 if p == 1 else min(1.0, (middle + half) / whole))


def response_rate(complete: int, frame: int, *, partial: int = 0, ineligible: int = 0) -> ResponseRate | None:
    """Give the share of those who could answer that did.

    ``RR1 = complete / (frame − ineligible)``, ``RR2 = (complete + partial) / (frame − ineligible)``: AAPOR's first two
    rates with nobody of unknown eligibility.

    Args:
        complete: complete answers.
        frame: how many were invited, or could answer.
        partial: answers broken off that are kept.
        ineligible: of the frame, who could not answer (moved away, an address that does not exist).

    Returns:
        None when nobody could answer.

    Raises:
        PollsProblem: ``count.negative``; ``rate.more`` (more answers than people: the frame is wrong, or someone answered
            twice).

    Source: AAPOR (2023), *Standard Definitions*, 10th ed.
    """
    for number in (complete, frame, partial, ineligible):
        check_count(number)
    eligible = frame - ineligible
    if complete + partial > eligible:
        raise PollsProblem(
            "rate.more",
            f"{complete + partial} answers of {eligible} people can't be. Correct the number of people.",
            answers=complete + partial,
            eligible=eligible,
        )
    if not eligible:
        return None
    return ResponseRate(eligible=eligible, complete=complete / eligible, started=(complete + partial) / eligible)


def find_correction(n: float, population: int | None) -> float:
    """Give the finite population correction of a variance, ``(N − n)/(N − 1)``: 1 for an endless one, 0 for a census.

    Raises:
        PollsProblem: ``count.negative``, ``population.small``.
    """
    check_count(n)
    if population is None:
        return 1.0
    if n > population or population < 1:
        raise PollsProblem(
            "population.small", f"{n:g} answered of {population} people. Correct the number.", n=n, population=population
        )
    return (population - n) / (population - 1) if population > 1 else 0.0


def _find_effective(n: float, population: int | None, design_effect: float) -> float | None:
    """Give as many people as would vary as little in a plain sample of an endless population; inf for a census."""
    if not 0 < design_effect < math.inf:
        raise PollsProblem("effect.range", f"A design effect of {design_effect} is not above 0.", given=design_effect)
    correction = find_correction(n, population)
    if not n:
        return None
    return n / (design_effect * correction) if correction else math.inf
