"""The Kalendarium for other programs: calendars, Atom, JSON, the widget."""

import datetime
import io
import json
from zoneinfo import ZoneInfo

import icalendar
import icalevents.icalparser
import ics
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings

from sciezka.rooms.town.ics import calendar_event, write_calendar, write_plain
from sciezka.rooms.town.models import Event, EventLink, Process
from tests.factories.town import EventFactory, ProcessFactory, StageFactory, WorkspaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DATE, TIME = datetime.date, datetime.time
BASE = "https://sciezka.miasto.example"
WARSAW = ZoneInfo("Europe/Warsaw")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def process(settings: Settings) -> Process:
    settings.BASE_URL = BASE
    process: Process = ProcessFactory(name="Rozwój, Lokalny; i dalej", workspace=WorkspaceFactory(language="pl"))
    EventFactory(process=process, title="Dzień", start=DATE(2026, 10, 9), end=DATE(2026, 10, 9))
    EventFactory(process=process, title="Zakres", start=DATE(2026, 2, 10), end=DATE(2026, 2, 19), precision="range")
    EventFactory(process=process, title="Miesiąc", start=DATE(2026, 5, 1), end=DATE(2026, 5, 31), precision="month")
    EventFactory(process=process, title="Kilka miesięcy", start=DATE(2026, 12, 1), end=DATE(2027, 1, 31), precision="months")
    EventFactory(
        process=process, title="Z godziną; \\ ukośnik, przecinek", start=DATE(2026, 3, 29), end=DATE(2026, 3, 29),
        time_start=TIME(9), time_end=TIME(11, 30), place_name="Ratusz, sala 12",
    )  # fmt: skip
    EventFactory(process=process, title="Szkic", status=Event.Status.DRAFT)
    return process


def read_calendar(client: Client, process: Process) -> icalendar.Calendar:
    response = client.get(f"{process.get_absolute_url()}kalendarium.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def find(calendar: icalendar.Calendar, title: str) -> icalendar.Event:
    return next(event for event in calendar.events if event["summary"].startswith(title))


def test_the_calendar_says_whose_it_is_and_how_often_to_ask(client: Client, process: Process) -> None:
    calendar = read_calendar(client, process)
    assert calendar["x-wr-calname"] == calendar["name"] == f"Rozwój, Lokalny; i dalej – {process.workspace.name}"
    assert calendar["prodid"]
    assert calendar["refresh-interval"].dt == datetime.timedelta(hours=6)
    assert [zone["tzid"] for zone in calendar.timezones] == ["Europe/Warsaw"]
    assert len(calendar.events) == 5


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("Dzień", DATE(2026, 10, 9), DATE(2026, 10, 10)),
        ("Zakres", DATE(2026, 2, 10), DATE(2026, 2, 20)),
        ("Miesiąc", DATE(2026, 5, 1), DATE(2026, 6, 1)),
        ("Kilka miesięcy", DATE(2026, 12, 1), DATE(2027, 2, 1)),
        (
            "Z godziną",
            datetime.datetime(2026, 3, 29, 9, tzinfo=WARSAW),
            datetime.datetime(2026, 3, 29, 11, 30, tzinfo=WARSAW),
        ),
    ],
)
def test_dates_come_back_as_they_went(client: Client, process: Process, title: str, start: DATE, end: DATE) -> None:
    event = find(read_calendar(client, process), title)
    assert (event.start, event.end) == (start, end)


def test_months_block_no_time_and_tell_their_date_in_words(client: Client, process: Process) -> None:
    event = find(read_calendar(client, process), "Kilka miesięcy")
    assert event["transp"] == "TRANSPARENT"
    assert "grudzień 2026 – styczeń 2027" in event["description"]


def test_every_event_leads_back_and_is_confirmed(client: Client, process: Process) -> None:
    for event in read_calendar(client, process).events:
        assert event["url"].startswith(f"{BASE}{process.get_absolute_url()}kalendarium/")
        assert event["url"] in event["description"]
        assert event["status"] == "CONFIRMED"
        assert event["uid"].endswith("@sciezka.miasto.example")
        assert all(name in event for name in ("dtstamp", "created", "last-modified", "sequence", "categories"))


def test_a_second_parser_reads_the_same_days(client: Client, process: Process) -> None:
    body = client.get(f"{process.get_absolute_url()}kalendarium.ics").content.decode()
    days = {event.name: (event.begin.date(), event.all_day) for event in ics.Calendar(body).events}
    assert days["Zakres"] == (DATE(2026, 2, 10), True)
    assert days["Z godziną; \\ ukośnik, przecinek"] == (DATE(2026, 3, 29), False)
    assert len(days) == 5


def test_a_third_parser_reads_the_same_hours(client: Client, process: Process) -> None:
    body = client.get(f"{process.get_absolute_url()}kalendarium.ics").content.decode()
    span = (datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC))
    found = {str(event.summary): event for event in icalevents.icalparser.parse_events(body, start=span[0], end=span[1])}
    timed = found["Z godziną; \\ ukośnik, przecinek"]
    assert timed.start.astimezone(datetime.UTC).hour == 7  # summer time began that night
    assert found["Dzień"].all_day
    assert len(found) == 5


def test_an_edit_keeps_the_identifier_and_raises_the_sequence(client: Client, process: Process) -> None:
    before = find(read_calendar(client, process), "Dzień")
    event = process.events.get(title="Dzień")
    event.start = event.end = DATE(2026, 10, 12)
    event.sequence += 1
    event.updated_at = timezone.now() + datetime.timedelta(minutes=1)
    event.save()
    after = find(read_calendar(client, process), "Dzień")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt
    assert after.start == DATE(2026, 10, 12)


@pytest.mark.parametrize("suffix", ["ics", "atom", "json"])
def test_a_reader_that_has_this_state_gets_304_until_something_changes(
    client: Client, process: Process, suffix: str
) -> None:
    address = f"{process.get_absolute_url()}kalendarium.{suffix}"
    first = client.get(address)
    assert "max-age=300" in first["Cache-Control"]
    kept = {"if-none-match": first["ETag"]}
    assert client.get(address, headers=kept).status_code == 304
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    withdrawn = process.events.get(title="Dzień")
    withdrawn.status = Event.Status.DRAFT
    withdrawn.save()
    second = client.get(address, headers=kept)
    assert second.status_code == 200
    assert "Dzień" not in second.content.decode()


def test_one_entry_is_a_file_to_download(client: Client, process: Process) -> None:
    event = process.events.get(title="Zakres")
    response = client.get(f"{process.get_absolute_url()}kalendarium/{event.pk}.ics")
    assert response["Content-Disposition"] == 'attachment; filename="zakres.ics"'
    calendar = icalendar.Calendar.from_ical(response.content)
    assert isinstance(calendar, icalendar.Calendar)
    assert [found["summary"] for found in calendar.events] == ["Zakres"]


def test_control_characters_break_neither_the_calendar_nor_the_feeds(client: Client, process: Process) -> None:
    EventFactory(process=process, title="Zły\x07\x0b tytuł\r\nBEGIN:VEVENT", text="dzwonek\x08")
    assert len(read_calendar(client, process).events) == 6
    etree.fromstring(client.get(f"{process.get_absolute_url()}kalendarium.atom").content)
    json.loads(client.get(f"{process.get_absolute_url()}kalendarium.json").content)


def test_the_last_day_of_the_calendar_is_written_too() -> None:
    event = EventFactory(start=DATE.max, end=DATE.max)
    assert calendar_event(event, base_url=BASE).start == DATE.max


def test_an_end_before_the_start_is_left_out() -> None:
    event = EventFactory(time_start=TIME(12), time_end=TIME(9))
    assert "dtend" not in calendar_event(event, base_url=BASE)


def test_a_draft_is_tentative_in_an_invitation() -> None:
    event = EventFactory(status=Event.Status.DRAFT)
    assert calendar_event(event, base_url=BASE)["status"] == "TENTATIVE"


def test_a_calendar_is_written_in_the_language_of_its_workspace() -> None:
    event = EventFactory(process=ProcessFactory(workspace=WorkspaceFactory(language="en")))
    body = write_calendar(event.process, [event], base_url=BASE).decode()
    assert "CATEGORIES:meeting" in body


def test_markdown_becomes_plain_lines() -> None:
    assert write_plain("**Ważne**\n\n- [plan](https://miasto.example/a)\n- <https://miasto.example/b>\n\n1 < 2 & 3") == (
        "Ważne\n– plan (https://miasto.example/a)\n– https://miasto.example/b\n1 < 2 & 3"
    )


def test_atom_is_well_formed_and_dated(client: Client, process: Process) -> None:
    response = client.get(f"{process.get_absolute_url()}kalendarium.atom")
    root = etree.fromstring(response.content)
    entries = root.findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert len(entries) == 5
    assert root.find(f"{ATOM}updated") is not None
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {
        f"urn:uuid:{event.uid}" for event in process.events.filter(status="published")
    }


def test_json_carries_the_imprecise_dates_and_is_open_to_any_site(client: Client, process: Process) -> None:
    stage = StageFactory(process=process, key="diagnoza", number="II", name="Diagnoza")
    event = process.events.get(title="Kilka miesięcy")
    event.stage = stage
    event.save()
    EventLink.objects.create(event=event, url="https://miasto.example/plik", label="Plik")
    response = client.get(f"{process.get_absolute_url()}kalendarium.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    item = next(item for item in feed["items"] if item["title"] == "Kilka miesięcy")
    facts = item["_kalendarium"]
    assert (facts["start"], facts["end"], facts["precision"], facts["date"]) == (
        "2026-12-01",
        "2027-01-31",
        "months",
        "2026-12/2027-01",
    )
    assert facts["stage"] == {"key": "diagnoza", "number": "II", "name": "Diagnoza"}
    assert facts["links"] == [{"url": "https://miasto.example/plik", "label": "Plik"}]


def test_only_the_widget_may_stand_in_a_frame(client: Client, process: Process) -> None:
    base = process.get_absolute_url()
    widget = client.get(f"{base}kalendarium/widget/")
    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert "X-Frame-Options" not in widget
    page = client.get(f"{base}kalendarium/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("wanted", "shown"), [("?ile=2", 2), ("", 5), ("?ile=999", 5), ("?ile=-3", 5), ("?ile=%00", 5), ("?ile=0", 1)]
)
def test_the_widget_shows_as_many_as_asked(client: Client, process: Process, wanted: str, shown: int) -> None:
    page = client.get(f"{process.get_absolute_url()}kalendarium/widget/{wanted}").content.decode()
    assert page.count("widget__title") == shown
    assert page.count("<a ") == page.count('target="_top"')


def test_feeds_ask_the_database_as_often_for_many_as_for_few(
    client: Client, process: Process, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"{process.get_absolute_url()}kalendarium.ics"
    with django_assert_num_queries(9, exact=False) as few:
        client.get(address)
    EventFactory.create_batch(5, process=process)
    with django_assert_num_queries(9, exact=False) as many:
        client.get(address)
    assert len(few) == len(many)


def test_a_calendar_is_the_same_bytes_until_something_changes(client: Client, process: Process) -> None:
    address = f"{process.get_absolute_url()}kalendarium.ics"
    first, second = (io.BytesIO(client.get(address).content).getvalue() for _ in range(2))
    assert first == second
