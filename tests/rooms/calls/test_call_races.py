"""Two at once at a call: what is sent, decided, approved and handed in twice is so once, and nothing faults."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.applying import begin_correction
from sciezka.rooms.calls.actions.applying_after import supplement
from sciezka.rooms.calls.actions.applying_retention import forget_drafts
from sciezka.rooms.calls.actions.applying_sending import confirm_email, send_submission, withdraw_submission
from sciezka.rooms.calls.actions.cards import CardValues, hand_in
from sciezka.rooms.calls.actions.commission_scoring import remove_card
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.actions.formal import check_formally, say_instant
from sciezka.rooms.calls.actions.results import approve_call, publish_results
from sciezka.rooms.calls.models import Call, Decision, Pledge, ScoreCard, Submission
from sciezka.rooms.calls.queries.keys import make_key
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories import calls, town
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TURNS = 2
SAID = CardValues(points={"K1": "8", "K2": "6"}, reasons={"K1": "Wprost odpowiada na cel."})


def run_at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a connection of its own, all at the same moment; give what came of each, refusals included."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        gate.wait()
        try:
            return act()
        except (ValidationError, Conflict) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def count_verbs(verb: str) -> int:
    return JournalEntry.objects.filter(verb=verb).count()


def test_what_is_sent_twice_at_once_gets_one_number_and_one_version() -> None:
    call = calls.make_call(town.ProcessFactory.create())
    drafts = [calls.make_submission(call, f"Park {number}", draft=True) for number in (1, 2)]
    run_at_once(*(lambda draft=draft: send_submission(submission=draft) for draft in [*drafts, *drafts]))
    assert set(Submission.objects.values_list("number", flat=True)) == {1, 2}
    assert [draft.versions.count() for draft in drafts] == [1, 1]
    assert count_verbs("submission.send") == len(drafts)


def test_a_correction_sent_while_the_whole_is_withdrawn_leaves_one_of_both() -> None:
    call = calls.make_call(town.ProcessFactory.create())
    for turn in range(TURNS):
        draft = calls.make_submission(call, f"Park {turn}", draft=True)
        send_submission(submission=draft)
        begin_correction(submission=draft)
        run_at_once(lambda: withdraw_submission(submission=draft), lambda: send_submission(submission=draft))  # noqa: B023
        draft.refresh_from_db()
        assert draft.correction is None
        assert draft.number == turn + 1


def test_a_draft_deleted_while_it_is_sent_is_one_or_the_other_and_never_a_fault() -> None:
    call = calls.make_call(town.ProcessFactory.create())
    for turn in range(TURNS):
        draft = calls.make_submission(call, f"Park {turn}", draft=True)
        urls = [reverse(f"calls:{name}", kwargs={"submission_key": make_key(draft)}) for name in ("apply_send", "mine_drop")]
        answers: Any = run_at_once(*(lambda url=url: Client().post(url) for url in [*urls, *urls]))
        assert {answer.status_code for answer in answers} <= {302, 404}
        kept = Submission.objects.filter(pk=draft.pk).first()
        assert kept is None or kept.number is not None


def ready(count: int = 2) -> tuple[Call, list[Submission]]:
    call = calls.make_call(town.ProcessFactory.create(), phase="deciding")
    made = [calls.make_submission(call, f"Park {number}") for number in range(count)]
    for one in made:
        calls.make_check(one)
    return call, made


def test_two_who_decide_at_once_leave_one_decision_and_the_other_is_told() -> None:
    people: list[User] = UserFactory.create_batch(2)
    _call, made = ready(TURNS)
    for one in made:
        verdicts = [Verdict(outcome="basic", reason="Tak."), Verdict(outcome="rejected", reason="Nie.")]
        done = run_at_once(
            *(lambda p=p, v=v: decide(actor=p, submission=one, verdict=v) for p, v in zip(people, verdicts, strict=True))  # noqa: B023
        )
        assert sorted(type(came).__name__ for came in done) == ["Conflict", "Decision"]
    assert Decision.objects.count() == count_verbs("decision.make") == TURNS


def test_two_merged_into_each_other_at_once_make_no_circle() -> None:
    _call, (first, second) = ready()
    run_at_once(
        lambda: decide(actor=None, submission=first, verdict=Verdict(outcome="merged", reason="To samo.", into=second)),
        lambda: decide(actor=None, submission=second, verdict=Verdict(outcome="merged", reason="To samo.", into=first)),
    )
    assert Decision.objects.filter(outcome="merged").count() == 1


def test_results_approved_and_published_twice_at_once_are_so_once() -> None:
    call, made = ready()
    for one in made:
        calls.make_decision(one)
    act = town.LegalActFactory.create(workspace=call.process.workspace)
    done = run_at_once(*([lambda: approve_call(actor=None, call=call, act=act)] * 3))
    assert sum(isinstance(came, Call) for came in done) == count_verbs("results.approve") == 1
    assert Node.objects.count() == len(made)
    done = run_at_once(*([lambda: publish_results(actor=None, call=call)] * 3))
    assert sum(isinstance(came, Call) for came in done) == count_verbs("results.publish") == 1


def test_what_is_decided_or_withdrawn_while_results_are_approved_is_not_changed_behind_the_act() -> None:
    call, (first, second) = ready()
    for one in (first, second):
        calls.make_decision(one)
    act = town.LegalActFactory.create(workspace=call.process.workspace)
    came = run_at_once(
        lambda: approve_call(actor=None, call=call, act=act),
        lambda: decide(actor=None, submission=first, verdict=Verdict(outcome="rejected", reason="Nie."), version=1),
        lambda: withdraw_submission(submission=second),
    )
    call.refresh_from_db()
    assert call.approved_at is not None, came
    hung = Node.objects.count()
    selected = Submission.objects.filter(call=call, withdrawn_at__isnull=True, decision__outcome="basic").count()
    assert hung == selected


def test_a_card_handed_in_while_it_is_taken_away_is_either_in_or_gone() -> None:
    call = calls.make_call(town.ProcessFactory.create(), phase="scoring")
    user: User = UserFactory.create()
    calls.make_commission(call, {"chair": [user]})
    Pledge.objects.create(call=call, user=user, words="Oceniam bezstronnie.")
    for turn in range(TURNS):
        submission = calls.make_submission(call, f"Park {turn}")
        calls.make_check(submission)
        submission.declarations.create(user=user, stance="impartial")
        card = ScoreCard.objects.create(submission=submission, user=user)
        before = count_verbs("card.hand_in")
        came = run_at_once(
            lambda: hand_in(actor=user, card=card, version=card.version, values=SAID),  # noqa: B023
            lambda: hand_in(actor=user, card=card, version=card.version, values=SAID),  # noqa: B023
            lambda: remove_card(actor=None, card=card),  # noqa: B023
        )
        kept = ScoreCard.objects.filter(pk=card.pk).first()
        assert kept is None or kept.handed_in_at is not None
        assert count_verbs("card.hand_in") - before == (0 if kept is None else 1), came


def test_an_email_confirmed_twice_at_once_is_noted_once() -> None:
    call = calls.make_call(town.ProcessFactory.create())
    sent = [calls.make_submission(call, f"Park {turn}", confirmed_at=None) for turn in range(TURNS)]
    for one in sent:
        run_at_once(*(lambda key=one.pk: confirm_email(submission=Submission.objects.get(pk=key)) for _ in range(2)))
    assert count_verbs("submission.confirm") == TURNS


def test_what_an_applicant_adds_while_it_is_checked_is_never_written_over() -> None:
    call, actor = calls.make_call(town.ProcessFactory.create(), phase="checking"), UserFactory.create()
    refused: dict[str, Any] = {"answers": {"F1": "no"}, "remarks": "Nie uzupełniono."}
    for turn in range(2 * TURNS):
        one = calls.make_submission(call, f"Park {turn}")
        check = check_formally(actor=actor, submission=one, answers={"F1": "supplement"}, remarks="Brak podpisu.")
        seen = say_instant(check)
        came = run_at_once(
            lambda: supplement(submission=one, text="Podpis w załączniku."),  # noqa: B023
            lambda: check_formally(actor=actor, submission=one, read_at=seen, **refused),  # noqa: B023
        )
        check.refresh_from_db()
        # Either it was added and whoever checked is told, or it was refused first and nothing more is taken.
        told = ("supplement", "Podpis w załączniku.") if isinstance(came[1], Conflict) else ("failed", "")
        assert (check.outcome, check.supplement) == told, came


def test_a_draft_that_is_sent_late_while_drafts_are_forgotten_is_kept_or_gone_and_never_gone_with_a_number() -> None:
    call = calls.make_call(town.ProcessFactory.create(), phase="checking")
    for turn in range(2 * TURNS):
        draft = calls.make_submission(call, f"Park {turn}", draft=True)
        before = count_verbs("submission.send")
        url = reverse("calls:apply_send", kwargs={"submission_key": make_key(draft)})
        answer: Any
        answer, _gone = run_at_once(
            lambda: Client().post(url),  # noqa: B023
            lambda: forget_drafts(call=call, now=timezone.now() + dt.timedelta(days=40)),
        )
        assert answer.status_code in {302, 404}
        assert Submission.objects.filter(pk=draft.pk).exists() == (count_verbs("submission.send") > before)
