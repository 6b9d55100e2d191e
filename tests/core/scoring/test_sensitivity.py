"""Trials in whole numbers against the ranking itself, in fractions."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from sciezka.core.scoring import (
    Ask,
    Criterion,
    Points,
    ScoringProblem,
    Selection,
    Standings,
    rank,
    select_first,
    select_within,
    try_assessors,
    try_weights,
)

Select = Callable[[Standings], Selection]
TENTH = Fraction(1, 10)


def draw_points(seed: int) -> tuple[list[Points], list[Criterion]]:
    """Draw cards as commissions leave them: few different points, so many ties; unfinished cards; points below nought."""
    draw = Random(seed)  # noqa: S311 - drawn alike each time
    criteria = [
        Criterion(
            code=f"K{at}", weight=Fraction(draw.randint(0, 4), draw.choice((1, 2, 3))), least=Fraction(-2), most=Fraction(5),
            threshold=draw.choice((None, Fraction(1), Fraction(4, 3))),
        )
        for at in range(draw.randint(1, 3))
    ]  # fmt: skip
    assessors = [f"A{at}" for at in range(1, 6)]
    points = []
    for number in range(draw.randint(1, 14)):
        for assessor in draw.sample(assessors, draw.randint(2, 4)):
            given = criteria if draw.random() < 0.8 else criteria[:-1]
            points += [
                Points(
                    submission=f"S-{number}", assessor=assessor, criterion=one.code,
                    points=Fraction(draw.randint(-2, 5), draw.choice((1, 1, 2))),
                )
                for one in given
            ]  # fmt: skip
    judged: dict[str, set[str]] = {}
    for one in points:
        judged.setdefault(one.submission, set()).add(one.criterion)
    return [one for one in points if len(judged[one.submission]) == len(criteria)], criteria


def first_three(ranking: Standings) -> Selection:
    return select_first(ranking, 3)


def with_ten(ranking: Standings) -> Selection:
    asks = [Ask(row.submission, Fraction(1 + len(row.submission) % 2, 3)) for row in ranking.rows if row.passed]
    return select_within(asks, Fraction(10, 3), {row.submission: row.rank for row in ranking.rows})


def differ(stands: Selection, then: Selection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    comes = tuple(code for code in then.chosen if code not in stands.chosen)
    return comes, tuple(code for code in stands.chosen if code not in then.chosen)


@pytest.mark.parametrize("select", [first_three, with_ten])
@pytest.mark.parametrize("seed", range(40))
def test_each_trial_gives_what_ranking_the_changed_cards_anew_gives(seed: int, select: Select) -> None:
    points, criteria = draw_points(seed)
    if not points:
        return
    stands = select(rank(points, criteria))
    for change in try_assessors(points, criteria, select):
        rest = [one for one in points if one.assessor != change.what]
        judged = {(one.submission, one.criterion) for one in rest}
        if judged != {(one.submission, one.criterion) for one in points}:
            assert change.unreckoned == "cards.missing"
        else:
            assert change.unreckoned == ""
            assert (change.comes, change.goes) == differ(stands, select(rank(rest, criteria)))
    for change in try_weights(points, criteria, select):
        assert change.factor in {1 - TENTH, 1 + TENTH}
        tried = [replace(one, weight=one.weight * (change.factor if one.code == change.what else 1)) for one in criteria]
        assert (change.comes, change.goes) == differ(stands, select(rank(points, tried)))


def test_a_trial_shows_the_same_places_and_thresholds_as_the_ranking() -> None:
    seen: list[list[tuple[str, int, bool]]] = []

    def look(ranking: Standings) -> Selection:
        seen.append([(row.submission, row.rank, row.passed) for row in ranking.rows])
        return Selection(())

    shared = 0
    for seed in range(40):
        points, criteria = draw_points(seed)
        if points:
            seen.clear()
            look(rank(points, criteria))
            try_weights(points, criteria, look)
            assert seen[0] == seen[1]
            shared += len({place for _code, place, _passed in seen[0]}) < len(seen[0])
    assert shared


def test_cards_that_cannot_be_ranked_cannot_be_tried() -> None:
    criteria = [Criterion(code="K1", most=Fraction(5)), Criterion(code="K2", most=Fraction(5))]
    points = [Points(submission="S", assessor="A", criterion="K1", points=Fraction(1))]
    with pytest.raises(ScoringProblem) as refused:
        try_weights(points, criteria, first_three)
    assert (refused.value.code, refused.value.fields["criterion"]) == ("cards.missing", "K2")
