"""Reminders before the closing: whom, when, once each, and how to be rid of them."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.applying import begin_correction
from sciezka.rooms.calls.actions.applying_sending import send_submission
from sciezka.rooms.calls.actions.calls_running import amend_call
from sciezka.rooms.calls.actions.reminders import plan_reminders, remind_of_drafts
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.keys import make_key, make_stop_key, private_path, reminders_path, stop_path
from sciezka.rooms.calls.tasks.letters import send_letter
from tests.factories import calls, people, town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def call() -> Call:
    return calls.make_call(town.ProcessFactory.create(workspace__contact="nabory@miasto.example"), title="Nabór pomysłów")


def make_draft(call: Call, title: str = "Park przy dworcu", **values: Any) -> Submission:
    """Make a draft that was begun a while ago."""
    values = {"draft": True, "created_at": timezone.now() - 20 * DAY, **values}
    return calls.make_submission(call, title, **values)


def remind(call: Call, before: dt.timedelta, capture: Any) -> list[str]:
    """Remind so long before the closing; give the letters that went out."""
    assert call.closes_at is not None
    mail.outbox.clear()
    with capture(execute=True):
        remind_of_drafts(call=call, now=call.closes_at - before)
    return [str(letter.body) for letter in mail.outbox]


def test_whoever_has_not_sent_is_reminded_three_days_before_and_one_day_before_and_once_each(
    call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    make_draft(call, summary="")
    times = (4 * DAY, 3 * DAY, 2 * DAY, DAY, HOUR, dt.timedelta(0), -HOUR)
    letters = [remind(call, before, django_capture_on_commit_callbacks) for before in times]
    assert [len(some) for some in letters] == [0, 1, 0, 1, 0, 0, 0]
    [first] = letters[1]
    assert private_path(Submission.objects.get()) in first
    assert reminders_path(Submission.objects.get()) in first
    for said in ("Park przy dworcu", "Nabór pomysłów", "nabory@miasto.example"):
        assert said in first
    assert JournalEntry.objects.filter(verb="call.remind").count() == 2


def test_only_what_is_not_sent_and_wanted_is_reminded_of(call: Call, django_capture_on_commit_callbacks: Any) -> None:
    make_draft(call, wants_reminders=False)
    make_draft(call, email="")
    make_draft(call, created_at=timezone.now() + 9 * DAY)
    calls.make_submission(call, "Wysłane")
    calls.make_submission(call, "Wycofane", withdrawn_at=timezone.now())
    corrected = calls.make_submission(call, "Poprawiane", created_at=timezone.now() - 20 * DAY)
    begin_correction(submission=corrected)
    [letter] = remind(call, DAY, django_capture_on_commit_callbacks)
    assert "Poprawiane" in letter
    # Whoever sends it while the letter waits in the queue is not told that it was not sent.
    draft = make_draft(call, "Już wysłany")
    send_submission(submission=draft)
    mail.outbox.clear()
    send_letter.call(draft.pk, "reminder", {})
    assert not mail.outbox


def test_one_address_gets_few_letters_at_a_time(call: Call, django_capture_on_commit_callbacks: Any) -> None:
    for number in range(7):
        make_draft(call, f"Pomysł {number}", email="Ten.Sam@poczta.example" if number % 2 else "ten.sam@poczta.example")
    assert len(remind(call, DAY, django_capture_on_commit_callbacks)) == 5
    assert not remind(call, DAY - HOUR, django_capture_on_commit_callbacks)


def test_a_closing_that_was_moved_later_brings_its_own_reminders(
    call: Call, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    make_draft(call)
    assert len(remind(call, 3 * DAY, django_capture_on_commit_callbacks)) == 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

    assert call.closes_at is not None
    with django_capture_on_commit_callbacks(execute=True):
        amend_call(
            actor=people.UserFactory.create(), call=call, why="Więcej czasu.", values={"closes_at": call.closes_at + 9 * DAY}
        )
        plan_reminders(Call.objects.get())
    planned = DBTaskResult.objects.filter(task_path__endswith="drafts.remind_of_drafts").values_list("run_after", flat=True)
    call.refresh_from_db()
    assert set(planned) == {call.closes_at - 3 * DAY, call.closes_at - DAY}
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert len(remind(call, 3 * DAY, django_capture_on_commit_callbacks)) == 1


def test_reminders_are_turned_off_by_a_press_and_not_by_looking_at_the_link(client: Client, call: Call) -> None:
    draft = make_draft(call)
    address = reverse("calls:mine_reminders", kwargs={"submission_key": make_key(draft)})
    assert client.get(address).status_code == 200
    draft.refresh_from_db()
    assert draft.wants_reminders
    for wanted in (False, True):
        answer = client.post(address, {"wanted": "1" if wanted else "0"}, follow=True)
        assert answer.redirect_chain[-1][0] == private_path(draft)
        draft.refresh_from_db()
        assert draft.wants_reminders is wanted


def press(address: str, **said: str) -> Any:
    """Press as a mail program does: without cookies, and with Django's check of forged requests at work."""
    return Client(enforce_csrf_checks=True).post(address, said or {"List-Unsubscribe": "One-Click"})


def test_a_mail_program_stops_reminders_at_one_press(call: Call, django_capture_on_commit_callbacks: Any) -> None:
    draft, other = make_draft(call), make_draft(call, "Skwer")
    remind(call, 3 * DAY, django_capture_on_commit_callbacks)
    letter = next(one for one in mail.outbox if private_path(draft) in str(one.body))
    # As it goes out: no program finds an address that was broken over lines or written in code.
    lines = letter.message().as_bytes().decode().replace("\n ", " ").splitlines()
    stopping = next(line for line in lines if line.startswith("List-Unsubscribe:")).partition(":")[2].strip()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert stopping.endswith(f"{stop_path(draft)}>")
    for _time in range(2):
        answer = press(stop_path(draft))
        assert (answer.status_code, answer.cookies.get("sessionid"), answer["Cache-Control"]) == (200, None, "no-store")
        draft.refresh_from_db()
        assert not draft.wants_reminders
    other.refresh_from_db()
    assert other.wants_reminders
    [left] = remind(call, DAY, django_capture_on_commit_callbacks)
    assert private_path(other) in left


def test_only_reminders_can_be_stopped_by_a_press(call: Call, django_capture_on_commit_callbacks: Any) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send_submission(submission=make_draft(call))
    assert mail.outbox
    assert not any("List-Unsubscribe" in letter.message() for letter in mail.outbox)


def test_following_the_address_of_a_press_changes_nothing_and_tells_nothing(client: Client, call: Call) -> None:
    draft = make_draft(call, applicant="Jan Kowalski")
    page = client.get(stop_path(draft)).content.decode()
    assert 'value="One-Click"' in page
    assert press(stop_path(draft), something="else").status_code == 200
    draft.refresh_from_db()
    assert draft.wants_reminders
    for said in (make_key(draft), draft.title, "Jan Kowalski", draft.email):
        assert said not in page


def test_a_word_that_was_not_given_stops_nothing(call: Call) -> None:
    draft, other = make_draft(call), make_draft(call, "Skwer")
    foreign = f"{draft.ref.hex}.{make_stop_key(other).rpartition('.')[2]}"
    for word in (foreign, draft.ref.hex, make_key(draft), "x" * 999, "."):
        assert press(reverse("calls:stop_reminders", kwargs={"stop_key": word})).status_code == 404
    draft.refresh_from_db()
    assert draft.wants_reminders
    # Nor does the word that stops reminders open anything.
    assert Client().get(reverse("calls:mine", kwargs={"submission_key": make_stop_key(draft)})).status_code == 404
    address = stop_path(draft)
    draft.delete()
    assert press(address).status_code == 404


def test_a_draft_of_a_call_that_was_called_off_is_not_urged_on(client: Client) -> None:
    off = calls.make_call(town.ProcessFactory.create(), phase="called_off", called_off_why="Zmiana budżetu.")
    page = client.get(private_path(make_draft(off))).content.decode()
    assert "Zmiana budżetu." in page
    for address in ("dane/", "podsumowanie/"):
        assert address not in page
