"""What waits in assessments for whoever runs them, on their desk."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sciezka.kit.manifests import Waiting
from sciezka.rooms.assessment.models import Card
from sciezka.rooms.assessment.queries.waiting import list_waiting
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.rules import remember_rights
from tests.factories.assessment import end_round, make_assessment, open_assessment
from tests.factories.city import City, found_city
from tests.factories.people import UserFactory
from tests.factories.town import ProcessFactory, SeatFactory
from tests.rooms.assessment.judged import close, judge, settle, url

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def city() -> City:
    """Give a town with a person in each role."""
    return found_city()


def ask(user: User, *processes: Process) -> list[Waiting]:
    """Ask as a new request would: nothing is remembered of the person."""
    return list_waiting(User.objects.get(pk=user.pk), processes)


def test_an_assessment_leads_from_its_scenario_to_its_closing(city: City) -> None:
    user = city.coordinator
    prepared = make_assessment(city.process, title="Przygotowywana")
    (row,) = ask(user, city.process)
    assert (row.title, row.href) == ("Assessment: Przygotowywana", url(prepared, "assessment_open"))
    open_assessment(prepared)
    assert ask(user, city.process) == []

    assessment, round_ = judge(city)
    (row,) = ask(user, city.process)
    assert (row.href, row.note) == (
        url(assessment, "joint"), "The questionnaires are in. Agree the levels together: 0 of 4.",
    )  # fmt: skip
    settle(round_, P1=2, P2=3, F1=4)
    assert "3 of 4" in ask(user, city.process)[0].note
    settle(round_, F2=1)
    assert ask(user, city.process)[0].href == url(assessment, "cards")
    Card.objects.create(assessment=assessment, code="F2")
    assert "0 of 4" in ask(user, city.process)[0].note
    Card.objects.update(causes="Brak ludzi.")
    assert "1 of 4" in ask(user, city.process)[0].note
    for code in ("P1", "P2", "F1"):
        Card.objects.create(assessment=assessment, code=code, strengths="Zgrany zespół.")
    assert ask(user, city.process)[0].href == url(assessment, "assessment_close")
    close(assessment)
    assert ask(user, city.process) == []


def test_questions_of_a_ladder_are_counted_and_not_their_conditions(city: City) -> None:
    assessment = make_assessment(city.process, method="ladder")
    round_ = open_assessment(assessment)
    end_round(round_)
    count = round_.items.count()
    assert count > 4
    assert f"0 of {count}." in ask(city.adviser, city.process)[0].note


def test_a_round_that_was_called_off_leaves_the_questionnaires_to_be_sent_anew(city: City) -> None:
    assessment = make_assessment(city.process)
    open_assessment(assessment)
    Round.objects.update(called_off_at=timezone.now())
    assert [row.href for row in ask(city.coordinator, city.process)] == [url(assessment, "assessment_open")]


@pytest.mark.parametrize("role", ["contributor", "viewer", "stranger"])
def test_nobody_else_is_told(city: City, role: str) -> None:
    make_assessment(city.process)
    judge(city)
    assert len(ask(city.adviser, city.process)) == 2
    assert ask(getattr(city, role), city.process) == []


def test_as_many_queries_for_one_process_and_assessment_as_for_many() -> None:
    person = UserFactory.create()
    processes: list[Process] = []

    def add_town(number: int) -> None:
        process = ProcessFactory.create(workspace=SeatFactory.create(user=person).workspace)
        processes.append(process)
        for _each in range(number):
            make_assessment(process)

    def count() -> tuple[int, int]:
        user = User.objects.get(pk=person.pk)
        remember_rights(user, [process.workspace_id for process in processes])
        with CaptureQueriesContext(connection) as seen:
            rows = list_waiting(user, processes)
        return len(rows), len(seen)

    add_town(1)
    assert count() == (1, 2)
    for _town in range(3):
        add_town(3)
    assert count() == (10, 2)
