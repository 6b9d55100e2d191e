"""What people wrote and single answers: themes, marks of what looks personal, looks, leaving a response out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.models import Coding, Survey, Theme
from sciezka.rooms.surveys.views.results_open import is_key, read_themes
from sciezka.rooms.town.models import Process, Seat
from tests.factories.surveys import make_item
from tests.rooms.surveys.polled import address, answered, open_card

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(seat: Seat) -> Iterator[None]:
    seat.user.language = "en"
    seat.user.save()
    with translation.override("en"):
        yield


def open_survey(process: Process) -> Survey:
    return answered(process, make_item("x", "long_text"), ["Więcej zieleni", "Tańsze bilety", "Zieleń i bilety"] * 4)


def test_answers_are_put_under_themes_by_hand(process: Process, office: Client) -> None:
    survey = open_survey(process)
    office.get(address(survey, "results"))
    coding = address(survey, "coding", item_code="x")
    office.post(coding, {"name": "Zieleń"})
    theme = Theme.objects.get()
    assert office.post(coding, {"name": "ZIELEŃ"}).status_code == 302
    assert Theme.objects.count() == 1
    keys = [str(row.pk) for row in survey.responses.all() if "ziele" in row.answers["x"].lower()]
    sent: dict[str, Any] = {"response": keys}
    office.post(coding, {**sent, **{f"t-{key}": [str(theme.pk), "77", "x"] for key in keys}})
    assert Coding.objects.count() == 8
    themes = open_card(office, survey).open
    assert themes is not None
    # Four are left: fewer than five, so neither number may be told.
    assert [one.count for one in themes.themes] == [None]
    office.post(coding, {"response": keys[:2]})
    assert Coding.objects.count() == 6
    themes = open_card(office, survey).open
    assert themes is not None
    assert [one.count for one in themes.themes] == [6]
    entries = JournalEntry.objects.filter(verb="coding.put")
    assert [entry.after["answers"] for entry in entries.order_by("pk")] == [8, 2]
    assert all(key not in str(entry.after) for entry in entries for key in keys)


def test_a_theme_is_changed_and_removed_and_the_answers_stay(process: Process, office: Client) -> None:
    survey = open_survey(process)
    theme = Theme.objects.create(survey=survey, item="x", name="Zieleń")
    Theme.objects.create(survey=survey, item="x", name="Bilety")
    assert office.get(address(survey, "theme", theme=theme.pk)).status_code == 200
    page = office.post(address(survey, "theme", theme=theme.pk), {"name": "bilety"})
    assert "There is a theme of this name already." in page.content.decode()
    office.post(address(survey, "theme", theme=theme.pk), {"name": "Parki", "about": "drzewa"})
    theme.refresh_from_db()
    assert (theme.name, theme.about) == ("Parki", "drzewa")
    office.post(address(survey, "theme_remove", theme=theme.pk))
    assert Theme.objects.count() == 1
    assert survey.responses.count() == 12


def test_what_looks_personal_is_marked(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x", "long_text"), ["Pisz <b> na jan@miasto.example"] * 6)
    page = office.get(address(survey, "open_answers", item_code="x")).content.decode()
    assert "<mark>jan@miasto.example</mark>" in page
    assert "&lt;b&gt;" in page
    found = office.get(address(survey, "open_answers", item_code="x"), {"szukaj": "nic takiego"}).content.decode()
    assert "No answers here" in found


def test_items_without_words_have_no_page_of_what_people_wrote(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaa"])
    assert office.get(address(survey, "open_answers", item_code="x")).status_code == 404
    assert office.post(address(survey, "coding", item_code="x"), {"name": "A"}).status_code == 404


def test_a_look_at_single_answers_is_noted_once_an_hour(process: Process, office: Client) -> None:
    survey = open_survey(process)
    for _number in range(3):
        assert office.get(address(survey, "responses")).status_code == 200
    assert JournalEntry.objects.filter(verb="answers.look").count() == 1


def test_a_response_is_left_out_with_a_reason_and_taken_back(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaabbbbbb"])
    office.get(address(survey, "results"))
    response = survey.responses.all()[0]
    page = office.get(address(survey, "responses")).content.decode()
    assert str(response.pk)[:8] in page
    # No hour of any answer; that of the survey's end stands above them.
    assert not re.search(r"\d:\d\d", page.split('class="lines responses"')[1].split("</ul>")[0])
    office.post(address(survey, "response_leave_out"), {"response": str(response.pk), "reason": "test", "words": "moja"})
    response.refresh_from_db()
    assert response.left_out.endswith(": moja")
    assert office.get(address(survey, "results")).context["head"].n == 11
    assert "moja" in office.get(address(survey, "responses"), {"pokaz": "pominiete"}).content.decode()
    office.post(address(survey, "response_take_back"), {"response": str(response.pk)})
    response.refresh_from_db()
    assert not response.left_out
    assert JournalEntry.objects.filter(verb__startswith="response.").count() == 2
    assert all(str(response.pk) not in f"{entry.after}{entry.object_id}" for entry in JournalEntry.objects.all())


@pytest.mark.parametrize("sent", [{}, {"response": "x"}, {"response": "0" * 32, "reason": "test"}, {"reason": "test"}])
def test_bad_wishes_about_responses_change_nothing(process: Process, office: Client, sent: dict[str, str]) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaa"])
    for name in ("response_leave_out", "response_take_back"):
        assert office.post(address(survey, name), sent).status_code in {302, 404}
    assert not survey.responses.exclude(left_out="").exists()


def test_a_response_of_another_survey_is_not_found(process: Process, office: Client) -> None:
    survey = answered(process, make_item("x"), [*"aaaaaa"])
    other = answered(process, make_item("x"), [*"aaaaaa"])
    response = other.responses.all()[0]
    sent = {"response": str(response.pk), "reason": "test"}
    assert office.post(address(survey, "response_leave_out"), sent).status_code == 404


def test_keys_are_read_strictly() -> None:
    assert read_themes(["1", "x", "９", "", "9" * 30]) == {1}
    assert is_key("0b1c2d3e-0000-4000-8000-000000000000")
    assert not is_key("0B1C2D3E-0000-4000-8000-00000000000;")
    assert not is_key("")
