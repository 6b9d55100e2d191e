"""The office's pages of entries: list, publishing, withdrawing, deleting, and who may open what."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sciezka.kit import journal
from sciezka.rooms.town.models import Event
from tests.factories.city import City, found_city, read_page, typed
from tests.factories.people import UserFactory
from tests.factories.town import EventFactory, StageFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """Give a city with a person in each role."""
    return found_city()


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
    by_name = {"event_withdraw": {"coordinator"}, "event_edit": {"coordinator"}, "event_call_off": HOLDERS}
    allowed = by_name.get(name, set())
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
