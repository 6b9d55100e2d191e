"""Whether two items go together: tests of cross-tabs, of ordered answers by group, of a set option by option.

Tests count people: weights change the shares that are shown, not what is tested. A small p says that the items would seldom
look so in a *random* sample if they had nothing to do with each other; how strongly they go together is told by V or ε².
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import chdtrc

from sciezka.core.polls.columns import Frame
from sciezka.core.polls.tables import Cross, cross
from sciezka.core.polls.types import PollsProblem

Test = Literal["chi2", "fisher", "permutation"]
FEW: Final = 5  # Cochran's rule: expected counts below five …
MOST_FEW: Final = 0.2  # … in at most a fifth of the cells …
FEWEST: Final = 1  # … and none below one
DRAWS: Final = 9_999
_SEED: Final = 20_200_127
_LEAST: Final = 2  # rows, columns or groups that can be compared
_NEAR: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """What the test of a cross-tab says.

    Attributes:
        test: whose p is told: ``chi2`` where the chi-square approximation holds, else ``fisher`` (2 × 2) or
            ``permutation`` (tables with the same margins, drawn with a fixed seed).
        n: people counted.
        statistic: Pearson's chi-square, without a correction for continuity.
        dof: its degrees of freedom.
        p: of ``test``.
        cramers_v: from 0 (nothing to do with each other) to 1 (one tells the other).
        cramers_v_corrected: likewise, less what chance alone would give.
        smallest_expected: the smallest expected count.
        share_few: the share of cells with an expected count below 5.
        holds: whether the chi-square approximation holds.
        residuals: of each cell of the given table, row by row; None in rows and columns that nobody is in. Beyond ±2 a
            cell stands out, with many cells beyond ±3.
    """

    test: Test
    n: int
    statistic: float
    dof: int
    p: float
    cramers_v: float
    cramers_v_corrected: float
    smallest_expected: float
    share_few: float
    holds: bool
    residuals: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionAssociation:
    """One option of a set by group.

    Attributes:
        code: the option.
        counts: who ticked it in each group.
        bases: who answered in each group.
        association: the test of ticked or not by group; None where there is nothing to compare.
        p_adjusted: its p after Holm's correction for all options.
    """

    code: str
    counts: tuple[int, ...]
    bases: tuple[int, ...]
    association: Association | None
    p_adjusted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The numbers of one group.

    Attributes:
        code: the group's code.
        n: how many gave a number.
        median: half gave no more, half no less; None of nobody.
        mean: the arithmetic mean.
        mean_rank: the mean of their ranks among all, ties sharing the mean of theirs.
    """

    code: str
    n: int
    median: float | None
    mean: float | None
    mean_rank: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupComparison:
    """Ordered answers compared between groups.

    Attributes:
        test: ``mann-whitney`` for two groups, ``kruskal-wallis`` for more.
        n: people counted.
        statistic: U of the first group, or H.
        p: two-sided.
        epsilon_squared: how much of the ranks' variation the groups tell, from 0 to 1.
        superiority: with two groups, how often someone of the first answers higher than someone of the second, ties
            counted half; 0.5 says no difference. None with more groups.
        groups: every group in order, empty ones too.
    """

    test: Literal["mann-whitney", "kruskal-wallis"]
    n: int
    statistic: float
    p: float
    epsilon_squared: float
    superiority: float | None
    groups: tuple[Group, ...]


def load_tests() -> None:
    """Load the library of tests, which takes half a second when the first is asked for, before somebody waits for it."""
    import_module("scipy.stats")


def measure_association(counts: Sequence[Sequence[int]]) -> Association | None:
    """Test whether rows and columns of a table of counts go together, and how strongly.

    ``E = row total · column total / n``, ``χ² = Σ(O − E)²/E``, ``V = √(χ²/n / min(r − 1, c − 1))``. Corrected for bias:
    ``φ̃² = max(0, χ²/n − (r − 1)(c − 1)/(n − 1))``, ``r̃ = r − (r − 1)²/(n − 1)``, c̃ likewise,
    ``Ṽ = √(φ̃² / min(r̃ − 1, c̃ − 1))``. Adjusted residuals ``(O − E)/√(E(1 − row/n)(1 − column/n))`` are about standard
    normal where nothing goes together. Rows and columns that nobody is in are left out.

    The approximation holds by Cochran's rule: no expected count below 1 and at most 20 % below 5. Where it does not,
    Fisher's exact p is told for 2 × 2 tables, and for larger ones the share, with one added above and below, of 9,999
    tables drawn with the same margins whose χ² is at least as large; the draw is the same each time.

    Args:
        counts: whole numbers of people, of shape (rows, columns), each person in one cell.

    Returns:
        None where fewer than two rows or two columns have anybody.

    Raises:
        PollsProblem: ``table.shape`` (lines of different lengths) or ``table.counts`` (a count that is none).

    Sources: Cochran, W. G. (1954), Some methods for strengthening the common χ² tests, *Biometrics* 10(4); Cramér, H.
    (1946), *Mathematical Methods of Statistics*; Bergsma, W. (2013), A bias-correction for Cramér's V and Tschuprow's T,
    *J. Korean Statistical Society* 42(3); Haberman, S. J. (1973), The analysis of residuals in cross-classified tables,
    *Biometrics* 29(1); Patefield, W. M. (1981), Algorithm AS 159, *Applied Statistics* 30(1).
    """
    table = _check_table(counts)
    rows, columns = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    full = table[rows][:, columns]
    if min(full.shape) < _LEAST:
        return None
    n = int(full.sum())
    tall, wide = full.sum(axis=1), full.sum(axis=0)
    expected = np.outer(tall, wide) / n
    statistic = float((np.square(full - expected) / expected).sum())
    height, width = full.shape
    dof = (height - 1) * (width - 1)
    smallest, few = float(expected.min()), float((expected < FEW).mean())
    holds = smallest >= FEWEST and few <= MOST_FEW
    test: Test = "chi2"
    p = float(chdtrc(dof, statistic))
    if not holds:
        test, p = _test_exactly(full, statistic)
    adjusted = np.full(table.shape, math.nan)
    scale = np.sqrt(expected * np.outer(1 - tall / n, 1 - wide / n))
    adjusted[np.ix_(rows, columns)] = (full - expected) / scale
    return Association(
        test=test,
        n=n,
        statistic=statistic,
        dof=dof,
        p=p,
        cramers_v=math.sqrt(min(1.0, statistic / n / (min(full.shape) - 1))),
        cramers_v_corrected=_correct_v(statistic, n, height, width),
        smallest_expected=smallest,
        share_few=few,
        holds=holds,
        residuals=tuple(tuple(None if math.isnan(cell) else float(cell) for cell in line) for line in adjusted),
    )


def associate(table: Cross) -> Association | None:
    """Test a cross-tab of two choices: see ``measure_association``.

    Raises:
        PollsProblem: ``cross.set`` (one of the items is a set: use ``compare_options``).
    """
    if not table.is_partition:
        raise PollsProblem("cross.set", "People stand in several cells. Compare a set option by option.")
    return measure_association(table.counts)


def compare_options(frame: Frame, set_name: str, group_name: str) -> tuple[OptionAssociation, ...]:
    """Test each option of a set, ticked or not, by group, with Holm's correction for their number.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind`` (the first is no set, or the second is a set or a number).

    Source: Holm, S. (1979), A simple sequentially rejective multiple test procedure, *Scandinavian J. of Statistics* 6(2).
    """
    if frame[set_name].spec.kind != "set" or frame[group_name].spec.kind in {"set", "number"}:
        raise PollsProblem("column.kind", "Compare the options of a set between the groups of a choice.")
    table = cross(frame, set_name, group_name)
    bases = table.column_bases
    found = [
        measure_association((line, tuple(base - count for base, count in zip(bases, line, strict=True))))
        for line in table.counts
    ]
    adjusted = iter(adjust_holm([one.p for one in found if one is not None]))
    return tuple(
        OptionAssociation(
            code=code,
            counts=line,
            bases=bases,
            association=one,
            p_adjusted=None if one is None else next(adjusted),
        )
        for code, line, one in zip(table.row_codes, table.counts, found, strict=True)
    )


def compare_groups(frame: Frame, value_name: str, group_name: str) -> GroupComparison | None:
    """Compare ordered answers, a scale or a number, between the groups of a choice, by ranks.

    Two groups: Mann and Whitney's U of the first, ``U = R₁ − n₁(n₁ + 1)/2``; two-sided p, exact with at most eight people
    in a group and no ties, else normal with corrections for ties and continuity. More: Kruskal and Wallis's H, corrected
    for ties, by chi-square with k − 1 degrees of freedom. ``ε² = H/(n − 1)`` for both. Ranks ask for order only: answers
    outside of the scale ("hard to say") are left out.

    Returns:
        None where fewer than two groups have anybody, or all gave the same number.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind``.

    Sources: Mann, H. B. & Whitney, D. R. (1947), *Annals of Math. Statistics* 18(1); Kruskal, W. H. & Wallis, W. A.
    (1952), *JASA* 47(260); Tomczak, M. & Tomczak, E. (2014), The need to report effect size estimates revisited,
    *Trends in Sport Sciences* 21(1) for ε².
    """
    group = frame[group_name]
    if group.spec.kind in {"set", "number"}:
        raise PollsProblem("column.kind", f"{group_name} has no groups that each person is in one of.", name=group_name)
    numbers = frame[value_name].numbers
    told = ~np.isnan(numbers) & group.answered
    values, places = numbers[told], group.data[told]
    ranks = scipy.stats.rankdata(values)
    members = [places == at for at in range(len(group.spec.codes))]
    groups = tuple(
        _describe_group(code, values[here], ranks[here]) for code, here in zip(group.spec.codes, members, strict=True)
    )
    samples = [values[here] for here in members if here.any()]
    if len(samples) < _LEAST or values.min() == values.max():
        return None
    heights, p = scipy.stats.kruskal(*samples)
    statistic, superiority = float(heights), None
    if len(samples) == _LEAST:
        found = scipy.stats.mannwhitneyu(*samples)
        statistic, p = float(found.statistic), found.pvalue
        superiority = statistic / (samples[0].size * samples[1].size)
    return GroupComparison(
        test="kruskal-wallis" if superiority is None else "mann-whitney",
        n=values.size,
        statistic=statistic,
        p=float(p),
        epsilon_squared=float(heights) / (values.size - 1),
        superiority=superiority,
        groups=groups,
    )


def adjust_holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Correct p-values for their number: sorted, ``p̃ᵢ = max over j ≤ i of min(1, (m − j + 1)·pⱼ)``.

    Raises:
        PollsProblem: ``share.range`` (a p that is not from 0 to 1).

    Source: Holm, S. (1979), *Scandinavian J. of Statistics* 6(2).
    """
    if any(not 0 <= p <= 1 for p in ps):
        raise PollsProblem("share.range", "A p is not from 0 to 1.")
    adjusted = [0.0] * len(ps)
    reached = 0.0
    for step, at in enumerate(sorted(range(len(ps)), key=lambda at: ps[at])):
        reached = max(reached, min(1.0, (len(ps) - step) * ps[at]))
        adjusted[at] = reached
    return tuple(adjusted)


def _check_table(counts: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    if len({len(line) for line in counts}) > 1:
        raise PollsProblem("table.shape", "The lines of the table have different lengths.")
    given = np.array(counts, dtype=np.float64).reshape(len(counts), len(counts[0]) if counts else 0)
    if not (np.isfinite(given) & (given >= 0) & (given == np.floor(given))).all():
        raise PollsProblem("table.counts", "A cell of the table is no count of people.")
    return given.astype(np.int64)


def _test_exactly(table: NDArray[np.int64], statistic: float) -> tuple[Test, float]:
    if table.shape == (_LEAST, _LEAST):
        return "fisher", float(scipy.stats.fisher_exact(table)[1])
    tall, wide = table.sum(axis=1), table.sum(axis=0)
    expected = np.outer(tall, wide) / table.sum()
    drawn = scipy.stats.random_table(tall, wide).rvs(DRAWS, method="patefield", random_state=np.random.default_rng(_SEED))
    values = (np.square(drawn - expected) / expected).sum(axis=(1, 2))
    # The same table may sum up to a hair less in another order.
    as_far = int((values >= statistic * (1 - _NEAR)).sum())
    return "permutation", (1 + as_far) / (1 + DRAWS)


def _correct_v(statistic: float, n: int, height: int, width: int) -> float:
    if n < _LEAST:
        return 0.0
    phi = max(0.0, statistic / n - (height - 1) * (width - 1) / (n - 1))
    least = min(height - (height - 1) ** 2 / (n - 1), width - (width - 1) ** 2 / (n - 1)) - 1
    return math.sqrt(min(1.0, phi / least)) if least > 0 else 0.0


def _describe_group(code: str, values: NDArray[np.float64], ranks: NDArray[np.float64]) -> Group:
    if not values.size:
        return Group(code=code, n=0, median=None, mean=None, mean_rank=None)
    return Group(
        code=code,
        n=values.size,
        median=float(np.median(values)),
        mean=float(values.mean()),
        mean_rank=float(ranks.mean()),
    )
