"""The formal check: conditions, one round of supplementing, many at once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.formal import check_formally, remind_to_supplement, say_instant, take_supplement
from sciezka.rooms.calls.models import Call, Declaration, FormalCheck, Submission
from sciezka.rooms.calls.queries.formal import settle
from sciezka.rooms.town.models import Seat
from tests.factories import calls, town

pytestmark = pytest.mark.django_db
CONDITIONS = [{"code": "F1", "text": "Jest podpis."}, {"code": "F2", "text": "Jest budżet."}]


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


@pytest.fixture
def call(seat: Seat) -> Call:
    process = town.ProcessFactory.create(workspace=seat.workspace)
    return calls.make_call(process, phase="checking", checklist=CONDITIONS)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def address_of(submission: Submission) -> str:
    return reverse("calls:submission_check", kwargs=submission.address)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, ""),
        ({"F1": "yes"}, ""),
        ({"F1": "no"}, ""),
        ({"F1": "yes", "F2": "yes"}, "passed"),
        ({"F1": "yes", "F2": "no"}, "failed"),
        ({"F1": "supplement", "F2": "no"}, "failed"),
        ({"F1": "supplement", "F2": "yes"}, "supplement"),
    ],
)
def test_the_outcome_follows_from_the_answers(answers: dict[str, str], outcome: str) -> None:
    assert settle(["F1", "F2"], answers) == outcome


@pytest.mark.both_databases
def test_an_applicant_is_asked_to_supplement_once_and_reminded_once(
    office: Client, call: Call, seat: Seat, django_capture_on_commit_callbacks: Any
) -> None:
    submission = calls.make_submission(call)
    said = {"c-F1": "yes", "c-F2": "supplement", "remarks": "Brakuje wyceny drzew."}
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(address_of(submission), said).status_code == 302
    check = FormalCheck.objects.get(submission=submission)
    assert check.outcome == "supplement"
    due = timezone.localtime(check.due_at)
    assert (due.date() - timezone.localdate()).days == call.supplement_days
    assert (due.hour, due.minute) == (23, 59)
    assert "Brakuje wyceny drzew." in mail.outbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_to_supplement(check=check)
        assert not remind_to_supplement(check=check)
    assert len(mail.outbox) == 2
    take_supplement(submission=submission, text="Wycena: 12 000 zł.")
    with pytest.raises(ValidationError):
        take_supplement(submission=submission, text="Jeszcze coś.")
    assert "12 000 zł" in office.get(submission.get_absolute_url()).content.decode()
    again = office.post(address_of(submission), {**said, "read_at": check.checked_at.isoformat()})
    assert again.status_code == 200
    with pytest.raises(ValidationError):
        check_formally(
            actor=seat.user, submission=submission, answers={"F1": "yes", "F2": "supplement"}, remarks="Znów.",
            read_at=check.checked_at.isoformat(),
        )  # fmt: skip
    check.refresh_from_db()
    passed = {"c-F1": "yes", "c-F2": "yes", "remarks": "", "read_at": say_instant(check)}
    assert office.post(address_of(submission), passed).status_code == 302
    check.refresh_from_db()
    assert check.outcome == "passed"
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"submission.check", "submission.ask_supplement", "submission.remind", "submission.supplement"} <= verbs


def test_what_comes_after_the_term_is_not_taken_as_a_supplement(call: Call) -> None:
    submission = calls.make_submission(call)
    over = timezone.now() - dt.timedelta(seconds=1)
    check = FormalCheck.objects.create(submission=submission, outcome="supplement", asked_at=over, due_at=over)
    with pytest.raises(ValidationError):
        take_supplement(submission=submission, text="Za późno.")
    assert not remind_to_supplement(check=check)


def test_a_refusal_needs_words_that_the_applicant_reads_and_keeps_what_was_chosen(office: Client, call: Call) -> None:
    submission = calls.make_submission(call)
    answer = office.post(address_of(submission), {"c-F1": "no", "c-F2": "yes"})
    assert answer.status_code == 200
    assert not FormalCheck.objects.exists()
    assert answer.context["form"]["c-F1"].value() == "no"


def test_two_people_checking_at_once_lose_nothing(office: Client, call: Call, seat: Seat) -> None:
    submission = calls.make_submission(call)
    check_formally(actor=seat.user, submission=submission, answers={"F1": "yes", "F2": "yes"})
    answer = office.post(address_of(submission), {"c-F1": "no", "c-F2": "yes", "remarks": "Brak podpisu."})
    assert answer.status_code == 200
    assert answer.context["form"].others == [("Jest podpis.", "yes")] or len(answer.context["form"].others) == 1
    assert FormalCheck.objects.get().outcome == "passed"
    data = {"c-F1": "no", "c-F2": "yes", "remarks": "Brak podpisu.", "read_at": answer.context["form"]["read_at"].value()}
    assert office.post(address_of(submission), data).status_code == 302
    assert FormalCheck.objects.get().outcome == "failed"


@pytest.mark.parametrize(("phase", "values"), [("open", {}), ("deciding", {}), ("checking", {"is_late": True})])
def test_nothing_is_checked_out_of_its_time(office: Client, call: Call, phase: str, values: dict[str, Any]) -> None:
    other = calls.make_call(call.process, phase=phase, checklist=CONDITIONS)
    submission = calls.make_submission(other, **values)
    assert office.post(address_of(submission), {"c-F1": "yes", "c-F2": "yes"}).status_code == 200
    assert not FormalCheck.objects.exists()


def test_clean_ones_pass_together_and_the_machine_says_which_are_not(office: Client, call: Call) -> None:
    clean = calls.make_submission(call, "Czyste")
    doubtful = calls.make_submission(call, "Bez streszczenia", summary="", confirmed_at=None)
    settled = calls.make_submission(call, "Odrzucone")
    FormalCheck.objects.create(submission=settled, outcome="failed", remarks="Brak podpisu.")
    foreign = calls.make_submission(calls.make_call(call.process, phase="checking"))
    address = reverse("calls:submissions_check", kwargs=call.address)
    lines = office.get(address).context["lines"]
    assert {line.submission: len(line.doubts) for line in lines} == {clean: 0, doubtful: 2}
    assert office.post(address, {"submissions": [clean.pk, settled.pk]}, follow=True).status_code == 200
    assert not FormalCheck.objects.filter(submission=clean).exists()
    for keys in ([foreign.pk], ["x"], [], ["9" * 30]):
        assert office.post(address, {"submissions": keys}).status_code == 302
    assert office.post(address, {"submissions": [clean.pk, doubtful.pk]}).status_code == 302
    assert set(FormalCheck.objects.filter(outcome="passed").values_list("submission", flat=True)) == {clean.pk, doubtful.pk}
    entry = JournalEntry.objects.get(verb="submission.check_many")
    assert entry.after == {"passed": [clean.code, doubtful.code]}


def test_whoever_has_a_tie_neither_sees_nor_passes_the_submission(office: Client, call: Call, seat: Seat) -> None:
    tied = calls.make_submission(call)
    Declaration.objects.create(submission=tied, user=seat.user, stance="conflict")
    address = reverse("calls:submissions_check", kwargs=call.address)
    assert not office.get(address).context["lines"]
    office.post(address, {"submissions": [tied.pk]})
    assert office.get(address_of(tied)).status_code == 404
    assert not FormalCheck.objects.exists()


def test_the_page_of_those_that_wait_asks_the_same_number_of_queries(
    office: Client, call: Call, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for _turn in range(2):
        for _number in range(3):
            calls.make_submission(call)
            asked = calls.make_submission(call)
            now = timezone.now()
            FormalCheck.objects.create(submission=asked, outcome="supplement", asked_at=now, due_at=now)
        with django_assert_max_num_queries(40) as captured:
            assert office.get(reverse("calls:submissions_check", kwargs=call.address)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
