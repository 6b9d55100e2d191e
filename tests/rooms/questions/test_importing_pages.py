"""Bringing a questionnaire in on screen: the file, the review, what becomes of it, and the downloads."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sciezka.kit.models import JournalEntry
from sciezka.rooms.questions import carrying
from sciezka.rooms.questions.actions.importing import import_questionnaire
from sciezka.rooms.questions.carrying import read_lss, write_own
from sciezka.rooms.questions.carrying.carried import CHANGED, WHAT, WHY
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.importing import PROBLEMS, WHATS, WHYS, say_left_over
from sciezka.rooms.questions.schema.stored import read_questionnaire
from tests.rooms.questions.lime_files import LimeFile, make_file
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


def make_survey() -> LimeFile:
    file, group = make_file()
    file.question(group, "plec", "G", "Płeć", mandatory="Y")
    file.question(group, "okolica", "L", "Gdzie?", answers={"1": "Centrum", "2": "Południe"}, relevance='plec == "F"')
    file.question(group, "ukryte", "S", "Skąd", attributes={"hidden": "1"})
    return file


def upload(client: Client, office: Office, data: bytes, name: str = "ankieta.lss") -> HttpResponse:
    response: HttpResponse = client.post(f"{office.home}ankiety-wzory/import/", {"file": SimpleUploadedFile(name, data)})
    return response


def bring(office: Office, data: bytes | None = None) -> Questionnaire:
    carried = read_lss(data or make_survey().write())
    actor = office.people["coordinator"]
    return import_questionnaire(actor=actor, workspace=office.workspace, carried=carried, source="ankieta.lss")


def test_a_file_becomes_a_draft_and_its_review_opens(office: Office) -> None:
    client = office.client("coordinator")

    response = upload(client, office, make_survey().write())

    made = Questionnaire.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"{made.get_absolute_url()}import/"
    assert (made.title, made.source, made.workspace) == ("Ankieta (pl)", "ankieta.lss", office.workspace)
    assert [item.code for item in read_questionnaire(made.draft).items()] == ["plec", "okolica"]
    assert made.left_out == [{"what": "question", "where": "ukryte", "why": "hidden", "detail": "Skąd (pl)"}]
    assert JournalEntry.objects.filter(verb="questionnaire.import").count() == 1


def test_the_review_shows_what_came_and_what_did_not(office: Office) -> None:
    made = bring(office)

    with translation.override("en"):
        page = office.client("coordinator").get(f"{made.get_absolute_url()}import/").content.decode()

    assert "Płeć (pl)" in page
    assert "Centrum (pl) · Południe (pl)" in page
    assert "ukryte" in page
    assert "Skąd (pl)" in page


def test_whoever_only_reads_sees_the_review_and_can_change_nothing(office: Office) -> None:
    made = bring(office)
    client = office.client("viewer")

    page = client.get(f"{made.get_absolute_url()}import/")

    assert page.status_code == 200
    assert b'<form class="sheet"' not in page.content
    assert client.post(f"{made.get_absolute_url()}import/", {"title": "X", "audience": "youth"}).status_code == 404
    assert client.post(f"{made.get_absolute_url()}import/odrzucenie/").status_code == 404
    assert client.get(f"{office.home}ankiety-wzory/import/").status_code == 404
    assert Questionnaire.objects.get().title == "Ankieta (pl)"


def test_the_title_and_the_audience_are_settled(office: Office) -> None:
    made = bring(office)

    response = office.client("coordinator").post(
        f"{made.get_absolute_url()}import/", {"title": "Młodzież 2026", "audience": "youth"}
    )

    made.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, made.get_absolute_url())
    assert (made.title, made.audience) == ("Młodzież 2026", "youth")
    assert JournalEntry.objects.filter(verb="questionnaire.edit").count() == 1


def test_a_title_that_is_missing_is_asked_for_and_the_rest_is_kept(office: Office) -> None:
    made = bring(office)

    response = office.client("coordinator").post(f"{made.get_absolute_url()}import/", {"title": "", "audience": "youth"})

    assert response.status_code == 422
    assert b'value="youth" selected' in response.content
    made.refresh_from_db()
    assert made.title == "Ankieta (pl)"


def test_an_import_is_thrown_away_as_long_as_nobody_worked_on_it(office: Office) -> None:
    made = bring(office)
    client = office.client("coordinator")

    assert client.post(f"{made.get_absolute_url()}import/odrzucenie/").status_code == 302
    assert not Questionnaire.objects.exists()

    worked = bring(office)
    Questionnaire.objects.filter(pk=worked.pk).update(revision=2)
    assert client.post(f"{worked.get_absolute_url()}import/odrzucenie/")["Location"] == worked.get_absolute_url()
    assert Questionnaire.objects.get() == worked


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"\x00\x01",
        b'<!DOCTYPE a [<!ENTITY b "c">]><document/>',
        b"PK\x03\x04",
        b"{",
        b"a,b\n",
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(office: Office, data: bytes) -> None:
    response = upload(office.client("coordinator"), office, data)

    assert response.status_code == 422
    assert b"id_file" in response.content
    assert not Questionnaire.objects.exists()


def test_no_file_at_all_is_asked_for(office: Office) -> None:
    assert office.client("coordinator").post(f"{office.home}ankiety-wzory/import/", {}).status_code == 422


def test_a_questionnaire_made_here_has_no_review(office: Office) -> None:
    made = bring(office)
    Questionnaire.objects.filter(pk=made.pk).update(source="youth")

    assert office.client("coordinator").get(f"{made.get_absolute_url()}import/").status_code == 404


def test_answers_that_came_along_are_spoken_of(office: Office) -> None:
    response = upload(office.client("coordinator"), office, b"Ocena,Uwagi\n5,tak\n4,nie\n", "odpowiedzi.csv")

    made = Questionnaire.objects.get()
    page = office.client("coordinator").get(response["Location"])
    assert made.title == "odpowiedzi"
    assert page.status_code == 200


def test_a_questionnaire_is_downloaded_whole_and_as_a_form(office: Office) -> None:
    made = bring(office)
    client = office.client("viewer")

    own, form = client.get(f"{made.get_absolute_url()}plik.json"), client.get(f"{made.get_absolute_url()}plik.xlsx")

    assert json.loads(own.content)["questionnaire"] == made.draft
    assert own["Content-Disposition"] == 'attachment; filename="ankieta-pl.json"'
    assert load_workbook(io.BytesIO(form.content)).sheetnames == ["survey", "choices", "settings"]


def test_what_was_downloaded_in_one_town_comes_whole_in_another(office: Office) -> None:
    made = bring(office)

    upload(office.client("adviser"), office, write_own(read_questionnaire(made.draft)), "z-innego-miasta.json")

    copy = Questionnaire.objects.exclude(pk=made.pk).get()
    assert (copy.draft, copy.left_out) == (made.draft, [])


def test_nobody_of_another_workspace_sees_any_of_it(office: Office) -> None:
    made = bring(office)
    stranger = build_office().client("coordinator")

    for address in ("import/", "plik.json", "plik.xlsx"):
        assert stranger.get(f"{made.get_absolute_url()}{address}").status_code == 404
        assert Client().get(f"{made.get_absolute_url()}{address}").status_code == 302
    assert stranger.post(f"{made.get_absolute_url()}import/odrzucenie/").status_code == 404


def test_a_long_review_asks_the_database_no_more_than_a_short_one(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file, group = make_file()
    for number in range(60):
        file.question(group, f"q{number}", "L", "Pytanie", answers={"1": "a", "2": "b"}, attributes={"cssclass": "x"})
    short, long = bring(office), bring(office, file.write())
    client = office.client("coordinator")
    client.get(f"{short.get_absolute_url()}import/")
    counts = []
    for made in (short, long):
        with django_assert_num_queries(12, exact=False) as queries:
            client.get(f"{made.get_absolute_url()}import/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def find_problem_codes() -> set[str]:
    """Find the words of all problems in the readers' own source."""
    folder = Path(carrying.__file__).parent
    found = (re.findall(r'CarryingProblem\(\s*"(\w+)"', path.read_text(encoding="utf-8")) for path in folder.glob("*.py"))
    return {code for codes in found for code in codes}


def test_every_reason_and_every_thing_has_its_words() -> None:
    assert set(WHYS) == WHY
    assert set(WHATS) == WHAT
    assert set(PROBLEMS) == find_problem_codes()
    assert CHANGED < WHY
    assert all(str(sentence).endswith(".") for sentence in (*WHYS.values(), *PROBLEMS.values()))


def test_reasons_that_touch_answers_come_before_looks() -> None:
    left = say_left_over([
        {"what": "look", "where": "a", "why": "looks", "detail": "x"},
        {"what": "question", "where": "b", "why": "no_kind", "detail": "x"},
        {"what": "question", "where": "c", "why": "split", "detail": "2"},
        {"what": "inne", "where": "", "why": "nieznane"},
    ])  # fmt: skip

    assert [[line.where for line in group.lines] for group in left.left_out] == [["b"], [""], ["a"]]
    assert (left.count, left.changed_count) == (3, 1)
