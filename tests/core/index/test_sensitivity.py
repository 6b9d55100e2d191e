"""Shares of variance against the published estimates, the analytic values, and an index where the answer is known."""

import json

import numpy as np
import pytest

from sciezka.core.index import robustness, sensitivity
from sciezka.core.index.robustness.intervals import Ranks
from sciezka.core.index.types import Floats, IndexProblem
from tests.core.index.golden import assert_agrees, golden_file, make_flat_structure, read_golden


def take_ishigami(u: Floats) -> Floats:
    """Reckon Ishigami's function of three numbers from 0 to 1."""
    x = 2 * np.pi * u - np.pi
    y: Floats = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return y


def test_the_estimates_of_ishigami_are_those_of_coinr() -> None:
    design = read_golden("coinr/sobol_ishigami_design.csv", ())
    expected = read_golden("coinr/sobol_ishigami_estimate.csv", ("Variable",))
    found = sensitivity.split_variance(design.take(["y"])[0], ["V1", "V2", "V3"])
    assert_agrees(found.first, expected.take(["Si"])[0])
    assert_agrees(found.total, expected.take(["STi"])[0])


def test_the_shares_of_the_index_are_those_of_coinr() -> None:
    target = read_golden("coinr/sa100_target.csv", ("rep",)).take(["mean_abs_rank_change"])[0]
    expected = read_golden("coinr/sa100_sobol.csv", ("Variable",))
    found = sensitivity.split_variance(target, expected.units, boot=500, seed=1)
    assert_agrees(found.first, expected.take(["Si"])[0])
    assert_agrees(found.total, expected.take(["STi"])[0])
    # The bootstrap is drawn otherwise than in R, so that its ranges agree but roughly.
    assert found.total_range is not None
    assert np.abs(found.total_range - expected.take(["STi_q5", "STi_q95"])).max() < 0.06
    assert [remark.code for remark in found.remarks] == ["sensitivity.rough"]


def test_many_runs_come_near_the_analytic_values() -> None:
    analytic = json.loads(golden_file("mcda/sobol_ishigami_analytic.json").read_text(encoding="utf-8"))
    output = take_ishigami(sensitivity.design_runs(20_000, 3, seed=3))
    found = sensitivity.split_variance(output, ["x1", "x2", "x3"])
    assert np.abs(found.first - analytic["S1"]).max() < 0.03
    assert np.abs(found.total - analytic["ST"]).max() < 0.03
    assert not found.remarks


def test_an_input_that_does_nothing_has_no_share() -> None:
    rng = np.random.default_rng(5)
    block = rng.uniform(1, 100, size=(3, 12))
    structure = make_flat_structure(["a", "b", "c"])
    weights = np.array([[1, 1, 1, 1], [1, 3, 1, 0.2], [1, 0.1, 1, 4]])
    same = (lambda x: x, lambda x: 2 * x + 1)
    choices = robustness.Choices(weights, normalise=same)
    found = sensitivity.measure_sensitivity(block, structure, choices, base=200, boot=50)
    assert found.sobol.inputs == ("normalise", "weights")
    assert found.sobol.total[0] == 0
    assert found.sobol.total[1] == pytest.approx(1, abs=0.2)
    assert found.scores.shape == (200 * 4, 12)
    assert found.sobol.first_range is not None


def test_the_design_exchanges_one_column_at_a_time() -> None:
    runs = sensitivity.design_runs(5, 2, seed=9)
    one, other, first, second = runs.reshape(4, 5, 2)
    assert (first[:, 0] == other[:, 0]).all()
    assert (first[:, 1] == one[:, 1]).all()
    assert (second[:, 1] == other[:, 1]).all()
    assert (runs >= 0).all()
    assert (runs < 1).all()
    assert (runs == sensitivity.design_runs(5, 2, seed=9)).all()
    assert (runs != sensitivity.design_runs(5, 2, seed=10)).all()


def test_the_heaviest_disagreement_has_the_most_influence() -> None:
    block = np.array([[1.0, 2, 3, 4], [4, 3, 2.5, 1], [1, 1, 1, 1]])
    structure = make_flat_structure(["a", "b", "c"])

    def evaluate(weights: Floats) -> Ranks:
        return robustness.rank_draws(robustness.aggregate_draws(block, structure, weights)[:, 0])

    influence = sensitivity.rank_influence(structure, evaluate)
    assert influence.shape == (4,)
    assert influence[3] == 0
    assert influence[1] > 0


@pytest.mark.parametrize(
    ("code", "output", "inputs"),
    [
        ("sensitivity.runs", np.ones(7), ["a", "b"]),
        ("sensitivity.runs", np.ones(4), ["a", "b"]),
        ("sensitivity.missing", np.array([1, 2, 3, 4, 5, np.nan]), ["a"]),
        ("sensitivity.constant", np.ones(6), ["a"]),
    ],
)
def test_outputs_that_can_not_be_split_are_refused(code: str, output: Floats, inputs: list[str]) -> None:
    with pytest.raises(IndexProblem) as refused:
        sensitivity.split_variance(output, inputs)
    assert refused.value.code == code


def test_an_index_without_choices_and_an_empty_design_are_refused() -> None:
    structure = make_flat_structure(["a"])
    with pytest.raises(IndexProblem, match="nothing can move"):
        sensitivity.measure_sensitivity(np.ones((1, 3)), structure, robustness.Choices(np.ones((1, 2))))
    with pytest.raises(IndexProblem, match="can't be made"):
        sensitivity.design_runs(1, 2)
