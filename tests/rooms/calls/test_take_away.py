"""What residents take away: the empty form on paper and the closing for their calendar."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from sciezka.rooms.calls.documents.blank import collect_blank
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applicant_kinds import BODIES
from sciezka.rooms.calls.queries.nouns import find_public_call
from tests.factories import calls, path, surveys, town

pytestmark = pytest.mark.django_db
WARSAW = timezone.get_default_timezone()


def next_midnight() -> dt.datetime:
    """Give a midnight some twenty days ahead, whatever day it is: what closes then belongs to the day before."""
    return (timezone.localtime() + dt.timedelta(days=20)).replace(hour=0, minute=0, second=0, microsecond=0)


@pytest.fixture
def call() -> Call:
    process = town.ProcessFactory.create()
    pages = [surveys.make_item("opis", "long_text", text="Na czym polega?")], [
        surveys.make_item("miejsce", "place", text="Gdzie?"), surveys.make_item("zgoda", "file", text="Zgoda właściciela"),
        surveys.make_item("koszty", "budget", text="Ile to kosztuje?"),
    ]  # fmt: skip
    made = calls.make_call(
        process, questionnaire=calls.make_form(process, *pages), areas="Centrum\nPołudnie", takes_paper=True,
        asks_money=True, closes_at=next_midnight(), clause="**Administratorem** jest miasto.",
    )  # fmt: skip
    made.goals.add(path.make_goal(process, "Cień na placach"))
    return made


def ask(said: dict[str, Any]) -> dict[str, Any]:
    """Give what is asked on paper, by the words of the question."""
    items = [item for page in said["pages"] for section in page["sections"] for item in section["items"]]
    return {item["text"].replace("\u00a0", " "): item for item in items}


def test_the_form_on_paper_asks_for_all_that_the_form_on_the_screen_does(client: Client, call: Call) -> None:
    said = collect_blank(call, "pl")
    asked = ask(said)
    assert [option["text"] for option in asked["Część obszaru"]["options"]] == ["Centrum", "Południe"]
    assert [option["text"].replace("\u00a0", " ") for option in asked["Cele"]["options"]] == ["Cień na placach"]
    # A place is told in words, a file is an annex, and the form's budget asks for the money.
    assert (asked["Gdzie?"]["kind"], asked["Zgoda właściciela"]["kind"]) == ("text", "consent")
    assert asked["Ile to kosztuje?"]["budget"]["lines"]
    assert "Wnioskowana kwota" not in asked
    assert call.closes_at is not None
    with translation.override("pl"):
        last = date_format(timezone.localtime(call.closes_at) - dt.timedelta(days=1), "j E Y")
    assert last.replace(" ", "\u00a0") in said["until"]
    assert [item["number"] for item in asked.values()] == list(range(1, len(asked) + 1))
    answer = client.get(reverse("calls:public_blank", kwargs=call.address))
    assert answer.content.startswith(b"%PDF-")
    assert client.get(call.public_url).content.count(answer.request["PATH_INFO"].encode()) == 1


def test_the_form_of_a_call_for_partners_asks_for_the_body_and_speaks_english_too() -> None:
    process = town.ProcessFactory.create()
    said = collect_blank(calls.make_call(process, kind="partners"), "en")
    assert len(ask(said)["Who submits"]["options"]) == len(BODIES) < len(Submission.Applicant)
    asked = ask(said)
    assert {"Court register number (KRS)", "Legal form"} <= set(asked)
    assert said["language"] == "en"


def test_the_closing_for_a_calendar_stands_on_its_own_day_and_is_replaced_when_it_moves(client: Client, call: Call) -> None:
    address = reverse("calls:public_closing", kwargs=call.address)

    def read() -> Any:
        [event] = icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
        return event

    event = read()
    # It closes at midnight, so it belongs to the day before.
    assert call.closes_at is not None
    assert event.start.astimezone(WARSAW).date() == timezone.localtime(call.closes_at).date() - dt.timedelta(days=1)
    assert event["SEQUENCE"] == 0
    call.amendments.create(number=1, why="Dłużej.", made_at=timezone.now())
    Call.objects.update(closes_at=call.closes_at + dt.timedelta(days=10, hours=15), called_off_at=timezone.now())
    later = read()
    assert (later["UID"], later["SEQUENCE"], str(later["STATUS"])) == (event["UID"], 2, "CANCELLED")
    assert find_public_call(*call.address.values()).closes_at


def test_what_is_revised_keeps_the_title_that_was_decided_about(client: Client) -> None:
    call = calls.make_call(town.ProcessFactory.create(), phase="published")
    one = calls.make_submission(call, "Nowy tytuł", applicant="Nowa nazwa")
    calls.make_check(one)
    decision = calls.make_decision(one, "revise")
    for number, title, days in ((1, "Stary tytuł", -3), (2, "Nowy tytuł", 0)):
        head = {"title": title, "applicant": title, "applicant_kind": "organisation"}
        one.versions.create(number=number, sent_at=timezone.now() + dt.timedelta(days=days), head=head)
    address = reverse("calls:public_results", kwargs=call.address)
    said = client.get(address).content.decode()
    assert ("Stary tytuł" in said, "Nowy tytuł" in said, "Nowa nazwa" in said) == (True, False, False)
    decision.outcome = "basic"
    decision.save()
    assert "Nowy tytuł" in client.get(address).content.decode()


def test_results_as_a_table_say_what_their_page_says_and_no_more(client: Client) -> None:
    call = calls.make_call(town.ProcessFactory.create(), phase="published")
    first = calls.make_submission(call, "=Park", applicant_kind="person", applicant="Jadwiga Nieznana")
    hidden = calls.make_submission(call, "Obraźliwe", hidden_why="Obraża.")
    for one in (first, hidden):
        calls.make_check(one)
        calls.make_decision(one, "basic" if one == first else "rejected")
    table = client.get(reverse("calls:public_results_csv", kwargs=call.address)).content.decode("utf-8-sig")
    lines = table.splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["001", "002"]
    assert "'=Park" in lines[1]
    for secret in ("Nieznana", "Obraźliwe", "Obraża"):
        assert secret not in table
