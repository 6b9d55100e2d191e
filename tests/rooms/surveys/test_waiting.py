"""What waits in surveys for who runs them and for who enters paper forms, on their desk."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from sciezka.kit.manifests import Waiting
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.surveys.models import Clause, PaperForm, Release, Response, Survey
from sciezka.rooms.surveys.queries.waiting import FRESH, list_waiting
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.rules import remember_rights
from tests.factories.city import City, found_city
from tests.factories.people import UserFactory
from tests.factories.surveys import make_response, make_survey
from tests.factories.town import ProcessFactory, SeatFactory

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


def hrefs(user: User, *processes: Process) -> list[str]:
    """Give where the lines lead."""
    return [row.href for row in ask(user, *processes)]


def link(survey: Survey, name: str) -> str:
    return reverse(f"surveys:{name}", kwargs=survey.address)


def make_paper(survey: Survey, number: int, first: User, second: User | None = None) -> PaperForm:
    assert survey.edition is not None
    return PaperForm.objects.create(
        survey=survey, number=number, edition=survey.edition, first={}, first_by=first.ref,
        second={} if second else None, second_by=second.ref if second else None,
    )  # fmt: skip


def name_all(survey: Survey) -> None:
    Clause.objects.filter(survey=survey).update(controller="Burmistrz", officer="iod@miasto.example")


def test_a_survey_waits_as_a_draft_without_a_full_clause_and_with_its_results(city: City) -> None:
    survey = make_survey(city.process, phase="draft", title="Mieszkańcy")
    user = city.coordinator
    (row,) = ask(user, city.process)
    assert (row.title, row.href, row.until) == ("Survey: Mieszkańcy", survey.get_absolute_url(), None)
    survey.delete()

    survey = make_survey(city.process)
    (row,) = ask(user, city.process)
    assert (row.href, row.until) == (link(survey, "clause"), survey.closes_at)
    name_all(survey)
    assert ask(user, city.process) == []

    make_response(survey)
    assert ask(user, city.process) == []
    now = timezone.now()
    Survey.objects.update(opens_at=now - dt.timedelta(days=3), closes_at=now - dt.timedelta(days=1))
    assert hrefs(user, city.process) == [link(survey, "releases")]
    release = Release.objects.create(survey=survey, number=1)
    assert hrefs(user, city.process) == [link(survey, "releases")]
    release.published_at = timezone.now()
    release.save()
    assert ask(user, city.process) == []
    # Whoever took results back knows why; nobody is urged to show them again.
    release.withdrawn_at = timezone.now()
    release.save()
    assert ask(user, city.process) == []


@pytest.mark.parametrize("why", ["nobody", "unfinished", "left out", "old", "erased", "called off", "employees"])
def test_nobody_is_urged_to_publish_what_has_no_results_or_is_no_matter_for_residents(city: City, why: str) -> None:
    survey = make_survey(city.process, phase="closed")
    response = make_response(survey)
    assert len(ask(city.adviser, city.process)) == 1
    if why == "nobody":
        response.delete()
    elif why == "unfinished":
        Response.objects.update(finished_hour=None)
    elif why == "left out":
        Response.objects.update(left_out="powtórzona")
    elif why == "old":
        then = timezone.now() - FRESH - dt.timedelta(days=1)
        Survey.objects.update(opens_at=then - dt.timedelta(days=1), closes_at=then)
    elif why == "erased":
        Survey.objects.update(erased_at=timezone.now())
    elif why == "called off":
        Survey.objects.update(called_off_at=timezone.now())
    else:
        Questionnaire.objects.update(audience=Questionnaire.Audience.EMPLOYEES)
    assert ask(city.adviser, city.process) == []


def test_paper_forms_wait_for_another_person_and_never_for_the_one_who_typed_them(city: City) -> None:
    survey = make_survey(city.process)
    name_all(survey)
    make_paper(survey, 1, city.contributor)
    make_paper(survey, 2, city.contributor)
    assert ask(city.contributor, city.process) == []
    assert [row.note for row in ask(city.coordinator, city.process)] == [
        "2 paper forms wait for a second person to enter them."
    ]
    differing = make_paper(survey, 3, city.contributor, city.adviser)
    for user in (city.contributor, city.coordinator):
        (row,) = ask(user, city.process)
        assert (row.href, "entries of 1 paper form differ" in row.note) == (link(survey, "papers"), True)
    assert ask(city.viewer, city.process) == ask(city.stranger, city.process) == []
    differing.response = make_response(survey)
    differing.save()
    assert ask(city.contributor, city.process) == []
    # What residents have seen does not move any more, so no form can be entered.
    Release.objects.create(survey=survey, number=1, published_at=timezone.now())
    assert ask(city.coordinator, city.process) == []


@pytest.mark.parametrize("role", ["contributor", "viewer", "stranger"])
def test_only_who_runs_surveys_is_told_how_they_stand(city: City, role: str) -> None:
    make_survey(city.process, phase="draft")
    make_survey(city.process)
    make_response(make_survey(city.process, phase="closed"))
    assert len(ask(city.coordinator, city.process)) == 3
    assert ask(getattr(city, role), city.process) == []


def test_as_many_queries_for_one_process_and_survey_as_for_many() -> None:
    person = UserFactory.create()
    processes: list[Process] = []

    def add_town(number: int) -> None:
        process = ProcessFactory.create(workspace=SeatFactory.create(user=person).workspace)
        processes.append(process)
        for _each in range(number):
            survey = make_survey(process)
            make_paper(survey, 1, UserFactory.create())
            make_response(make_survey(process, phase="closed"))

    def count() -> tuple[int, int]:
        user = User.objects.get(pk=person.pk)
        remember_rights(user, [process.workspace_id for process in processes])
        with CaptureQueriesContext(connection) as seen:
            rows = list_waiting(user, processes)
        return len(rows), len(seen)

    add_town(1)
    assert count() == (3, 2)
    for _town in range(3):
        add_town(3)
    assert count() == (30, 2)
