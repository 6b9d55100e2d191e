"""Raking beside a published table, and what must hold of any weights."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.polls.columns import ColumnSpec, attach_weights, encode_rows
from sciezka.core.polls.tables import cross, distribute
from sciezka.core.polls.types import PollsProblem
from sciezka.core.polls.weighting import design_effect, effective_n, rake, representativeness
from tests.core.polls.frames import SEX, make_frame

# The worked example of the Wikipedia article "Iterative proportional fitting", whose result the Julia package
# ProportionalFitting.jl prints for the same table too.
TABLE = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
ROWS, COLUMNS = (150, 300, 400, 150), (200, 300, 400, 100)
FITTED = [
    [64.5585, 46.2325, 35.3843, 3.82473],
    [49.9679, 68.1594, 156.499, 25.3742],
    [56.7219, 144.428, 145.082, 53.7673],
    [28.7516, 41.18, 63.0347, 17.0337],
]
CODES = ("1", "2", "3", "4")
SPECS = [ColumnSpec(name="r", kind="choice", codes=CODES), ColumnSpec(name="c", kind="choice", codes=CODES)]
weights_of_some = st.lists(st.floats(0, 1000), min_size=1, max_size=30).filter(any)


def make_people() -> list[dict[str, object]]:
    """Make one person for each count of the worked table."""
    return [
        {"r": CODES[i], "c": CODES[j]} for i, line in enumerate(TABLE) for j, count in enumerate(line) for _ in range(count)
    ]


def name_codes(values: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(CODES, values, strict=True))


def test_the_worked_table_is_met_in_every_cell() -> None:
    frame = encode_rows(SPECS, make_people())
    found = rake(frame, {"r": name_codes(ROWS), "c": name_codes(COLUMNS)}, tolerance=1e-12)
    assert found.converged
    assert found.empty == ()
    weighted = cross(attach_weights(frame, found.weights), "r", "c").weighted_row_shares
    assert weighted is not None
    for line, total, wanted in zip(weighted, ROWS, FITTED, strict=True):
        assert [share * total for share in line if share is not None] == pytest.approx(wanted, rel=5e-6)


def test_weights_to_begin_with_are_kept_where_margins_leave_them_free() -> None:
    # The same table with one person for each cell and the counts as weights.
    rows = [{"r": CODES[i], "c": CODES[j]} for i in range(4) for j in range(4)]
    frame = attach_weights(encode_rows(SPECS, rows), [float(count) for line in TABLE for count in line])
    found = rake(frame, {"r": name_codes(ROWS), "c": name_codes(COLUMNS)}, tolerance=1e-12)
    assert (found.weights * 1000 / 16).tolist() == pytest.approx([cell for line in FITTED for cell in line], rel=5e-6)


@given(st.integers(0, 10**6), st.floats(0.2, 0.8), st.floats(0.1, 0.9))
@settings(max_examples=30)
def test_margins_are_reproduced_among_those_who_answered(seed: int, women: float, young: float) -> None:
    frame = make_frame(200, seed=seed)
    levels = {"1": young / 2, "2": young / 2, "3": (1 - young) / 2, "4": (1 - young) / 4, "5": (1 - young) / 8}
    margins = {"sex": {"w": women, "m": 1 - women}, "city": {**levels, "dk": (1 - young) / 8}}
    found = rake(frame, margins)
    assume(not found.empty)
    assert found.converged
    assert found.largest_gap <= 1e-6
    assert found.weights.mean() == pytest.approx(1)
    for name, shares in margins.items():
        weighted = distribute(attach_weights(frame, found.weights), name)
        assert dict(zip(weighted.codes, weighted.weighted_shares or (), strict=True)) == pytest.approx(shares, abs=2e-6)


def test_counts_and_shares_of_the_population_weight_alike() -> None:
    frame = make_frame(100)
    one, other = rake(frame, {"sex": {"w": 41_000, "m": 39_000}}), rake(frame, {"sex": {"w": 41 / 80, "m": 39 / 80}})
    np.testing.assert_allclose(one.weights, other.weights)
    np.testing.assert_allclose(rake(attach_weights(frame, [7.0] * 100), {"sex": {"w": 41, "m": 39}}).weights, one.weights)


def test_a_sample_that_has_the_margins_keeps_its_weights() -> None:
    frame = encode_rows([SEX], [{"sex": "w"}, {"sex": "m"}, {}])
    found = rake(frame, {"sex": {"w": 1, "m": 1}})
    assert found.weights.tolist() == [1, 1, 1]
    assert (found.rounds, found.design_effect, found.effective_n) == (1, 1, 3)


def test_a_group_that_nobody_is_of_is_told_and_the_others_make_up_the_whole() -> None:
    specs = [ColumnSpec(name="age", kind="choice", codes=("young", "middle", "old"))]
    found = rake(
        encode_rows(specs, [{"age": "young"}] * 3 + [{"age": "middle"}]), {"age": {"young": 1, "middle": 2, "old": 1}}
    )
    assert found.empty == (("age", "old"),)
    assert found.weights.tolist() == pytest.approx([4 / 9] * 3 + [8 / 3])


def test_a_cap_holds_and_says_what_it_costs() -> None:
    frame = make_frame(400, seed=5)
    margins = {"sex": {"w": 0.9, "m": 0.1}, "city": {"1": 0.6, "2": 0.1, "3": 0.1, "4": 0.1, "5": 0.05, "dk": 0.05}}
    free, capped = rake(frame, margins), rake(frame, margins, cap=2)
    assert free.weights.max() > 2
    assert capped.weights.max() <= 2 * (1 + 1e-9)
    assert capped.weights.mean() == pytest.approx(1)
    assert capped.capped == np.count_nonzero(capped.weights >= 2 * (1 - 1e-9)) > 0
    assert not capped.converged
    assert capped.largest_gap > free.largest_gap
    assert capped.design_effect < free.design_effect


def test_margins_that_contradict_the_sample_end_without_having_converged() -> None:
    # All women are young and all men old, and the margins want three quarters women but only one quarter young.
    specs = [SEX, ColumnSpec(name="age", kind="choice", codes=("young", "old"))]
    frame = encode_rows(specs, [{"sex": "w", "age": "young"}] * 5 + [{"sex": "m", "age": "old"}] * 5)
    found = rake(frame, {"sex": {"w": 3, "m": 1}, "age": {"young": 1, "old": 3}}, most_rounds=50)
    assert not found.converged
    assert found.rounds == 50
    assert found.largest_gap == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("margins", "code"),
    [
        ({}, "margin.none"),
        ({"sex": {}}, "margin.none"),
        ({"sex": {"w": 1, "x": 1}}, "margin.codes"),
        ({"sex": {"w": 1}}, "margin.zero"),
        ({"sex": {"w": 1, "m": 0}}, "margin.zero"),
        ({"sex": {"w": 1, "m": -1}}, "margin.negative"),
        ({"sex": {"w": 1, "m": float("nan")}}, "margin.negative"),
        ({"why": {"work": 1}}, "column.kind"),
        ({"age": {"1": 1}}, "column.kind"),
        ({"nothing": {"1": 1}}, "column.unknown"),
    ],
)
def test_margins_that_can_not_be_are_refused(margins: Any, code: str) -> None:
    with pytest.raises(PollsProblem) as problem:
        rake(make_frame(50), margins)
    assert problem.value.code == code


def test_nobody_and_a_cap_of_nothing_are_refused() -> None:
    with pytest.raises(PollsProblem):
        rake(encode_rows([SEX], [{}]), {"sex": {"w": 1, "m": 1}})
    with pytest.raises(PollsProblem):
        rake(make_frame(50), {"sex": {"w": 1, "m": 1}}, cap=1)


@given(weights_of_some, st.floats(0.001, 1000))
def test_kishs_effect_lies_between_one_and_n_whatever_the_scale(weights: list[float], scale: float) -> None:
    effect = design_effect(weights)
    assert 1 - 1e-9 <= effect <= len(weights) * (1 + 1e-9)
    assert effect == pytest.approx(len(weights) / effective_n(weights))
    scaled = [weight * scale for weight in weights]
    assume(any(scaled))
    assert design_effect(scaled) == pytest.approx(effect, rel=1e-6)


def test_kishs_effect_of_two_weights_is_known() -> None:
    # Half weighs 1 and half 3: 1 + the squared coefficient of variation, 1 + (1/2)².
    assert design_effect([1, 3] * 50) == pytest.approx(1.25)
    assert effective_n([1, 3] * 50) == pytest.approx(80)
    for weights in ([], [0, 0], [1, -1]):
        with pytest.raises(PollsProblem):
            design_effect(weights)


def test_a_sample_is_put_beside_its_population_as_scipy_does() -> None:
    frame = make_frame(300)
    counts = distribute(frame, "sex").counts
    found = representativeness(frame, "sex", {"w": 52, "m": 48})
    n = sum(counts)
    theirs = stats.chisquare(counts, [n * 0.52, n * 0.48])
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (found.n, found.dof, found.holds) == (n, 1, True)
    women = found.groups[0]
    assert (women.code, women.n, women.share, women.known) == ("w", counts[0], counts[0] / n, 0.52)
    assert women.difference == pytest.approx(counts[0] / n - 0.52)


def test_a_sample_of_nobody_is_beside_nothing() -> None:
    found = representativeness(encode_rows([SEX], [{}]), "sex", {"w": 1, "m": 1})
    assert (found.n, found.statistic, found.p, found.groups[0].share) == (0, None, None, None)
    assert not representativeness(encode_rows([SEX], [{"sex": "w"}]), "sex", {"w": 1, "m": 1}).holds
