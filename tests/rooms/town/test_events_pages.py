"""The office's pages of entries: list, form, publishing, withdrawing, deleting."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Event, Process
from tests.factories.people import UserFactory
from tests.factories.town import (
    EventFactory,
    LegalActFactory,
    MembershipFactory,
    ProcessFactory,
    SeatFactory,
    StageFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db


@dataclass
class City:
    """A process with a person in each role, and a co-ordinator of another workspace."""

    process: Process
    coordinator: User
    adviser: User
    contributor: User
    viewer: User
    stranger: User

    def sign_in(self, role: str) -> Client:
        """Give a client of the role, reading English."""
        client = Client(headers={"accept-language": "en"})
        if role != "nobody":
            user = getattr(self, role)
            user.language = "en"
            user.save()
            client.force_login(user)
        return client

    def url(self, name: str, **words: Any) -> str:
        """Give an address of the process."""
        return reverse(f"town:{name}", kwargs={**self.process.address, **words})


@pytest.fixture
def city() -> City:
    process = ProcessFactory()
    seats = {"workspace": process.workspace}
    return City(
        process=process,
        coordinator=SeatFactory(**seats).user,
        adviser=SeatFactory(**seats, role="adviser").user,
        contributor=MembershipFactory(team=TeamFactory(process=process)).user,
        viewer=MembershipFactory(team=TeamFactory(process=process, rights="view")).user,
        stranger=SeatFactory().user,
    )


def typed(**changes: Any) -> dict[str, Any]:
    """Give what a browser sends for a small entry with one link."""
    rows = changes.pop("links", [("https://miasto.example/zapis", "Zapis")])
    return {
        "title": "Spotkanie zespołu",
        "date": "10-19.02.2026",
        "kind": "meeting",
        "mode": "",
        "text": "- pierwszy punkt",
        "links-TOTAL_FORMS": str(len(rows)),
        "links-INITIAL_FORMS": "0",
        **{f"links-{number}-url": url for number, (url, _label) in enumerate(rows)},
        **{f"links-{number}-label": label for number, (_url, label) in enumerate(rows)},
        **changes,
    }


def read_page(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


ROLES = ("coordinator", "adviser", "contributor", "viewer", "stranger", "nobody")
READERS = {"coordinator", "adviser", "contributor", "viewer"}
DRAFTERS = {"coordinator", "adviser", "contributor"}
HOLDERS = {"coordinator", "contributor"}
PAGES = {
    "events": READERS,
    "event_new": DRAFTERS,
    "event_date": DRAFTERS,
    "events_publish": {"coordinator"},
    "event_office": READERS,
    "event_edit": DRAFTERS,
    "event_delete": DRAFTERS,
    "event_withdraw": {"coordinator"},
    "event_agenda": HOLDERS,
    "event_invite": HOLDERS,
    "event_attendance": HOLDERS,
    "event_sheet": HOLDERS,
    "event_minutes": HOLDERS,
    "event_call_off": HOLDERS,
    "attachment_add": DRAFTERS,
}
FOR_PROCESS = {"events", "event_new", "event_date", "events_publish"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_its_roles_and_for_nobody_else(city: City, name: str, role: str) -> None:
    event = EventFactory(process=city.process, status="draft", published_at=None)
    url = city.url(name) if name in FOR_PROCESS else city.url(name, event=event.pk)
    response = city.sign_in(role).get(url)
    if role in PAGES[name]:
        assert response.status_code in {200, 302}
        assert response.status_code == 200 or "/wpisy/" in response.url
    elif role == "nobody":
        assert response.status_code == 302
        assert "/wpisy/" not in response.url.split("?")[0]
    else:
        assert response.status_code == 404


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["event_publish", "event_withdraw", "event_edit", "event_send", "event_call_off"])
def test_a_change_is_made_only_by_its_roles(city: City, name: str, role: str) -> None:
    event = EventFactory(process=city.process)
    city.sign_in(role).post(city.url(name, event=event.pk), typed(seen=event.updated_at.isoformat()))
    verbs = {entry.verb for entry in journal.entries_of(event)}
    allowed = {"event_withdraw": {"coordinator"}, "event_edit": {"coordinator"}}.get(name, set())
    assert bool(verbs) == (role in allowed)


def test_an_address_of_another_process_finds_nothing(city: City) -> None:
    other = EventFactory()
    client = city.sign_in("coordinator")
    for name in ("event_office", "event_edit", "event_minutes"):
        assert client.get(city.url(name, event=other.pk)).status_code == 404
    assert client.get(city.url("event_office", event=2**70)).status_code == 404


def test_members_change_drafts_but_not_what_residents_see(city: City) -> None:
    published = EventFactory(process=city.process)
    client = city.sign_in("contributor")
    assert client.get(city.url("event_edit", event=published.pk)).status_code == 404
    page = read_page(client.get(city.url("event_office", event=published.pk)))
    assert city.url("event_edit", event=published.pk) not in page


def test_an_empty_list_says_what_it_is_for(city: City) -> None:
    page = read_page(city.sign_in("coordinator").get(city.url("events")))
    assert "The Kalendarium has no entries yet" in page
    assert "Write the first entry" in page
    assert "Write the first entry" not in read_page(city.sign_in("viewer").get(city.url("events")))


def test_the_list_costs_the_same_for_one_and_for_three(city: City) -> None:
    client = city.sign_in("coordinator")
    stage = StageFactory(process=city.process)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(city.url("events")).status_code == 200
        return len(queries)

    EventFactory(process=city.process, stage=stage)
    one = count()
    EventFactory.create_batch(2, process=city.process, stage=stage, status="draft")
    assert count() == one


def test_an_entry_costs_the_same_whatever_hangs_on_it(city: City) -> None:
    client = city.sign_in("coordinator")
    event = EventFactory(process=city.process)

    def add() -> None:
        event.links.create(url="https://miasto.example/")
        event.attachments.create(title="a", file="a.pdf", file_name="a.pdf", size=1)
        event.attendees.create(user=UserFactory())
        event.teams.add(TeamFactory(process=city.process))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(city.url("event_office", event=event.pk)).status_code == 200
        return len(queries)

    add()
    one = count()
    add()
    add()
    assert count() == one


def test_filters_stand_in_the_address_and_narrow_the_list(city: City) -> None:
    stage = StageFactory(process=city.process)
    first = EventFactory(process=city.process, title="Aleje i ŁĄKI", kind="workshop", stage=stage)
    day = dt.date(2019, 12, 30)
    EventFactory(process=city.process, title="Rada", start=day, end=dt.date(2020, 1, 2), precision="range", status="draft")
    client = city.sign_in("coordinator")

    def titles(query: str) -> set[str]:
        table = client.get(city.url("events") + query).context["table"]
        return {event.title for event in table.page}

    assert titles("") == {"Aleje i ŁĄKI", "Rada"}
    assert titles("?q=łąki") == {"Aleje i ŁĄKI"}
    assert titles("?status=draft") == {"Rada"}
    assert titles("?kind=workshop") == {"Aleje i ŁĄKI"}
    assert titles(f"?stage={stage.key}") == {"Aleje i ŁĄKI"}
    assert titles("?stage=none") == {"Rada"}
    assert titles("?year=2019") == {"Rada"}
    assert titles("?status=planned") == {event.title for event in Event.objects.all() if event.is_planned}
    # What can't be read filters nothing, and nothing breaks.
    assert titles("?year=abc&kind=x&page=999&sort=nonsense") == {"Aleje i ŁĄKI", "Rada"}
    assert "No entry matches" in read_page(client.get(city.url("events") + "?q=zzz"))
    assert client.get(city.url("events") + "?sort=title").context["table"].page[0] == first


def test_many_drafts_are_listed_before_they_are_published(city: City) -> None:
    drafts = EventFactory.create_batch(2, process=city.process, status="draft", published_at=None)
    foreign = EventFactory(status="draft", published_at=None)
    client = city.sign_in("coordinator")
    query = "&".join(f"event={event.pk}" for event in [*drafts, foreign]) + "&event=x"
    page = read_page(client.get(city.url("events_publish") + f"?{query}"))
    assert "Publish 2 entries?" in page
    assert not Event.objects.filter(status="published").exists()
    answer = client.post(city.url("events_publish"), {"event": [event.pk for event in [*drafts, foreign]]}, follow=True)
    assert "2 entries were published." in read_page(answer)
    assert set(Event.objects.filter(status="published")) == set(drafts)


def test_choosing_nothing_leads_back_with_a_word(city: City) -> None:
    answer = city.sign_in("coordinator").get(city.url("events_publish"), follow=True)
    assert "No draft was chosen" in read_page(answer)


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


def test_the_preview_shows_the_text_safely(city: City) -> None:
    data = typed(text="**Ważne** <script>alert(1)</script>", preview="1")
    page = read_page(city.sign_in("coordinator").post(city.url("event_new"), data))
    assert "<strong>Ważne</strong>" in page
    assert "<script>alert(1)" not in page
    assert not Event.objects.exists()


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


@pytest.mark.parametrize("seen", ["", "bzdura", "2020-01-01"])
def test_a_form_without_a_readable_sign_of_its_version_overwrites_nothing(city: City, seen: str) -> None:
    event = EventFactory(process=city.process, title="Stary tytuł")
    assert city.sign_in("coordinator").post(city.url("event_edit", event=event.pk), typed(seen=seen)).status_code == 409
    assert Event.objects.get(pk=event.pk).title == "Stary tytuł"


def test_publishing_and_withdrawing_offer_their_undoing(city: City) -> None:
    event = EventFactory(process=city.process, status="draft", published_at=None)
    client = city.sign_in("coordinator")
    page = read_page(client.post(city.url("event_publish", event=event.pk), follow=True))
    assert re.search(r'<button[^>]* form="withdraw"', page)
    assert 'id="withdraw"' in page
    page = read_page(client.post(city.url("event_withdraw", event=event.pk), follow=True))
    assert re.search(r'<button[^>]* form="publish"', page)
    assert 'id="publish"' in page
    assert client.get(city.url("event_publish", event=event.pk)).status_code == 405


def test_a_draft_is_deleted_after_a_confirmation_and_a_published_entry_is_not(city: City) -> None:
    client = city.sign_in("coordinator")
    draft = EventFactory(process=city.process, status="draft", published_at=None)
    published = EventFactory(process=city.process)
    assert "Delete this draft?" in read_page(client.get(city.url("event_delete", event=draft.pk)))
    assert "Withdraw it first" in read_page(client.get(city.url("event_delete", event=published.pk)))
    client.post(city.url("event_delete", event=published.pk))
    client.post(city.url("event_delete", event=draft.pk))
    assert list(Event.objects.all()) == [published]


def test_a_future_event_is_shown_as_planned(city: City) -> None:
    day = timezone.localdate() + dt.timedelta(days=1)
    ahead = EventFactory(process=city.process, start=day, end=day)
    past = EventFactory(process=city.process, start=dt.date(2020, 1, 1), end=dt.date(2020, 1, 1))
    client = city.sign_in("viewer")
    assert "planned" in read_page(client.get(city.url("event_office", event=ahead.pk)))
    assert "planned" not in read_page(client.get(city.url("event_office", event=past.pk)))


def test_a_long_title_and_a_hostile_text_are_shown_whole_and_safe(city: City) -> None:
    event = EventFactory(process=city.process, title="Z" * 200, text="[x](javascript:alert(1)) <img src=x onerror=alert(1)>")
    page = read_page(city.sign_in("viewer").get(city.url("event_office", event=event.pk)))
    assert "Z" * 200 in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
