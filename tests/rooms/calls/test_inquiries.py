"""Questions about a call: asked without an account, answered once to the address, published without who asked."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions import inquiries as acting
from sciezka.rooms.calls.models import Call, Inquiry
from sciezka.rooms.calls.tasks.inquiries import forget_address
from sciezka.rooms.calls.views import inquiries as views
from tests.factories import calls
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


@pytest.fixture
def call(office: Office) -> Call:
    return calls.make_call(office.process)


def begun(before: float = 60) -> str:
    return TimestampSigner(salt="calls.inquiry").sign(str(int(time.time() - before)))


def ask(client: Client, call: Call, **values: str) -> Any:
    typed = {"text": "Czy grupa sąsiadów może zgłosić pomysł?", "email": "pyta@osiedle.example", "begun": begun()}
    return client.post(f"{call.public_url}pytanie/", {**typed, **values}, REMOTE_ADDR="203.0.113.7")


def answer_address(inquiry: Inquiry) -> str:
    return f"{inquiry.call.get_absolute_url()}pytania/{inquiry.pk}/"


def answer(client: Client, inquiry: Inquiry, **values: str) -> Any:
    seen = inquiry.answered_at.isoformat() if inquiry.answered_at else ""
    typed = {"text": inquiry.text, "answer": "Tak, jako grupa nieformalna.", "is_public": "on", "seen": seen}
    return client.post(answer_address(inquiry), {**typed, **values})


def test_a_question_goes_its_whole_way_and_the_address_is_forgotten(
    office: Office, client: Client, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    assert client.get(f"{call.public_url}pytanie/").status_code == 200
    assert ask(client, call).url == f"{call.public_url}pytanie/przyjete/"
    assert client.get(f"{call.public_url}pytanie/przyjete/").status_code == 200
    inquiry = call.inquiries.get()
    assert "sąsiadów" not in client.get(call.public_url).content.decode()

    coordinator = office.client("coordinator")
    assert "sąsiadów" in coordinator.get(f"{call.get_absolute_url()}pytania/").content.decode()
    assert coordinator.get(answer_address(inquiry)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer(coordinator, inquiry, text="Czy grupa bez statutu może zgłosić pomysł?")
    (letter,) = mail.outbox
    assert letter.to == ["pyta@osiedle.example"]
    assert "grupa nieformalna" in letter.body
    inquiry.refresh_from_db()
    assert (inquiry.email, inquiry.is_public) == ("", True)
    page = client.get(call.public_url).content.decode()
    assert "bez statutu" in page
    assert "sąsiadów" not in page
    told = [entry.verb for entry in JournalEntry.objects.filter(verb__startswith="inquiry.").order_by("pk")]
    assert told == ["inquiry.ask", "inquiry.answer"]
    kept = str(list(JournalEntry.objects.filter(verb__startswith="inquiry.").values()))
    assert "pyta@osiedle.example" not in kept
    assert "sąsiadów" not in kept

    with django_capture_on_commit_callbacks(execute=True):
        answer(coordinator, inquiry, answer="Tak. Poprawiona odpowiedź.")
    assert len(mail.outbox) == 1


def test_an_address_stays_for_another_try_when_the_letter_could_not_be_sent(
    office: Office, client: Client, call: Call, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ask(client, call)
    inquiry = call.inquiries.get()

    def fail(*_args: object) -> int:
        raise OSError

    coordinator = office.client("coordinator")
    with monkeypatch.context() as broken, django_capture_on_commit_callbacks(execute=True):
        broken.setattr(EmailBackend, "send_messages", fail)
        answer(coordinator, inquiry)
    inquiry.refresh_from_db()
    assert inquiry.email
    with django_capture_on_commit_callbacks(execute=True):
        answer(coordinator, inquiry)
    inquiry.refresh_from_db()
    assert (len(mail.outbox), inquiry.email) == (1, "")


def test_an_address_that_got_no_answer_is_deleted_after_a_while(
    client: Client, call: Call, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, call)
        ask(client, call, email="")
    (planned,) = DBTaskResult.objects.all()
    inquiry = call.inquiries.exclude(email="").get()
    assert planned.args_kwargs == {"args": [inquiry.pk], "kwargs": {}}
    assert timedelta(days=89) < planned.run_after - timezone.now() < timedelta(days=91)
    forget_address.call(inquiry.pk)
    inquiry.refresh_from_db()
    assert inquiry.email == ""


@pytest.mark.parametrize(
    "values",
    [{"website": "http://spam.example"}, {"begun": ""}, {"begun": "abc:def"}, {"begun": "now"}, {"text": ""},
     {"email": "nie-adres"}, {"text": "x" * 2001}, {"text": "zł\x00o"}],
)  # fmt: skip
def test_what_a_program_sends_and_what_is_wrong_is_asked_for_again_with_what_was_typed(
    client: Client, call: Call, values: dict[str, str]
) -> None:
    page = ask(client, call, **{**values, **({"begun": begun(-60)} if values.get("begun") == "now" else {})})
    assert page.status_code == 200
    assert not call.inquiries.exists()
    if "text" not in values:
        assert "Czy grupa sąsiadów" in page.content.decode()


def test_a_flood_from_one_network_is_held_off(client: Client, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_ASKED", 2)
    assert [ask(client, call).status_code for _ in range(3)] == [302, 302, 429]
    monkeypatch.setattr(views, "MOST_ASKED", 30)
    monkeypatch.setattr(acting, "MOST_WAITING", 2)
    assert ask(client, call).status_code == 200
    assert call.inquiries.count() == 2


@pytest.mark.parametrize("phase", ["checking", "published", "called_off"])
def test_nothing_is_asked_once_a_call_is_closed(office: Office, client: Client, phase: str) -> None:
    call = calls.make_call(office.process, phase=phase)
    assert ask(client, call).url == call.public_url
    assert not call.inquiries.exists()


def test_two_who_answer_at_once_overwrite_nothing(office: Office, call: Call) -> None:
    inquiry = call.inquiries.create(text="Czy?")
    answer(office.client("adviser"), inquiry, answer="Nie.")
    late = answer(office.client("coordinator"), inquiry, answer="Tak.")
    assert late.status_code == 200
    page = late.content.decode()
    assert "Nie." in page
    assert "Tak." in page
    inquiry.refresh_from_db()
    assert inquiry.answer == "Nie."
    answer(office.client("coordinator"), inquiry, answer="Tak.")
    inquiry.refresh_from_db()
    assert inquiry.answer == "Tak."
    assert answer(office.client("coordinator"), inquiry, seen="nie data").status_code == 200


def test_only_what_was_never_shown_is_deleted(office: Office, call: Call) -> None:
    client = office.client("coordinator")
    spam = call.inquiries.create(text="Kup teraz")
    shown = call.inquiries.create(text="Czy?", answer="Tak.", answered_at=timezone.now(), is_public=True)
    assert client.get(f"{answer_address(spam)}usun/").status_code == 200
    client.post(f"{answer_address(spam)}usun/")
    assert client.post(f"{answer_address(shown)}usun/").status_code == 404
    assert list(call.inquiries.all()) == [shown]


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["contributor", "viewer", "resident", "stranger", "operator"])
def test_questions_are_the_coordinators_alone(office: Office, call: Call, role: str) -> None:
    inquiry = call.inquiries.create(text="Czy?", email="pyta@osiedle.example")
    client = office.client(role)
    for url in (f"{call.get_absolute_url()}pytania/", answer_address(inquiry), f"{answer_address(inquiry)}usun/"):
        assert client.get(url).status_code == 404
    other = calls.make_call(build_office().process)
    assert office.client("coordinator").get(f"{other.get_absolute_url()}pytania/").status_code == 404
    assert office.client("coordinator").get(f"{call.get_absolute_url()}pytania/{inquiry.pk + 999}/").status_code == 404
