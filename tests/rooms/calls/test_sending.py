"""Sending: once, numbered, at an instant, in time or late; corrections count from when they are sent."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.applying import begin_correction, begin_submission, save_head
from sciezka.rooms.calls.actions.applying_sending import Receipt, send_submission, withdraw_submission
from sciezka.rooms.calls.models import Call, Decision, Submission
from sciezka.rooms.calls.queries.applying_work import read_work
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.calls.queries.submissions_shown import spread_head
from sciezka.rooms.town.models import Process
from tests.factories import calls, town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEAD: dict[str, Any] = {
    "title": "Park przy dworcu", "summary": "Zieleń zamiast placu.", "applicant_kind": "organisation",
    "applicant": "Stowarzyszenie Zielony Dworzec", "email": "zielony@dworzec.example", "phone": "", "area": "",
    "asked": "40000.00", "own": None, "goals": [],
}  # fmt: skip


@pytest.fixture
def process() -> Process:
    """A process of a town."""
    return town.ProcessFactory.create(workspace__contact="urzad@miasto.example")


@pytest.fixture
def call(process: Process) -> Call:
    """An open call whose form asks one thing that need not be answered."""
    return calls.make_call(process)


def begin(call: Call, **head: Any) -> Submission:
    """Begin a draft that is ready."""
    return begin_submission(call=call, head={**HEAD, **head}, language="pl")


def send(submission: Submission, *, after: dt.timedelta | None = None) -> Receipt:
    """Send, now or so long before or after the closing."""
    closes = submission.call.closes_at
    assert closes is not None
    return send_submission(submission=submission, instant=None if after is None else closes + after)


def test_numbers_are_given_in_the_order_of_sending_and_once(call: Call) -> None:
    one, other = begin(call), begin(call)
    assert send(other).submission.number == 1
    assert send(one).submission.number == 2
    again = send(other)
    assert (again.is_new, again.submission.number, again.version.number) == (False, 1, 1)
    assert Call.objects.get(pk=call.pk).last_number == 2


@pytest.mark.parametrize(("microseconds", "late"), [(-1, False), (0, True), (1, True)])
def test_the_instant_of_the_closing_itself_is_too_late_and_nothing_is_lost(
    call: Call, microseconds: int, *, late: bool
) -> None:
    receipt = send(begin(call), after=dt.timedelta(microseconds=microseconds))
    assert receipt.submission.is_late is late
    assert receipt.submission.number == 1
    assert receipt.version.head["title"] == "Park przy dworcu"


def test_nothing_is_sent_before_the_opening_or_after_the_call_was_called_off(process: Process) -> None:
    for phase, code in (("announced", "early"), ("called_off", "called_off")):
        draft = calls.make_submission(calls.make_call(process, phase=phase), draft=True)
        with pytest.raises(ValidationError) as refused:
            send(draft)
        assert refused.value.error_list[0].code == code
        draft.refresh_from_db()
        assert draft.sent_at is None


def test_what_lacks_something_is_not_sent_and_is_told_what(call: Call) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        send(begin(call, title="", email="", asked=None))
    said = " ".join(refused.value.messages)
    for label in ("Title", "E-mail", "Money asked for"):
        assert f"{label}:" in said
    assert Call.objects.get(pk=call.pk).last_number == 0


def test_a_correction_counts_only_once_it_is_sent(call: Call) -> None:
    sent = send(begin(call)).submission
    begin_correction(submission=sent)
    save_head(submission=sent, head={**HEAD, "title": "Park i skatepark"})
    sent.refresh_from_db()
    assert (sent.title, read_work(sent).head["title"]) == ("Park przy dworcu", "Park i skatepark")
    receipt = send(sent)
    assert (receipt.submission.title, receipt.version.number, receipt.submission.number) == ("Park i skatepark", 2, 1)
    assert [one.head["title"] for one in sent.versions.all()] == ["Park przy dworcu", "Park i skatepark"]


def test_a_correction_after_the_closing_is_refused_and_what_was_sent_counts(call: Call) -> None:
    sent = send(begin(call)).submission
    begin_correction(submission=sent)
    save_head(submission=sent, head={**HEAD, "title": "Za późno"})
    with translation.override("en"), pytest.raises(ValidationError, match="What was sent before it counts"):
        send(sent, after=dt.timedelta())
    sent.refresh_from_db()
    assert (sent.title, sent.is_late, sent.versions.count()) == ("Park przy dworcu", False, 1)


def test_what_is_to_be_revised_can_be_sent_again_until_its_term(process: Process) -> None:
    call = calls.make_call(process, phase="published")
    sent = calls.make_submission(call)
    sent.versions.create(number=1, sent_at=sent.sent_at, head={}, answers={})
    now = timezone.now()
    calls.make_decision(sent, Decision.Outcome.REVISE, revise_until=now + dt.timedelta(days=3))
    begin_correction(submission=sent)
    receipt = send_submission(submission=sent)
    assert (receipt.version.number, receipt.submission.is_late) == (2, False)
    begin_correction(submission=sent)
    with pytest.raises(ValidationError):
        send_submission(submission=sent, instant=now + dt.timedelta(days=4))


def test_what_was_withdrawn_keeps_its_number_and_can_be_sent_again_while_the_call_is_open(call: Call) -> None:
    sent = send(begin(call)).submission
    assert withdraw_submission(submission=sent).is_sent is False
    # A browser that repeats the last request does not take the withdrawal back.
    assert Client().post(f"{private_path(sent)}wyslanie/").status_code == 302
    assert Submission.objects.get(pk=sent.pk).withdrawn_at is not None
    begin_correction(submission=sent)
    receipt = send(sent)
    assert (receipt.submission.is_sent, receipt.submission.number, receipt.version.number) == (True, 1, 2)


def test_the_receipt_says_number_instant_and_what_was_sent(
    call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        draft = begin(call)
    assert "/zgloszenie/" in mail.outbox[-1].body
    Submission.objects.filter(pk=draft.pk).update(answers={"opis": "Trzy drzewa & ławka <b>"})
    with django_capture_on_commit_callbacks(execute=True):
        receipt = send(draft)
    letter = mail.outbox[-1]
    assert letter.to == ["zielony@dworzec.example"]
    for said in (receipt.submission.receipt, "Park przy dworcu", "Trzy drzewa & ławka <b>", "potwierdzenie/", "40"):
        assert said in letter.body + letter.subject
    with django_capture_on_commit_callbacks(execute=True):
        late = send(begin(call), after=dt.timedelta(seconds=1))
    assert late.submission.is_late
    assert late.submission.receipt in mail.outbox[-1].subject
    assert mail.outbox[-1].subject != letter.subject


def test_the_journal_names_a_submission_by_its_number_alone(call: Call) -> None:
    withdraw_submission(submission=send(begin(call)).submission)
    entries = JournalEntry.objects.filter(verb__startswith="submission.")
    assert [entry.verb for entry in entries.order_by("pk")] == ["submission.send", "submission.withdraw"]
    for entry in entries:
        assert "001" in entry.label
        assert "Park" not in f"{entry.label}{entry.before}{entry.after}"


def test_a_copy_tells_the_head_in_the_order_of_the_form() -> None:
    """PostgreSQL keeps the keys of what was sent in an order of its own."""
    head = {
        "candidate": {"nip": "1", "role": "2", "legal_form": "3"},
        "area": "4",
        "email": "5",
        "title": "6",
        "summary": "7",
    }
    told = ["title", "summary", "area", "email", "candidate.legal_form", "candidate.nip", "candidate.role"]
    assert list(spread_head(head)) == told
