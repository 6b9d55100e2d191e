"""What somebody might try on a call: sealed offers, ties, private names, floods of letters, two at once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions import applying, applying_after, applying_sending, floods
from sciezka.rooms.calls.actions.calls_running import call_off_call
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.actions.partners_letters import LetterValues, edit_letter
from sciezka.rooms.calls.actions.reservations import answer_reservation
from sciezka.rooms.calls.actions.results import approve_call, publish_results
from sciezka.rooms.calls.models import Call, Candidate, Declaration, Letter, Submission
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.calls.tasks.inquiries import send_answer
from sciezka.rooms.thread.models import Node
from tests.factories import calls
from tests.factories.town import LegalActFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SECRET = "Tajemnica-7f3a"
HEAD: dict[str, Any] = {
    "title": "Park", "summary": "Zieleń.", "applicant_kind": "organisation", "applicant": "Stowarzyszenie",
    "email": "ofiara@dworzec.example", "phone": "", "area": "", "asked": "1.00", "own": None, "goals": [],
}  # fmt: skip


@pytest.fixture
def office() -> Office:
    return build_office()


def go(name: str, noun: Any, **words: Any) -> str:
    return reverse(f"calls:{name}", kwargs={**noun.address, **words})


def offer(call: Call, **values: Any) -> Submission:
    made = calls.make_submission(call, f"{SECRET} tytuł", applicant=f"{SECRET} fundacja", summary=f"{SECRET}.", **values)
    Candidate.objects.create(submission=made, role=f"{SECRET} rola")
    return made


OFFICE_PAGES = (
    "call", "submissions", "coverage", "commission", "inquiries", "candidates", "letters", "ranking", "sensitivity",
    "protocols", "reservations", "recusals", "assignment", "scoring", "spreads", "submissions_check", "duplicates",
    "approve", "publish_results", "call_amend", "my_cards", "ranking_cards", "ranking_json", "submissions_csv",
)  # fmt: skip
ONE_PAGES = (
    "submission", "submission_check", "candidate", "assessors", "spread", "decide", "correct_decision", "submission_hide",
    "submission_forget", "submission_receipt", "paper_correct",
)  # fmt: skip


def find_leaks(client: Client, call: Call, submission: Submission) -> list[str]:
    """Open all that the office may of a call, and of one submission; list the pages that tell the secret."""
    places = [go(name, call) for name in OFFICE_PAGES]
    # Words are sought in small letters, so that the page does not say back what was typed.
    places += [f"{go('submissions', call)}?stan=wszystkie&szukaj={SECRET.lower()}"]
    places += [go(name, submission) for name in ONE_PAGES]
    process = call.process
    places += [f"/biuro/{process.workspace.slug}/{process.slug}/{word}" for word in ("", "dziennik/", "nabory/")]
    places += [f"/biuro/{process.workspace.slug}/dziennik/", "/biuro/"]
    leaks = []
    for place in places:
        answer = client.get(place)
        assert answer.status_code < 500, place
        if SECRET in answer.content.decode("utf-8", "replace"):
            leaks.append(place)
    return leaks


@pytest.mark.one_database
@pytest.mark.parametrize("how", ["open", "called off"])
def test_nothing_of_a_sealed_offer_is_told_even_after_its_call_was_called_off(office: Office, how: str) -> None:
    call = calls.make_call(office.process, kind="partners")
    submission = offer(call)
    if how == "called off":
        call_off_call(actor=office.people["coordinator"], call=call, why="Inny termin")
    for role in ("coordinator", "adviser"):
        assert find_leaks(office.client(role), call, submission) == []


def test_offers_of_a_call_that_was_called_off_after_its_closing_can_be_read(office: Office) -> None:
    call = calls.make_call(office.process, kind="partners", phase="checking")
    submission = offer(call)
    call_off_call(actor=office.people["coordinator"], call=call, why="Brak środków")
    assert office.client("coordinator").get(submission.get_absolute_url()).status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize("phase", ["checking", "scoring", "deciding", "approved", "published"])
def test_a_coordinator_on_the_commission_with_a_tie_reads_nothing_of_it_by_any_door(office: Office, phase: str) -> None:
    user = office.people["coordinator"]
    call = calls.make_call(office.process, kind="partners", phase="checking")
    calls.make_commission(call, {"chair": [user]})
    submission, other = offer(call, email=""), calls.make_submission(call, "Inna oferta")
    for one in (submission, other):
        calls.make_check(one)
        calls.make_card(one)
    Declaration.objects.create(submission=submission, user=user, stance="conflict", reason="Praca")
    settle(office, call, phase, [submission, other])
    letter = Letter.objects.create(call=call, submission=submission, partner=f"{SECRET} fundacja")
    edit_letter(actor=office.people["adviser"], letter=letter, version=1, values=LetterValues(partner=f"{SECRET} inaczej"))
    client = office.client("coordinator")
    assert find_leaks(client, call, submission) == []
    assert "Inna oferta" in client.get(go("submissions", call)).content.decode()


def settle(office: Office, call: Call, phase: str, submissions: list[Submission]) -> None:
    """Bring a call to a phase as its people would, so that the journal says what it says."""
    now = timezone.now()
    act = LegalActFactory.create(workspace=office.workspace)
    if phase == "checking":
        return
    call.scoring_opened_at = now
    call.scoring_closed_at = now if phase != "scoring" else None
    call.save()
    if phase == "scoring":
        return
    for one in submissions:
        verdict = Verdict(outcome="rejected", reason=f"{SECRET} powód" if one == submissions[0] else "Za drogo.")
        decide(actor=office.people["adviser"], submission=one, verdict=verdict)
    if phase in {"approved", "published"}:
        approve_call(actor=office.people["adviser"], call=call, act=act)
    if phase == "published":
        publish_results(actor=office.people["adviser"], call=call)
        made = submissions[0].reservations.create(text=f"{SECRET} zastrzeżenie")
        answer_reservation(actor=office.people["adviser"], reservation=made, text=f"{SECRET} odpowiedź")


def test_a_private_persons_name_never_gets_to_the_thread(office: Office) -> None:
    call = calls.make_call(office.process, kind="partners", phase="deciding")
    person = calls.make_submission(call, "Oferta pracowni", applicant=SECRET, applicant_kind="person")
    calls.make_check(person)
    calls.make_decision(person)
    approve_call(actor=office.people["coordinator"], call=call, act=LegalActFactory.create(workspace=office.workspace))
    assert [node.title for node in Node.objects.filter(type="partner")] == ["Oferta pracowni"]


def test_what_an_applicant_or_a_member_wrote_stays_out_of_the_journals_labels(office: Office) -> None:
    call = calls.make_call(office.process, phase="published")
    submission = calls.make_submission(call)
    assert SECRET not in str(submission.reservations.create(text=SECRET))
    user = office.people["adviser"]
    user.name = SECRET
    assert SECRET not in str(call.opinions.create(user=user, text="x"))


def test_nothing_is_approved_that_was_merged_into_what_was_withdrawn(office: Office) -> None:
    call = calls.make_call(office.process, phase="deciding")
    gone, merged = calls.make_submission(call, "Wycofane"), calls.make_submission(call, "Włączone")
    for one in (gone, merged):
        calls.make_check(one)
    calls.make_decision(gone)
    calls.make_decision(merged, "merged", into=gone)
    applying_sending.withdraw_submission(submission=gone)
    act = LegalActFactory.create(workspace=office.workspace)
    with pytest.raises(ValidationError) as refused:
        approve_call(actor=office.people["coordinator"], call=call, act=act)
    assert refused.value.code == "lost"


def test_an_answer_is_sent_once_whoever_sends_it_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    call = calls.make_call(office.process)
    inquiry = call.inquiries.create(text="Czy?", answer="Tak.", answered_at=timezone.now(), email="pyta@osiedle.example")
    sent: list[str] = []

    class Sender:
        """A letter during whose sending somebody else sends it too."""

        def send(self) -> None:
            sent.append("one")
            send_answer.call(inquiry.pk)

    monkeypatch.setattr("sciezka.rooms.calls.tasks.inquiries.write_answer", lambda _inquiry: Sender())
    send_answer.call(inquiry.pk)
    assert sent == ["one"]
    inquiry.refresh_from_db()
    assert inquiry.email == ""


def test_nobody_floods_a_strangers_mailbox_or_the_office(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    call = calls.make_call(office.process)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(8):
            head = {**HEAD, "email": f"{'Oo'[number % 2]}fiara@dworzec.example"}
            applying.begin_submission(call=call, head=head, language="pl")
    assert len(mail.outbox) == floods.MOST_LETTERS
    monkeypatch.setattr(applying_sending, "MOST_VERSIONS", 2)
    draft = call.submissions.first()
    assert draft is not None
    applying_sending.send_submission(submission=draft)
    applying.begin_correction(submission=Submission.objects.get(pk=draft.pk))
    applying_sending.send_submission(submission=draft)
    applying.begin_correction(submission=Submission.objects.get(pk=draft.pk))
    with pytest.raises(ValidationError, match=r".") as refused:
        applying_sending.send_submission(submission=draft)
    assert refused.value.code == "too_many"


def test_what_is_sent_and_withdrawn_again_and_again_does_not_flood_a_mailbox_unless_its_owner_confirmed_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(floods, "MOST_TO_UNCONFIRMED", 3)
    call = calls.make_call(office.process)

    def go_round(submission: Submission) -> int:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            for turn in range(3):
                if turn:
                    applying.begin_correction(submission=Submission.objects.get(pk=submission.pk))
                applying_sending.send_submission(submission=submission)
                applying_sending.withdraw_submission(submission=submission)
        return len(mail.outbox)

    strange, known = (calls.make_submission(call, title, draft=True) for title in ("Park", "Skwer"))
    Submission.objects.filter(pk=strange.pk).update(confirmed_at=None)
    Submission.objects.filter(pk=known.pk).update(confirmed_at=timezone.now())
    assert [go_round(strange), go_round(known)] == [3, 6]


def test_reservations_of_one_applicant_have_an_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying_after, "MOST_RESERVATIONS", 2)
    call = calls.make_call(office.process, phase="published")
    submission = calls.make_submission(call)
    calls.make_decision(submission)
    for number in range(2):
        applying_after.raise_reservation(submission=submission, text=f"Powód {number}")
    with pytest.raises(ValidationError):
        applying_after.raise_reservation(submission=submission, text="Jeszcze jeden")
    # What was said before is no new one.
    applying_after.raise_reservation(submission=submission, text="Powód 0")
    assert submission.reservations.count() == 2


@pytest.mark.one_database
def test_subjects_of_letters_are_plain_text_in_one_line(office: Office, django_capture_on_commit_callbacks: Any) -> None:
    call = calls.make_call(office.process, "Sport & <kultura>\nBcc: kto@inny.example", phase="approved")
    submission = calls.make_submission(call, "A & B\r\nBcc: kto@inny.example")
    calls.make_check(submission)
    calls.make_decision(submission)
    with django_capture_on_commit_callbacks(execute=True), translation.override("pl"):
        publish_results(actor=office.people["coordinator"], call=call)
    (letter,) = mail.outbox
    assert "Sport & <kultura> Bcc" in letter.subject
    assert "\n" not in letter.subject
    assert letter.recipients() == [submission.email]


def test_one_submission_is_taken_off_the_public_pages_with_a_reason_and_put_back(office: Office, client: Client) -> None:
    call = calls.make_call(office.process, shows_ideas=True)
    submission = calls.make_submission(call, f"{SECRET} tytuł")
    calls.make_submission(call, "Inny pomysł")
    place, public = go("submission_hide", submission), go("public_ideas", call)
    assert SECRET in client.get(public).content.decode()
    assert office.client("contributor").post(place, {"why": "x"}).status_code == 404
    coordinator = office.client("coordinator")
    assert coordinator.get(place).status_code == 200
    assert coordinator.post(place, {"why": "x" * 301}).status_code == 200
    coordinator.post(place, {"why": "Podano nazwisko\n sąsiada."})
    page = client.get(public).content.decode()
    assert SECRET not in page
    assert "Inny pomysł" in page
    assert "Podano nazwisko sąsiada." in coordinator.get(submission.get_absolute_url()).content.decode()
    assert "Podano nazwisko sąsiada." in client.get(private_path(submission)).content.decode()
    calls.make_decision(submission, "rejected")
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - dt.timedelta(days=1), results_at=timezone.now())
    results = client.get(go("public_results", call)).content.decode()
    assert submission.code in results
    assert SECRET not in results
    coordinator.post(place, {"why": ""})
    assert SECRET in client.get(public).content.decode()
    entries = JournalEntry.objects.filter(verb__in=["submission.hide", "submission.show"]).order_by("pk")
    assert [entry.verb for entry in entries] == ["submission.hide", "submission.show"]
    assert SECRET not in str(list(entries.values()))


def test_what_was_not_sent_and_how_to_reach_the_applicant_is_not_read_by_the_commission(office: Office) -> None:
    call = calls.make_call(office.process, phase="checking")
    member = office.people["viewer"]
    calls.make_commission(call, {"member": [member]})
    submission = calls.make_submission(call, correction={"head": {}, "answers": {}, "page": ""})
    unsent = calls.make_submission_file(submission, item="zal", name="nieslane.pdf")
    scan = calls.make_submission_file(submission, item="supplement", name="dosłane.pdf")
    for number, email in enumerate(("jeden@adres.example", "dwa@adres.example"), start=1):
        submission.versions.create(number=number, sent_at=timezone.now(), head={"email": email, "title": f"T{number}"})
    for role, reads in (("viewer", False), ("coordinator", True)):
        client = office.client(role)
        page = client.get(submission.get_absolute_url()).content.decode()
        assert ("T2" in page, "dosłane.pdf" in page, "nieslane.pdf" in page) == (True, True, False)
        assert ("dwa@adres.example" in page) == reads
        assert client.get(go("submission_file", submission, submission_file=unsent.pk)).status_code == 404
        answer = client.get(go("submission_file", submission, submission_file=scan.pk))
        assert answer.status_code == 200
        answer.close()
