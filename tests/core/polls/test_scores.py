"""Scores: net promoters, top boxes, rankings, allocations, profiles."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.consensus import borda
from sciezka.core.polls.columns import ColumnSpec, attach_weights, encode_rows
from sciezka.core.polls.scores import (
    draw_profile,
    draw_profiles,
    rank_items,
    score_allocation,
    score_column,
    score_promoters,
    sum_promoters,
    top_boxes,
)
from sciezka.core.polls.sizes import wilson
from sciezka.core.polls.tables import distribute
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.frames import CITY, SEX, make_frame

NPS = ColumnSpec(
    name="nps",
    kind="scale",
    codes=(*(str(at) for at in range(11)), "dk"),
    values=(*(float(at) for at in range(11)), None),
)
ITEMS = [ColumnSpec(name=name, kind="number") for name in "abcd"]
counts_of_steps = st.lists(st.integers(0, 60), min_size=11, max_size=11)
rankings = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4), max_size=4),
    max_size=20,
)


def test_promoters_less_detractors_is_the_score() -> None:
    found = score_promoters([1, 0, 0, 0, 0, 0, 19, 10, 20, 30, 20])
    assert found is not None
    assert (found.n, found.promoters, found.passives, found.detractors) == (100, 50, 30, 20)
    assert found.score == 30
    # By hand: (50.75 − 20.75)/103 ± z·√((71.5/103 − (30/103)²)/103).
    half = 1.959963984540054 * math.sqrt((71.5 / 103 - (30 / 103) ** 2) / 103)
    assert found.interval.low == pytest.approx(100 * (30 / 103 - half))
    assert found.interval.high == pytest.approx(100 * (30 / 103 + half))


@given(counts_of_steps)
def test_a_score_lies_in_its_interval_and_both_between_their_ends(counts: list[int]) -> None:
    found = score_promoters(counts)
    if found is None:
        assert not any(counts)
        return
    assert -100 <= found.interval.low <= found.score <= found.interval.high <= 100
    assert found.promoters + found.passives + found.detractors == pytest.approx(sum(counts))
    turned = score_promoters([*[0] * 6, sum(counts[9:]), 0, sum(counts[7:9]), 0, sum(counts[:7])])
    assert turned is not None
    assert turned.score == pytest.approx(-found.score)


def test_only_promoters_are_a_hundred_with_an_interval_of_some_width() -> None:
    found = score_promoters([0] * 10 + [5])
    assert found is not None
    assert (found.score, found.interval.high) == (100, 100)
    assert found.interval.low < 90


def test_a_census_knows_its_score() -> None:
    found = score_promoters([10, 0, 0, 0, 0, 0, 0, 0, 10, 0, 30], population=50)
    assert found is not None
    assert found.interval.low == found.interval.high == found.score == 40


def test_a_column_is_scored_without_who_could_not_say() -> None:
    frame = encode_rows([NPS], [{"nps": "10"}, {"nps": 9}, {"nps": "0"}, {"nps": "dk"}, {}])
    found = score_column(frame, "nps")
    assert found is not None
    assert (found.n, found.score) == (3, pytest.approx(100 / 3))
    assert found == sum_promoters(distribute(frame, "nps"))
    heavy = score_column(attach_weights(frame, [2, 2, 4, 7, 1]), "nps")
    assert heavy is not None
    assert (heavy.n, heavy.score) == (3, 0)


def test_what_is_no_scale_of_eleven_steps_is_refused() -> None:
    number = encode_rows([ColumnSpec(name="x", kind="number")], [{"x": 11}])
    for reckon in (
        lambda: score_promoters([1, 2, 3]),
        lambda: score_column(number, "x"),
        lambda: sum_promoters(distribute(make_frame(5), "city")),
    ):
        with pytest.raises(PollsProblem) as problem:
            reckon()
        assert problem.value.code == "scale.steps"


def test_top_boxes_are_the_highest_levels_of_who_is_on_the_scale() -> None:
    frame = encode_rows([CITY], [{"city": code} for code in ("5", "4", "4", "1", "dk", "dk", None)])
    found = top_boxes(frame, "city")
    assert (found.codes, found.n, found.count, found.share) == (("5", "4"), 4, 3, 0.75)
    assert found.interval == wilson(3, 4)
    turned = ColumnSpec(name="q", kind="scale", codes=("best", "mid", "worst"), values=(3, 2, 1))
    assert top_boxes(encode_rows([turned], [{"q": "best"}]), "q", boxes=1).codes == ("best",)
    for boxes in (0, 5):
        with pytest.raises(PollsProblem):
            top_boxes(frame, "city", boxes=boxes)
    with pytest.raises(PollsProblem):
        top_boxes(make_frame(5), "sex")


@given(rankings)
def test_rankings_give_the_points_of_the_consensus(people: list[dict[str, int]]) -> None:
    found = rank_items(encode_rows(ITEMS, people), ["a", "b", "c", "d"])
    told = [person for person in people if person]
    points = borda(told, list("abcd"))
    for item in found:
        places = [person[item.name] for person in told if item.name in person]
        assert item.n == len(places)
        if not told:
            assert item.borda is item.mean_rank is item.share_first is None
            continue
        assert item.borda == pytest.approx(points[item.name] / (3 * len(told)))
        assert item.mean_rank == (pytest.approx(sum(places) / len(places)) if places else None)
        assert item.firsts == sum(person.get(item.name) == min(person.values()) for person in told)
    if told:
        assert sum(item.borda or 0 for item in found) == pytest.approx(2)


def test_divided_points_are_shares_whatever_was_divided() -> None:
    people = [{"a": 100}, {"a": 20, "b": 80}, {"a": 1, "b": 1, "c": 2, "d": 0}, {}, {"a": 0}]
    a, b, c, d = score_allocation(encode_rows(ITEMS, people), ["a", "b", "c", "d"])
    assert [one.n for one in (a, b, c, d)] == [3] * 4
    assert a.mean_share == pytest.approx((1 + 0.2 + 0.25) / 3)
    assert a.median_share == 0.25
    assert b.mean_share == pytest.approx((0 + 0.8 + 0.25) / 3)
    assert (b.zeros, b.share_zero, d.zeros) == (1, 1 / 3, 3)
    assert sum(one.mean_share or 0 for one in (a, b, c, d)) == pytest.approx(1)


def test_divided_points_may_be_weighted_and_never_less_than_nothing() -> None:
    frame = encode_rows(ITEMS, [{"a": 10}, {"b": 10}])
    a, b = score_allocation(attach_weights(frame, [3, 1]), ["a", "b"])
    assert (a.mean_share, b.mean_share) == (0.75, 0.25)
    with pytest.raises(PollsProblem) as problem:
        score_allocation(encode_rows(ITEMS, [{"a": -1, "b": 3}]), ["a", "b"])
    assert problem.value.code == "allocation.negative"
    assert score_allocation(encode_rows(ITEMS, []), ["a", "b"])[0].mean_share is None
    with pytest.raises(PollsProblem):
        score_allocation(frame, ["a"])


def test_a_profile_has_students_interval() -> None:
    frame = make_frame(80)
    (found,) = draw_profile(frame, ["city"])
    numbers = frame["city"].numbers
    told = numbers[~np.isnan(numbers)]
    low, high = stats.t.interval(0.95, told.size - 1, told.mean(), stats.sem(told))
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))
    assert found.n == told.size
    (whole,) = draw_profile(frame, ["city"], population=told.size)
    assert whole.interval is not None
    assert whole.interval.width == 0


def test_profiles_by_group_are_those_of_each_group_alone() -> None:
    people: list[dict[str, Any]] = [{"sex": "w", "city": "5"}, {"sex": "w", "city": "3"}, {"city": "1"}]
    (women, points), (men, none) = draw_profiles(encode_rows([SEX, CITY], people), ["city"], "sex")
    assert (women, points[0].mean, points[0].n) == ("w", 4, 2)
    assert (men, none[0].mean, none[0].interval) == ("m", None, None)


def test_weights_of_little_effect_widen_a_profile() -> None:
    frame = make_frame(80)
    (plain,), (heavy,) = (draw_profile(one, ["city"]) for one in (frame, make_frame(80, weighted=True)))
    (equal,) = draw_profile(attach_weights(frame, [3.0] * 80), ["city"])
    assert plain.interval is not None
    assert equal.interval is not None
    assert heavy.interval is not None
    assert equal.interval.low == pytest.approx(plain.interval.low)
    assert heavy.interval.width > plain.interval.width
