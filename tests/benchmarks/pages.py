"""Time pages and imports: server time on SQLite, the request's whole way through the product without the network."""

import datetime
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.timing import Measure, once, take_time

ROOT = Path(__file__).resolve().parent.parent.parent
MANY = 10_000


def measure_all_pages() -> Iterator[Measure]:
    """Set up a town with many entries, and time everything."""
    set_up()
    address = fill()
    yield from measure_pages(address)
    yield from measure_reading()
    yield from measure_import(address)


def set_up() -> None:
    """Use a database of our own, with the product's settings."""
    os.environ["SCIEZKA_HOME"] = tempfile.mkdtemp(prefix="sciezka-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def fill() -> dict[str, str]:
    """Make a process with many entries of all sorts, and give its address."""
    from sciezka.rooms.town.models import Event  # noqa: PLC0415
    from tests.factories import town  # noqa: PLC0415

    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    stages = [
        town.StageFactory.create(process=process, number=number, position=i)
        for i, number in enumerate(("I", "II", "III", "IV"))
    ]
    kinds = Event.Kind.values
    first = datetime.date(2016, 1, 1)
    Event.objects.bulk_create(
        (
            Event(
                process=process,
                stage=stages[i % 4],
                title=f"Spotkanie robocze zespołu nr {i} w sprawie planu rozwoju miasta",
                text=f"Omówienie wyników prac i dalszych kroków ({i}).\n\n- diagnoza\n- cele\n- wskaźniki\n",
                start=first + datetime.timedelta(days=i % 4000),
                end=first + datetime.timedelta(days=i % 4000 + i % 3),
                precision="day" if i % 3 == 0 else "range",
                kind=kinds[i % len(kinds)],
                status="published",
                published_at=town.NOON,
            )
            for i in range(MANY)
        ),
        batch_size=500,
    )
    town.SeatFactory.create(workspace=process.workspace, user__email="koordynator@miasto.example")
    return process.address


def measure_pages(address: dict[str, str]) -> Iterator[Measure]:
    """Time the server's part of list pages with many entries."""
    from django.db import connection, reset_queries  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from sciezka.rooms.people.models import User  # noqa: PLC0415

    client = Client(headers={"accept-language": "pl"})
    office = Client(headers={"accept-language": "pl"})
    office.force_login(User.objects.get(), backend="sciezka.rooms.people.backends.AccountBackend")
    base = reverse("town:kalendarium", kwargs=address)
    pages = [
        (client, "Kalendarium, first page", base),
        (client, "Kalendarium, page 100", f"{base}?page=100"),
        (client, "Kalendarium, text search", f"{base}?szukaj=zespołu+nr+77"),
        (client, "Kalendarium, one stage and kind", f"{base}?etap=II&rodzaj=survey"),
        (client, "Kalendarium, a month", reverse("town:kalendarium_month", kwargs={**address, "year": 2020, "month": 5})),
        (client, "Process page", reverse("town:process", kwargs=address)),
        (client, "Calendar feed (ICS)", reverse("town:feed_ics", kwargs=address)),
        (client, "Atom feed", reverse("town:feed_atom", kwargs=address)),
        (office, "Office: list of entries", reverse("town:events", kwargs=address)),
        (office, "Office: what next", reverse("town:process_office", kwargs=address)),
    ]
    for browser, what, url in pages:
        with override_settings(DEBUG=True):
            reset_queries()
            answer = browser.get(url)
            count = len(connection.queries)
        if answer.status_code != 200:
            print(f"{what}: {answer.status_code}, passed over")
            continue
        yield take_time(f"{what} ({MANY:,} entries)", lambda b=browser, u=url: b.get(u), queries=count)


def measure_reading() -> Iterator[Measure]:
    """Time the reading of pages."""
    from sciezka.core.chronicle import parse_chronicle  # noqa: PLC0415

    real = ROOT.parent / "shared" / "data" / "kalendarium" / "jelenia-gora.txt"
    if real.exists():
        yield take_time("Reading a city's real page (39 entries)", lambda: parse_chronicle(real.read_bytes()))
    page = write_long_page()
    yield take_time(f"Reading a page of {MANY:,} entries", lambda: parse_chronicle(page), runs=5)


def measure_import(address: dict[str, str]) -> Iterator[Measure]:
    """Time what follows the reading of a long page: comparing and storing, accepting, publishing."""
    from sciezka.rooms.town.actions.import_bulk import accept_many, publish_accepted  # noqa: PLC0415
    from sciezka.rooms.town.actions.imports import read_page  # noqa: PLC0415
    from sciezka.rooms.town.models import Process  # noqa: PLC0415
    from tests.factories import town  # noqa: PLC0415

    workspace = Process.objects.get(slug=address["process"]).workspace
    process = town.ProcessFactory.create(workspace=workspace, slug="drugi")
    data = write_long_page()
    started = time.perf_counter()
    page = read_page(actor=None, process=process, name="strona", data=data).page
    yield once(f"Importing a page of {MANY:,} entries: reading and storing", started)
    started = time.perf_counter()
    accept_many(actor=None, page=page, which="all", may_publish=True)
    yield once(f"Importing a page of {MANY:,} entries: accepting all", started)
    started = time.perf_counter()
    publish_accepted(actor=None, page=page)
    yield once(f"Importing a page of {MANY:,} entries: publishing all", started)


def write_long_page() -> bytes:
    """Write a page of many entries."""
    day = datetime.date(2000, 1, 1)
    lines = (
        f"{day + datetime.timedelta(days=i):%d.%m.%Y}\n\nSpotkanie nr {i} zespołu.\n\n1. Pierwsza,\n2. Druga.\n\n"
        for i in range(MANY)
    )
    return "".join(lines).encode()
