"""How the importer bears many entries, long ones and long pages, and what its pages cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.rooms.town.actions.imports import read_page
from sciezka.rooms.town.models import Event, ImportedEntry, PageImport, Process
from sciezka.rooms.town.views.imports import LONG_PAGE
from tests.factories.town import EventFactory, ProcessFactory, SeatFactory, StageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MANY = 900

PAGE = """Kalendarium

09.10.2020

Wybrano partnerów projektu. Więcej: https://dolina.example/partnerzy

22-24.06.2020

Warsztaty Zespołu Realizacyjnego – Etap III.

31.02.2020

Dzień, którego nie ma.
"""


@pytest.fixture
def process() -> Process:
    process = ProcessFactory(workspace__slug="dolina", slug="rozwoj")
    StageFactory(process=process, number="III", position=3, key="trzy")
    return process


@pytest.fixture
def desk(process: Process, client: Client) -> Client:
    client.force_login(SeatFactory(workspace=process.workspace).user)
    return client


def url(process: Process, name: str = "imports", **words: object) -> str:
    return reverse(f"town:{name}", kwargs={**process.address, **words})


def give(client: Client, process: Process, content: bytes | str, name: str = "kalendarium.txt") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(url(process), {"file": SimpleUploadedFile(name, data)})


def count_queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert call().status_code == 200
    return len(queries)


def write_page(count: int, word: str = "Spotkanie", more: str = "") -> str:
    return "\n\n".join(
        f"{1 + n % 28:02}.{1 + n // 28 % 12:02}.{2000 + n // 336}\n\n{word} numer {n} zespołu w sprawie planu.{more}"
        for n in range(count)
    )


def write_long_page() -> str:
    """Write a page that is read as long work, with many batches of entries; `make bench` takes ten times as many."""
    page = write_page(MANY, more=" Omówiono wyniki prac i dalsze kroki." * 8)
    assert len(page.encode()) > LONG_PAGE
    return page


@pytest.mark.one_database
@pytest.mark.parametrize("state", ["open", "accepted", "changed"])
def test_the_review_costs_the_same_for_one_entry_and_for_three(desk: Client, process: Process, state: str) -> None:
    counts = []
    for number in (1, 3):
        target = ProcessFactory(workspace=process.workspace)
        StageFactory(process=target, number="III", position=3)
        page = read_page(actor=None, process=target, name="a", data=write_page(number).encode()).page
        if state != "open":
            desk.post(url(target, "import_decide_many", page=page.pk), {"do": "accept_all"})
        if state == "changed":
            newer = write_page(number).replace("planu", "nowego planu")
            page = read_page(actor=None, process=target, name="a", data=newer.encode()).page
        desk.get(page.get_absolute_url())
        counts.append(count_queries(lambda page=page: desk.get(page.get_absolute_url())))  # type: ignore[misc]
    assert counts[0] == counts[1]


@pytest.mark.one_database
def test_the_list_of_imports_and_of_drafts_cost_the_same_for_one_and_for_three(desk: Client, process: Process) -> None:
    counts = []
    for number in (1, 3):
        target = ProcessFactory(workspace=process.workspace)
        for each in range(number):
            page = read_page(actor=None, process=target, name=f"{each}", data=write_page(1, f"Dzień {each}").encode()).page
        desk.post(url(target, "import_decide_many", page=page.pk), {"do": "accept_all"})
        both = (count_queries(lambda t=target: desk.get(url(t))),  # type: ignore[misc]
                count_queries(lambda t=target, p=page: desk.get(url(t, "import_publish", page=p.pk))))  # type: ignore[misc]  # fmt: skip
        counts.append(both)
    assert counts[0] == counts[1]


def test_a_long_entry_is_kept_whole_and_shown_in_part(desk: Client, process: Process) -> None:
    words = "Bardzo długi opis spotkania zespołu. " * 3000
    answer = give(desk, process, f"09.10.2020\n\nSpotkanie zespołu.\n\n{words}\n")
    shown = desk.get(answer.url)
    assert len(ImportedEntry.objects.get().text) > 100_000
    assert len(shown.content) < 60_000
    assert "entry_long" in [note["code"] for note in ImportedEntry.objects.get().notes]


def test_many_entries_are_read_accepted_and_published_as_long_work(
    desk: Client, process: Process, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = give(desk, process, write_long_page())
    assert answer.url.startswith("/kit/")
    page = PageImport.objects.get()
    assert page.entries.count() == MANY
    with django_capture_on_commit_callbacks(execute=True):
        accepted = desk.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    assert accepted.url.startswith("/kit/")
    assert process.events.count() == MANY
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(url(process, "import_publish", page=page.pk))
    assert process.events.filter(status=Event.Status.PUBLISHED).count() == MANY
    review = desk.get(page.get_absolute_url())
    assert review.content.decode().count("<article") == 50


@pytest.mark.one_database
def test_a_long_page_that_cannot_be_read_says_why_in_the_list(
    desk: Client, process: Process, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        give(desk, process, "Sam tekst bez daty. " * 30_000)
    page = PageImport.objects.get()
    assert page.state == "failed"
    assert desk.get(page.get_absolute_url()).status_code == 200
    assert desk.get(url(process)).status_code == 200


@pytest.mark.one_database
def test_a_long_page_read_again_is_said_to_bring_nothing(
    desk: Client, process: Process, django_capture_on_commit_callbacks: Any
) -> None:
    text = write_long_page()
    for _reading in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            give(desk, process, text)
        desk.post(url(process, "import_decide_many", page=PageImport.objects.order_by("pk")[0].pk), {"do": "skip_all"})
    assert ImportedEntry.objects.count() == MANY
    answer = desk.get(f"{url(process)}?nothing={MANY}")
    assert answer.url == url(process)


def test_pages_of_the_review_hold_fifty_entries(desk: Client, process: Process) -> None:
    answer = give(desk, process, write_page(120))
    last = desk.get(f"{answer.url}?page=3").content.decode()
    assert last.count("<article") == 20


def test_entries_added_by_hand_are_no_business_of_the_importer(desk: Client, process: Process) -> None:
    EventFactory(process=process)
    answer = give(desk, process, PAGE)
    assert answer.url.endswith(f"/{PageImport.objects.get().pk}/")
    assert ImportedEntry.objects.filter(change="gone").count() == 0
