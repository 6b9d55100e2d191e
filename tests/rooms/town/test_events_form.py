"""The form of an entry: what it accepts, what it keeps, and two people changing the same entry."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sciezka.kit import journal
from sciezka.rooms.town.models import Event
from tests.factories.city import City, found_city, read_page, typed
from tests.factories.town import EventFactory, LegalActFactory, StageFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> City:
    """Give a city with a person in each role."""
    return found_city()


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "button", "status"), [
    ("contributor", "save", "draft"),
    ("contributor", "publish", "draft"),
    ("adviser", "publish", "draft"),
    ("coordinator", "save", "draft"),
    ("coordinator", "publish", "published"),
])  # fmt: skip
def test_the_buttons_do_what_the_role_may(city: City, role: str, button: str, status: str) -> None:
    team = TeamFactory(process=city.process)
    act = LegalActFactory(workspace=city.process.workspace)
    stage = StageFactory(process=city.process)
    data = typed(teams=[team.pk], act=act.pk, stage=stage.pk, time_start="9:00", time_end="12.30", **{button: "1"})
    response = city.sign_in(role).post(city.url("event_new"), data)
    event = Event.objects.get()
    assert response.url == city.url("event_office", event=event.pk)
    assert event.status == status
    assert (event.start, event.end, event.precision) == (dt.date(2026, 2, 10), dt.date(2026, 2, 19), "range")
    assert (event.time_start, event.time_end) == (dt.time(9), dt.time(12, 30))
    assert list(event.teams.all()) == [team]
    assert [(link.url, link.label) for link in event.links.all()] == [("https://miasto.example/zapis", "Zapis")]


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", [
    {"date": "31.02.2026"},
    {"date": "wkrótce"},
    {"date": "19.02.2026-10.02.2026"},
    {"title": ""},
    {"title": "a" * 201},
    {"time_start": "25:00"},
    {"time_start": "", "time_end": "10:00"},
    {"date": "2.03.2026", "time_start": "12:00", "time_end": "10:00"},
    {"date": "maj 2026", "time_start": "12:00"},
    {"kind": "picnic"},
    {"stage": "999999"},
    {"teams": ["999999"]},
    {"links": [("javascript:alert(1)", "")]},
    {"links": [("", "sam tekst")]},
    {"links-TOTAL_FORMS": "many"},
    {"title": "a\x00b"},
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(city: City, wrong: dict[str, Any]) -> None:
    data = typed(**{"text": "Bardzo ważny tekst", **wrong})
    response = city.sign_in("coordinator").post(city.url("event_new"), data)
    assert response.status_code == 200
    page = read_page(response)
    assert "What was typed has been kept" in page
    assert "Bardzo ważny tekst" in page
    assert not Event.objects.exists()


def test_a_link_without_its_beginning_is_completed(city: City) -> None:
    city.sign_in("coordinator").post(city.url("event_new"), typed(links=[("www.miasto.example", ""), ("", "")]))
    assert [link.url for link in Event.objects.get().links.all()] == ["https://www.miasto.example"]


@pytest.mark.one_database
def test_rows_of_links_are_added_and_removed_without_losing_what_was_typed(city: City) -> None:
    client = city.sign_in("coordinator")
    data = typed(title="Jeszcze bez daty", date="kiedyś", links=[("https://a.example", "A"), ("https://b.example", "B")])
    page = read_page(client.post(city.url("event_new"), {**data, "add_link": "1"}))
    assert "Link 3" in page
    assert "What was typed has been kept" not in page
    assert 'value="Jeszcze bez daty"' in page
    assert 'value="kiedyś"' in page
    page = read_page(client.post(city.url("event_new"), {**data, "remove_link": "0"}))
    assert "https://a.example" not in page
    assert "https://b.example" in page
    assert "Link 2" not in page
    assert client.post(city.url("event_new"), {"add_link": "1", "links-TOTAL_FORMS": "-3"}).status_code == 200


@pytest.mark.one_database
def test_the_preview_shows_the_text_safely(city: City) -> None:
    data = typed(text="**Ważne** <script>alert(1)</script>", preview="1")
    page = read_page(city.sign_in("coordinator").post(city.url("event_new"), data))
    assert "<strong>Ważne</strong>" in page
    assert "<script>alert(1)" not in page
    assert not Event.objects.exists()


@pytest.mark.one_database
def test_the_date_is_read_back_while_it_is_typed(city: City) -> None:
    client = city.sign_in("coordinator")
    assert "10–19 February 2020" in read_page(client.get(city.url("event_date"), {"date": "10-19.02.2020"}))
    assert "no such date" in read_page(client.get(city.url("event_date"), {"date": "31.02.2020"}))
    assert read_page(client.get(city.url("event_date"))) == ""


def open_form(client: Client, url: str) -> dict[str, Any]:
    """Give what stands in the fields of an opened form."""
    form = client.get(url).context["form"]
    return {"seen": form["seen"].value()}


def test_a_form_that_was_opened_and_saved_changes_nothing(city: City) -> None:
    event = EventFactory(process=city.process, start=dt.date(2022, 5, 31), end=dt.date(2022, 6, 1), precision="range")
    client = city.sign_in("coordinator")
    form = client.get(city.url("event_edit", event=event.pk)).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) is not None}
    client.post(city.url("event_edit", event=event.pk), typed(**data, links=[]))
    assert not journal.entries_of(event).exists()


def test_a_newer_version_is_shown_beside_what_was_typed(city: City) -> None:
    event = EventFactory(process=city.process, title="Stary tytuł")
    client = city.sign_in("coordinator")
    url = city.url("event_edit", event=event.pk)
    opened = open_form(client, url)
    client.post(url, typed(title="Tytuł drugiej osoby", **opened))
    clash = client.post(url, typed(title="Mój tytuł", **opened))
    assert clash.status_code == 409
    page = read_page(clash)
    assert "Somebody else has changed this entry" in page
    assert "Tytuł drugiej osoby" in page
    assert 'value="Mój tytuł"' in page
    again = client.post(url, typed(title="Mój tytuł", seen=clash.context["form"]["seen"].value()))
    assert again.status_code == 302
    assert Event.objects.get(pk=event.pk).title == "Mój tytuł"


@pytest.mark.one_database
@pytest.mark.parametrize("seen", ["", "bzdura", "2020-01-01"])
def test_a_form_without_a_readable_sign_of_its_version_overwrites_nothing(city: City, seen: str) -> None:
    event = EventFactory(process=city.process, title="Stary tytuł")
    assert city.sign_in("coordinator").post(city.url("event_edit", event=event.pk), typed(seen=seen)).status_code == 409
    assert Event.objects.get(pk=event.pk).title == "Stary tytuł"
