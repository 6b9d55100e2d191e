"""Which choice moves the ranks: shares of variance (Sobol' indices) by Saltelli's design, as COINr estimates them.

A design of n·(d + 2) runs: n runs A, n runs B, and for each input i the n runs of A with that input's column from B.
S_i is the share of the output's variance that would go if input i were known; S_Ti the share that would stay if all
others were known. With few runs the estimates are rough and may even leave 0…1: the intervals say how rough.

Source: Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
Communications 181; Jansen, M. (1999), Analysis of variance designs for model output, the same, 117.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.robustness import (
    INPUTS,
    Choices,
    choose_by_numbers,
    draw_numbers,
    list_weights,
    measure_rank_change,
    rank_draws,
    replicate,
)
from sciezka.core.index.robustness.intervals import Ranks
from sciezka.core.index.types import Floats, IndexProblem, Ints, Remark, Structure

FEWEST: Final = 2
# So few base runs leave indices that may differ by tenths from run to run.
ROUGH: Final = 500


@dataclass(frozen=True, slots=True)
class Sobol:
    """The share of variance of each input.

    Attributes:
        inputs: the inputs' names.
        first: S_i, shape (inputs,).
        total: S_Ti, shape (inputs,).
        first_range: the 5 % and 95 % quantiles of S_i over the bootstrap, shape (2, inputs); None without one.
        total_range: the same of S_Ti.
        variance: the output's variance over the runs A and B (n − 1).
        runs: how many runs.
        remarks: what a reader must know of them.
    """

    inputs: tuple[str, ...]
    first: Floats
    total: Floats
    first_range: Floats | None
    total_range: Floats | None
    variance: float
    runs: int
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A sensitivity analysis of an index.

    Attributes:
        sobol: the indices.
        plan: the options of each run, shape (runs, 5), see ``robustness.INPUTS``.
        scores: shape (runs, n).
        ranks: shape (runs, n).
        target: the output whose variance is split: the mean absolute change of rank of each run, shape (runs,).
    """

    sobol: Sobol
    plan: Ints
    scores: Floats
    ranks: Ranks
    target: Floats


def design_runs(base: int, inputs: int, *, seed: int = 0) -> Floats:
    """Give Saltelli's design: A, B, and A with one column from B for each input, shape (base · (inputs + 2), inputs).

    Args:
        base: the number of rows of A.
        inputs: the number of inputs.
        seed: the same seed gives the same design.

    Raises:
        IndexProblem: fewer than two base runs, or no input.
    """
    if base < FEWEST or inputs < 1:
        raise IndexProblem(
            "sensitivity.design",
            f"A design of {base} base runs and {inputs} inputs can't be made. Take 2 or more runs and 1 or more inputs.",
            base=base,
            inputs=inputs,
        )
    both = draw_numbers((base, 2 * inputs), seed)
    first, second = both[:, :inputs], both[:, inputs:]
    parts = [first, second]
    for column in range(inputs):
        mixed = first.copy()
        mixed[:, column] = second[:, column]
        parts.append(mixed)
    return np.concatenate(parts)


def split_variance(output: Floats, inputs: Sequence[str], *, boot: int = 0, seed: int = 0) -> Sobol:
    """Split an output's variance among the inputs.

    S_i = mean(y_B · (y_ABi − y_A)) ÷ V and S_Ti = mean((y_A − y_ABi)²) ÷ 2V, where V is the variance of the runs A and B
    together (n − 1).

    Args:
        output: one value per run of ``design_runs``, in its order, shape (base · (inputs + 2),).
        inputs: the inputs' names.
        boot: how many times to draw the base runs anew, for the ranges; 0 for none.
        seed: of the bootstrap.

    Raises:
        IndexProblem: a number of values that is no multiple of inputs + 2; a value that is missing; an output that does
            not vary.
    """
    width = len(inputs) + 2
    if not inputs or len(output) % width or len(output) < FEWEST * width:
        raise IndexProblem(
            "sensitivity.runs",
            f"{len(output)} values do not fit a design of {len(inputs)} inputs. Give a multiple of {width}, at least "
            f"{FEWEST * width}.",
            runs=len(output),
        )
    if not np.isfinite(output).all():
        raise IndexProblem("sensitivity.missing", "A run has no output, so its variance can't be split.")
    parts = np.asarray(output, dtype=np.float64).reshape(width, -1)
    base = parts.shape[1]
    first, total, variance = _estimate(parts[:, None, :])
    if not variance[0] > 0:
        raise IndexProblem("sensitivity.constant", "The output is the same in all runs, so there is no variance to split.")
    ranges: list[Floats | None] = [None, None]
    if boot:
        drawn = (draw_numbers((boot, base), seed) * base).astype(np.intp)
        again_first, again_total, again = _estimate(parts[:, drawn])
        fit = again > 0
        ranges = [
            np.quantile(again_first[:, fit], (0.05, 0.95), axis=1),
            np.quantile(again_total[:, fit], (0.05, 0.95), axis=1),
        ]
    remarks: tuple[Remark, ...] = ()
    if base < ROUGH:
        remarks = (
            Remark(
                "sensitivity.rough",
                f"The indices rest on {base} base runs and are rough; take {ROUGH} or more to compare inputs closely.",
                {"base": base, "least": ROUGH},
            ),
        )
    return Sobol(tuple(inputs), first[:, 0], total[:, 0], ranges[0], ranges[1], float(variance[0]), len(output), remarks)


def measure_sensitivity(  # noqa: PLR0913 - each names one choice
    block: Floats,
    structure: Structure,
    choices: Choices,
    *,
    base: int = 500,
    seed: int = 0,
    boot: int = 0,
    nominal: Ints | None = None,
) -> Sensitivity:
    """Find out which uncertain choice moves the ranks of an index most.

    Args:
        block: raw indicators, shape (leaves, n).
        structure: the tree.
        choices: the options; inputs with one option are left out of the analysis.
        base: base runs; the index is reckoned base · (uncertain inputs + 2) times.
        seed: of the design and the bootstrap.
        boot: bootstrap draws for the ranges.
        nominal: the options that the ranks are compared with, shape (5,); the first of each when None.

    Raises:
        IndexProblem: no input is uncertain; what ``replicate`` and ``split_variance`` refuse.
    """
    names = choices.uncertain
    if not names:
        raise IndexProblem(
            "sensitivity.certain", "Every input has a single option, so nothing can move. Give one of them two or more."
        )
    plan = choose_by_numbers(choices, design_runs(base, len(names), seed=seed))
    usual = np.zeros(len(INPUTS), dtype=np.intp) if nominal is None else nominal
    before = rank_draws(replicate(block, structure, choices, usual[None, :]))[0]
    scores = replicate(block, structure, choices, plan)
    ranks = rank_draws(scores)
    target = measure_rank_change(ranks, before)
    return Sensitivity(split_variance(target, names, boot=boot, seed=seed), plan, scores, ranks, target)


def rank_influence(structure: Structure, evaluate: Callable[[Floats], Ranks], *, step: float = 0.25) -> Floats:
    """Raise each node's weight by a share, one at a time, and give the mean absolute change of rank, shape (nodes,).

    A quick look at which weight matters, without draws; nodes alone under their parent change nothing.

    Args:
        structure: the tree.
        evaluate: ranks for sets of weights, ``f(weights: (sets, nodes)) -> (sets, n)``.
        step: the share by which a weight is raised.
    """
    given = list_weights(structure)
    ranks = evaluate(np.concatenate([given[None, :], given + np.diag(given * step)]))
    return measure_rank_change(ranks[1:], ranks[0])


def _estimate(parts: Floats) -> tuple[Floats, Floats, Floats]:
    """Reckon S_i and S_Ti, shape (inputs, sets), and V, shape (sets,), from runs, shape (inputs + 2, sets, base)."""
    one, other, mixed = parts[0], parts[1], parts[2:]
    variance = np.concatenate([one, other], axis=1).var(axis=1, ddof=1)
    usable = np.where(variance > 0, variance, np.nan)
    first = (other * (mixed - one)).mean(axis=2) / usable
    total = np.square(one - mixed).mean(axis=2) / (2 * usable)
    return first, total, variance
