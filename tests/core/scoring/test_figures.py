"""Figures of a ranking: as short as they can be without making unlike ones look alike."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.scoring import Criterion, Places, Points, Ranking, choose_places, rank, spell, spell_spread
from sciezka.core.scoring.figures import MOST

THIRD = Fraction(1, 3)


def make_ranking(
    *cards: tuple[str, ...], weights: tuple[str, ...] = ("1",), threshold: str | None = None, most: int = 100
) -> Ranking:
    """Rank submissions; each card is a submission's code and the points in each criterion."""
    criteria = [
        Criterion(
            code=f"K{at}", weight=Fraction(weight), most=Fraction(most), threshold=Fraction(threshold) if threshold else None
        )
        for at, weight in enumerate(weights)
    ]
    points = [
        Points(submission=card[0], assessor=f"A{at}", criterion=f"K{place}", points=Fraction(said))
        for at, card in enumerate(cards)
        for place, said in enumerate(card[1:])
    ]
    return rank(points, criteria)


def test_no_more_places_than_it_takes() -> None:
    assert choose_places(None) == Places(2, 2)
    assert choose_places(make_ranking(("001", "7"), ("002", "8"))) == Places(0, 0)
    assert choose_places(make_ranking(("001", "7.5"), ("002", "8"))) == Places(1, 1)
    assert choose_places(make_ranking(("001", "7"), ("001", "7"), ("001", "8"), ("002", "8"))) == Places(2, 2)
    # The mean is whole, but what one card comes to is not.
    assert choose_places(make_ranking(("001", "7.5"), ("001", "8.5"))).score == 1


def test_different_scores_read_differently() -> None:
    # 7.3333… and 7.33: the same to two places.
    ranking = make_ranking(("001", "7"), ("001", "7"), ("001", "8"), ("002", "7.33"))
    places = choose_places(ranking).score
    assert [spell(row.score, places) for row in ranking.rows] == ["7.333", "7.330"]


def test_a_mean_below_its_threshold_does_not_read_like_it() -> None:
    ranking = make_ranking(("001", "5"), ("001", "5"), ("001", "4.99"), threshold="5")
    assert not ranking.rows[0].passed
    assert spell(ranking.rows[0].score, choose_places(ranking).mean) == "4.997"


def test_whoever_is_level_in_score_shows_why_one_goes_first() -> None:
    ranking = make_ranking(("001", "5.001", "4.999"), ("002", "5", "5"), ("003", "5", "5"), weights=("1", "1"), most=10)
    assert [row.rank for row in ranking.rows] == [1, 2, 2]
    assert choose_places(ranking) == Places(0, 3)
    # Level at 12.01; at two places the second criterion would speak for 002, which the first one puts behind.
    ranking = make_ranking(("001", "5.004", "7.004"), ("002", "5.002", "7.006"), weights=("1", "1"), most=10)
    assert [row.submission for row in ranking.rows] == ["001", "002"]
    assert choose_places(ranking).mean == 3
    # Whoever is above a threshold may read like it.
    assert choose_places(make_ranking(("001", "5.004"), threshold="5")).mean == 2


def test_there_is_an_end_to_places() -> None:
    near = make_ranking(("001", "7"), ("002", "7.000000001"))
    assert choose_places(near).score == MOST


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (THIRD, 2, "0.33"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(7), 2, "7.00"),
    ],
)
def test_a_half_is_rounded_away_from_nought(number: Fraction, places: int, text: str) -> None:
    assert spell(number, places) == text


def test_a_spread_above_the_alert_does_not_read_like_it() -> None:
    alert = Fraction(3, 10)
    assert spell_spread(THIRD, alert) == "33.3"
    assert spell_spread(alert, alert) == "30.0"
    assert spell_spread(Fraction(30004, 100_000), alert) == "30.004"
    assert spell_spread(Fraction(1, 8)) == "12.5"
    assert spell_spread(THIRD, Fraction(0)) == "33.3"


@given(st.fractions(max_denominator=10_000), st.integers(0, MOST))
def test_what_is_written_is_the_nearest(number: Fraction, places: int) -> None:
    assert abs(Fraction(spell(number, places)) - number) <= Fraction(1, 2 * 10**places)
