"""Correlations, redundancy, alpha and coverage against the published tables and plain formulas."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.index import reading
from tests.core.index.golden import assert_agrees, make_flat_structure, read_asem_structure, read_golden

NAN = float("nan")
# COINr breaks ties that are real in the raw data, because rounding left them 1e-14 apart; we keep the ties.
UNTIED_IN_COINR = "TolMin"


@pytest.mark.parametrize("name", ["level1_level2", "level3_level2", "level1_index_spearman"])
def test_correlations_are_those_of_coinr(name: str) -> None:
    expected = read_golden(f"coinr/corr_{name}.csv", ("Var1", "Var2"))
    scores = read_golden("coinr/stage_Aggregated.csv")
    kind = "spearman" if "spearman" in name else "pearson"
    pairs = [(one, other) for one, other in expected.keys if kind == "pearson" or other != UNTIED_IN_COINR]
    wanted = dict(zip(expected.keys, expected.take(["Correlation"])[0], strict=True))
    one, other = ([pair[at] for pair in pairs] for at in (0, 1))
    rows, columns = list(dict.fromkeys(one)), list(dict.fromkeys(other))
    found = reading.correlate_with(scores.take(rows), scores.take(columns), kind=kind)
    listed = np.array([found[rows.index(a), columns.index(b)] for a, b in pairs])
    assert_agrees(listed, np.array([wanted[pair] for pair in pairs]))


def test_real_ties_stay_ties_where_coinr_breaks_them() -> None:
    scores = read_golden("coinr/stage_Aggregated.csv").take(["Index", UNTIED_IN_COINR])
    raw = read_golden("coinr/in_asem_iData.csv").sort_as(read_golden("coinr/stage_Aggregated.csv")).take([UNTIED_IN_COINR])
    both = ~np.isnan(raw[0])
    ours = reading.correlate(scores[:, both], kind="spearman")[0, 1]
    assert ours == pytest.approx(-stats.spearmanr(scores[0, both], raw[0, both]).statistic, abs=1e-12)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(["pearson", "spearman"]))
def test_correlations_with_gaps_are_those_of_each_pair(seed: int, kind: str) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 8, size=(4, 14)).astype(float) * 10.0 ** rng.integers(-3, 6, size=(4, 1))
    x[rng.random(x.shape) < 0.25] = NAN
    found = reading.correlate(x, kind=kind)
    for one in range(4):
        for other in range(4):
            both = ~(np.isnan(x[one]) | np.isnan(x[other]))
            a, b = x[one, both], x[other, both]
            if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
                assert math.isnan(found[one, other])
            else:
                reckon = stats.pearsonr if kind == "pearson" else stats.spearmanr
                assert found[one, other] == pytest.approx(reckon(a, b).statistic, abs=1e-9)


def test_alpha_of_each_pillar_is_that_of_coinr() -> None:
    structure = read_asem_structure()
    found = reading.measure_alphas(read_golden("coinr/stage_Aggregated.csv").take(structure.codes), structure)
    expected = read_golden("coinr/cronbach_by_pillar.csv", ("pillar",))
    assert_agrees(np.array([found[code] for code in expected.units]), expected.take(["cronbach_alpha"])[0])


def test_alpha_of_nothing_much_is_not_a_number() -> None:
    assert math.isnan(reading.measure_alpha(np.ones((1, 5))))
    assert math.isnan(reading.measure_alpha(np.ones((2, 5))))
    assert math.isnan(reading.measure_alpha(np.array([[1.0, NAN], [NAN, 2.0]])))


def test_indicators_that_say_the_same_are_named() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(size=30)
    x = np.array([base, base + rng.normal(size=30) * 0.05, rng.normal(size=30), -2 * base])
    pairs = reading.find_redundant(["a", "b", "c", "d"], x, make_flat_structure(["a", "b", "c", "d"]))
    assert (pairs[0].one, pairs[0].other) == ("a", "d")
    assert pairs[0].correlation == pytest.approx(-1)
    assert {frozenset((pair.one, pair.other)) for pair in pairs} == {
        frozenset("ab"),
        frozenset("ad"),
        frozenset("bd"),
    }
    assert all(pair.siblings for pair in pairs)


def test_coverage_is_that_of_coinr() -> None:
    expected = read_golden("coinr/miss_data_avail_summary.csv")
    raw = read_golden("coinr/stage_Denominated.csv").sort_as(expected)
    found = reading.summarise_coverage(raw.take(read_asem_structure().leaves))
    assert found.missing.tolist() == expected.take(["N_missing"])[0].tolist()
    assert found.zeros.tolist() == expected.take(["N_zero"])[0].tolist()
    assert_agrees(found.by_unit, expected.take(["Dat_Avail"])[0])
    assert_agrees(found.not_zero, expected.take(["Non_Zero"])[0])
    assert found.by_leaf.mean() == pytest.approx(found.by_unit.mean())
