"""What changed between two waves, or differs between two groups: how much, how sure, and which way it can be told.

The two must be different people (two samples, or two groups of one): of the same people asked twice the interval is too
wide. And both must have been asked the same question in the same way; no test sees a changed wording.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from scipy.special import ndtr, stdtr, stdtrit

from sciezka.core.polls.associations import adjust_holm
from sciezka.core.polls.scores import ADDED, ALL_ADDED, PromoterScore
from sciezka.core.polls.sizes import find_correction, wilson
from sciezka.core.polls.tables import Distribution
from sciezka.core.polls.types import Interval, PollsProblem, check_count, find_z

_LEAST: Final = 2


class Direction(enum.StrEnum):
    """Which way a difference can be told."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One of the two that are compared, by a share.

    Attributes:
        count: how many said so; a weighted share times n where weights are used.
        n: how many answered.
        population: how many could have; None for endlessly many.
        design_effect: how much more a weighted share varies.
    """

    count: float
    n: float
    population: int | None = None
    design_effect: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """One of the two that are compared, by a mean.

    Attributes:
        mean: the mean.
        sd: the sample's standard deviation.
        n: how many answered.
        population: how many could have; None for endlessly many.
        design_effect: how much more a weighted mean varies.
    """

    mean: float
    sd: float
    n: float
    population: int | None = None
    design_effect: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference, second less first.

    Attributes:
        before: the first one's figure.
        after: the second one's.
        difference: ``after`` − ``before``; of shares in shares, of scores in points.
        interval: its confidence interval.
        p: two-sided; how often two random samples would differ as much if nothing did.
        p_adjusted: after Holm's correction, where several were compared at once; else ``p``.
        direction: ``up`` or ``down`` where the interval leaves out 0 and ``p_adjusted`` is small enough; else ``none``:
            no difference can be told, which is not to say that there is none.
    """

    before: float
    after: float
    difference: float
    interval: Interval
    p: float
    p_adjusted: float
    direction: Direction


def compare_shares(before: Sample, after: Sample, *, confidence: float = 0.95) -> Change | None:
    """Compare two shares of different people.

    Interval: Newcombe's, from Wilson's of each: ``d − √((p₂ − l₂)² + (u₁ − p₁)²)`` to ``d + √((u₂ − p₂)² + (p₁ − l₁)²)``.
    Test: ``z = (p₂ − p₁)/√(p(1 − p)(f₁/n₁ + f₂/n₂))`` with the common p of both, ``f = deff · (N − n)/(N − 1)``.

    Returns:
        None when nobody answered one of them.

    Raises:
        PollsProblem: what ``wilson`` refuses.

    Sources: Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions: comparison of
    eleven methods, *Statistics in Medicine* 17, method 10; the pooled z-test of textbooks.
    """
    first, second = (_bound_share(one, confidence) for one in (before, after))
    if first is None or second is None:
        return None
    p1, p2 = before.count / before.n, after.count / after.n
    difference = p2 - p1
    interval = Interval(
        max(-1.0, difference - math.hypot(p2 - second.low, first.high - p1)),
        min(1.0, difference + math.hypot(second.high - p2, p1 - first.low)),
    )
    share = (before.count + after.count) / (before.n + after.n)
    variance = share * (1 - share) * (_scale_variance(before) + _scale_variance(after))
    return _judge(p1, p2, difference, interval, _find_p(difference, variance), confidence)


def compare_means(before: Mean, after: Mean, *, confidence: float = 0.95) -> Change | None:
    """Compare two means of different people, whose answers may spread differently.

    Welch: ``t = (x̄₂ − x̄₁)/√(v₁ + v₂)``, ``v = f·s²/n``, with ``(v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1))`` degrees of
    freedom; ``f = deff · (N − n)/(N − 1)``. The interval is that of the test.

    Returns:
        None when fewer than two answered one of them.

    Raises:
        PollsProblem: ``count.negative``, ``population.small``, ``confidence.range``.

    Source: Welch, B. L. (1947), The generalization of "Student's" problem, *Biometrika* 34.
    """
    find_z(confidence)
    if min(check_count(before.n), check_count(after.n)) < _LEAST:
        return None
    parts = [one.sd**2 * _scale_variance(one) for one in (before, after)]
    difference, variance = after.mean - before.mean, sum(parts)
    if not variance:
        exact = Interval(difference, difference)
        return _judge(before.mean, after.mean, difference, exact, float(not difference), confidence)
    freedom = variance**2 / sum(part**2 / (one.n - 1) for part, one in zip(parts, (before, after), strict=True))
    error = math.sqrt(variance)
    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(difference) / error))
    interval = Interval(difference - half, difference + half)
    return _judge(before.mean, after.mean, difference, interval, p, confidence)


def compare_promoters(
    before: PromoterScore,
    after: PromoterScore,
    *,
    populations: tuple[int | None, int | None] = (None, None),
    confidence: float = 0.95,
) -> Change:
    """Compare two net promoter scores of different people.

    With p and d the shares of promoters and detractors after ¾ is added to each and 1½ to the passives, m = n + 3 and
    ``v = (p + d − (p − d)²)/m · (N − n)/(N − 1)``: ``(p₂ − d₂) − (p₁ − d₁) ± z·√(v₁ + v₂)``, times 100, and the z-test of
    the same. The difference that is told is that of the plain scores.

    Raises:
        PollsProblem: ``population.small``, ``confidence.range``.

    Sources: Rocks, B. (2016), Interval estimation for the "net promoter score", *The American Statistician* 70(4), for one
    score; for two the variances of independent samples add.
    """
    z = find_z(confidence)
    middles, variance = [], 0.0
    for one, population in zip((before, after), populations, strict=True):
        correction = find_correction(one.n, population)
        # Of a census nothing is to be smoothed.
        added, whole = (ADDED, one.n + ALL_ADDED) if correction else (0.0, float(one.n))
        up, down = (one.promoters + added) / whole, (one.detractors + added) / whole
        middles.append(up - down)
        variance += (up + down - (up - down) ** 2) / whole * correction
    middle, half = middles[1] - middles[0], z * math.sqrt(variance)
    interval = Interval(100 * max(-2.0, middle - half), 100 * min(2.0, middle + half))
    return _judge(before.score, after.score, after.score - before.score, interval, _find_p(middle, variance), confidence)


def compare_distributions(
    before: Distribution,
    after: Distribution,
    *,
    populations: tuple[int | None, int | None] = (None, None),
    confidence: float = 0.95,
) -> tuple[tuple[str, Change | None], ...]:
    """Compare the share of every code of two distributions, with Holm's correction for their number.

    Codes that only one of the two could give are left out: no share of the other's can be told.

    Raises:
        PollsProblem: ``waves.kind`` (not of one kind), and what ``compare_shares`` refuses.
    """
    if before.kind != after.kind:
        raise PollsProblem("waves.kind", f"{before.name} was a {before.kind} and is a {after.kind}.", name=after.name)
    counts = dict(zip(after.codes, after.counts, strict=True))
    shared = [(code, count) for code, count in zip(before.codes, before.counts, strict=True) if code in counts]
    found = [
        compare_shares(
            Sample(count=count, n=before.n, population=populations[0]),
            Sample(count=counts[code], n=after.n, population=populations[1]),
            confidence=confidence,
        )
        for code, count in shared
    ]
    corrected = iter(correct_changes([one for one in found if one is not None], confidence=confidence))
    return tuple((code, None if one is None else next(corrected)) for (code, _count), one in zip(shared, found, strict=True))


def correct_changes(changes: Sequence[Change], *, confidence: float = 0.95) -> tuple[Change, ...]:
    """Correct the p of several changes for their number by Holm's method, and tell their directions anew.

    Source: Holm, S. (1979), *Scandinavian J. of Statistics* 6(2).
    """
    adjusted = adjust_holm([change.p for change in changes])
    return tuple(
        replace(change, p_adjusted=p, direction=_tell_direction(change.interval, p, confidence))
        for change, p in zip(changes, adjusted, strict=True)
    )


def _bound_share(one: Sample, confidence: float) -> Interval | None:
    return wilson(one.count, one.n, one.population, confidence=confidence, design_effect=one.design_effect)


def _scale_variance(one: Sample | Mean) -> float:
    if not 0 < one.design_effect < math.inf:
        raise PollsProblem("effect.range", f"A design effect of {one.design_effect} is not above 0.")
    return one.design_effect * find_correction(one.n, one.population) / one.n


def _find_p(difference: float, variance: float) -> float:
    if not variance:
        return float(not difference)
    return 2 * float(ndtr(-abs(difference) / math.sqrt(variance)))


def _judge(before: float, after: float, difference: float, interval: Interval, p: float, confidence: float) -> Change:
    return Change(
        before=before,
        after=after,
        difference=difference,
        interval=interval,
        p=p,
        p_adjusted=p,
        direction=_tell_direction(interval, p, confidence),
    )


def _tell_direction(interval: Interval, p: float, confidence: float) -> Direction:
    if interval.holds(0) or p > 1 - confidence:
        return Direction.NONE
    return Direction.UP if interval.low > 0 else Direction.DOWN
