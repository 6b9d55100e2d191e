"""Two at once at a call, in turns: what one has just settled the other finds settled, and nobody is thrown out for waiting.

Where two threads would meet only by chance, the later one is given what it read before the earlier one was done.
"""

import datetime as dt
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions import inquiries
from sciezka.rooms.calls.actions.applying import begin_correction, begin_submission
from sciezka.rooms.calls.actions.applying_sending import send_submission
from sciezka.rooms.calls.actions.calls import copy_call, delete_draft
from sciezka.rooms.calls.actions.calls_criteria import move_criterion, remove_criterion
from sciezka.rooms.calls.actions.calls_files import remove_file
from sciezka.rooms.calls.actions.calls_running import call_off_call
from sciezka.rooms.calls.actions.commission import SittingValues, delete_sitting, edit_sitting, write_sitting
from sciezka.rooms.calls.actions.compared import judge_pair
from sciezka.rooms.calls.actions.decisions import Verdict, correct_decision, decide
from sciezka.rooms.calls.actions.formal import remind_to_supplement
from sciezka.rooms.calls.actions.opinions import take_back_opinion, write_opinion
from sciezka.rooms.calls.actions.paper import register_paper
from sciezka.rooms.calls.actions.partners_letters import LetterValues, write_letter
from sciezka.rooms.calls.actions.reminders import remind_of_drafts
from sciezka.rooms.calls.actions.results import approve_call
from sciezka.rooms.calls.models import Call, CallFile, Criterion, Inquiry, Opinion, Sitting, Submission
from sciezka.rooms.people.models import User
from tests.conftest import THOROUGH
from tests.factories import calls, town
from tests.factories.people import UserFactory
from tests.rooms.calls.test_call_races import count_verbs, run_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TURNS = 30 if THOROUGH else 5
DAY = dt.timedelta(days=1)
HEAD = {"title": "Park", "applicant": "Jan Wiśniewski"}


@pytest.fixture
def clerk() -> User:
    user: User = UserFactory.create()
    return user


def open_call(phase: str = "open", **values: Any) -> Call:
    return calls.make_call(town.ProcessFactory.create(), phase=phase, **values)


def settled(act: Callable[[], object]) -> Callable[[], object]:
    """Do an act whose noun may be gone: pages answer that with 404."""

    def run() -> object:
        try:
            return act()
        except ObjectDoesNotExist as gone:
            return gone

    return run


def test_drafts_begun_and_sent_at_once_with_one_address_never_wait_for_each_other_in_a_ring() -> None:
    call = open_call()
    for turn in range(TURNS):
        email = f"grupa{turn}@osiedle.example"
        drafts = [calls.make_submission(call, f"Park {number}", draft=True, email=email) for number in range(2)]
        run_at_once(
            *(lambda draft=draft: send_submission(submission=draft) for draft in drafts),
            *([lambda: begin_submission(call=call, head={**HEAD, "email": email}, language="pl")] * 3),  # noqa: B023
        )
    assert Submission.objects.filter(number__isnull=False).count() == 2 * TURNS
    assert Submission.objects.filter(number__isnull=True).count() == 3 * TURNS


def test_one_paper_registered_twice_at_once_gets_one_number_and_others_get_their_own(clerk: User) -> None:
    call, stamped_at = open_call(), timezone.now() - DAY
    typed: dict[str, Any] = {"actor": clerk, "call": call, "answers": {"opis": "Drzewa."}, "stamped_at": stamped_at}
    for turn in range(TURNS):
        head = {**HEAD, "title": f"Park {turn}"}
        came: Any = run_at_once(*([lambda: register_paper(head=head, **typed)] * 2))  # noqa: B023
        assert len({one.pk for one in came}) == 1, came
    later = register_paper(head={**HEAD, "title": "Park 0"}, **{**typed, "stamped_at": stamped_at + dt.timedelta(minutes=1)})
    other = register_paper(head={**HEAD, "title": "Park 0", "applicant": "Anna Nowak"}, **typed)
    assert list(Submission.objects.order_by("number").values_list("number", flat=True)) == list(range(1, TURNS + 3))
    assert (later.number, other.number) == (TURNS + 1, TURNS + 2)
    assert count_verbs("submission.register_paper") == TURNS + 2


def test_nothing_is_registered_or_begun_anew_where_the_call_was_called_off_meanwhile(clerk: User) -> None:
    read = open_call()
    sent = calls.make_submission(read)
    waiting = calls.make_check(sent, "supplement", due_at=timezone.now() + DAY)
    call_off_call(actor=clerk, call=Call.objects.get(pk=read.pk), why="Brak środków.")
    mail.outbox.clear()
    with pytest.raises(ValidationError):
        register_paper(actor=clerk, call=read, head=HEAD, answers={}, stamped_at=timezone.now() - DAY)
    with pytest.raises(ValidationError):
        begin_correction(submission=sent)
    assert not remind_to_supplement(check=waiting)
    assert not remind_of_drafts(call=read, now=timezone.now())
    assert Submission.objects.count() == 1
    assert not mail.outbox


def test_sittings_of_a_call_that_was_approved_meanwhile_stay_as_they_are(clerk: User) -> None:
    call = open_call("deciding")
    one = calls.make_submission(call)
    calls.make_check(one)
    calls.make_decision(one)
    read = write_sitting(actor=clerk, call=call, values=SittingValues(day=dt.date(2020, 9, 9)))
    approve_call(actor=clerk, call=call, act=town.LegalActFactory.create(workspace=call.process.workspace))
    later = SittingValues(day=dt.date(2020, 9, 30))
    acts: tuple[Callable[[], object], ...] = (
        lambda: write_sitting(actor=clerk, call=call, values=later),
        lambda: edit_sitting(actor=clerk, sitting=read, values=later, version=1),
        lambda: delete_sitting(actor=clerk, sitting=read),
    )
    for act in acts:
        with pytest.raises(ValidationError):
            act()
    assert list(Sitting.objects.values_list("day", flat=True)) == [dt.date(2020, 9, 9)]


def test_what_is_removed_twice_at_once_is_noted_once(clerk: User) -> None:
    draft, deciding = open_call("draft"), open_call("deciding")
    for _turn in range(TURNS):
        file = calls.make_call_file(draft).pk
        opinion = write_opinion(actor=clerk, call=deciding, text="Odrębnie.").pk
        sitting = write_sitting(actor=clerk, call=deciding, values=SittingValues(day=dt.date(2020, 9, 9))).pk
        read: list[Any] = [
            noun for model, key in ((CallFile, file), (Opinion, opinion), (Sitting, sitting))
            for noun in (model.objects.get(pk=key), model.objects.get(pk=key))
        ]  # fmt: skip
        run_at_once(
            *(settled(lambda one=one: remove_file(actor=clerk, file=one)) for one in read[:2]),
            *(settled(lambda one=one: take_back_opinion(actor=clerk, opinion=one)) for one in read[2:4]),
            *(settled(lambda one=one: delete_sitting(actor=clerk, sitting=one)) for one in read[4:]),
        )
    verbs = ("call_file.remove", "opinion.take_back", "sitting.delete")
    assert [count_verbs(verb) for verb in verbs] == [TURNS] * len(verbs)


def test_a_draft_of_a_call_is_deleted_before_or_after_it_is_copied_or_written_in(clerk: User) -> None:
    for act in (
        lambda call: copy_call(actor=clerk, call=call, title="Nabór jeszcze raz"),
        lambda call: write_letter(actor=clerk, call=call, submission=None, values=LetterValues(partner="Dworzec")),
    ):
        for _turn in range(TURNS):
            call = open_call("draft")
            calls.make_call_file(call)
            run_at_once(
                settled(lambda: act(call)),  # noqa: B023
                settled(lambda: delete_draft(actor=clerk, call=call)),  # noqa: B023
            )
        read = open_call("draft")
        delete_draft(actor=clerk, call=Call.objects.get(pk=read.pk))
        with pytest.raises(Call.DoesNotExist):
            act(read)
    for file in CallFile.objects.all():
        assert file.file.storage.exists(str(file.file.name))


def test_a_criterion_that_was_removed_meanwhile_is_not_moved(clerk: User) -> None:
    read = open_call("draft").criteria.all()[0]
    remove_criterion(actor=clerk, criterion=Criterion.objects.get(pk=read.pk))
    with pytest.raises(Criterion.DoesNotExist):
        move_criterion(actor=clerk, criterion=read, steps=1)


def test_reminding_all_while_pairs_are_judged_never_ends_in_a_ring(clerk: User) -> None:
    now, call = timezone.now(), open_call(closes_at=timezone.now() + DAY / 2)
    # Reminded in the order of addresses, and judged in that of keys: one is the other backwards.
    sent = [calls.make_submission(call, f"Park {number}", email=f"{20 - number:02}@x.example") for number in range(20)]
    writing = {"correction": {"head": {}, "answers": {}, "page": ""}, "created_at": now - 20 * DAY}
    Submission.objects.update(**writing)
    judgements = cycle(("same", "different"))
    for _turn in range(2 * TURNS):
        Submission.objects.update(reminded_at=None)
        said = next(judgements)
        pairs = [(sent[number], sent[19 - number]) for number in range(4)]
        came = run_at_once(
            lambda: remind_of_drafts(call=call, now=now),
            *(
                lambda one=one, other=other: judge_pair(actor=clerk, one=one, other=other, judgement=said)  # noqa: B023
                for one, other in pairs
            ),
        )
        assert came == [len(sent), *[True] * len(pairs)]


def test_a_decision_made_or_corrected_twice_at_once_is_told_once(clerk: User) -> None:
    call = open_call("published")
    for turn in range(TURNS):
        one = calls.make_submission(call, f"Park {turn}")
        calls.make_check(one)
        decision = calls.make_decision(one, "reserve")
        verdict = Verdict(outcome="revise", reason="Popraw koszty.", revise_until=timezone.now() + 3 * DAY)
        mail.outbox.clear()
        run_at_once(*([lambda: decide(actor=clerk, submission=one, verdict=verdict, version=1)] * 2))  # noqa: B023
        assert len(mail.outbox) == 1
        run_at_once(*([lambda: correct_decision(actor=clerk, decision=decision, text="Pomyłka.")] * 2))  # noqa: B023
        decision.refresh_from_db()
        assert decision.reason.count("Pomyłka.") == count_verbs("decision.correct") - turn == 1
        assert len(mail.outbox) == 2


def test_words_of_an_answer_that_was_changed_while_it_was_sent_are_the_ones_that_go_out(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = open_call()
    queued: list[int] = []
    # The worker's own turn is played below.
    monkeypatch.setattr(inquiries, "import_string", lambda _path: type("Task", (), {"enqueue": queued.append}))
    changed = inquiries.AnswerValues(text="Kiedy?", answer="Do piątku.", is_public=True)
    for _turn in range(2 * TURNS):
        queued.clear()
        asked = Inquiry.objects.create(
            call=call, text="Kiedy?", email="pyta@osiedle.example", answer="Do środy.", answered_at=timezone.now()
        )
        asked.refresh_from_db()
        taken: Any
        taken, _answered = run_at_once(
            lambda: inquiries.take_address(asked.pk),  # noqa: B023
            lambda: inquiries.answer_question(actor=clerk, inquiry=asked, values=changed, seen=asked.answered_at),  # noqa: B023
        )
        # Where the new words are on their way, the old ones were not sent in their place.
        assert taken.answer == ("Do piątku." if queued else "Do środy.")
    assert JournalEntry.objects.filter(verb="inquiry.answer").count() == 2 * TURNS
