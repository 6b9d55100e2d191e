"""The importer's pages: giving a page, reviewing, publishing; bad input, rights, and the number of queries."""

import io
import zipfile
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.imports import read_page
from sciezka.rooms.town.models import Event, ImportedEntry, PageImport, Process, Team
from tests.factories.people import UserFactory
from tests.factories.town import MembershipFactory, ProcessFactory, SeatFactory, StageFactory, TeamFactory

pytestmark = pytest.mark.django_db

PAGE = """Kalendarium

09.10.2020

Wybrano partnerów projektu. Więcej: https://dolina.example/partnerzy

22-24.06.2020

Warsztaty Zespołu Realizacyjnego – Etap III.

31.02.2020

Dzień, którego nie ma.
"""
HOSTILE = """<!doctype html><html><head><script>alert(1)</script><style>*{display:none}</style></head><body>
<h3>09.10.2020</h3>
<p onclick="alert(2)">Spotkanie <img src=x onerror=alert(3)> <a href="javascript:alert(4)">kliknij</a>
<a href="data:text/html,<script>alert(5)</script>">dane</a> <svg onload=alert(6)><script>alert(7)</script></svg>
<iframe src="https://zly.example"></iframe> <a href="https://dobry.example/">dobry</a></p>
<p>&lt;script&gt;alert(8)&lt;/script&gt; [x](javascript:alert(9)) <b>gruby</b></p>
<form action="https://zly.example"><input name=a></form></body></html>"""


@pytest.fixture
def process() -> Process:
    process = ProcessFactory(workspace__slug="dolina", slug="rozwoj")
    StageFactory(process=process, number="III", position=3, key="trzy")
    return process


@pytest.fixture
def desk(process: Process, client: Client) -> Client:
    client.force_login(SeatFactory(workspace=process.workspace).user)
    return client


@pytest.fixture
def drafter(process: Process) -> User:
    return MembershipFactory(team=TeamFactory(process=process, rights=Team.Rights.CONTRIBUTE)).user


def url(process: Process, name: str = "imports", **words: object) -> str:
    return reverse(f"town:{name}", kwargs={**process.address, **words})


def give(client: Client, process: Process, content: bytes | str, name: str = "kalendarium.txt") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(url(process), {"file": SimpleUploadedFile(name, data)})


def decide(client: Client, entry: ImportedEntry, do: str, *, htmx: bool = False, **fields: str) -> Any:
    address = reverse("town:import_entry", kwargs=entry.address)
    return client.post(address, {"do": do, **fields}, headers={"HX-Request": "true"} if htmx else {})


def test_a_pasted_page_is_read_and_leads_to_its_review(desk: Client, process: Process) -> None:
    answer = desk.post(url(process), {"text": PAGE, "address": "dolina.example/kalendarium"})
    page = PageImport.objects.get()
    assert answer.url == page.get_absolute_url()
    assert (page.source_name, page.source_url) == ("dolina.example/kalendarium", "https://dolina.example/kalendarium")
    shown = desk.get(answer.url).content.decode()
    assert "Wybrano partnerów projektu" in shown
    assert "„09.10.2020”" in shown
    assert "“31.02.2020”" in shown or "„31.02.2020”" in shown


def test_what_the_browser_copied_beside_the_text_keeps_links(desk: Client, process: Process) -> None:
    rich = '<p>09.10.2020</p><p>Wybrano <a href="https://dolina.example/a">partnerów</a></p>'
    desk.post(url(process), {"text": "09.10.2020\n\nWybrano partnerów", "rich": rich})
    assert ImportedEntry.objects.get().links == [{"url": "https://dolina.example/a", "label": "partnerów"}]


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n ", b"\x89PNG\r\n\x1a\n" + bytes(50), b"%PDF-1.4 abc", b"PK\x03\x04abc", b"MZ\x90\x00\x03\x00", b"bez daty"],
)
def test_what_is_no_page_gets_a_sentence_and_leaves_nothing(desk: Client, process: Process, content: bytes) -> None:
    answer = give(desk, process, content)
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.content.decode()
    assert not PageImport.objects.exists()


def test_a_packed_file_that_is_no_document_is_refused(desk: Client, process: Process) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "09.10.2020")
    answer = give(desk, process, packed.getvalue(), "strona.docx")
    assert answer.context["form"].errors["file"]


def test_typed_text_stays_when_the_page_is_refused(desk: Client, process: Process) -> None:
    answer = desk.post(url(process), {"text": "Tekst bez żadnej daty", "name": "Moja strona"})
    shown = answer.content.decode()
    assert "Tekst bez żadnej daty" in shown
    assert "Moja strona" in shown


def test_nothing_given_and_two_things_given_are_both_asked_about(desk: Client, process: Process) -> None:
    assert desk.post(url(process), {}).context["form"].errors["text"]
    both = desk.post(url(process), {"text": PAGE, "file": SimpleUploadedFile("a.txt", PAGE.encode())})
    assert both.context["form"].errors["file"]
    assert not PageImport.objects.exists()


def test_fifty_megabytes_are_refused_without_being_kept(desk: Client, process: Process) -> None:
    answer = give(desk, process, b"09.10.2020\n" * (50 * 1024 * 1024 // 11))
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    pasted = desk.post(url(process), {"text": "x" * (30 * 1024 * 1024)})
    assert pasted.context["form"].errors["file"]
    assert not PageImport.objects.exists()


def test_the_import_form_still_needs_the_sites_own_token(process: Process) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(SeatFactory(workspace=process.workspace).user)
    assert strict.post(url(process), {"text": PAGE}).status_code == 403
    assert not PageImport.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2", "utf-8"])
def test_polish_letters_come_out_right(desk: Client, process: Process, encoding: str) -> None:
    text = "<html><body><h3>09.10.2020</h3><p>Zażółć gęślą jaźń w świetlicy</p></body></html>"
    answer = give(desk, process, text.encode(encoding), "strona.html")
    assert "Zażółć gęślą jaźń" in desk.get(answer.url).content.decode().replace("\u00a0", " ")


def test_the_format_is_told_by_what_a_file_holds_not_by_its_name(desk: Client, process: Process) -> None:
    answer = give(desk, process, "<html><body><h3>9.10.2020</h3><p>Spotkanie zespołu</p></body></html>", "plik.pdf")
    assert PageImport.objects.get().format == "html"
    assert desk.get(answer.url).status_code == 200


def test_hostile_pages_run_nothing_in_the_review_nor_in_public(desk: Client, process: Process) -> None:
    answer = give(desk, process, HOSTILE, "strona.html")
    page = PageImport.objects.get()
    review = desk.get(answer.url).content.decode()
    entry = page.entries.get()
    editor = desk.get(reverse("town:import_entry", kwargs=entry.address) + "?edit=1", headers={"HX-Request": "true"})
    desk.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    listed = desk.get(url(process, "import_publish", page=page.pk)).content.decode()
    desk.post(url(process, "import_publish", page=page.pk))
    event = process.events.get()
    assert event.is_published
    public = desk.get(event.get_absolute_url()).content.decode()
    kalendarium = desk.get(url(process, "kalendarium")).content.decode()
    for shown in (review, editor.content.decode(), listed, public, kalendarium):
        low = shown.lower()
        for wrong in (
            "<script>alert",
            "onerror=alert",
            "onclick=",
            "onload=",
            'href="javascript:',
            'href="data:',
            "<iframe",
        ):
            assert wrong not in low
    assert [link.url for link in event.links.all()] == ["https://dobry.example/"]


def test_the_same_page_sent_twice_is_one_import(desk: Client, process: Process) -> None:
    first, second = give(desk, process, PAGE), give(desk, process, PAGE)
    assert first.url == second.url
    assert PageImport.objects.count() == 1


def test_a_known_page_says_that_nothing_is_new(desk: Client, process: Process) -> None:
    page_url = give(desk, process, PAGE).url
    page = PageImport.objects.get()
    desk.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    before = list(process.events.values())
    answer = give(desk, process, PAGE)
    assert answer.url == url(process)
    assert page_url != answer.url
    assert len(list(get_messages(answer.wsgi_request))) == 2  # accepted; nothing new
    assert list(process.events.values()) == before


def test_an_entry_is_accepted_corrected_skipped_and_undone(desk: Client, process: Process) -> None:
    give(desk, process, PAGE)
    first, second = ImportedEntry.objects.order_by("position")
    answer = decide(desk, first, "accept")
    assert answer.url.endswith(f"#wpis-{first.pk}")
    decide(desk, second, "save", title="Warsztaty w ratuszu", date="23-24.06.2020", kind="training", text="Nowy opis.")
    corrected = process.events.get(title="Warsztaty w ratuszu")
    assert (corrected.start.day, corrected.end.day, corrected.kind, corrected.mode) == (23, 24, "training", "")
    decide(desk, first, "undo")
    decide(desk, first, "skip")
    assert [event.title for event in process.events.all()] == ["Warsztaty w ratuszu"]
    first.refresh_from_db()
    assert first.decision == "skipped"


def test_htmx_gets_the_row_and_the_head_of_the_review(desk: Client, process: Process) -> None:
    give(desk, process, PAGE)
    first = ImportedEntry.objects.order_by("position")[0]
    shown = decide(desk, first, "accept", htmx=True).content.decode()
    assert f'id="wpis-{first.pk}"' in shown
    assert f'id="accept-{first.pk}"' in shown  # Undo takes the place of Accept, so the keyboard stays where it was
    assert 'id="review-bar" hx-swap-oob="true"' in shown
    assert "<html" not in shown


def test_a_correction_that_cannot_be_read_keeps_what_was_typed(desk: Client, process: Process) -> None:
    give(desk, process, PAGE)
    first = ImportedEntry.objects.order_by("position")[0]
    typed = {"title": "Wpisane słowa", "date": "31.02.2020", "kind": "meeting", "links": "nie-adres", "time_end": "9:00"}
    for htmx in (True, False):
        shown = decide(desk, first, "save", htmx=htmx, **typed).content.decode()
        assert "Wpisane słowa" in shown
        assert "31.02.2020" in shown
        assert "ds-error-summary" in shown
        assert "nie-adres" in shown
    assert not process.events.exists()


def test_the_review_opens_an_entry_for_correcting_without_javascript(desk: Client, process: Process) -> None:
    review = give(desk, process, PAGE).url
    first = ImportedEntry.objects.order_by("position")[0]
    shown = desk.get(f"{review}?edit={first.pk}").content.decode()
    assert f'id="e{first.pk}_title"' in shown
    assert desk.get(reverse("town:import_entry", kwargs=first.address)).url.endswith(f"?edit={first.pk}#wpis-{first.pk}")


def test_a_changed_page_shows_both_versions_with_words_marked(desk: Client, process: Process) -> None:
    give(desk, process, PAGE)
    desk.post(url(process, "import_decide_many", page=PageImport.objects.get().pk), {"do": "accept_all"})
    answer = give(desk, process, PAGE.replace("Wybrano partnerów", "Wybrano trzech partnerów"))
    shown = desk.get(answer.url).content.decode()
    assert "<ins>trzech </ins>" in shown
    event = process.events.get(start="2020-10-09")
    decide(desk, ImportedEntry.objects.get(change="changed"), "accept")
    event.refresh_from_db()
    assert "trzech" in event.text


def test_publishing_shows_the_list_first_and_can_publish_the_process(desk: Client, process: Process) -> None:
    Process.objects.update(published_at=None)
    give(desk, process, PAGE)
    page = PageImport.objects.get()
    desk.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    listed = desk.get(url(process, "import_publish", page=page.pk)).content.decode()
    assert "Wybrano partnerów" in listed.replace("\u00a0", " ")
    assert not process.events.filter(status=Event.Status.PUBLISHED).exists()
    desk.post(url(process, "import_publish", page=page.pk), {"process": "1"})
    process.refresh_from_db()
    assert process.is_published
    assert process.events.filter(status=Event.Status.PUBLISHED).count() == 2
    assert desk.get(page.get_absolute_url()).status_code == 200


def test_a_member_who_drafts_may_import_but_not_publish(client: Client, process: Process, drafter: User) -> None:
    client.force_login(drafter)
    give(client, process, PAGE)
    page = PageImport.objects.get()
    client.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    assert process.events.count() == 2
    assert client.get(url(process, "import_publish", page=page.pk)).status_code == 404
    assert client.post(url(process, "import_publish", page=page.pk)).status_code == 404
    assert not process.events.filter(status=Event.Status.PUBLISHED).exists()


def test_a_member_who_drafts_does_not_change_what_residents_see(client: Client, process: Process, drafter: User) -> None:
    page = read_page(actor=None, process=process, name="a", data=PAGE.encode()).page
    client.force_login(SeatFactory(workspace=process.workspace).user)
    client.post(url(process, "import_decide_many", page=page.pk), {"do": "accept_all"})
    client.post(url(process, "import_publish", page=page.pk))
    client.force_login(drafter)
    give(client, process, PAGE.replace("Wybrano partnerów", "Wybrano trzech partnerów"))
    changed = ImportedEntry.objects.get(change="changed")
    for do in ("accept", "save"):
        decide(client, changed, do, title="x", date="1.1.2020", kind="meeting")
    client.post(url(process, "import_decide_many", page=changed.page_id), {"do": "accept_all"})
    changed.refresh_from_db()
    assert changed.decision == "open"
    assert "trzech" not in process.events.get(start="2020-10-09").text


@pytest.mark.parametrize("role", ["stranger", "other", "nobody"])
def test_nobody_else_reaches_an_import(client: Client, process: Process, role: str) -> None:
    page = read_page(actor=None, process=process, name="a", data=PAGE.encode()).page
    entry = page.entries.first()
    assert entry is not None
    if role == "stranger":
        client.force_login(UserFactory())
    elif role == "other":
        client.force_login(SeatFactory().user)
    expected = 302 if role == "nobody" else 404
    addresses = [
        url(process),
        page.get_absolute_url(),
        url(process, "import_publish", page=page.pk),
        reverse("town:import_entry", kwargs=entry.address),
    ]
    assert {client.get(address).status_code for address in addresses} == {expected}
    posts = [url(process), url(process, "import_decide_many", page=page.pk), *addresses[2:]]
    assert {client.post(address, {"do": "accept_all", "text": PAGE}).status_code for address in posts} == {expected}
    assert not process.events.exists()


def test_an_import_is_not_reached_through_another_workspace(client: Client, process: Process) -> None:
    page = read_page(actor=None, process=process, name="a", data=PAGE.encode()).page
    mine = ProcessFactory()
    client.force_login(SeatFactory(workspace=mine.workspace).user)
    assert client.get(url(mine, "import_review", page=page.pk)).status_code == 404
    entry = page.entries.first()
    assert entry is not None
    assert client.post(url(mine, "import_entry", page=page.pk, entry=entry.pk), {"do": "accept"}).status_code == 404
