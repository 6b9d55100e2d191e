"""Borda's points and picks: published and by hand, and what must hold for any rankings."""

import csv
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.consensus import ConsensusProblem, Pick, borda, picks, rank_points
from tests.core.index.golden import golden_file

ITEMS = "abcde"
places = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from([1, 2, 3, 4, 5, 1.5, 2.5]), max_size=len(ITEMS))


def test_a_capital_is_found_among_four_towns() -> None:
    # Tennessee, the textbook example; points 3, 2, 1, 0.
    orders = {("M", "N", "C", "K"): 42, ("N", "C", "K", "M"): 26, ("C", "K", "N", "M"): 15, ("K", "C", "N", "M"): 17}
    rankings = [dict(zip(order, range(1, 5), strict=True)) for order, people in orders.items() for _each in range(people)]
    points = borda(rankings, "MNCK")
    assert points == {"M": 126, "N": 194, "C": 173, "K": 107}
    assert rank_points(points) == {"N": 1, "C": 2, "M": 3, "K": 4}


@pytest.mark.parametrize(
    ("ranking", "points"),
    [
        # Ties share: Andrew and Brian before Catherine before David, half a point for each one tied with.
        ({"a": 1, "b": 1, "c": 2, "d": 3}, {"a": 2.5, "b": 2.5, "c": 1, "d": 0}),
        ({"a": 2, "b": 1, "c": 1, "d": 1, "e": 2}, {"a": 0.5, "b": 3, "c": 3, "d": 3, "e": 0.5}),
        ({"a": 3, "b": 3, "c": 1, "d": 2, "e": 1}, {"a": 0.5, "b": 0.5, "c": 3.5, "d": 2, "e": 3.5}),
        ({"a": 1, "b": 3, "c": 2, "d": 2, "e": 2}, {"a": 4, "b": 0, "c": 2, "d": 2, "e": 2}),
    ],
)
def test_ties_share_the_points_of_their_places(ranking: Mapping[str, float], points: Mapping[str, float]) -> None:
    # The last three are the examples with ties of the R package consensus (noeliarico/consensus).
    assert borda([ranking], sorted(ranking)) == points


@pytest.mark.parametrize(
    ("ranking", "points"),
    [
        ({"a": 1, "b": 2}, {"a": 3, "b": 2, "c": 0.5, "d": 0.5}),
        ({"a": 1}, {"a": 3, "b": 1, "c": 1, "d": 1}),
        ({"a": 1, "b": 1}, {"a": 2.5, "b": 2.5, "c": 0.5, "d": 0.5}),
        ({"a": 1, "b": 2, "c": 3}, {"a": 3, "b": 2, "c": 1, "d": 0}),
        ({}, {"a": 0, "b": 0, "c": 0, "d": 0}),
    ],
)
def test_what_is_not_ranked_shares_the_points_left_over(ranking: Mapping[str, float], points: Mapping[str, float]) -> None:
    # (n − k − 1)/2 each: of four, two ranked leave 1 and 0 to share.
    assert borda([ranking], "abcd") == points


def test_gaps_after_ties_and_mid_ranks_say_the_same() -> None:
    ways = ({"a": 1, "b": 1, "c": 3}, {"a": 1, "b": 1, "c": 2}, {"a": 1.5, "b": 1.5, "c": 3}, {"a": 10, "b": 10, "c": 99})
    assert len({tuple(borda([way], "abc").items()) for way in ways}) == 1


def test_the_commission_of_shrout_and_fleiss_has_its_points() -> None:
    with golden_file("commission/shrout_fleiss_1979_ratings.csv").open(encoding="utf-8", newline="") as lines:
        ratings = list(csv.DictReader(lines))
    with golden_file("commission/shrout_fleiss_aggregates.csv").open(encoding="utf-8", newline="") as lines:
        golden = {row["proposal"]: row for row in csv.DictReader(lines)}
    # More is better in a rating, less in a place.
    sheets = [{row["proposal"]: -float(row[judge]) for row in ratings} for judge in ("J1", "J2", "J3", "J4")]
    points = borda(sheets, list(golden))
    assert points == {proposal: float(row["borda"]) for proposal, row in golden.items()}
    assert rank_points(points) == {proposal: int(row["rank_mean"]) for proposal, row in golden.items()}


@given(st.lists(places, max_size=12), st.randoms())
def test_every_ranking_gives_the_same_sum_and_the_order_of_people_does_not_matter(
    rankings: list[dict[str, float]], shuffler: Random
) -> None:
    points = borda(rankings, ITEMS)
    taking_part = sum(bool(ranking) for ranking in rankings)
    assert sum(points.values()) == taking_part * 10
    mixed = list(rankings)
    shuffler.shuffle(mixed)
    assert borda(mixed, ITEMS) == points
    assert borda(rankings, ITEMS[::-1]) == points
    assert borda(rankings * 2, ITEMS) == {item: 2 * each for item, each in points.items()}


@given(places)
def test_one_ranking_gives_each_item_a_point_for_each_item_behind_it_and_half_a_point_for_each_beside_it(
    ranking: dict[str, float],
) -> None:
    if ranking:
        behind = {item: ranking.get(item, 99) for item in ITEMS}
        expected = {
            item: sum((place > here) + (place == here) / 2 for other, place in behind.items() if other != item)
            for item, here in behind.items()
        }
        assert borda([ranking], ITEMS) == expected


def test_ties_of_points_share_the_lowest_rank() -> None:
    assert rank_points({"a": 1, "b": 7, "c": 3, "d": 3, "e": 0}) == {"a": 4, "b": 1, "c": 2, "d": 2, "e": 5}
    assert rank_points({}) == {}


def test_picks_are_counted_with_their_share_of_all_who_answered() -> None:
    found = picks([["a", "b"], ["b"], [], ["c", "b"]], "abcd", most=2)
    assert found == (Pick("a", 1, 0.25, 2), Pick("b", 3, 0.75, 1), Pick("c", 1, 0.25, 2), Pick("d", 0, 0.0, 4))
    assert picks([], "ab") == (Pick("a", 0, None, 1), Pick("b", 0, None, 1))


@pytest.mark.parametrize(
    ("sheets", "items", "most", "code"),
    [
        ([["x"]], "ab", None, "item.unknown"),
        ([["a", "a"]], "ab", None, "picks.twice"),
        ([["a", "b"]], "ab", 1, "picks.many"),
        ([], "aa", None, "items.twice"),
    ],
)
def test_picks_that_are_none_are_refused(sheets: list[list[str]], items: str, most: int | None, code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        picks(sheets, items, most=most)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("rankings", "items", "code"),
    [
        ([{"x": 1}], "ab", "item.unknown"),
        ([], "aa", "items.twice"),
        ([{"a": float("nan")}], "ab", "value.not_finite"),
    ],
)
def test_rankings_that_are_none_are_refused(rankings: list[dict[str, float]], items: str, code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        borda(rankings, items)
    assert caught.value.code == code
