"""One number out of many answers: net promoters, top boxes, rankings, allocations, profiles of opposites."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from sciezka.core.polls.columns import Frame, find_where, select
from sciezka.core.polls.sizes import find_correction, wilson
from sciezka.core.polls.tables import Distribution, describe_number
from sciezka.core.polls.types import Interval, PollsProblem, check_count, find_z

DETRACTORS: Final = 6  # from 0 to 6
PASSIVES: Final = 8  # 7 and 8
STEPS: Final = 11  # from 0 to 10
ADDED: Final = 0.75  # to the promoters and to the detractors each, and twice as much to the passives
ALL_ADDED: Final = 4 * ADDED

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromoterScore:
    """A net promoter score.

    Attributes:
        n: how many answered.
        promoters: who gave 9 or 10; people, or weights that add up to n.
        passives: who gave 7 or 8.
        detractors: who gave 0 to 6.
        score: from −100 (only detractors) to 100 (only promoters).
        interval: its confidence interval.
    """

    n: int
    promoters: float
    passives: float
    detractors: float
    score: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class TopBox:
    """The share of those on the scale who gave one of its highest levels.

    Attributes:
        codes: which levels count.
        n: how many answered on the scale: its base.
        count: how many gave one of the levels.
        share: ``count`` / ``n``; None when nobody answered on the scale.
        interval: Wilson's.
    """

    codes: tuple[str, ...]
    n: int
    count: int
    share: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedItem:
    """What the rankings of many say about one item.

    Attributes:
        name: the item's column.
        n: how many gave it a place.
        mean_rank: the mean of its places among those who gave it one; 1 is best. None of nobody.
        borda: its Borda points of the most it could have, from 0 (last for all) to 1 (first for all); None of nobody.
        firsts: how many put it first, alone or shared.
        share_first: ``firsts`` of all who ranked anything.
    """

    name: str
    n: int
    mean_rank: float | None
    borda: float | None
    firsts: int
    share_first: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """What many gave one item of a sum to be divided.

    Attributes:
        name: the item's column.
        n: how many divided the sum.
        mean_share: the mean of its shares, from 0 to 1; those of all items add up to 1. None of nobody.
        median_share: half gave it no more.
        zeros: how many gave it nothing.
        share_zero: ``zeros`` / ``n``.
    """

    name: str
    n: int
    mean_share: float | None
    median_share: float | None
    zeros: int
    share_zero: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePoint:
    """Where a group stands between two opposites.

    Attributes:
        name: the item's column.
        n: how many answered on the scale.
        mean: in the scale's numbers; None of nobody.
        sd: the sample's standard deviation; None of fewer than two.
        interval: of the mean, by Student's t; None of fewer than two.
    """

    name: str
    n: int
    mean: float | None
    sd: float | None
    interval: Interval | None


def score_promoters(
    counts: Sequence[float], *, n: int | None = None, population: int | None = None, confidence: float = 0.95
) -> PromoterScore | None:
    """Reckon the net promoter score of answers from 0 to 10.

    ``NPS = 100·(promoters − detractors)/n``. Its interval is the adjusted Wald one: ¾ is added to promoters and to
    detractors and 1½ to passives; with ``p, d`` the shares then and m = n + 3, ``p − d ± z·√((p + d − (p − d)²)/m)``,
    narrowed by ``√((N − n)/(N − 1))`` for a finite population, cut at ±100, and widened to hold the score itself where
    that lies at an end.

    Args:
        counts: how many gave 0, 1, … 10; people or weights.
        n: how many people the weights stand for; less for weights of little effect (``effective_n``). The sum of counts
            when None.
        population: N, how many could have answered; None for endlessly many.
        confidence: how often such an interval holds the true score.

    Returns:
        None when nobody answered.

    Raises:
        PollsProblem: ``scale.steps`` (not eleven counts), ``count.negative``, ``population.small``, ``confidence.range``.

    Sources: Reichheld, F. (2003), The one number you need to grow, *Harvard Business Review* 81(12); Rocks, B. (2016),
    Interval estimation for the "net promoter score", *The American Statistician* 70(4); Lewis, J. & Sauro, J. (2021),
    Confidence intervals for Net Promoter Scores, measuringu.com. A score hides how it came about: +20 may be 20 promoters
    and 80 passives, or 60 and 40 detractors; show the three shares beside it.
    """
    if len(counts) != STEPS:
        raise PollsProblem("scale.steps", f"Give {STEPS} counts, of 0 to 10, not {len(counts)}.", count=len(counts))
    given = [check_count(count) for count in counts]
    whole = math.fsum(given)
    z = find_z(confidence)
    if not whole:
        return None
    people = whole if n is None else check_count(n)
    if not people:
        return None
    detractors = math.fsum(given[: DETRACTORS + 1]) * people / whole
    promoters = math.fsum(given[PASSIVES + 1 :]) * people / whole
    score = (promoters - detractors) / people
    m = people + ALL_ADDED
    up, down = (promoters + ADDED) / m, (detractors + ADDED) / m
    half = z * math.sqrt((up + down - (up - down) ** 2) / m * find_correction(people, population))
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    if population is not None and people == population:
        low = high = score
    return PromoterScore(
        n=round(people),
        promoters=promoters,
        passives=people - promoters - detractors,
        detractors=detractors,
        score=100 * score,
        interval=Interval(100 * min(low, score), 100 * max(high, score)),
    )


def score_column(
    frame: Frame, name: str, *, population: int | None = None, confidence: float = 0.95
) -> PromoterScore | None:
    """Reckon the net promoter score of a column, a scale or a number of 0 to 10, by weights where there are any.

    Answers outside of the scale are left out. See ``score_promoters``.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind``, ``scale.steps`` (an answer that is not a whole number from 0 to
            10).
    """
    numbers = frame[name].numbers
    told = ~np.isnan(numbers)
    values = numbers[told]
    if ((values < 0) | (values >= STEPS) | (values != np.floor(values))).any():
        raise PollsProblem("scale.steps", f"{name}: an answer is not a whole number from 0 to 10.", name=name)
    weights = None if frame.weights is None else frame.weights[told]
    counts = np.bincount(values.astype(np.int64), weights=weights, minlength=STEPS)
    return score_promoters([float(count) for count in counts], n=values.size, population=population, confidence=confidence)


def top_boxes(frame: Frame, name: str, *, boxes: int = 2, population: int | None = None, confidence: float = 0.95) -> TopBox:
    """Give the share of the highest levels of a scale, by the levels' numbers.

    ``people at one of the levels / people on the scale``: "hard to say" is in neither.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind`` (no scale), ``boxes.range`` (fewer than one level, or all).

    Source: the usual top-two-box score; Wilson (1927) for the interval.
    """
    column = frame[name]
    if column.spec.kind != "scale":
        raise PollsProblem("column.kind", f"{name} is no scale.", name=name)
    levels = [(value, code) for code, value in zip(column.spec.codes, column.spec.values, strict=True) if value is not None]
    levels.sort(key=lambda level: -level[0])
    if not 0 < boxes < len(levels):
        raise PollsProblem("boxes.range", f"{name} has {len(levels)} levels: {boxes} of them say nothing.", name=name)
    codes = tuple(code for _value, code in levels[:boxes])
    n = int(np.count_nonzero(~np.isnan(column.numbers)))
    count = int(np.count_nonzero(find_where(frame, name, codes)))
    return TopBox(
        codes=codes,
        n=n,
        count=count,
        share=count / n if n else None,
        interval=wilson(count, n, population, confidence=confidence),
    )


def rank_items(frame: Frame, names: Sequence[str]) -> tuple[RankedItem, ...]:
    """Sum up rankings: a number column for each item that holds the place each person gave it.

    Mean rank over those who gave the item a place. Borda: of k items the first gets k − 1 points and the last 0, ties and
    unranked items share the mean of the points of the places they fill (so that nobody gains weight by ranking few);
    ``borda = Σ points / (people who ranked anything · (k − 1))``, 0.5 on average. Only the order of the places counts.

    Args:
        frame: with the columns.
        names: of at least two items.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind``, ``items.few``.

    Sources: as ``borda`` in ``sciezka.core.consensus``, which gives the same points.
    """
    places = _stack_numbers(frame, names)
    ranked = ~np.isnan(places)
    people = ranked.any(axis=0)
    places, ranked = places[:, people], ranked[:, people]
    n, k = int(np.count_nonzero(people)), len(names)
    # Unranked items stand together behind the last place.
    filled = np.where(ranked, places, math.inf)
    best = filled.min(axis=0) if n else np.zeros(0)
    found = []
    for at, name in enumerate(names):
        others = np.delete(filled, at, axis=0)
        points = np.count_nonzero(filled[at] < others) + np.count_nonzero(filled[at] == others) / 2
        given = int(np.count_nonzero(ranked[at]))
        firsts = int(np.count_nonzero(filled[at] == best))
        found.append(
            RankedItem(
                name=name,
                n=given,
                mean_rank=float(places[at][ranked[at]].mean()) if given else None,
                borda=float(points) / (n * (k - 1)) if n else None,
                firsts=firsts,
                share_first=firsts / n if n else None,
            )
        )
    return tuple(found)


def score_allocation(frame: Frame, names: Sequence[str]) -> tuple[Allocated, ...]:
    """Sum up how people divided a sum, such as 100 points: a number column for each item.

    Each person's numbers are divided by their sum, so that all weigh the same whatever they divided; an item left empty by
    someone who divided something has nothing. Weights are used for the mean share.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind``, ``items.few``, ``allocation.negative``.

    Source: a constant-sum item; the mean of shares is its own definition.
    """
    given = _stack_numbers(frame, names)
    if (given < 0).any():
        raise PollsProblem("allocation.negative", "Someone gave an item less than nothing.")
    sums = np.nansum(given, axis=0)
    people = sums > 0
    n = int(np.count_nonzero(people))
    shares = np.nan_to_num(given[:, people]) / sums[people]
    weights = None if frame.weights is None else frame.weights[people]
    told = n > 0 and (weights is None or bool(weights.sum()))
    found = []
    for name, line in zip(names, shares, strict=True):
        zeros = int(np.count_nonzero(line == 0))
        found.append(
            Allocated(
                name=name,
                n=n,
                mean_share=float(np.average(line, weights=weights)) if told else None,
                median_share=float(np.median(line)) if n else None,
                zeros=zeros,
                share_zero=zeros / n if n else None,
            )
        )
    return tuple(found)


def draw_profile(
    frame: Frame, names: Sequence[str], *, population: int | None = None, confidence: float = 0.95
) -> tuple[ProfilePoint, ...]:
    """Give the mean of each of several scales of opposites, with its interval.

    ``x̄ ± t·√(s²/n · (N − n)/(N − 1))`` with n − 1 degrees of freedom. With weights, mean and deviation are weighted and
    n is Kish's effective number, ``(Σw)²/Σw²``.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind``, ``population.small``, ``confidence.range``.

    Source: Osgood, C. E., Suci, G. J. & Tannenbaum, P. H. (1957), *The Measurement of Meaning*; Student's interval.
    """
    find_z(confidence)
    found = []
    for name in names:
        said = describe_number(frame, name)
        interval = None
        if said.mean is not None and said.sd is not None:
            n = _count_effective(frame, name, said.n)
            error = said.sd * math.sqrt(find_correction(said.n, population) / n)
            half = float(stdtrit(max(n - 1, 1), 0.5 + confidence / 2)) * error
            interval = Interval(said.mean - half, said.mean + half)
        found.append(ProfilePoint(name=name, n=said.n, mean=said.mean, sd=said.sd, interval=interval))
    return tuple(found)


def draw_profiles(
    frame: Frame, names: Sequence[str], group_name: str, *, confidence: float = 0.95
) -> tuple[tuple[str, tuple[ProfilePoint, ...]], ...]:
    """Give the profile of each group of a choice: pairs of its code and its points; see ``draw_profile``."""
    codes = frame[group_name].spec.codes
    return tuple(
        (code, draw_profile(select(frame, find_where(frame, group_name, [code])), names, confidence=confidence))
        for code in codes
    )


def sum_promoters(distribution: Distribution) -> PromoterScore | None:
    """Reckon the net promoter score of a distribution whose codes are written ``0`` to ``10``.

    Raises:
        PollsProblem: ``scale.steps`` (a code of 0 to 10 is absent).
    """
    counts = dict(zip(distribution.codes, distribution.counts, strict=True))
    missing = [str(step) for step in range(STEPS) if str(step) not in counts]
    if missing:
        raise PollsProblem("scale.steps", f"{distribution.name} has no code {missing[0]}.", name=distribution.name)
    return score_promoters([counts[str(step)] for step in range(STEPS)])


def _stack_numbers(frame: Frame, names: Sequence[str]) -> Floats:
    if len(names) <= 1:
        raise PollsProblem("items.few", "Name at least two items.")
    return np.array([frame[name].numbers for name in names])


def _count_effective(frame: Frame, name: str, n: int) -> float:
    if frame.weights is None:
        return float(n)
    weights = frame.weights[~np.isnan(frame[name].numbers)]
    return float(weights.sum() ** 2 / np.square(weights).sum())
