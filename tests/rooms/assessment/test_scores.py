"""Where questions and areas stand: agreed before median, provisional said, nothing told too early."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.cards import read_cards
from sciezka.rooms.assessment.queries.scores import QuestionScore, read_scores
from sciezka.rooms.rounds.queries.results import Withheld
from tests.factories.assessment import answer_assessment, end_round, make_assessment, open_assessment, write_bank
from tests.factories.city import City, found_city
from tests.factories.town import TeamFactory
from tests.rooms.assessment.judged import close, judge, settle

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> City:
    return found_city()


def read_one(assessment: Assessment, code: str) -> QuestionScore:
    found = read_scores(assessment).find(code)
    assert found is not None
    return found


def test_the_median_stands_provisionally_until_a_level_is_agreed(city: City) -> None:
    assessment, round_ = judge(city)
    row = read_one(assessment, "P1")
    assert (row.level, row.rated.is_agreed, row.gap, row.target) == (2.0, False, 1.0, 3)
    settle(round_, P1=3)
    row = read_one(assessment, "P1")
    assert (row.level, row.rated.is_agreed, row.gap) == (3.0, True, 0.0)


def test_an_area_is_the_mean_of_its_rated_questions_with_peoples_own_means_as_spread(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=3)
    first, second = read_scores(assessment).areas
    # P1 agreed 3, P2 median 3; people's own means of P1 and P2: 2, 2.5, 3.
    assert (first.score.score, first.score.agreed, first.score.provisional) == (3.0, 1, 1)
    assert first.spread is not None
    assert (first.spread.n, first.spread.low, first.spread.median, first.spread.high) == (3, 2.0, 2.5, 3.0)
    # F2: two say that it does not apply and nobody gives a level, so it is left out, not rated as nothing.
    assert (second.score.score, second.score.rated, second.score.left_out) == (4.0, 1, 1)
    assert second.questions[1].gap is None


def test_an_agreed_not_applicable_leaves_a_question_out(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1="na", P2="dk")
    scores = read_scores(assessment)
    assert (scores.areas[0].score.left_out, scores.areas[0].score.unrated, scores.areas[0].score.score) == (1, 1, None)


def test_nothing_is_told_while_members_still_answer(city: City) -> None:
    assessment, _round = judge(city, ends=False)
    scores = read_scores(assessment)
    assert scores.withheld == Withheld.NOT_YET
    assert [row.level for row in scores.questions] == [None] * 4
    assert all(area.spread is None for area in scores.areas)


def test_too_few_anonymous_sheets_tell_nothing_but_what_was_agreed(city: City) -> None:
    assessment, round_ = judge(city, is_anonymous=True)
    settle(round_, P1=2)
    scores = read_scores(assessment)
    assert scores.withheld == Withheld.FEW
    assert [row.level for row in scores.questions] == [2.0, None, None, None]
    assert all(area.spread is None for area in scores.areas)


def test_before_anybody_was_asked_there_are_no_levels(city: City) -> None:
    scores = read_scores(make_assessment(city.process))
    assert (scores.round, scores.is_rated, scores.total.score) == (None, False, None)


def test_a_citys_own_target_counts_before_the_banks(city: City) -> None:
    assessment, _round = judge(city, targets={"P1": 4})
    assert [read_one(assessment, code).target for code in ("P1", "P2")] == [4, 3]
    assert read_scores(assessment).areas[0].target == 3.5


def test_change_is_reckoned_on_the_questions_rated_both_times(city: City) -> None:
    earlier, first = judge(city)
    settle(first, P1=1, P2="na")
    later, second = judge(city, previous=earlier, team=earlier.team)
    settle(second, P1=3, P2=4)
    area = read_scores(later).areas[0]
    assert (area.before, area.now, area.change, area.compared) == (1.0, 3.0, 2.0, 1)
    assert read_one(later, "P1").change == 2.0
    assert read_one(later, "P2").change is None


def test_last_time_of_another_team_counts_once_it_is_closed(city: City) -> None:
    earlier, _first = judge(city)
    later, _second = judge(city, previous=earlier, team=TeamFactory.create(process=city.process))
    assert read_scores(later).previous is None
    close(earlier)
    later.refresh_from_db()
    assert read_scores(later).previous == earlier


def test_other_levels_can_not_be_compared(city: City) -> None:
    fewer = write_bank().replace('[[levels]]\nvalue = 4\nlabel.pl = "Stopień 4"\nlabel.en = "Step 4"\n', "")
    for code in ("P1", "P2", "F1", "F2"):
        text = f'[[areas.items.levels]]\nvalue = 4\ntext.pl = "{code} na poziomie 4"\ntext.en = "{code} at level 4"\n'
        fewer = fewer.replace(text, "")
    earlier = make_assessment(city.process, source=fewer)
    round_ = open_assessment(earlier)
    answer_assessment(round_, [{"P1": 1}])
    end_round(round_)
    later, _round = judge(city, previous=earlier, team=earlier.team)
    assert read_scores(later).previous is None


def test_on_a_ladder_the_stage_is_the_highest_whose_conditions_hold(city: City) -> None:
    rows = [
        {"P1-1-1": 1, "P1-1-2": 1, "P1-2-1": 1, "P1-2-2": 0, "P1-3-1": 1, "P1-3-2": 1},
        {"P1-1-1": 1, "P1-1-2": "na", "P1-2-1": 1, "P1-2-2": 1, "P1-3-1": 1, "P1-3-2": 1},
        {"P1-1-1": 1, "P1-1-2": "na", "P1-2-1": 1, "P1-2-2": 0, "P1-3-1": 1, "P1-3-2": 1},
    ]
    assessment, round_ = judge(city, rows=rows, method="ladder")
    row = read_one(assessment, "P1")
    assert row.stage is not None
    assert (row.level, row.stage.next_stage, row.rated.is_agreed) == (1.0, 2, False)
    assert [one.condition.text.pl for one in row.blocking] == ["Warunek P1 2.2"]
    settle(round_, P1_1_1=1, P1_1_2="na", P1_2_1=1, P1_2_2=0)
    assert read_one(assessment, "P1").rated.is_agreed
    # One person alone would stand on the third stage, the two others on the first.
    spread = read_scores(assessment).areas[0].spread
    assert spread is not None
    assert (spread.low, spread.median, spread.high) == (1.0, 1.0, 3.0)
    assert read_one(assessment, "P2").level is None


def count_queries(assessment: Assessment) -> int:
    fresh = Assessment.objects.select_related("process__workspace", "team", "previous").get(pk=assessment.pk)
    with CaptureQueriesContext(connection) as queries:
        read_cards(read_scores(fresh))
    return len(queries)


def test_reading_takes_as_many_queries_for_many_questions_and_people_as_for_one(city: City) -> None:
    small, first = judge(city, rows=[{"P1": 1}], areas=["planowanie"], depth="quick")
    settle(first, P1=2)
    large, second = judge(city, rows=ANY_ROWS)
    settle(second, P1=2, P2=2, F1=2)
    assert count_queries(small) == count_queries(large)


ANY_ROWS = [{"P1": 1, "P2": 2, "F1": 3, "F2": 4}] * 6
