"""Comparison with other offices: anonymous quartiles, from five others on, by what was published."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.comparison import compare
from sciezka.rooms.assessment.queries.scores import read_scores
from sciezka.rooms.town.models import Process
from tests.factories.assessment import make_assessment
from tests.factories.city import City, found_city
from tests.factories.town import ProcessFactory
from tests.rooms.assessment.judged import close, judge, settle, url

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> City:
    return found_city()


def publish_elsewhere(score: float, *, process: Process | None = None, **summary: Any) -> Assessment:
    """Let another office have published one area's score."""
    areas = {"planowanie": {"score": score, "rated": 2}}
    values = {"method": "levels", "low": 1, "high": 4, "areas": areas, **summary}
    return make_assessment(
        process or ProcessFactory.create(), people=[], summary=values, closed_at=timezone.now(),
        published_at=timezone.now(),
    )  # fmt: skip


def finish(city: City, **levels: int) -> Assessment:
    assessment, round_ = judge(city)
    settle(round_, **(levels or {"P1": 2, "P2": 4}))
    return assessment


def test_four_others_tell_nothing_and_five_tell_quartiles(city: City) -> None:
    assessment = finish(city)
    for score in (1.0, 2.0, 3.0, 3.5):
        publish_elsewhere(score)
    found = compare(read_scores(assessment))
    assert (found.is_shown, found.published) == (False, None)
    page = city.sign_in("coordinator").get(url(assessment, "comparison")).content.decode()
    assert "Too few offices" in page
    assert "Third quartile" not in page
    publish_elsewhere(4.0)
    found = compare(read_scores(assessment))
    first, second = found.areas
    assert first.others is not None
    assert (found.published, first.others.q1, first.others.median, first.others.q3) == (5, 2.0, 3.0, 3.5)
    assert (first.word, second.others, second.word) == ("within", None, "")
    page = city.sign_in("coordinator").get(url(assessment, "comparison")).content.decode()
    assert "Beside 5 other offices" in page
    assert "Fewer than five others" in page


def test_an_office_counts_once_by_its_newest_and_its_own_never(city: City) -> None:
    assessment = finish(city)
    one = ProcessFactory.create()
    for score in (1.0, 2.0, 3.0, 3.5):
        publish_elsewhere(score)
    publish_elsewhere(1.0, process=one)
    publish_elsewhere(4.0, process=one)
    publish_elsewhere(1.0, process=city.process)
    found = compare(read_scores(assessment))
    assert found.published == 5
    assert found.areas[0].others is not None
    assert found.areas[0].others.q3 == 3.5


def test_another_scale_and_an_unpublished_summary_do_not_count(city: City) -> None:
    assessment = finish(city)
    for score in (1.0, 2.0, 3.0, 3.5):
        publish_elsewhere(score)
    publish_elsewhere(4.0, high=5)
    publish_elsewhere(4.0, method="ladder")
    Assessment.objects.filter(pk=publish_elsewhere(4.0).pk).update(published_at=None)
    Assessment.objects.filter(pk=publish_elsewhere(4.0).pk).update(bank_key="inny")
    assert compare(read_scores(assessment)).published is None


def test_the_page_names_no_office(city: City) -> None:
    assessment = finish(city)
    others = [publish_elsewhere(1 + number / 2) for number in range(6)]
    page = city.sign_in("viewer").get(url(close(assessment), "comparison")).content.decode()
    for other in others:
        assert other.process.workspace.name not in page
        assert other.process.name not in page


def test_comparing_asks_as_many_queries_with_many_others_as_with_few(city: City) -> None:
    scores = read_scores(finish(city))
    counts = []
    for more in (1, 6):
        for number in range(more):
            publish_elsewhere(1 + number / 2)
        with CaptureQueriesContext(connection) as queries:
            compare(scores)
        counts.append(len(queries))
    assert counts == [1, 1]


def test_publishing_keeps_scores_of_areas_and_nothing_else(city: City) -> None:
    assessment = finish(city)
    client = city.sign_in("coordinator")
    client.post(url(assessment, "assessment_publish"))
    assessment.refresh_from_db()
    assert assessment.published_at is None
    close(assessment)
    assert city.sign_in("contributor").post(url(assessment, "assessment_publish")).status_code == 404
    assert client.get(url(assessment, "assessment_publish")).status_code == 405
    client.post(url(assessment, "assessment_publish"))
    assessment.refresh_from_db()
    assert assessment.published_at is not None
    assert assessment.summary == {
        "method": "levels", "low": 1, "high": 4,
        "areas": {"planowanie": {"score": 3.0, "rated": 2}, "finanse": {"score": 4.0, "rated": 1}},
    }  # fmt: skip
    client.post(url(assessment, "assessment_hide"))
    assessment.refresh_from_db()
    assert (assessment.published_at, assessment.summary) == (None, {})


def test_nothing_is_published_of_an_assessment_without_levels(city: City) -> None:
    assessment, _round = judge(city, rows=[{}])
    close(assessment)
    city.sign_in("coordinator").post(url(assessment, "assessment_publish"))
    assessment.refresh_from_db()
    assert assessment.published_at is None
