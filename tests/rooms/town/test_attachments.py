"""Files of entries: what is accepted, who gets them, and how they are sent."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.attachments import add_attachment
from sciezka.rooms.town.actions.events import delete_draft, withdraw_event
from sciezka.rooms.town.models import Attachment, Event
from tests.factories.town import EventFactory, MembershipFactory, SeatFactory, TeamFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%tekst\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def event() -> Event:
    return EventFactory()


@pytest.fixture
def coordinator(event: Event) -> User:
    return SeatFactory(workspace=event.process.workspace).user


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_file(name: str = "Protokół – zał. 1.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def url(name: str, noun: Event | Attachment) -> str:
    process = noun.place
    key = {"event": noun.pk} if isinstance(noun, Event) else {"attachment": noun.pk}
    return reverse(f"town:{name}", kwargs={**process.address, **key})


def list_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_random_name_and_sent_under_its_own(event: Event, coordinator: User, files: Path) -> None:
    client = sign_in(coordinator)
    client.post(url("attachment_add", event), {"file": make_file(), "is_public": "on"})
    attachment = Attachment.objects.get()
    assert attachment.title == attachment.file_name == "Protokół – zał. 1.pdf"
    (kept,) = list_files(files)
    assert "Protok" not in kept.name
    response = Client().get(url("attachment", attachment))
    assert b"".join(response.streaming_content) == PDF
    response.close()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "content"), [
    ("wirus.exe", b"MZ"),
    ("strona.html", b"<script>"),
    ("obraz.svg", b"<svg/>"),
    ("udaje.pdf", b"<html>"),
    ("puste.pdf", b""),
    ("bez-konca", PDF),
])  # fmt: skip
def test_other_files_are_refused_and_none_is_left_on_the_disk(
    event: Event, coordinator: User, files: Path, name: str, content: bytes
) -> None:
    response = sign_in(coordinator).post(
        url("attachment_add", event), {"file": make_file(name, content), "title": "Mój tytuł"}
    )
    assert response.status_code == 200
    assert "Mój tytuł" in response.content.decode()
    assert not Attachment.objects.exists()
    assert not list_files(files)


def test_a_file_that_could_not_be_noted_is_not_kept(event: Event, files: Path) -> None:
    # A process without its workspace's journal: the row is refused after the file was written.
    event.attachments.bulk_create(
        Attachment(event=event, title="a", file="a.pdf", file_name="a.pdf", size=1) for _ in range(50)
    )
    with pytest.raises(Exception, match="50"):
        add_attachment(actor=None, event=event, uploaded=make_file())
    assert not list_files(files)


@pytest.mark.parametrize(("attachment_public", "status", "process_public", "open_to_residents"), [
    (True, "published", True, True),
    (False, "published", True, False),
    (True, "draft", True, False),
    (True, "published", False, False),
])  # fmt: skip
def test_residents_get_only_what_is_published_whole(
    *, event: Event, attachment_public: bool, status: str, process_public: bool, open_to_residents: bool
) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file(), is_public=attachment_public)
    Event.objects.filter(pk=event.pk).update(status=status)
    if not process_public:
        type(event.process).objects.update(published_at=None)
    seats = {"workspace": event.process.workspace}
    viewer = MembershipFactory(team=TeamFactory(process=event.process, rights="view")).user
    expected = 200 if open_to_residents else 404
    for client, code in (
        (Client(), expected),
        (sign_in(SeatFactory().user), expected),
        (sign_in(SeatFactory(**seats).user), 200),
        (sign_in(viewer), 200),
    ):
        response = client.get(url("attachment", attachment))
        list(response)  # read to the end, so that the file is closed
        assert response.status_code == code


def test_a_file_is_found_only_in_its_own_process(event: Event) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file())
    other = EventFactory().process
    address = reverse("town:attachment", kwargs={**other.address, "attachment": attachment.pk})
    assert Client().get(address).status_code == 404


def test_a_removed_file_leaves_the_disk(
    event: Event, coordinator: User, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file())
    client = sign_in(coordinator)
    assert client.get(url("attachment_remove", attachment)).status_code == 200
    assert list_files(files)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("attachment_remove", attachment))
    assert not Attachment.objects.exists()
    assert not list_files(files)
    assert [entry.verb for entry in journal.entries_of(event)] == ["attachment.remove", "attachment.add"]


def test_a_deleted_draft_takes_its_files_along(event: Event, files: Path, django_capture_on_commit_callbacks: Any) -> None:
    add_attachment(actor=None, event=event, uploaded=make_file())
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(actor=None, event=withdraw_event(actor=None, event=event))
    assert not list_files(files)


def test_a_file_is_hidden_and_shown(event: Event, coordinator: User) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file())
    client = sign_in(coordinator)
    client.post(url("attachment_edit", attachment))
    attachment.refresh_from_db()
    assert not attachment.is_public
    client.post(url("attachment_edit", attachment), {"public": "1"})
    attachment.refresh_from_db()
    assert attachment.is_public


def test_a_lost_file_is_said_to_be_missing(event: Event, files: Path) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file())
    for path in list_files(files):
        path.unlink()
    assert Client().get(url("attachment", attachment)).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "stranger", "contributor"])
def test_files_of_a_published_entry_are_changed_by_the_coordinator_alone(event: Event, role: str) -> None:
    attachment = add_attachment(actor=None, event=event, uploaded=make_file())
    user = {
        "viewer": lambda: MembershipFactory(team=TeamFactory(process=event.process, rights="view")).user,
        "contributor": lambda: MembershipFactory(team=TeamFactory(process=event.process)).user,
        "stranger": lambda: SeatFactory().user,
    }[role]()
    client = sign_in(user)
    for name in ("attachment_edit", "attachment_remove"):
        assert client.post(url(name, attachment)).status_code == 404
    assert client.post(url("attachment_add", event), {"file": make_file()}).status_code == 404
    assert Attachment.objects.count() == 1
