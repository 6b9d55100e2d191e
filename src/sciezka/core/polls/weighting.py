"""Weights that make a sample look like its population in what is known of it, and what they cost."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from sciezka.core.polls.columns import Column, Frame
from sciezka.core.polls.types import PollsProblem

ROUNDS: Final = 200
TOLERANCE: Final = 1e-6
_FEW: Final = 5  # expected people below which the test of fit is not told

Floats = NDArray[np.float64]
Margins = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far a weighted share is from the one it should have.

    Attributes:
        name: the column.
        code: the code.
        wanted: its share in the population.
        reached: its weighted share in the sample, of those who answered.
    """

    name: str
    code: str
    wanted: float
    reached: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Raking:
    """What raking came to.

    Attributes:
        weights: of each respondent, float64 of shape (rows,), 1 on average.
        rounds: how often every margin was fitted.
        converged: whether every margin was reached to within the tolerance.
        gaps: every code with the share it should have and the one it has.
        empty: codes that are in the population and nobody in the sample has: no weight can make up for them.
        capped: how many respondents stand at the cap.
        design_effect: Kish's: how much more a share varies for the weights.
        effective_n: how many respondents without weights would vary as little.
    """

    weights: Floats
    rounds: int
    converged: bool
    gaps: tuple[Gap, ...]
    empty: tuple[tuple[str, str], ...]
    capped: int
    design_effect: float
    effective_n: float

    @property
    def largest_gap(self) -> float:
        """The largest difference between a share that is wanted and the one reached."""
        return max((abs(gap.reached - gap.wanted) for gap in self.gaps), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Represented:
    """One group of the population in the sample.

    Attributes:
        code: the group.
        n: how many respondents are of it.
        share: of those who answered; None when nobody did.
        known: its share in the population.
        difference: ``share`` − ``known``, in shares.
    """

    code: str
    n: int
    share: float | None
    known: float
    difference: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Representativeness:
    """A sample beside its population.

    Attributes:
        name: the column.
        n: how many answered.
        groups: every group.
        statistic: chi-square of the fit; None where nothing can be told.
        dof: its degrees of freedom.
        p: how often a random sample would lie as far off; None likewise.
        holds: whether every expected count is five or more, so that p can be trusted.
    """

    name: str
    n: int
    groups: tuple[Represented, ...]
    statistic: float | None
    dof: int
    p: float | None
    holds: bool


def rake(
    frame: Frame, margins: Margins, *, cap: float | None = None, most_rounds: int = ROUNDS, tolerance: float = TOLERANCE
) -> Raking:
    """Weight respondents so that several margins are those of the population: iterative proportional fitting.

    In turn for each column, and round after round: ``w ← w · wanted share / (Σ w of the code / Σ w of all who answered)``.
    Weights begin at the frame's, or 1. Who did not answer a column keeps the weight there, and margins are fitted among
    those who did. Codes of the population that nobody has are reported and the others' shares scaled to make up 1. The
    weights are scaled to 1 on average, which changes no share. It converges to the weights nearest to where they began
    (by Kullback and Leibler's measure), when any weights reach the margins.

    With a cap no weight is more than ``cap`` times the mean: after each round larger ones are cut, which leaves margins
    not quite reached; the gaps tell how far.

    Args:
        frame: with the columns; its weights are where to begin.
        margins: by column and code the shares in the population, or its counts; every code that anybody has.
        cap: the largest weight, in means; above 1. None for no cap.
        most_rounds: when to stop without having reached the margins.
        tolerance: how near every share must come.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind`` (no choice or scale), ``margin.none`` (no margins, or nobody
            answered one), ``margin.codes`` (a code that the column lacks, or one that somebody has and the margin lacks),
            ``margin.negative``, ``margin.zero`` (somebody has a code that nobody in the population has), ``cap.range``.

    Sources: Deming, W. E. & Stephan, F. F. (1940), On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known, *Annals of Math. Statistics* 11(4); Ireland, C. T. & Kullback, S. (1968),
    Contingency tables with given marginals, *Biometrika* 55(1); the worked table of the tests is the one in the Wikipedia
    article "Iterative proportional fitting".
    """
    if not margins:
        raise PollsProblem("margin.none", "Give at least one margin.")
    if cap is not None and cap <= 1:
        raise PollsProblem("cap.range", f"A cap of {cap} leaves nothing to weight. Give one above 1.", given=cap)
    weights = np.ones(frame.rows) if frame.weights is None else frame.weights.copy()
    wanted: list[tuple[Column, Floats]] = []
    empty: list[tuple[str, str]] = []
    for name, shares in margins.items():
        column = frame[name]
        target, nobody = _read_margin(column, shares, weights)
        wanted.append((column, target))
        empty += [(name, code) for code in nobody]
    weights *= frame.rows / weights.sum()
    rounds, capped = 0, 0
    while rounds < most_rounds and (rounds == 0 or _find_gap(wanted, weights) > tolerance):
        for column, target in wanted:
            weights *= _find_factors(column, target, weights)
        if cap is not None:
            weights, capped = _cut(weights, cap)
        rounds += 1
    weights *= frame.rows / weights.sum()
    weights.setflags(write=False)
    return Raking(
        weights=weights,
        rounds=rounds,
        converged=_find_gap(wanted, weights) <= tolerance,
        gaps=tuple(gap for column, target in wanted for gap in _list_gaps(column, target, weights)),
        empty=tuple(empty),
        capped=capped,
        design_effect=design_effect(weights),
        effective_n=effective_n(weights),
    )


def design_effect(weights: Sequence[float] | Floats) -> float:
    """Tell how much more a share varies for unequal weights: ``n·Σw²/(Σw)²``, 1 for equal ones.

    It is what weights cost where they have nothing to do with the answers; where they have, they may cost less.

    Raises:
        PollsProblem: ``weights.negative`` (below 0, or no finite number), ``weights.none`` (nobody weighs anything).

    Source: Kish, L. (1965), *Survey Sampling*, §11.7; Kish, L. (1992), Weighting for unequal Pᵢ, *J. Official Statistics*
    8(2).
    """
    given = _check_weights(weights)
    return float(given.size / effective_n(given))


def effective_n(weights: Sequence[float] | Floats) -> float:
    """Tell how many respondents of equal weight would vary as little: ``(Σw)²/Σw²``.

    Raises:
        PollsProblem: as ``design_effect``.

    Source: Kish (1965).
    """
    given = _check_weights(weights)
    # By the largest, so that no square is too small or too large to be told.
    parts = given / given.max()
    return float(parts.sum() ** 2 / np.square(parts).sum())


def representativeness(frame: Frame, name: str, known: Mapping[str, float]) -> Representativeness:
    """Put the shares of a sample beside those of its population.

    ``χ² = Σ (n_k − n·p_k)²/(n·p_k)`` with K − 1 degrees of freedom, over the K groups that the population has. A small p
    says that the sample is not as a random one would be; a large p does not make it one. With thousands of answers any
    difference is significant: look at the differences themselves.

    Args:
        frame: with the column; its weights are not used.
        name: a choice or a scale.
        known: by code the shares in the population, or its counts; every code that anybody has.

    Raises:
        PollsProblem: as ``rake``.

    Source: Pearson, K. (1900), *Philosophical Magazine* 50.
    """
    column = frame[name]
    target = _read_shares(column, known)
    counts = np.bincount(column.data[column.answered], minlength=len(column.spec.codes))
    _refuse_strangers(column, target, counts)
    n = int(counts.sum())
    groups = tuple(
        Represented(
            code=code,
            n=int(count),
            share=float(count) / n if n else None,
            known=float(share),
            difference=float(count) / n - float(share) if n else None,
        )
        for code, count, share in zip(column.spec.codes, counts, target, strict=True)
        if code in known
    )
    there = target > 0
    dof = int(np.count_nonzero(there)) - 1
    if not n or dof < 1:
        return Representativeness(name=name, n=n, groups=groups, statistic=None, dof=max(dof, 0), p=None, holds=False)
    expected = n * target[there]
    statistic = float((np.square(counts[there] - expected) / expected).sum())
    return Representativeness(
        name=name,
        n=n,
        groups=groups,
        statistic=statistic,
        dof=dof,
        p=float(chdtrc(dof, statistic)),
        holds=bool(expected.min() >= _FEW),
    )


def _read_shares(column: Column, shares: Mapping[str, float]) -> Floats:
    spec = column.spec
    if spec.kind not in {"choice", "scale"}:
        raise PollsProblem("column.kind", f"{spec.name} is a {spec.kind}: it has no margin.", name=spec.name)
    if strange := [code for code in shares if code not in spec.codes]:
        raise PollsProblem("margin.codes", f"{spec.name} has no code {strange[0]}.", name=spec.name, given=strange[0])
    given = np.array([shares.get(code, 0.0) for code in spec.codes], dtype=np.float64)
    if not (np.isfinite(given) & (given >= 0)).all():
        raise PollsProblem("margin.negative", f"A share of {spec.name} is below 0 or no number.", name=spec.name)
    if not given.sum():
        raise PollsProblem("margin.none", f"The margin of {spec.name} is empty.", name=spec.name)
    target: Floats = given / given.sum()
    return target


def _refuse_strangers(column: Column, target: Floats, counts: NDArray[np.int64] | Floats) -> None:
    for code, share, count in zip(column.spec.codes, target, counts, strict=True):
        if count and not share:
            raise PollsProblem(
                "margin.zero",
                f"{column.spec.name}: somebody is {code}, and by the margin nobody is. Correct the margin.",
                name=column.spec.name,
                given=code,
            )


def _read_margin(column: Column, shares: Mapping[str, float], weights: Floats) -> tuple[Floats, list[str]]:
    """Give the shares to be reached by those who are there, and the codes that nobody has."""
    target = _read_shares(column, shares)
    totals = _weigh(column, weights)
    _refuse_strangers(column, target, totals)
    if not totals.sum():
        raise PollsProblem("margin.none", f"Nobody answered {column.spec.name}.", name=column.spec.name)
    nobody = [code for code, share, total in zip(column.spec.codes, target, totals, strict=True) if share and not total]
    target = np.where(totals > 0, target, 0.0)
    return target / target.sum(), nobody


def _weigh(column: Column, weights: Floats) -> Floats:
    sums = np.bincount(column.data + 1, weights=weights, minlength=len(column.spec.codes) + 1)
    return sums[1:].astype(np.float64)


def _find_factors(column: Column, target: Floats, weights: Floats) -> Floats:
    totals = _weigh(column, weights)
    factors = np.ones(target.size + 1)  # the missing, at −1, keep their weight
    np.divide(target * totals.sum(), totals, out=factors[:-1], where=totals > 0)
    each: Floats = factors[column.data]
    return each


def _list_gaps(column: Column, target: Floats, weights: Floats) -> list[Gap]:
    totals = _weigh(column, weights)
    reached = totals / totals.sum()
    return [
        Gap(name=column.spec.name, code=code, wanted=float(want), reached=float(got))
        for code, want, got in zip(column.spec.codes, target, reached, strict=True)
        if want or got
    ]


def _find_gap(wanted: Sequence[tuple[Column, Floats]], weights: Floats) -> float:
    gaps = []
    for column, target in wanted:
        totals = _weigh(column, weights)
        gaps.append(float(np.abs(totals / totals.sum() - target).max()))
    return max(gaps)


def _cut(weights: Floats, cap: float) -> tuple[Floats, int]:
    """Cut weights above the cap, and give what is cut to the others, until none is above it."""
    most = cap * weights.mean()
    cut = weights.copy()
    for _step in range(weights.size):
        high = cut >= most
        left = weights.sum() - most * np.count_nonzero(high)
        low = cut[~high].sum()
        cut[high] = most
        if not low or math.isclose(low, left, rel_tol=1e-12):
            break
        cut[~high] *= left / low
        if not (cut > most).any():
            break
    return cut, int(np.count_nonzero(cut >= most * (1 - 1e-9)))


def _check_weights(weights: Sequence[float] | Floats) -> Floats:
    given = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(given) & (given >= 0)).all():
        raise PollsProblem("weights.negative", "A weight is below 0 or no number. Give weights of 0 or more.")
    if not given.any():
        raise PollsProblem("weights.none", "Nobody weighs anything.")
    return given
