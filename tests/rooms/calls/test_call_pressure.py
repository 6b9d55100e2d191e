"""What crosses on the way of a call: papers that come late to the register, supplements, accounts and addresses."""

import datetime as dt
import json
from typing import Any, Final

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions import applying, applying_after, applying_sending, formal
from sciezka.rooms.calls.actions.calls import delete_draft
from sciezka.rooms.calls.actions.calls_running import announce_call
from sciezka.rooms.calls.actions.commission_scoring import open_scoring, reopen_scoring
from sciezka.rooms.calls.actions.partners_letters import move_letter
from sciezka.rooms.calls.actions.protocols import make_protocol, publish_protocol
from sciezka.rooms.calls.actions.results import approve_call
from sciezka.rooms.calls.models import Call, Declaration, Pledge, ScoreCard, Submission, SubmissionFile
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.people.actions import erase_account
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.models import Process, Workspace
from tests.factories import calls
from tests.factories.people import UserFactory
from tests.factories.town import LegalActFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SECRET: Final = "Tajemnica-7f3a"
TOO_BIG: Final = 10**19
HEAD: Final[dict[str, Any]] = {
    "title": "Park", "summary": "Zieleń.", "applicant_kind": "organisation", "applicant": "Stowarzyszenie",
    "email": "inny@dworzec.example", "phone": "", "area": "", "asked": "1.00", "own": None, "goals": [],
}  # fmt: skip


@pytest.fixture
def office() -> Office:
    return build_office()


def go(name: str, noun: Any, **words: Any) -> str:
    return reverse(f"calls:{name}", kwargs={**noun.address, **words})


def test_a_number_that_no_key_can_be_is_not_found(office: Office) -> None:
    call = calls.make_call(office.process)
    client = office.client("coordinator")
    for name, word in (
        ("criterion", "criterion"), ("sitting", "sitting"), ("submission", "submission"), ("letter", "letter"),
        ("protocol", "protocol"), ("inquiry", "inquiry"), ("reservation", "reservation"), ("call", "call"),
    ):  # fmt: skip
        assert client.get(go(name, call, **{word: TOO_BIG})).status_code == 404
        assert client.get(go(name, call, **{word: 1, "call": TOO_BIG})).status_code == 404


def test_a_draft_of_a_call_in_which_letters_were_written_is_not_deleted(office: Office) -> None:
    call = calls.make_call(office.process, phase="draft")
    letter = calls.make_letter(call)
    client = office.client("coordinator")
    assert client.post(go("call_delete", call), {}).status_code == 200
    assert Call.objects.filter(pk=call.pk).exists()
    client.post(go("letter_delete", letter))
    delete_draft(actor=office.people["coordinator"], call=call)
    assert not Call.objects.filter(pk=call.pk).exists()


@pytest.mark.parametrize(("kind", "outcome"), [("undertakings", "basic"), ("partners", "rejected"), ("partners", "basic")])
def test_whoever_signs_a_letter_becomes_a_partner_only_where_a_call_chose_them(
    office: Office, kind: str, outcome: str
) -> None:
    call = calls.make_call(office.process, phase="published", kind=kind)
    submission = calls.make_submission(call)
    calls.make_decision(submission, outcome)
    letter = calls.make_letter(call, submission=submission)
    move_letter(actor=office.people["coordinator"], letter=letter, state="signed", day=timezone.localdate())
    is_partner = (kind, outcome) == ("partners", "basic")
    assert Node.objects.filter(type="partner").exists() == is_partner
    assert Tie.objects.filter(kind="declares").exists() == is_partner
    assert Node.objects.filter(type="letter").exists()


def test_nothing_is_approved_while_something_that_came_in_time_was_never_checked(office: Office) -> None:
    call = calls.make_call(office.process, phase="deciding")
    submission = calls.make_submission(call)
    calls.make_check(submission)
    calls.make_decision(submission)
    found = calls.make_submission(call, "Znalezione w sekretariacie", channel="paper")
    act, actor = LegalActFactory.create(workspace=office.workspace), office.people["coordinator"]
    with pytest.raises(ValidationError, match=found.code):
        approve_call(actor=actor, call=call, act=act)
    reopen_scoring(actor=actor, call=call, reason="Zgłoszenie papierowe wpisano z opóźnieniem.")
    formal.check_formally(actor=actor, submission=found, answers={"F1": "no"}, remarks="Bez podpisu.")
    Call.objects.filter(pk=call.pk).update(scoring_closed_at=timezone.now())
    assert approve_call(actor=actor, call=call, act=act).approved_at is not None


def test_what_is_taken_off_the_public_pages_goes_from_a_published_protocol_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is drawn, in place of the drawing.
    draw = "sciezka.rooms.calls.views.protocols.write_protocol_pdf"
    monkeypatch.setattr(draw, lambda said: json.dumps(said, ensure_ascii=False).encode())
    call = calls.make_call(office.process, phase="published")
    submission, other = calls.make_submission(call, SECRET), calls.make_submission(call, "Inny pomysł")
    for one in (submission, other):
        calls.make_check(one)
        calls.make_card(one)
        calls.make_decision(one)
    protocol = make_protocol(actor=None, call=call)
    publish_protocol(actor=None, protocol=protocol)

    client, place = office.client("coordinator"), protocol.get_absolute_url()
    shown = ((Client(), go("public_protocol", call)), (client, f"{place}?bez-nazwisk"), (client, place))
    assert all(SECRET in reader.get(page).content.decode() for reader, page in shown)
    Submission.objects.filter(pk=submission.pk).update(hidden_why="Nazwisko sąsiada")
    texts = [reader.get(page).content.decode() for reader, page in shown]
    assert [SECRET in text for text in texts] == [False, False, True]
    assert all("Inny pomysł" in text and submission.code in text for text in texts)


def test_what_an_applicant_has_just_added_is_read_before_the_check_is_kept(office: Office) -> None:
    call = calls.make_call(office.process, phase="checking")
    submission = calls.make_submission(call)
    actor, client, place = office.people["coordinator"], office.client("coordinator"), go("submission_check", submission)
    check = formal.check_formally(actor=actor, submission=submission, answers={"F1": "supplement"}, remarks="Brak podpisu")
    typed = {"c-F1": "no", "remarks": "Nie uzupełniono.", "read_at": formal.say_instant(check)}
    applying_after.supplement(submission=submission, text="Podpis w załączniku")
    page = client.post(place, typed)
    assert page.status_code == 200
    assert "Podpis w załączniku" in page.content.decode()
    check.refresh_from_db()
    assert (check.outcome, check.supplement) == ("supplement", "Podpis w załączniku")
    assert client.post(place, {**typed, "read_at": formal.say_instant(check)}).status_code == 302


def test_nothing_is_supplemented_that_was_passed_withdrawn_or_called_off(office: Office) -> None:
    call = calls.make_call(office.process, phase="checking")
    passed, withdrawn, standing = (calls.make_submission(call, title) for title in ("Jeden", "Drugi", "Trzeci"))
    soon = timezone.now() + dt.timedelta(days=3)
    for one, outcome in ((passed, "passed"), (withdrawn, "supplement"), (standing, "supplement")):
        calls.make_check(one, outcome, asked_at=timezone.now(), due_at=soon, remarks="Brak podpisu")
    applying_sending.withdraw_submission(submission=withdrawn)
    assert "uzupelnienie/" not in Client().get(private_path(passed)).content.decode()
    assert "uzupelnienie/" in Client().get(private_path(standing)).content.decode()
    Call.objects.filter(pk=call.pk).update(called_off_at=timezone.now())
    for one in (passed, withdrawn, standing):
        with pytest.raises(ValidationError):
            applying_after.supplement(submission=one, text="Podpis")


def test_an_erased_or_closed_account_gets_no_cards_and_breaks_no_page(office: Office) -> None:
    call = calls.make_call(office.process, phase="checking")
    people: list[User] = UserFactory.create_batch(3)
    chair, erased, closed = people
    calls.make_commission(call, {"chair": [chair], "member": [erased, closed]})
    submission = calls.make_submission(call)
    calls.make_check(submission)
    for user in people:
        Pledge.objects.create(call=call, user=user, words="Oceniam bezstronnie.")
        Declaration.objects.create(submission=submission, user=user, stance="impartial")
    call.sittings.create(day=dt.date(2026, 9, 9), present=[str(erased.ref)])
    call.opinions.create(user=erased, text="Zdanie odrębne")
    erase_account(actor=erased)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    open_scoring(actor=office.people["coordinator"], call=call)
    assert [card.user for card in ScoreCard.objects.all()] == [chair]
    client = office.client("coordinator")
    for name in ("commission", "assignment", "scoring", "recusals", "protocols", "sitting_new"):
        assert client.get(go(name, call)).status_code == 200, name


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_whoever_sent_a_submission_is_told_that_its_letters_go_elsewhere_now(
    office: Office, django_capture_on_commit_callbacks: Any, *, is_confirmed: bool
) -> None:
    submission = calls.make_submission(calls.make_call(office.process), draft=True)
    applying_sending.send_submission(submission=submission)
    Submission.objects.update(confirmed_at=timezone.now() if is_confirmed else None)
    applying.begin_correction(submission=submission)
    submission.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        applying.save_head(submission=submission, head=HEAD)
        applying_sending.send_submission(submission=submission)
    told = {address: letter for letter in mail.outbox for address in letter.to}
    assert set(told) == {HEAD["email"], *(["zielony@dworzec.example"] if is_confirmed else [])}
    link = private_path(submission)
    assert link in str(told[HEAD["email"]].body)
    assert not is_confirmed or link not in str(told["zielony@dworzec.example"].body)


def test_drafts_are_forgotten_whatever_came_first_to_a_call(
    office: Office, settings: LazySettings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    call = calls.make_call(office.process, phase="draft")
    Call.objects.filter(pk=call.pk).update(
        announcement="Szukamy pomysłów.", opens_at=None, closes_at=timezone.now() + dt.timedelta(days=30)
    )
    with django_capture_on_commit_callbacks(execute=True):
        announce_call(actor=office.people["coordinator"], call=call)
    planned = DBTaskResult.objects.get(task_path="sciezka.rooms.calls.tasks.drafts.forget_drafts")
    call.refresh_from_db()
    assert call.closes_at is not None
    assert planned.run_after == call.closes_at + dt.timedelta(days=30)


def test_an_applicant_gets_on_while_the_process_is_hidden_and_its_town_is_called_otherwise(office: Office) -> None:
    submission = calls.make_submission(calls.make_call(office.process), draft=True)
    Process.objects.update(published_at=None)
    Workspace.objects.filter(pk=office.workspace.pk).update(slug="inna-nazwa")
    client, link = Client(), private_path(submission)
    for page in ("", "dane/", "formularz/", "podsumowanie/", "porzucenie/"):
        assert client.get(f"{link}{page}").status_code == 200
    assert client.post(f"{link}wyslanie/").status_code == 302
    assert client.get(link).status_code == 200
    submission.refresh_from_db()
    assert submission.number == 1


PERSON: Final = {"applicant": SECRET, "applicant_kind": "person", "email": f"{SECRET}@osiedle.example", "phone": SECRET}


def write_version(submission: Submission) -> None:
    """Keep a version that names the person, a file and a correction, as sending does."""
    key = calls.make_submission_file(submission, item="plan", name=SECRET).pk
    calls.make_submission_file(submission, item="scan", name=SECRET)
    answers = {"opis": SECRET, "plan": {"key": str(key), "name": "plan.pdf"}}
    Submission.objects.filter(pk=submission.pk).update(
        answers=answers, correction={"head": PERSON, "answers": {}, "page": ""}
    )
    submission.versions.create(number=1, sent_at=timezone.now(), head={**PERSON, "title": "Park"}, answers=answers)


def tell_all(submission: Submission) -> str:
    """Give all that the database says of a submission and what hangs on it."""
    rows = [Submission.objects.filter(pk=submission.pk), submission.versions.all(), submission.files.all()]
    entries = JournalEntry.objects.filter(verb="submission.forget")
    return str([list(rows_of.values()) for rows_of in (*rows, entries)])


def test_nothing_personal_is_left_of_what_was_withdrawn_once_it_is_erased(office: Office) -> None:
    call = calls.make_call(office.process)
    submission = calls.make_submission(call, "Park", **PERSON, summary=SECRET)
    write_version(submission)
    client, place = office.client("coordinator"), go("submission_forget", submission)
    assert client.post(place, follow=True).status_code == 200
    assert SECRET in tell_all(submission)
    applying_sending.withdraw_submission(submission=submission)
    assert SECRET not in client.get(place).content.decode()
    assert client.post(place).status_code == 302
    assert SECRET not in tell_all(submission)
    assert not SubmissionFile.objects.exists()
    for reader, page in ((client, submission.get_absolute_url()), (Client(), private_path(submission))):
        assert reader.get(page).status_code == 200


def test_of_what_was_judged_only_who_it_was_is_erased_and_not_before_the_applicant_may_object_no_more(
    office: Office,
) -> None:
    call = calls.make_call(office.process, phase="published", kind="partners")
    submission = calls.make_submission(call, "Park", **PERSON)
    write_version(submission)
    calls.make_decision(submission)
    submission.reservations.create(text="Dlaczego?")
    client, place = office.client("coordinator"), go("submission_forget", submission)
    Call.objects.update(results_at=timezone.now() - dt.timedelta(days=2))
    client.post(place)
    Call.objects.update(results_at=timezone.now() - dt.timedelta(days=20))
    client.post(place)
    assert Submission.objects.get().email == PERSON["email"]
    submission.reservations.update(answered_at=timezone.now(), answer="Dlatego.")
    client.post(place)
    left = Submission.objects.get()
    assert (left.email, left.phone, left.applicant, left.correction) == ("", "", "", None)
    assert left.answers["opis"] == SECRET
    assert left.files.count() == 2
    head = left.versions.get().head
    assert (head["email"], head["applicant"], head["title"]) == ("", "", "Park")
    for reader, page in ((client, submission.get_absolute_url()), (Client(), private_path(submission))):
        assert reader.get(page).status_code == 200
