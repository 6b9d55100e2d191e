"""Privacy of surveys: the clause, the register, and forgetting keys, addresses and answers in time."""

import csv
import datetime as dt
import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.surveys.models import Invitation, Response, Survey
from sciezka.rooms.surveys.queries.clauses import draft_clause
from sciezka.rooms.town.models import Process
from tests.factories import surveys as make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def ended(process: Process, ago: dt.timedelta, **fields: Any) -> Survey:
    now = timezone.now()
    moments = {"launched_at": now - ago - DAY, "opens_at": now - ago - DAY, "closes_at": now - ago}
    return make.make_survey(process, **{**moments, **fields})


def test_the_draft_says_what_the_law_asks_in_each_language(process: Process) -> None:
    content = make.make_content(languages=["pl", "en", "uk"])
    survey = make.make_survey(process, content, purpose="Poprawić komunikację.", keeps_days=30)
    drafted = draft_clause(survey, "iod@miasto.example")
    assert set(drafted) == {"pl", "en", "uk"}
    day = survey.erases_on
    assert day is not None
    for text in drafted.values():
        for said in ("urzad@miasto.example", "iod@miasto.example", str(day.year), "6", "2, 00-193", "5"):
            assert said in text.replace("\\", "")
    assert "aby poprawić komunikację." in drafted["pl"].replace("\u00a0", " ")
    assert all("[" not in text for text in drafted.values())


def test_minors_read_plain_words_and_nobody_is_a_number_too_few(process: Process) -> None:
    adults = draft_clause(make.make_survey(process), "iod")["pl"]
    minors = draft_clause(make.make_survey(process, of_minors=True), "iod")["pl"]
    assert "Twoje prawa" in minors
    assert "Twoje prawa" not in adults
    assert "adres IP" in adults.replace("adresu IP", "adres IP")


def test_what_was_typed_becomes_no_markup_in_a_clause(process: Process) -> None:
    survey = make.make_survey(process, purpose="zbadać **gwiazdki** i {nawiasy} [x](http://y)")
    text = draft_clause(survey)["pl"]
    assert r"\*\*gwiazdki\*\*" in text
    assert "{nawiasy}" in text
    assert r"\[x\]" in text


def test_a_clause_is_written_in_versions_and_answers_keep_theirs(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    response = make.make_response(survey)
    page = office.get(address("clause", survey))
    assert page.status_code == 200
    office.post(address("clause", survey), {"officer": "iod@miasto.example", "text_pl": "Nowe brzmienie."})
    assert [clause.number for clause in survey.clauses.all()] == [2, 1]
    assert survey.clauses.all()[0].officer == "iod@miasto.example"
    assert Response.objects.get(pk=response.pk).clause == survey.clauses.get(number=1)
    office.post(address("clause", survey), {"officer": "iod@miasto.example", "text_pl": "Nowe brzmienie."})
    assert survey.clauses.count() == 2
    assert office.post(address("clause", survey), {"officer": "", "text_pl": " "}).context["form"].errors


def test_a_missing_officer_is_marked_and_stops_nothing(office: Client, process: Process) -> None:
    end = timezone.now() + DAY
    survey = make.make_survey(process, phase="draft", closes_at=end)
    steps = office.get(survey.get_absolute_url()).context["steps"]
    assert any(step.remarks for step in steps)
    office.post(address("launch", survey))
    survey.refresh_from_db()
    assert survey.is_open
    assert survey.clauses.get().officer == ""
    assert "[uzupełnij" in survey.clauses.get().text["pl"]


def test_an_officer_that_is_typed_fills_the_gap_and_serves_the_next_survey(office: Client, process: Process) -> None:
    survey = make.make_survey(process, phase="draft")
    text = draft_clause(survey)["pl"]
    office.post(address("clause", survey), {"officer": "iod@miasto.example", "text_pl": text})
    written = survey.clauses.get().text["pl"]
    assert "iod@miasto.example" in written
    assert "[uzupełnij" not in written
    following = make.make_survey(process, phase="draft")
    assert office.get(address("clause", following)).context["form"].initial["officer"] == "iod@miasto.example"


def test_drafting_anew_saves_nothing(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    page = office.post(address("clause", survey), {"draft": "1", "officer": "iod@miasto.example", "text_pl": "x"})
    assert "iod@miasto.example" in page.context["form"].fields["text_pl"].initial
    assert survey.clauses.count() == 1


def test_the_record_for_the_register_comes_as_page_text_and_table(office: Client, process: Process) -> None:
    survey = make.make_survey(process, entry="list", title="=Badanie", purpose="poznać zdanie")
    page = office.get(address("privacy", survey))
    record = {fact.label: fact for fact in page.context["record"]}
    assert any(fact.lacks for fact in record.values())
    rows = list(csv.reader(io.StringIO(office.get(address("privacy_csv", survey)).content.decode("utf-8-sig"))))
    assert len(rows) == len(record) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row)
    document = docx.Document(io.BytesIO(office.get(address("privacy_docx", survey)).content))
    assert len(document.tables[0].rows) == len(rows)


def test_nothing_joins_who_was_let_in_with_what_was_answered() -> None:
    fields = {field.name for field in Response._meta.get_fields()}
    assert not fields & {"invitation", "code", "user", "email", "ip", "agent", "created_at", "updated_at"}
    held = {field.related_model for field in Invitation._meta.get_fields() if field.is_relation}
    assert held == {Survey}
    kept = {field.name for field in Invitation._meta.get_fields()}
    assert kept == {"id", "survey", "email", "language", "is_used", "sent_on", "reminded_on", "reminders", "failure"}


def test_a_controller_that_is_typed_takes_the_place_of_the_towns_name(office: Client, process: Process) -> None:
    survey = make.make_survey(process, phase="draft")
    place, body = process.workspace.name, "Prezydent Miasta w Dolinie"
    text = draft_clause(survey)["pl"]
    assert f"Administratorem danych jest {place}" in text
    sent = {"officer": "iod@miasto.example", "controller": body, "text_pl": text}
    office.post(address("clause", survey), sent)
    written = survey.clauses.get()
    assert (written.controller, place in written.text["pl"]) == (body, False)
    assert "Administratorem danych jest Prezydent Miasta w\N{NO-BREAK SPACE}Dolinie, e-mail" in written.text["pl"]
    again = {**sent, "controller": "Burmistrz", "text_pl": written.text["pl"]}
    office.post(address("clause", survey), again)
    assert "Administratorem danych jest Burmistrz, e-mail" in survey.clauses.all()[0].text["pl"]
    following = make.make_survey(process, phase="draft")
    assert "Burmistrz" in office.get(address("clause", following)).context["form"].fields["text_pl"].initial
    record = {fact.label: fact for fact in office.get(address("privacy", survey)).context["record"]}
    assert record["Administrator"].said.startswith("Burmistrz")
