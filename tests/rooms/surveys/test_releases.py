"""Publishing results: from closed to published, what never moves again, what is kept when answers go, and who may."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.actions.releases import keep_release, publish_release, release_results
from sciezka.rooms.surveys.actions.retention import erase_answers
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.releases import has_public_surveys, list_open, show_release
from sciezka.rooms.town.models import Process, Seat, Team
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.surveys import make_content, make_item, make_response, make_survey
from tests.rooms.surveys.polled import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(process: Process) -> Process:
    process.published_at = timezone.now()
    process.save()
    return process


def close(process: Process, counts: dict[str, int], **fields: Any) -> Survey:
    """Let people answer one question, and close the survey."""
    content = make_content([make_item("x"), make_item("y", "long_text")])
    survey = make_survey(process, content, phase="closed", **fields)
    for code, count in counts.items():
        for _number in range(count):
            make_response(survey, {"x": code, "y": "więcej zieleni w parku"})
    return survey


def see(client: Client, survey: Survey, name: str = "results_page") -> str:
    page = client.get(f"/{survey.process.workspace.slug}/{survey.process.slug}/ankiety/{survey.door}/" + {
        "results_page": "", "csv": "wyniki.csv", "json": "wyniki.json"}[name])  # fmt: skip
    assert page.status_code == 200
    return page.content.decode("utf-8-sig")


def test_two_clicks_lead_from_closed_to_published_and_the_numbers_never_move_again(
    office: Client, client: Client, shown: Process, seat: Seat
) -> None:
    survey = close(shown, {"a": 20, "b": 11, "c": 2})
    publishing = address(survey, "releases")
    assert publishing in office.get(survey.get_absolute_url()).content.decode()
    assert 'id="podglad"' in office.get(publishing).content.decode()
    office.post(publishing, {"summary": "**Park** wygrał.", "next_step": "Rada w maju.", "look": "1"})
    assert not survey.releases.exists()
    office.post(publishing, {"summary": "**Park** wygrał.", "next_step": "Rada w maju."})
    release = survey.releases.get()
    assert JournalEntry.objects.filter(verb="release.publish").count() == 1
    client.logout()
    page = see(client, survey)
    assert "<strong>Park</strong>" in page
    assert "Rada" in page
    # Two of 33 are hidden, and so is another line from which they could be told.
    rows = [row for row in csv.DictReader(io.StringIO(see(client, survey, "csv"))) if row["question"] == "x"]
    assert {row["answer"]: row["count"] for row in rows if row["answer"]}["c"] == ""
    assert sum(row["count"] == "" for row in rows) >= 2
    told = json.loads(see(client, survey, "json"))
    assert (told["made"]["n"], told["release"], told["licence"]) == (33, 1, "CC BY 4.0")
    assert "więcej zieleni" not in json.dumps(told, ensure_ascii=False)
    # Somebody's answer is left out afterwards: a new version has other words and the same numbers.
    Response.objects.filter(survey=survey, answers__x="a").first().delete()  # type: ignore[union-attr]
    survey.blocks.all().delete()
    client.force_login(seat.user)
    office.post(publishing, {"summary": "Poprawka.", "left_out": ["y"]})
    second = survey.releases.get(number=2)
    release.refresh_from_db()
    assert release.withdrawn_at
    assert second.content["views"] == release.content["views"]
    assert [card["sight"]["item"]["code"] for chapter in show_release(second, "pl").view["chapters"]
            for card in chapter["cards"]] == ["x"]  # fmt: skip
    office.post(address(survey, "release_withdraw", release=2))
    client.logout()
    assert client.get(f"/{shown.workspace.slug}/{shown.slug}/ankiety/").context["releases"] == []
    assert client.get(f"/{shown.workspace.slug}/{shown.slug}/ankiety/{survey.door}/").status_code == 404
    client.force_login(seat.user)
    office.post(address(survey, "release_publish", release=1))
    assert survey.releases.get(published_at__isnull=False, withdrawn_at=None).number == 1
    for name in ("results_page", "csv", "json"):
        assert see(client, survey, name)


def test_of_a_few_people_only_their_number_is_published(office: Client, client: Client, shown: Process) -> None:
    survey = close(shown, {"a": 3})
    office.post(address(survey, "releases"), {"summary": "Dziękujemy."})
    content = survey.releases.get().content
    assert content["is_few"]
    assert [view["chapters"] for view in content["views"].values()] == [[], []]
    page = see(client, survey)
    assert "Dziękujemy." in page
    assert "Pytanie x" not in page
    assert json.loads(see(client, survey, "json"))["questions"] == []
    assert len(list(csv.reader(io.StringIO(see(client, survey, "csv"))))) == 1


def test_nothing_is_published_while_people_answer_nor_where_nobody_did(office: Client, process: Process, seat: Seat) -> None:
    running, silent = make_survey(process), close(process, {})
    for survey in (running, silent, make_survey(process, phase="draft")):
        assert office.get(address(survey, "releases")).status_code == 200
        assert office.post(address(survey, "releases"), {"summary": "x"}).status_code == 200
        with pytest.raises(ValidationError):
            release_results(actor=seat.user, survey=survey)
        assert not survey.releases.exists()


def test_what_is_left_when_answers_are_deleted_is_kept_and_can_be_published(
    shown: Process, seat: Seat, office: Client
) -> None:
    survey, seen = close(shown, {"a": 9}), close(shown, {"a": 9})
    release_results(actor=seat.user, survey=seen)
    for one in (survey, seen):
        assert erase_answers(survey=one, now_already=True)
    (kept,) = survey.releases.all()
    assert not kept.published_at
    assert seen.releases.count() == 1
    assert keep_release(survey=survey) is None
    for one in (survey, seen):
        assert office.get(address(one, "releases")).status_code == 200
        results = office.get(address(one, "results")).content.decode()
        assert address(one, "release", release=1) in results
        assert "Pytanie x" in office.get(address(one, "release", release=1)).content.decode()
    publish_release(actor=seat.user, release=kept)
    # Words can still be mended when the answers are gone.
    release_results(actor=seat.user, survey=seen, summary="Po latach.")
    assert seen.releases.first().content["views"] == seen.releases.get(number=1).content["views"]  # type: ignore[union-attr]


def test_other_numbers_than_those_seen_are_refused(process: Process, seat: Seat) -> None:
    survey = close(process, {"a": 9, "b": 8})
    kept = keep_release(survey=survey)
    assert kept is not None
    make_response(survey, {"x": "a"})
    survey.blocks.all().delete()
    release_results(actor=seat.user, survey=survey)
    with pytest.raises(ValidationError, match=r"few in between|kilka osób"):
        publish_release(actor=seat.user, release=kept)


def test_an_emptied_release_and_an_unpublished_process_break_no_page(
    office: Client, client: Client, process: Process
) -> None:
    survey = close(process, {"a": 9})
    survey.releases.create(number=1, published_at=timezone.now())
    process.published_at = None
    process.save()
    assert office.get(address(survey, "releases")).status_code == 200
    assert office.get(address(survey, "release", release=1)).status_code == 200
    assert client.get(f"/{process.workspace.slug}/{process.slug}/ankiety/").status_code == 404
    assert client.get(f"/{process.workspace.slug}/{process.slug}/ankiety/{survey.door}/").status_code == 404
    process.published_at = timezone.now()
    process.save()
    for name in ("results_page", "csv", "json"):
        assert see(client, survey, name)


def test_residents_find_open_surveys_and_results_but_not_what_is_for_the_office(client: Client, shown: Process) -> None:
    words = (shown.workspace.slug, shown.slug)
    assert not has_public_surveys(*words)
    make_survey(shown, title="Tajna", entry=Survey.Entry.LIST)
    inner = make_survey(shown, title="Pracownicy")
    inner.questionnaire.audience = "employees"
    inner.questionnaire.save()
    make_survey(shown, title="Wkrótce", phase="waiting")
    assert not has_public_surveys(*words)
    survey = make_survey(shown, title="Parki")
    assert has_public_surveys(*words)
    assert list_open(shown) == [survey]
    page = client.get(f"/{words[0]}/{words[1]}/ankiety/").content.decode()
    assert f"/ankieta/{survey.door}/" in page
    for secret in ("Tajna", "Pracownicy", "Wkrótce"):
        assert secret not in page


def test_only_who_runs_surveys_publishes(client: Client, process: Process, seat: Seat) -> None:
    survey = close(process, {"a": 9})
    release_results(actor=seat.user, survey=survey)
    team = town.TeamFactory.create(process=process, rights=Team.Rights.VIEW)
    client.force_login(town.MembershipFactory.create(team=team, user=UserFactory.create()).user)
    for name in ("releases", "release_withdraw", "release_publish"):
        more = {} if name == "releases" else {"release": 1}
        assert client.post(address(survey, name, **more)).status_code in {403, 404}
    assert client.get(address(survey, "release", release=1)).status_code == 200
