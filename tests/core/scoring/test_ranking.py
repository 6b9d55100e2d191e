"""The default rule of a call: means, weights, thresholds, ties, spread; and that nothing depends on the order of rows."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.scoring import (
    Ask,
    Criterion,
    Points,
    Ranking,
    ScoringProblem,
    Selection,
    make_record,
    rank,
    select_first,
    select_within,
    try_assessors,
    try_weights,
)

CRITERIA = (
    Criterion(code="K1", weight=Fraction(3), most=Fraction(10), threshold=Fraction(5)),
    Criterion(code="K2", weight=Fraction(2), most=Fraction(10)),
    Criterion(code="K3", weight=Fraction(1, 2), most=Fraction(10)),
)


def score(**cards: dict[str, tuple[int, ...]]) -> tuple[Points, ...]:
    """Write points briefly: submission, assessor, points by criterion."""
    return tuple(
        Points(submission=submission, assessor=assessor, criterion=criterion.code, points=Fraction(points))
        for submission, by in cards.items()
        for assessor, given_points in by.items()
        for criterion, points in zip(CRITERIA, given_points, strict=False)
    )


# The table of docs/methods/scoring.md.
WORKED = score(
    A={"x": (8, 6, 4), "y": (6, 8, 4), "z": (7, 7, 10)},
    B={"x": (9, 4, 4), "y": (9, 4, 6), "z": (9, 4, 2)},
    C={"x": (4, 10, 10), "y": (4, 10, 10), "z": (5, 10, 10)},
    D={"x": (7, 7, 6), "y": (7, 7, 6), "z": (7, 7, 6)},
)


def test_the_worked_table_comes_out_as_the_method_says() -> None:
    rows = {row.submission: row for row in rank(WORKED, CRITERIA).rows}
    assert rows["A"].score == 3 * 7 + 2 * 7 + Fraction(1, 2) * 6
    assert [rows[name].rank for name in "ADCB"] == [1, 1, 3, 4]
    assert rows["C"].score == Fraction(13) + 20 + 5
    assert rows["B"].score == 37
    assert (rows["C"].passed, rows["A"].passed) == (False, True)
    assert rows["A"].totals == (38, 36, 40)
    assert rows["A"].spread == Fraction(1, 10)
    assert rows["D"].spread == 0


def test_a_level_score_goes_by_the_first_criterion_then_the_next() -> None:
    criteria = (Criterion(code="a", most=Fraction(9)), Criterion(code="b", most=Fraction(9)))
    rows = [("S-10", 3, 5), ("S-2", 3, 5), ("S-1", 5, 3), ("S-3", 4, 4)]
    points = [
        Points(submission=name, assessor="1", criterion=code, points=Fraction(value))
        for name, *values in rows
        for code, value in zip("ab", values, strict=True)
    ]
    found = [(row.submission, row.rank) for row in rank(points, criteria).rows]
    assert found == [("S-1", 1), ("S-3", 2), ("S-2", 3), ("S-10", 3)]


def test_tenths_that_floats_would_part_are_level() -> None:
    criteria = (
        Criterion(code="a", weight=Fraction(1, 10), most=Fraction(9)),
        Criterion(code="b", weight=Fraction(2, 10), most=Fraction(9)),
    )
    points = [
        Points(submission=name, assessor="1", criterion=code, points=value)
        for name, values in (("one", (Fraction(3), Fraction(0))), ("two", (Fraction(1), Fraction(1))))
        for code, value in zip("ab", values, strict=True)
    ]
    scores = {row.submission: row.score for row in rank(points, criteria).rows}
    assert scores["one"] == scores["two"] == Fraction(3, 10)
    assert [row["score"] for row in make_record(rank(points, criteria))] == [0.3, 0.3]


def test_an_incomplete_card_counts_where_it_says_something_and_not_in_the_spread() -> None:
    points = [*score(A={"x": (8, 6, 4), "y": (4,)}), *score(B={"x": (5, 5, 5)})]
    row = rank(points, CRITERIA).of("A")
    assert row.criteria[0].mean == 6
    assert (row.criteria[1].given, row.incomplete) == (1, ("y",))
    assert row.spread == 0


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (score(A={"x": (11, 1, 1)}), "cards.range"),
        (score(A={"x": (1, 1)}), "cards.missing"),
        ((*WORKED, WORKED[0]), "cards.twice"),
        ((Points(submission="A", assessor="x", criterion="K9", points=Fraction(1)),), "cards.criterion"),
    ],
)
def test_points_that_cannot_stand_are_refused(points: tuple[Points, ...], code: str) -> None:
    with pytest.raises(ScoringProblem) as refusal:
        rank(points, CRITERIA)
    assert refusal.value.code == code


def test_criteria_that_cannot_stand_are_refused() -> None:
    for values in (
        {"most": Fraction(0)},
        {"most": Fraction(5), "weight": Fraction(-1)},
        {"most": Fraction(5), "threshold": Fraction(6)},
    ):
        with pytest.raises(ScoringProblem):
            Criterion(code="a", **values)
    for criteria in ((), (CRITERIA[0], CRITERIA[0])):
        with pytest.raises(ScoringProblem):
            rank(WORKED, criteria)


marks = st.integers(0, 10)
cards = st.dictionaries(
    st.sampled_from([f"S{number}" for number in range(8)]),
    st.dictionaries(st.sampled_from("xyzw"), st.tuples(marks, marks, marks), min_size=1),
    min_size=1,
)


def test_level_codes_that_count_alike_stand_in_one_order_whichever_row_comes_first() -> None:
    level = score(**{"S-1": {"x": (7, 7, 7)}, "S-01": {"x": (7, 7, 7)}, "S": {"x": (7, 7, 7)}, "S-10": {"x": (7, 7, 7)}})
    for points in (level, level[::-1]):
        assert [row.submission for row in rank(points, CRITERIA).rows] == ["S", "S-01", "S-1", "S-10"]


@given(cards, st.randoms(use_true_random=False))
def test_a_ranking_is_the_same_in_any_order_of_rows_and_its_ranks_count_the_better_ones(
    told: dict[str, dict[str, tuple[int, ...]]], chance: random.Random
) -> None:
    points = list(score(**told))
    ranking = rank(points, CRITERIA)
    chance.shuffle(points)
    assert make_record(rank(points, CRITERIA)) == make_record(ranking)
    for row in ranking.rows:
        assert row.rank == 1 + sum(other.worth > row.worth for other in ranking.rows)
        assert 0 <= row.spread <= 1
        assert row.passed == (row.criteria[0].mean >= 5)


@given(cards, st.fractions(min_value=Fraction(1, 7), max_value=7))
def test_weights_made_larger_alike_change_no_place(told: dict[str, dict[str, tuple[int, ...]]], factor: Fraction) -> None:
    larger = [
        Criterion(code=one.code, weight=one.weight * factor, most=one.most, threshold=one.threshold) for one in CRITERIA
    ]
    before, after = rank(score(**told), CRITERIA), rank(score(**told), larger)
    assert [(row.submission, row.rank, row.spread) for row in before.rows] == [
        (row.submission, row.rank, row.spread) for row in after.rows
    ]


def test_so_many_are_selected_of_those_who_passed_and_a_tie_at_the_cut_is_named() -> None:
    ranking = rank(WORKED, CRITERIA)
    assert select_first(ranking, 1).chosen == ("A",)
    assert select_first(ranking, 1).tied == ("A", "D")
    assert select_first(ranking, 2).tied == ()
    assert select_first(ranking, 9).chosen == ("A", "D", "B")
    with pytest.raises(ValueError, match="negative"):
        select_first(ranking, -1)


def test_money_is_given_greedily_in_order_and_what_is_too_dear_is_passed_over() -> None:
    asks = [Ask("a", Fraction(60)), Ask("b", Fraction(50)), Ask("c", Fraction(40)), Ask("d", Fraction(1))]
    found = select_within(asks, Fraction(100), {"a": 1, "b": 2, "c": 2, "d": 4})
    assert (found.chosen, found.tied) == (("a", "c"), ())
    assert found.left == 0
    assert select_within(asks[:2], Fraction(60), {"a": 1, "b": 1}).tied == ("a", "b")
    with pytest.raises(ValueError, match="negative"):
        select_within(asks, Fraction(-1))


@given(st.lists(st.fractions(0, 100), max_size=12), st.fractions(0, 300))
def test_no_one_who_would_still_fit_is_left_out_and_the_money_is_never_overspent(
    costs: list[Fraction], budget: Fraction
) -> None:
    asks = [Ask(str(number), cost) for number, cost in enumerate(costs)]
    found = select_within(asks, budget)
    spent = sum((ask.cost for ask in asks if ask.submission in found.chosen), Fraction(0))
    assert found.left == budget - spent >= 0
    assert all(ask.cost > found.left for ask in asks if ask.submission not in found.chosen)


def test_one_assessor_less_or_another_weight_is_told_when_it_selects_others() -> None:
    points = score(
        A={"x": (10, 5, 5), "y": (6, 5, 5)},
        B={"x": (7, 5, 5), "y": (7, 5, 5)},
        E={"x": (5, 8, 5), "y": (5, 8, 5)},
    )

    def first(ranking: Ranking) -> Selection:
        return select_first(ranking, 1)

    assert rank(points, CRITERIA).rows[0].submission == "A"
    changes = {change.what: change for change in try_assessors(points, CRITERIA, first)}
    assert (changes["x"].comes, changes["x"].goes, changes["y"].matters) == (("B",), ("A",), False)
    weights = {(change.what, change.factor): change for change in try_weights(points, CRITERIA, first, Fraction(1, 2))}
    assert weights["K1", Fraction(1, 2)].comes == ("E",)
    assert not weights["K3", Fraction(3, 2)].matters
    alone = try_assessors(points[:3], CRITERIA, first)
    assert [(change.what, change.unreckoned) for change in alone] == [("x", "cards.missing")]
