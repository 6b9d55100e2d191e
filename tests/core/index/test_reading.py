"""What lifts and what drags, strengths, and what would change the class."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.index import reading
from sciezka.core.index.classify import classify, make_bands
from sciezka.core.index.recipe import Aggregate, Normalise, Recipe
from sciezka.core.index.replay import replay
from sciezka.core.index.types import Floats, IndexProblem, Node, Structure
from tests.core.index.golden import assert_agrees, make_cube, read_asem_structure, read_golden

NAN = float("nan")
TREE = Structure(
    (
        Node("all"),
        Node("a", "all", 2.0),
        Node("b", "all", 1.0),
        Node("a1", "a", 1.0),
        Node("a2", "a", 3.0, -1),
        Node("b1", "b", 1.0),
        Node("b2", "b", 1.0),
    )
)
LEAVES = ("a1", "a2", "b1", "b2")


def score(block: Floats, method: str = "arithmetic", scale: str = "zscore") -> reading.Scored:
    recipe = Recipe(normalise=Normalise(scale, low=1, high=100), aggregate=Aggregate(method))
    return reading.take_scored(replay(recipe, TREE, make_cube(block, LEAVES)), 0)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.25]), st.sampled_from([None, LEAVES, ("a", "b1", "b2")]))
def test_contributions_add_up_to_the_score_and_to_the_difference(
    seed: int, gaps: float, parts: tuple[str, ...] | None
) -> None:
    rng = np.random.default_rng(seed)
    block = rng.normal(50, 10, size=(4, 15))
    block[rng.random(block.shape) < gaps] = NAN
    scored = score(block)
    for reference in ("mean", "median"):
        found = reading.contribute(scored, "all", parts=parts, reference=reference)
        known = ~np.isnan(found.scores)
        assert found.exact
        assert found.added.sum(axis=0)[known] == pytest.approx(found.scores[known], abs=1e-12)
        apart = found.lift.sum(axis=0) + found.rest
        assert apart[known] == pytest.approx((found.scores - found.usual)[known], abs=1e-12)
        if not gaps and reference == "mean":
            assert np.abs(found.rest).max() < 1e-12


def test_the_contributions_of_the_published_index_add_up() -> None:
    structure = read_asem_structure()
    scored = reading.Scored(structure, read_golden("coinr/stage_Aggregated.csv").take(structure.codes))
    for parts in (None, structure.leaves, structure.children["Conn"] + ("Sust",)):
        found = reading.contribute(scored, "Index", parts=parts)
        assert_agrees(found.added.sum(axis=0), scored.row("Index"))
        assert np.abs(found.rest).max() < 1e-9


def test_what_lifts_most_comes_first() -> None:
    scored = score(np.array([[0.0, 1, 2], [0, 0, 0.5], [3, 1, 2], [5, 5, 8]]))
    found = reading.contribute(scored, "all", parts=LEAVES)
    ordered = found.order_for(2)
    lifts = [found.lift[LEAVES.index(part), 2] for part in ordered]
    assert lifts == sorted(lifts, reverse=True)
    assert ordered[-1] == "a2"


def test_a_geometric_index_is_read_by_leaving_one_out() -> None:
    block = np.random.default_rng(2).uniform(1, 90, size=(4, 10))
    scored = score(block, "geometric", "minmax")
    found = reading.contribute(scored, "all")
    assert not found.exact
    a, b = scored.row("a"), scored.row("b")
    assert found.added[0] == pytest.approx(scored.row("all") - b)
    usual = np.exp((2 * np.log(a.mean()) + np.log(b)) / 3)
    assert found.lift[0] == pytest.approx(scored.row("all") - usual)
    assert found.lift.sum(axis=0) + found.rest == pytest.approx(found.scores - found.usual)


def test_a_unit_with_a_gap_has_other_shares() -> None:
    scored = score(np.array([[1.0, 2, NAN], [3, 1, 2], [1, 2, 3], [3, 3, 1]]))
    assert scored.share("a1", "all") == pytest.approx([1 / 6, 1 / 6, 0])
    assert scored.share("a2", "all") == pytest.approx([1 / 2, 1 / 2, 2 / 3])


def test_strengths_and_weaknesses_are_those_of_coinr() -> None:
    structure = read_asem_structure(read_golden("coinr/meta_lineage.csv", ("Indicator",)).units)
    raw = read_golden("coinr/in_asem_iData.csv")
    signs = [structure.node(leaf).direction for leaf in structure.leaves]
    best, worst = reading.find_strengths(structure.leaves, raw.take(structure.leaves), signs, raw.units.index("PRT"))
    for found, name in ((best, "strengths"), (worst, "weaknesses")):
        expected = read_golden(f"coinr/unit_{name}_PRT.csv", ("Code",))
        assert [one.code for one in found] == list(expected.units)
        assert [one.rank for one in found] == expected.take(["Rank"])[0].tolist()
        assert [float(f"{one.value:.3g}") for one in found] == expected.take(["Value"])[0].tolist()


def test_the_summary_of_a_unit_is_that_of_coinr() -> None:
    expected = read_golden("coinr/unit_summary_PRT.csv", ("Code",))
    table = read_golden("coinr/stage_Aggregated.csv")
    found = reading.summarise_unit(expected.units, table.take(expected.units), table.units.index("PRT"))
    assert_agrees(np.array([one.value for one in found]), expected.take(["Score"])[0])
    assert [one.rank for one in found] == expected.take(["Rank"])[0].tolist()
    assert {one.of for one in found} == {51}


def test_indicators_with_few_values_are_set_aside() -> None:
    values = np.array([[1.0, 1, 0, 0], [4, 3, 2, 1]])
    best, _ = reading.find_strengths(["flag", "number"], values, [1, 1], 0, least_unique=0.5)
    assert [one.code for one in best] == ["number"]


BANDS = make_bands((-0.5, 0.5), ("low", "middle", "high"))


@pytest.mark.parametrize(("method", "scale"), [("arithmetic", "zscore"), ("geometric", "minmax"), ("mpi", "minmax")])
def test_the_change_of_one_indicator_reaches_the_band(method: str, scale: str) -> None:
    block = np.random.default_rng(6).uniform(10, 90, size=(4, 12))
    scored = score(block, method, scale)
    normalised = scored.scores[[TREE.position[leaf] for leaf in LEAVES]]
    total = scored.row("all")
    bands = make_bands(np.quantile(total, (0.3, 0.7)).tolist(), ("low", "middle", "high"))
    step = reading.measure_natural_step(block, normalised)
    assert step[1] < 0 < step[0]
    unit = int(np.argsort(total)[6])
    upward, downward = reading.find_band_changes(scored, "all", unit, bands, natural_step=step)
    assert (upward.band, downward.band) == ("high", "low")
    assert upward.change > 0 > downward.change
    assert upward.leaves
    for change in upward.leaves:
        row = scored.row(change.leaf).copy()
        row[unit] += change.change
        moved = scored.rework(change.leaf, row, "all")
        assert moved[unit] == pytest.approx(upward.threshold, abs=1e-9)
        assert change.natural == pytest.approx(change.change * step[LEAVES.index(change.leaf)])
        assert classify(moved + 1e-9, bands)[unit] == 2
    less = next(change for change in upward.leaves if change.leaf == "a2")
    assert less.natural < 0


def test_the_outer_bands_have_one_neighbour_and_a_missing_score_none() -> None:
    scored = score(np.array([[1.0, 2, NAN], [3, 1, NAN], [1, 2, NAN], [1, 3, NAN]]))
    assert [one.upward for one in reading.find_band_changes(scored, "all", 0, BANDS)] == [True]
    assert [one.upward for one in reading.find_band_changes(scored, "all", 1, BANDS)] == [False]
    assert reading.find_band_changes(scored, "all", 2, BANDS) == ()


def test_a_scale_that_is_no_straight_line_has_no_natural_step() -> None:
    raw = np.array([[1.0, 2, 4, 8], [1, 1, 1, 1], [1, 2, NAN, 3]])
    normalised = np.array([[1.0, 2, 3, 4], [0, 0, 0, 0], [-10, -20, NAN, -30]])
    step = reading.measure_natural_step(raw, normalised)
    assert np.isnan(step[:2]).all()
    assert step[2] == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("reading.reference", lambda s: reading.contribute(s, "all", reference="mode")),
        ("reading.leaf", lambda s: reading.contribute(s, "a1")),
        ("reading.unknown_node", lambda s: reading.contribute(s, "z")),
        ("reading.not_under", lambda s: reading.contribute(s, "a", parts=["b1"])),
        ("reading.most", lambda s: reading.find_strengths(["a"], s.scores[:1], [1], 0, most=0)),
        ("reading.kind", lambda s: reading.correlate(s.scores, kind="kendall")),
    ],
)
def test_what_can_not_be_read_is_refused(code: str, call: object) -> None:
    scored = score(np.arange(12.0).reshape(4, 3))
    with pytest.raises(IndexProblem) as refused:
        call(scored)  # type: ignore[operator]
    assert refused.value.code == code


def test_a_node_without_scores_has_no_usual_score() -> None:
    scored = reading.Scored(TREE, np.full((7, 3), NAN))
    assert math.isnan(reading.contribute(scored, "all").usual)
