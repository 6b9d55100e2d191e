"""Whatever applicants, the office and the commission do to a call, in whichever order: it stays one that can be explained.

Steps are drawn; that an action refuses is part of the play. After each step that was taken the rules that data keep are
looked at, and what the applicants' pages and the protocol tell.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Draws
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from sciezka.rooms.calls.actions import (
    applying,
    applying_after,
    applying_sending,
    calls_running,
    cards,
    commission,
    commission_scoring,
    decisions,
    forgetting,
    formal,
    paper,
    reservations,
    reserve,
    results,
)
from sciezka.rooms.calls.models import (
    SELECTED,
    Call,
    Decision,
    Declaration,
    FormalCheck,
    Phase,
    Pledge,
    Reservation,
    ScoreCard,
    Submission,
)
from sciezka.rooms.calls.queries.applying_fate import read_fate
from sciezka.rooms.calls.queries.commission import digest_words, words_of_pledge
from sciezka.rooms.calls.queries.protocol_content import collect_protocol
from sciezka.rooms.calls.queries.protocols import READY
from sciezka.rooms.calls.queries.ranking import reckon
from sciezka.rooms.calls.queries.submissions import to_decide
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.models import LegalAct
from tests.conftest import THOROUGH
from tests.factories import calls, town
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PHASES = ("open", "checking", "scoring", "deciding", "approved", "published")
OUTCOMES = tuple(Decision.Outcome.values)
WHICH = st.integers(0, 7)
WHO = st.integers(0, 1)


class _Played(RuleBasedStateMachine):
    """A call with three submissions, a commission of two and a clerk; all that is done is taken back at the end."""

    # Of the call that is played with: made once for each phase that a play begins in, for all plays.
    key: int
    clerk: User
    members: list[User]
    act: LegalAct
    approved_ranking: object = None

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.has_moved = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def lead_to(self, phase: str) -> None:
        steps = (self.let_time_close_it, self.judge_formally, self.score, self.decide_and_approve, self.publish)
        for step in steps[: PHASES.index(phase)]:
            step()
        assert self.call.phase == phase

    def judge_formally(self) -> None:
        formal.pass_clean(actor=self.clerk, call=self.call, submissions=self.sent)
        for member in self.members:
            self.pledge(member)
            commission.declare(actor=member, call=self.call, read=[one.pk for one in self.sent], ties={})
        commission_scoring.open_scoring(actor=None, call=self.call)

    def score(self) -> None:
        self.hand_all_in(points=8)
        commission_scoring.close_scoring(actor=None, call=self.call)

    def decide_and_approve(self) -> None:
        for one, outcome in zip(self.sent, ("basic", "reserve", "revise"), strict=True):
            decisions.decide(actor=None, submission=one, verdict=self.say(outcome))
        self.approve()

    @property
    def call(self) -> Call:
        return Call.objects.select_related("process__workspace").get(pk=self.key)

    @property
    def sent(self) -> list[Submission]:
        rows = Submission.objects.filter(call=self.key, number__isnull=False).select_related("call__process__workspace")
        return list(rows.order_by("number"))

    def pick(self, which: int) -> Submission:
        return self.sent[which % len(self.sent)]

    def attempt(self, act: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                act()
        except (ValidationError, ObjectDoesNotExist):
            return False
        self.has_moved = True
        return True

    def say(self, outcome: str, into: Submission | None = None) -> decisions.Verdict:
        until = timezone.now() + 3 * DAY
        return decisions.Verdict(outcome=outcome, reason="Tak uznano.", into=into, revise_until=until)

    def pledge(self, member: User) -> None:
        commission.make_pledge(actor=member, call=self.call, digest=digest_words(words_of_pledge(self.call)))

    def hand_in(self, card: ScoreCard, points: int) -> None:
        assert card.user is not None
        said = cards.CardValues(points={"K1": str(points), "K2": str(points)}, reasons={"K1": "Służy celom."})
        cards.hand_in(actor=card.user, card=card, version=card.version, values=said)

    def find_stamp(self, call: Call, *, is_late: bool) -> dt.datetime:
        assert call.opens_at and call.closes_at  # noqa: PT018 - for the types
        return min(timezone.now(), call.closes_at) if is_late else call.opens_at + DAY

    @rule()
    def let_time_close_it(self) -> None:
        if self.call.phase == Phase.OPEN:
            Call.objects.filter(pk=self.key).update(closes_at=timezone.now())

    @rule()
    def send_a_draft(self) -> None:
        draft = calls.make_submission(self.call, "Szkic", draft=True)
        self.attempt(lambda: applying_sending.send_submission(submission=draft))

    @rule(which=WHICH)
    def correct(self, which: int) -> None:
        self.attempt(lambda: applying.begin_correction(submission=self.pick(which)))

    @rule(which=WHICH)
    def send_again(self, which: int) -> None:
        self.attempt(lambda: applying_sending.send_submission(submission=self.pick(which)))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        self.attempt(lambda: applying_sending.withdraw_submission(submission=self.pick(which)))

    @rule(which=WHICH)
    def supplement(self, which: int) -> None:
        self.attempt(lambda: applying_after.supplement(submission=self.pick(which), text="Podpis w załączniku."))

    @rule(which=WHICH)
    def raise_reservation(self, which: int) -> None:
        self.attempt(lambda: applying_after.raise_reservation(submission=self.pick(which), text="Nie zgadzam się."))

    @rule()
    def answer_reservations(self) -> None:
        for one in Reservation.objects.filter(answered_at__isnull=True):
            self.attempt(lambda one=one: reservations.answer_reservation(actor=None, reservation=one, text="Nie."))  # type: ignore[misc]

    @rule(is_late=st.booleans(), number=WHICH)
    def register_paper(self, is_late: bool, number: int) -> None:  # noqa: FBT001 - drawn
        head = {"title": f"Na papierze {number}", "applicant": "Jan Wiśniewski"}
        at = self.find_stamp(self.call, is_late=is_late)
        self.attempt(lambda: paper.register_paper(actor=self.clerk, call=self.call, head=head, answers={}, stamped_at=at))

    @rule(which=WHICH, is_late=st.booleans())
    def correct_paper(self, which: int, is_late: bool) -> None:  # noqa: FBT001 - drawn
        one = self.pick(which)
        said: dict[str, Any] = {"head": {"title": "Poprawione", "applicant": "Jan"}, "answers": {}, "version": one.version}
        at = self.find_stamp(one.call, is_late=is_late)
        self.attempt(lambda: paper.correct_paper(actor=self.clerk, submission=one, stamped_at=at, **said))

    @rule(which=WHICH, found=st.sampled_from(("yes", "no", "supplement")))
    def check(self, which: int, found: str) -> None:
        one = self.pick(which)
        said: dict[str, Any] = {"answers": {"F1": found}, "remarks": "Brak podpisu."}
        seen = formal.say_instant(FormalCheck.objects.filter(submission=one).first())
        self.attempt(lambda: formal.check_formally(actor=self.clerk, submission=one, read_at=seen, **said))

    @rule()
    def pass_all(self) -> None:
        self.attempt(lambda: formal.pass_clean(actor=self.clerk, call=self.call, submissions=self.sent))

    @rule(which=WHICH)
    def forget(self, which: int) -> None:
        self.attempt(lambda: forgetting.forget_applicant(actor=self.clerk, submission=self.pick(which)))

    @rule(sure=WHICH)
    def call_off(self, sure: int) -> None:
        if not sure:
            self.attempt(lambda: calls_running.call_off_call(actor=self.clerk, call=self.call, why="Brak środków."))

    @rule(who=WHO, tied=st.none() | WHICH)
    def declare(self, who: int, tied: int | None) -> None:
        ties = {} if tied is None else {self.pick(tied).pk: "Zna wnioskodawcę."}
        read = [one.pk for one in self.sent]
        self.attempt(lambda: self.pledge(self.members[who]))
        self.attempt(lambda: commission.declare(actor=self.members[who], call=self.call, read=read, ties=ties))

    @rule()
    def lift_recusals(self) -> None:
        for row in Declaration.objects.filter(stance=Declaration.Stance.CONFLICT):
            said: dict[str, Any] = {"declaration": row, "reason": "Pomyłka."}
            self.attempt(lambda said=said: commission.lift_recusal(actor=self.clerk, **said))  # type: ignore[misc]

    @rule(which=WHICH, who=WHO)
    def add_card(self, which: int, who: int) -> None:
        user = self.members[who]
        self.attempt(lambda: commission_scoring.add_card(actor=None, submission=self.pick(which), user=user))

    @rule(who=WHO)
    def pass_on(self, who: int) -> None:
        giver, taker = self.members[who], self.members[1 - who]
        self.attempt(lambda: commission_scoring.pass_on(actor=None, call=self.call, giver=giver, taker=taker))

    @rule()
    def open_scoring(self) -> None:
        self.attempt(lambda: commission_scoring.open_scoring(actor=None, call=self.call))

    @rule(points=st.integers(5, 10))
    def hand_all_in(self, points: int) -> None:
        for card in ScoreCard.objects.filter(submission__call=self.key, handed_in_at__isnull=True):
            self.attempt(lambda card=card: self.hand_in(card, points))  # type: ignore[misc]

    @rule(which=WHICH)
    def give_back(self, which: int) -> None:
        one = self.pick(which)
        given, seen = list(one.cards.all()[:1]), cards.mark_discussion(one)
        self.attempt(
            lambda: cards.discuss_spread(actor=None, submission=one, words="Omówiono.", given_back=given, seen=seen)
        )

    @rule()
    def close_scoring(self) -> None:
        self.attempt(lambda: commission_scoring.close_scoring(actor=None, call=self.call))

    @rule()
    def reopen_scoring(self) -> None:
        self.attempt(lambda: commission_scoring.reopen_scoring(actor=None, call=self.call, reason="Błąd w karcie."))

    @rule(which=WHICH, outcome=st.sampled_from(OUTCOMES), into=WHICH)
    def decide(self, which: int, outcome: str, into: int) -> None:
        one, said = self.pick(which), self.say(outcome, self.pick(into))
        standing = Decision.objects.filter(submission=one).first()
        version = standing.version if standing else 0
        self.attempt(lambda: decisions.decide(actor=None, submission=one, verdict=said, version=version))

    @rule(outcome=st.sampled_from(("basic", "reserve", "rejected")))
    def decide_the_rest(self, outcome: str) -> None:
        for one in to_decide(self.call).filter(decision__isnull=True).select_related("call__process__workspace"):
            self.attempt(lambda one=one: decisions.decide(actor=None, submission=one, verdict=self.say(outcome)))  # type: ignore[misc]

    @rule(which=WHICH, place=st.integers(1, 3))
    def move_on_reserve(self, which: int, place: int) -> None:
        last = self.call.reserve_moves.last()
        said: dict[str, Any] = {"place": place, "why": "Pilniejsze.", "seen": last.pk if last else 0}
        self.attempt(lambda: reserve.move_on_reserve(actor=None, call=self.call, submission=self.pick(which), **said))

    @rule()
    def approve(self) -> None:
        if self.attempt(lambda: results.approve_call(actor=None, call=self.call, act=self.act)):
            self.approved_ranking = reckon(self.call).ranking

    @rule()
    def publish(self) -> None:
        self.attempt(lambda: results.publish_results(actor=None, call=self.call))

    @invariant()
    def can_be_explained(self) -> None:
        if self.has_moved:
            self.has_moved = False
            self.look_at_numbers()
            self.look_at_moments()
            self.look_at_cards()
            self.look_at_what_is_approved()
            self.look_at_pages()

    def look_at_numbers(self) -> None:
        assert [one.number for one in self.sent] == list(range(1, self.call.last_number + 1))
        for one in self.sent:
            numbers = [version.number for version in one.versions.all()]
            assert numbers == list(range(1, len(numbers) + 1))
            assert numbers

    def look_at_moments(self) -> None:
        call = self.call
        moments = [call.published_at, call.scoring_opened_at, call.scoring_closed_at, call.approved_at, call.results_at]
        reached = [moment for moment in moments if moment is not None]
        assert reached == moments[: len(reached)]
        assert reached == sorted(reached)
        assert call.called_off_at is None or call.approved_at is None

    def look_at_cards(self) -> None:
        """Points come from those alone who have promised and declared."""
        for card in ScoreCard.objects.filter(submission__call=self.key, handed_in_at__isnull=False):
            assert Pledge.objects.filter(call=self.key, user=card.user).exists()
            assert Declaration.objects.filter(submission=card.submission_id, user=card.user).exists()

    def look_at_what_is_approved(self) -> None:
        """Each that is dealt with has a decision that leads somewhere, and the ranking stays as it was approved."""
        if self.call.approved_at is None:
            return
        dealt_with = {one.pk: one for one in to_decide(self.call).select_related("decision")}
        for one in dealt_with.values():
            if one.decision.into_id is not None:
                assert dealt_with[one.decision.into_id].decision.outcome != Decision.Outcome.MERGED
            node = node_for(one)
            assert one.decision.outcome not in SELECTED or (node is not None and not node.is_taken_off)
        assert reckon(self.call).ranking == self.approved_ranking

    def look_at_pages(self) -> None:
        """An applicant is told nothing that is not so, and waits for nothing once all is out; a protocol can be made."""
        call = self.call
        for one in self.sent:
            check = FormalCheck.objects.filter(submission=one).first()
            with translation.override("en"):
                steps = read_fate(one, timezone.now())
                told = [str(step.text) for step in steps]
            assert call.results_at is None or not any(step.state == "ahead" for step in steps)
            if "It meets the conditions of the call." in told:
                assert check is not None
                assert check.outcome == FormalCheck.Outcome.PASSED
        if call.phase in READY:
            assert collect_protocol(call, 1)


def make_play(phase: str) -> type[_Played]:
    """Make a call in a phase, by its own steps, and give the play with it."""
    clerk, *members = UserFactory.create_batch(3)
    made = calls.make_call(town.ProcessFactory.create())
    calls.make_commission(made, {"chair": members[:1], "member": members[1:]})
    act = town.LegalActFactory.create(workspace=made.process.workspace)
    play = type("Played", (_Played,), {"key": made.pk, "clerk": clerk, "members": members, "act": act})
    for number in range(3):
        applying_sending.send_submission(submission=calls.make_submission(made, f"Park {number}", draft=True))
    first = play()
    first.lead_to(phase)
    play.approved_ranking = first.approved_ranking
    # Kept, unlike what the plays do.
    first.transaction.__exit__(None, None, None)
    return play


@pytest.mark.parametrize("phase", PHASES)
def test_a_call_stays_one_that_can_be_explained_whatever_is_done_to_it(phase: str) -> None:
    examples, steps = (300, 50) if THOROUGH else (6, 25)
    run_state_machine_as_test(
        make_play(phase),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, derandomize=True, database=None, deadline=None,
            phases=[Draws.generate, *([Draws.shrink] if THOROUGH else [])], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_paper_that_came_in_time_and_was_registered_once_all_was_approved_is_said_to_have_been_passed_over() -> None:
    play = make_play("approved")()
    play.register_paper(is_late=False, number=1)
    play.publish()
    play.can_be_explained()
    last = read_fate(play.sent[-1], timezone.now())[-1]
    assert last.state == "stopped"
    assert last.when == play.call.approved_at
    play.teardown()


def test_nothing_is_merged_into_what_is_not_dealt_with() -> None:
    play = make_play("published")()
    play.register_paper(is_late=True, number=1)
    selected, reserved, _revised, late = play.sent
    for into, is_taken in ((late, False), (selected, True)):
        said = play.say("merged", into)
        assert is_taken == play.attempt(
            lambda said=said: decisions.decide(actor=None, submission=reserved, verdict=said, version=1)  # type: ignore[misc]
        )
    play.can_be_explained()
    play.teardown()
