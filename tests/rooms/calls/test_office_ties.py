"""Ties of those who deal with submissions in the office: declared, taken back, told, and what they no longer may do."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.guards import may
from sciezka.kit.journal import entries_of
from sciezka.rooms.calls.actions.commission import lift_recusal
from sciezka.rooms.calls.actions.commission_scoring import add_card, pass_on, remove_card
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.actions.formal import check_formally, pass_clean
from sciezka.rooms.calls.actions.protocols import make_protocol
from sciezka.rooms.calls.actions.reservations import answer_reservation
from sciezka.rooms.calls.actions.ties import declare_tie, take_tie_back
from sciezka.rooms.calls.models import Call, Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.scores import cards_that_count
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Seat
from tests.factories import calls, town
from tests.factories.commission import Bench, enter, locate, make_bench
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WHY = "Brat prowadzi to stowarzyszenie."
SAID = {"reason": WHY, "sure": "on"}


@pytest.fixture
def bench() -> Bench:
    return make_bench(2)


def seat(call: Call, name: str = "Koordynatorka", role: str = Seat.Role.COORDINATOR) -> User:
    """Give somebody a seat in the workspace of a call."""
    user = UserFactory.create(name=name)
    town.SeatFactory.create(workspace=call.process.workspace, user=user, role=role)
    return user


def read(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def refuses(what: Any, code: str = "tied") -> bool:
    with pytest.raises(ValidationError) as refused:
        what()
    return refused.value.code == code


def test_whoever_deals_with_a_submission_steps_aside_on_its_page_and_sees_no_more_of_it(bench: Bench) -> None:
    one, user = bench.submissions[0], seat(bench.call)
    client, page, tie = enter(user), locate("submission", one), locate("tie", one)
    assert tie in read(client, page)
    assert bench.chair.name in read(client, tie)
    # Without what ties, or without the tick, nothing is kept.
    for said in ({}, {"reason": WHY}, {"sure": "on", "reason": " "}):
        assert client.post(tie, said).status_code == 200
    assert not Declaration.objects.filter(user=user).exists()
    assert client.post(tie, SAID).headers["Location"] == tie
    kept = Declaration.objects.get(user=user)
    assert (kept.stance, kept.reason) == ("conflict", WHY)
    assert client.get(page).status_code == 404
    own = read(client, tie)
    assert (WHY in own, one.title in own, one.applicant in own, bench.chair.name in own) == (True, False, False, True)
    listed = read(client, locate("submissions", bench.call))
    assert (f'href="{tie}"' in listed, locate("submission", one) + '"' in listed) == (True, False)
    # The button pressed twice neither declares anew nor takes back.
    assert client.post(tie, SAID).status_code == 200
    assert Declaration.objects.get(user=user).stance == "conflict"


def test_whoever_has_a_tie_does_nothing_about_the_submission_and_others_do(bench: Bench) -> None:
    (one, other), user, free = bench.submissions, seat(bench.call), seat(bench.call, "Zastępczyni")
    judge, taker = bench.members
    card = calls.make_card(one, judge, done=False)
    calls.make_card(other, judge, done=False)
    declare_tie(actor=user, submission=one, reason=WHY)
    rights = (
        "see_submission", "check_formally", "choose_assessors", "settle_spread", "see_cards", "decide", "hide_submission",
        "write_letters", "correct_paper",
    )  # fmt: skip
    assert [right for right in rights if may(user, f"calls.{right}", one)] == []
    assert [right for right in rights if not may(free, f"calls.{right}", one)] == []
    assert all(may(user, f"calls.{right}", other) for right in rights)
    assert refuses(lambda: check_formally(actor=user, submission=one, answers={"F1": "yes"}))
    assert refuses(lambda: pass_clean(actor=user, call=bench.call, submissions=[one, other]))
    assert refuses(lambda: add_card(actor=user, submission=one, user=taker))
    assert refuses(lambda: remove_card(actor=user, card=card))
    # Of the cards that are passed on, theirs stays where it is.
    assert pass_on(actor=user, call=bench.call, giver=judge, taker=taker) == 1
    assert ScoreCard.objects.get(submission=one).user == judge
    assert pass_on(actor=free, call=bench.call, giver=judge, taker=taker) == 1


def test_whoever_has_a_tie_neither_decides_nor_answers_reservations() -> None:
    bench = make_bench(1, phase="deciding", ready=False)
    one, user, free = bench.submissions[0], seat(bench.call), seat(bench.call, "Zastępczyni")
    declare_tie(actor=user, submission=one, reason=WHY)
    verdict = Verdict(outcome="basic", reason="Najlepsze.")
    assert refuses(lambda: decide(actor=user, submission=one, verdict=verdict))
    assert decide(actor=free, submission=one, verdict=verdict).outcome == "basic"
    objection = one.reservations.create(text="Nie zgadzam się.")
    assert refuses(lambda: answer_reservation(actor=user, reservation=objection, text="Oddalono."))
    assert answer_reservation(actor=free, reservation=objection, text="Oddalono.").answered_at


def test_a_tie_is_taken_back_with_a_reason_and_the_journal_keeps_both(bench: Bench) -> None:
    one, user = bench.submissions[0], seat(bench.call)
    client, tie = enter(user), locate("tie", one)
    client.post(tie, SAID)
    assert client.post(tie, {"why": " "}).status_code == 200
    assert Declaration.objects.get(user=user).stance == "conflict"
    assert client.post(tie, {"why": "Pomyliłam numery."}).headers["Location"] == locate("submission", one)
    assert one.title in read(client, locate("submission", one))
    assert Declaration.objects.get(user=user).stance == "impartial"
    found = entries_of(one).filter(verb__startswith="commission.").order_by("pk")
    assert [(entry.verb, entry.actor) for entry in found] == [
        ("commission.recuse", user.ref), ("commission.lift_recusal", user.ref),
    ]  # fmt: skip
    lifted = found[1]
    assert (lifted.before["reason"], lifted.after["why"]) == (WHY, "Pomyliłam numery.")
    # An entry names a submission by its number: everybody who works in the process reads the journal.
    assert not any(one.title in str(entry.label) for entry in found)
    # Taken back, it can be declared again.
    declare_tie(actor=user, submission=one, reason="Jednak.")
    assert Declaration.objects.get(user=user).reason == "Jednak."


def test_a_member_does_not_come_back_by_the_own_hand_and_somebody_else_lifts_any(bench: Bench) -> None:
    one, chair, user = bench.submissions[0], bench.chair, seat(bench.call)
    for person in (chair, user):
        declare_tie(actor=person, submission=one, reason=WHY)
    assert refuses(lambda: take_tie_back(actor=chair, submission=one, reason="Pomyłka"), "own")
    page = read(enter(chair), locate("tie", one))
    assert (WHY in page, 'name="why"' in page) == (True, False)
    assert enter(chair).post(locate("tie", one), {"why": "Pomyłka"}).status_code == 200
    assert Declaration.objects.get(user=chair, submission=one).stance == "conflict"
    for lifter, person in ((bench.members[0], user), (user, chair)):
        lift_recusal(actor=lifter, declaration=Declaration.objects.get(user=person, submission=one), reason="Pomyłka")
    assert set(Declaration.objects.filter(submission=one).values_list("stance", "reason")) == {("impartial", "")}
    # Whoever sat there and has a card does not come back by it either once they left.
    declare_tie(actor=bench.members[0], submission=one, reason=WHY)
    calls.make_card(one, bench.members[0])
    bench.call.commission.memberships.filter(user=bench.members[0]).delete()  # type: ignore[union-attr]
    assert refuses(lambda: take_tie_back(actor=bench.members[0], submission=one, reason="Pomyłka"), "own")


@pytest.mark.parametrize("phase", ["open", "checking", "published"])
def test_a_tie_is_declared_at_any_time_but_no_card_stops_counting_once_the_call_is_decided(phase: str) -> None:
    bench = make_bench(1, phase=phase, ready=False)
    one, judge, user = bench.submissions[0], bench.members[0], seat(bench.call)
    calls.make_card(one, judge)
    declare_tie(actor=user, submission=one, reason=WHY)
    take_tie_back(actor=user, submission=one, reason="Pomyłka")
    counted = len(cards_that_count(bench.call))
    if phase == "checking":
        declare_tie(actor=judge, submission=one, reason=WHY)
        assert len(cards_that_count(bench.call)) == counted - 1
    else:
        assert refuses(lambda: declare_tie(actor=judge, submission=one, reason=WHY), "phase")
        assert len(cards_that_count(bench.call)) == counted


def test_a_clerk_steps_aside_from_what_they_registered(bench: Bench) -> None:
    one, clerk = bench.submissions[0], UserFactory.create()
    town.MembershipFactory.create(team=town.TeamFactory.create(process=bench.call.process), user=clerk)
    client, tie, receipt = enter(clerk), locate("tie", one), locate("submission_receipt", one)
    assert client.get(tie).status_code == 404
    Submission.objects.filter(pk=one.pk).update(registered_by=clerk.ref, channel="paper")
    assert tie in read(client, receipt)
    assert client.get(locate("paper_correct", one)).status_code == 200
    assert client.post(tie, SAID).status_code == 302
    assert {client.get(page).status_code for page in (receipt, locate("paper_correct", one), locate("submission", one))} == {
        404
    }
    assert one.title not in read(client, tie)


def test_the_protocol_says_who_stepped_aside_outside_the_commission_and_who_took_it_back() -> None:
    bench = make_bench(2, phase="deciding", ready=False)
    bench.call.process.workspace.language = "en"
    bench.call.process.workspace.save()
    (one, other), user, chair = bench.submissions, seat(bench.call, "Jadwiga Urzędowa"), bench.chair
    declare_tie(actor=user, submission=one, reason=WHY)
    declare_tie(actor=chair, submission=one, reason="Sąsiad")
    declare_tie(actor=user, submission=other, reason="Praca")
    take_tie_back(actor=user, submission=other, reason="Nie ta osoba")
    call = Call.objects.select_related("process__workspace").get(pk=bench.call.pk)
    made = make_protocol(actor=None, call=call)
    tables = {}
    for key in ("named", "open"):
        said = made.content[key]
        [part] = [one for one in said["sections"] if one["title"] == "Impartiality"]
        assert any("1 person stepped aside" in sentence for sentence in part["sentences"])
        tables[key] = [row["cells"] for row in part["tables"][0]["rows"]]
    outside = "Jadwiga Urzędowa (office, outside the commission)"
    assert sorted(cells[2:] for cells in tables["named"]) == sorted(
        [[outside, WHY], [str(chair), "Sąsiad"], [outside, "taken back: Nie ta osoba"]]
    )
    assert tables["open"] == [["001", "1", "1"]]
    public = json.dumps(made.content["open"], ensure_ascii=False)
    assert not any(secret in public for secret in ("Urzędowa", WHY, "Sąsiad", "Nie ta osoba"))


def test_where_nobody_is_left_the_pages_say_what_to_do(bench: Bench) -> None:
    one, user = bench.submissions[0], seat(bench.call)
    client = enter(user)
    declare_tie(actor=bench.chair, submission=one, reason=WHY)
    # The last one is told before, and steps aside all the same.
    seats = reverse("town:seats", kwargs={"workspace": bench.call.process.workspace.slug})
    before = read(client, locate("tie", one))
    assert ('class="unkept"' in before, f'href="{seats}"' in before) == (True, True)
    assert 'class="unkept"' not in read(client, locate("submissions", bench.call))
    client.post(locate("tie", one), SAID)
    for name, noun in (("tie", one), ("submissions", bench.call)):
        page = read(client, locate(name, noun))
        assert ('class="unkept"' in page, f'href="{seats}"' in page) == (True, True)
    seat(bench.call, "Doradczyni", Seat.Role.ADVISER)
    for name, noun in (("tie", one), ("submissions", bench.call)):
        assert 'class="unkept"' not in read(client, locate(name, noun))
    assert "Doradczyni" in read(client, locate("tie", one))


def test_the_page_takes_as_many_queries_however_many_have_stepped_aside(bench: Bench) -> None:
    one, user = bench.submissions[0], seat(bench.call)
    client = enter(user)

    def count() -> int:
        with CaptureQueriesContext(connection) as held:
            read(client, locate("tie", one))
            read(client, locate("submissions", bench.call))
        return len(held)

    declare_tie(actor=user, submission=one, reason=WHY)
    count()
    few = count()
    for number in range(5):
        declare_tie(actor=seat(bench.call, f"Osoba {number}"), submission=one, reason=WHY)
    assert count() == few
