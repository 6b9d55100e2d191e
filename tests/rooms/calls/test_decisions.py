"""Decisions: who may take them and when, many at once, two people at once, approval, publication, reservations."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.decisions import Verdict, correct_decision, decide
from sciezka.rooms.calls.actions.results import approve_call, publish_results
from sciezka.rooms.calls.models import Call, Decision, Declaration, Phase, Submission
from sciezka.rooms.calls.queries.reservations import reservations_until
from sciezka.rooms.thread.models import Node, Tie
from tests.factories.calls import make_call, make_card, make_check, make_decision, make_submission
from tests.factories.path import make_goal, node_of
from tests.factories.town import LegalActFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


@pytest.fixture
def call(office: Office) -> Call:
    return make_call(office.process, phase="deciding", budget=Decimal(100_000))


def passed(call: Call, title: str = "Park kieszonkowy", **values: Any) -> Submission:
    submission = make_submission(call, title, **values)
    make_check(submission)
    make_card(submission)
    return submission


def english(office: Office, role: str = "coordinator") -> Client:
    user = office.people[role]
    user.language = "en"
    user.save()
    return office.client(role)


def url(noun: Call | Submission, name: str, **words: Any) -> str:
    return reverse(f"calls:{name}", kwargs={**noun.address, **words})


def posted(outcome: str, **values: Any) -> dict[str, Any]:
    return {"outcome": outcome, "reason": "Najlepiej służy celom.", "version": 0, **values}


BEST = Verdict(outcome="basic", reason="Najlepszy.")


def test_a_decision_is_recorded_with_its_reason_and_shown_beside_the_money(office: Office, call: Call) -> None:
    submission, client = passed(call), english(office)
    answer = client.post(url(submission, "decide"), posted("basic", granted="30 000,50"), follow=True)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.granted) == ("basic", Decimal("30000.50"))
    page = answer.content.decode()
    assert "selected as basic" in page
    assert "Record the approval" in page
    entry = JournalEntry.objects.get(verb="decision.make")
    assert entry.after["reason"] == "Najlepiej służy celom."
    assert "Najlepiej służy celom." in client.get(submission.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reason": " "}, "This field is required"),
        ({"outcome": "nonsense"}, "Select a valid choice"),
        ({"outcome": "merged"}, "Choose another submission of this call"),
        ({"outcome": "revise"}, "Say until when it can be revised"),
        ({"granted": "-5"}, "greater than or equal to 0"),
        ({"granted": "mnóstwo"}, "Enter a number"),
        ({"into": "99999999999999999999"}, "Select a valid choice"),
        ({"version": "x"}, "Enter a whole number"),
    ],
)
def test_a_decision_that_leaves_something_unsaid_is_refused_and_keeps_what_was_typed(
    office: Office, call: Call, values: dict[str, Any], said: str
) -> None:
    submission = passed(call)
    answer = english(office).post(url(submission, "decide"), {**posted("basic"), "reason": "Bo tak właśnie.", **values})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert values.get("reason", "Bo tak właśnie.") in answer.content.decode()
    assert not Decision.objects.exists()


def test_mergers_make_no_chain(office: Office, call: Call) -> None:
    one, two, three = (passed(call, title) for title in ("Jeden", "Dwa", "Trzy"))
    actor = office.people["coordinator"]
    decide(actor=actor, submission=one, verdict=Verdict(outcome="merged", reason="To samo.", into=two))
    for submission, into in ((two, three), (three, one), (three, three)):
        with pytest.raises(ValidationError):
            decide(actor=actor, submission=submission, verdict=Verdict(outcome="merged", reason="To samo.", into=into))


def test_two_people_who_decide_at_once_both_see_what_stands(office: Office, call: Call) -> None:
    submission, client = passed(call), english(office)
    make_decision(submission, "reserve", reason="Na listę rezerwową.")
    answer = client.post(url(submission, "decide"), posted("basic"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Na listę rezerwową." in page
    assert "Najlepiej służy celom." in page
    assert Decision.objects.get().outcome == "reserve"
    # Sent again from this page, it takes the place of the other one.
    client.post(url(submission, "decide"), posted("basic", version=1))
    assert Decision.objects.get().outcome == "basic"


def test_many_are_decided_at_once_after_a_look_or_none(office: Office, call: Call) -> None:
    one, two, three = (passed(call, title, asked=Decimal(20_000)) for title in ("Jeden", "Dwa", "Trzy"))
    client, address = english(office), url(call, "decide_many")
    page = client.get(f"{address}?z={one.pk}&z={two.pk}&z=x&z=99999999999999999999").content.decode()
    assert ("Jeden" in page, "Dwa" in page, "Trzy" in page) == (True, True, False)
    make_decision(two, "rejected")
    stale = {"z": [one.pk, two.pk], f"v{two.pk}": 0, "outcome": "basic", "reason": "Dobre.", "grants": "on"}
    assert client.post(address, stale).status_code == 200
    assert Decision.objects.count() == 1
    client.post(address, {**stale, f"v{two.pk}": 1})
    assert set(Decision.objects.values_list("submission", "outcome", "granted")) == {
        (one.pk, "basic", Decimal(20_000)), (two.pk, "basic", Decimal(20_000)),
    }  # fmt: skip
    assert client.post(address, {"outcome": "basic", "reason": "Dobre."})["Location"] == url(call, "ranking")
    assert not Decision.objects.filter(submission=three).exists()


def test_the_rules_proposal_is_one_click_away(office: Office, call: Call) -> None:
    Call.objects.filter(pk=call.pk).update(selects="money", budget=Decimal(50_000))
    one, two = passed(call, "Jeden", asked=Decimal(40_000)), passed(call, "Dwa", asked=Decimal(20_000))
    one.cards.update(points={"K1": "10", "K2": "9"})
    page = english(office).get(url(call, "decide_many") + "?propozycja=1").content.decode()
    assert (one.title in page, two.title in page) == (True, False)


def test_nobody_decides_untimely_or_about_those_they_are_tied_to(office: Office, call: Call) -> None:
    submission, actor = passed(call), office.people["coordinator"]
    Declaration.objects.create(submission=submission, user=actor, stance=Declaration.Stance.CONFLICT)
    with pytest.raises(ValidationError, match=submission.code):
        decide(actor=actor, submission=submission, verdict=BEST)
    Declaration.objects.all().delete()
    Call.objects.filter(pk=call.pk).update(scoring_closed_at=None)
    with pytest.raises(ValidationError):
        decide(actor=actor, submission=submission, verdict=BEST)
    assert office.client("coordinator").get(url(submission, "decide")).status_code == 404
    for role in ("contributor", "viewer", "stranger", "operator"):
        assert office.client(role).get(url(call, "ranking")).status_code == 404
    late = make_submission(call, is_late=True)
    Call.objects.filter(pk=call.pk).update(scoring_closed_at=timezone.now())
    with pytest.raises(ValidationError):
        decide(actor=actor, submission=late, verdict=BEST)


def test_approval_hangs_what_was_selected_under_its_goals(office: Office, call: Call) -> None:
    client, act = english(office), LegalActFactory.create(workspace=office.workspace)
    strange = LegalActFactory.create()
    goal, general = make_goal(office.process, "Cel pierwszy"), make_goal(office.process, "Cel drugi")
    call.goals.add(general)
    one, two, three = passed(call, "Jeden"), passed(call, "Dwa"), passed(call, "Trzy")
    one.goals.add(goal)
    make_decision(one)
    make_decision(two, "supplementary")
    page = client.post(url(call, "approve"), {"act": act.pk}).content.decode()
    assert f"Not decided about yet: {three.code}" in page
    make_decision(three, "rejected")
    assert client.post(url(call, "approve"), {"act": strange.pk}).status_code == 200
    assert Call.objects.get().phase == Phase.DECIDING
    assert client.post(url(call, "approve"), {"act": act.pk}).status_code == 302
    call.refresh_from_db()
    assert (call.phase, call.approval) == (Phase.APPROVED, act)
    hung = {node.title: node for node in Node.objects.filter(type="idea")}
    assert set(hung) == {"Jeden", "Dwa"}
    ties = set(Tie.objects.filter(kind="served").values_list("source", "target"))
    assert ties == {(node_of(goal).pk, hung["Jeden"].pk), (node_of(general).pk, hung["Dwa"].pk)}
    assert client.get(hung["Jeden"].get_absolute_url()).status_code == 200
    assert not mail.outbox


def test_partners_hang_by_their_names(office: Office) -> None:
    call = make_call(office.process, phase="deciding", kind="partners")
    goal = make_goal(office.process, "Cel")
    submission = passed(call, "Oferta", applicant="Fundacja Kolej")
    submission.goals.add(goal)
    make_decision(submission)
    approve_call(actor=None, call=call, act=LegalActFactory.create(workspace=office.workspace))
    node = Node.objects.get(type="partner")
    assert node.title == "Fundacja Kolej"
    assert Tie.objects.get(target=node).kind == "joined"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_publication_tells_each_applicant_the_reason_once(
    office: Office, call: Call, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    one, two = passed(call, "Jeden", language=language), passed(call, "Dwa", email="", language=language)
    failed = make_submission(call, "Bez podpisu", email="bez@podpisu.example", language=language)
    make_check(failed, "failed", remarks="Brak podpisu.")
    make_decision(one, granted=Decimal(30_000), reason="Wprost odpowiada na cel.")
    make_decision(two, "rejected")
    approve_call(actor=None, call=call, act=LegalActFactory.create(workspace=office.workspace))
    client = english(office)
    page = client.get(url(call, "publish_results")).content.decode()
    assert two.applicant in page
    assert client.post(url(call, "publish_results"), {"summary": "Dziękujemy."}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        sure = {"summary": "Dziękujemy.", "is_sure": "on"}
        assert client.post(url(call, "publish_results"), sure).status_code == 302
    call.refresh_from_db()
    assert (call.phase, call.results_summary) == (Phase.PUBLISHED, "Dziękujemy.")
    assert {message.to[0]: message.body for message in mail.outbox}.keys() == {one.email, failed.email}
    letters = {message.to[0]: message for message in mail.outbox}
    assert "Wprost odpowiada na cel." in letters[one.email].body
    assert "30\u00a0000\u00a0zł" in letters[one.email].body or "30,000\u00a0zł" in letters[one.email].body
    assert "Brak podpisu." in letters[failed.email].body
    assert "{{" not in letters[one.email].body
    assert client.post(url(call, "publish_results"), sure).status_code == 404
    with pytest.raises(ValidationError):
        publish_results(actor=None, call=call)


def test_what_was_published_is_not_taken_back_but_corrected(
    office: Office, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    submission, waiting = passed(call), passed(call, "Rezerwa")
    decision = make_decision(submission, reason="Pierwszy powód.")
    make_decision(waiting, "reserve")
    with pytest.raises(ValidationError):
        correct_decision(actor=None, decision=decision, text="Za wcześnie.")
    Call.objects.filter(pk=call.pk).update(approved_at=timezone.now(), results_at=timezone.now())
    actor = office.people["coordinator"]
    with pytest.raises(ValidationError):
        decide(actor=actor, submission=submission, verdict=Verdict(outcome="rejected", reason="Jednak nie."), version=1)
    client = english(office)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(submission, "correct_decision"), {"text": "Kwota bez zmian."})
    decision.refresh_from_db()
    assert decision.reason.startswith("Pierwszy powód.\n\n")
    assert decision.reason.endswith(": Kwota bez zmian.")
    assert "Kwota bez zmian." in mail.outbox[0].body
    # The reserve list may still move up; its applicant is told and the idea hangs.
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(waiting, "decide"), posted("basic", version=1))
    assert Decision.objects.get(submission=waiting).outcome == "basic"
    assert Node.objects.filter(type="idea").count() == 1
    assert len(mail.outbox) == 2


def test_a_reservation_is_answered_once_and_late_ones_are_marked(
    office: Office, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    submission = passed(call)
    make_decision(submission, "rejected", reason="Poza celami.")
    Call.objects.filter(pk=call.pk).update(approved_at=timezone.now(), results_at=timezone.now())
    call.refresh_from_db()
    reservation = submission.reservations.create(text="Punkty źle policzono.", is_late=True)
    client = english(office)
    assert "too late" in client.get(url(call, "reservations")).content.decode()
    address = url(call, "reservation", reservation=reservation.pk)
    page = client.get(address).content.decode()
    assert "Poza celami." in page
    assert client.post(address, {"answer": " "}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"answer": "Policzono je dobrze."}).status_code == 302
    assert "Policzono je dobrze." in mail.outbox[0].body
    answer = client.post(address, {"answer": "Policzono je źle."})
    assert answer.status_code == 409
    assert "Policzono je źle." in answer.content.decode()
    reservation.refresh_from_db()
    assert reservation.answer == "Policzono je dobrze."
    Declaration.objects.create(submission=submission, user=office.people["coordinator"], stance=Declaration.Stance.CONFLICT)
    fresh = office.client("coordinator")
    assert fresh.get(address).status_code == 404
    assert "Punkty" not in fresh.get(url(call, "reservations")).content.decode()


def test_reservations_end_with_the_last_day_of_the_term(call: Call) -> None:
    assert reservations_until(call) is None
    zone = timezone.get_current_timezone()
    call.results_at, call.reservation_days = dt.datetime(2026, 3, 25, 12, tzinfo=zone), 7
    # The clocks change meanwhile: it is the midnight of the place all the same.
    assert reservations_until(call) == dt.datetime(2026, 4, 2, tzinfo=zone)
    call.reservation_days = 0
    assert reservations_until(call) is None
