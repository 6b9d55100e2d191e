"""What was announced is what is judged by, with as many assessors and as many present as the call says, or it is told."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.rooms.calls.actions.calls import take_form
from sciezka.rooms.calls.actions.calls_running import amend_call
from sciezka.rooms.calls.actions.commission import SittingValues, declare, write_sitting
from sciezka.rooms.calls.actions.commission_scoring import close_scoring, open_scoring
from sciezka.rooms.calls.forms.applying import HeadForm
from sciezka.rooms.calls.models import Call, Criterion, ScoreCard
from sciezka.rooms.calls.queries.applying_ready import list_missing
from sciezka.rooms.calls.queries.applying_work import read_head, read_work
from sciezka.rooms.calls.queries.commission_steps import list_thin
from sciezka.rooms.calls.queries.commission_work import read_shared
from sciezka.rooms.calls.queries.criteria_kept import are_kept
from sciezka.rooms.calls.queries.protocol_content import collect_protocol
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from tests.factories import town
from tests.factories.calls import make_call, make_card, make_decision, make_submission
from tests.factories.commission import Bench, enter, locate, make_bench
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def change_weight_by_hand(call: Call) -> None:
    """Change a criterion as no page does: in the database."""
    Criterion.objects.filter(call=call, code="K1").update(weight=9)


def judged(bench: Bench) -> None:
    """Let everybody hand in the card they have, all alike."""
    for card in ScoreCard.objects.filter(submission__call=bench.call):
        card.points, card.reasons = {"K1": "8", "K2": "6"}, {"K1": "Wprost."}
        card.handed_in_at = timezone.now()
        card.save()


def test_nothing_is_judged_by_other_criteria_than_those_that_were_announced() -> None:
    bench = make_bench(1)
    assert are_kept(bench.call)
    change_weight_by_hand(bench.call)
    assert not are_kept(bench.call)
    with pytest.raises(ValidationError, match="SHA-256"):
        open_scoring(actor=bench.chair, call=bench.call)
    Criterion.objects.filter(call=bench.call, code="K1").update(weight=3)
    open_scoring(actor=bench.chair, call=bench.call)
    judged(bench)
    change_weight_by_hand(bench.call)
    with pytest.raises(ValidationError, match="SHA-256"):
        close_scoring(actor=bench.chair, call=bench.call)


def test_the_order_and_the_words_of_criteria_belong_to_what_was_announced() -> None:
    call = make_call(town.ProcessFactory.create(), phase="checking")
    Criterion.objects.filter(call=call, code="K2").update(position=0)
    Criterion.objects.filter(call=call, code="K1").update(position=1)
    assert not are_kept(call)
    call = make_call(call.process, phase="draft")
    change_weight_by_hand(call)
    assert are_kept(call)


def test_ranking_and_approval_say_that_criteria_were_changed() -> None:
    bench = make_bench(1, phase="deciding")
    make_card(bench.submissions[0], bench.members[0])
    make_decision(bench.submissions[0])
    boss = lead(bench)
    for is_changed in (False, True):
        for name in ("ranking", "approve"):
            said = enter(boss).get(locate(name, bench.call)).content.decode()
            assert ('id="other-criteria"' in said) is is_changed
        change_weight_by_hand(bench.call)


def lead(bench: Bench) -> User:
    """Make a co-ordinator of the call's town."""
    seat = town.SeatFactory.create(workspace=bench.call.process.workspace)
    assert isinstance(seat.user, User)
    return seat.user


def test_whoever_stepped_aside_is_no_assessor_and_too_few_are_told_before_the_scoring_closes() -> None:
    bench = make_bench(2, members=2, assessors=2)
    one, two = bench.submissions
    open_scoring(actor=bench.chair, call=bench.call)
    judged(bench)
    assert list_thin(bench.call) == []
    gone = ScoreCard.objects.filter(submission=one).exclude(user=bench.chair).first()
    assert gone is not None
    assert gone.user is not None
    declare(actor=gone.user, call=bench.call, read=[], ties={one.pk: "Siostra"})
    assert list_thin(bench.call) == [one]
    rows, _page = read_shared(bench.call, bench.chair, None, 2)
    assert {row.submission: (row.missing, sum(judge.counts for judge in row.judges)) for row in rows} == {
        one: (1, 1),
        two: (0, 2),
    }
    client = enter(bench.chair)
    assert 'id="thin"' in client.get(locate("scoring", bench.call)).content.decode()
    Call.objects.filter(pk=bench.call.pk).update(assessors=None)
    bench.call.refresh_from_db()
    assert list_thin(bench.call) == []
    assert 'id="thin"' not in client.get(locate("scoring", bench.call)).content.decode()


def test_too_few_free_of_ties_are_told_before_the_scoring_is_opened() -> None:
    bench = make_bench(2, members=1, assessors=2)
    client = enter(bench.chair)
    assert 'id="thin"' not in client.get(locate("scoring", bench.call)).content.decode()
    declare(actor=bench.members[0], call=bench.call, read=[], ties={bench.submissions[1].pk: "Siostra"})
    said = client.get(locate("scoring", bench.call)).content.decode()
    told = said.partition('id="thin"')[2].partition("</p>")[0]
    assert [one.code in told for one in bench.submissions] == [False, True]


def test_a_commission_without_a_sitting_that_met_the_quorum_is_told_so_before_the_protocol() -> None:
    bench = make_bench(1, phase="deciding")
    client = enter(bench.chair)
    there = [str(user.ref) for user in (bench.chair, *bench.members)]
    for present, is_told in (((), True), (there[:1], True), (there[:2], False)):
        write_sitting(
            actor=bench.chair,
            call=bench.call,
            values=SittingValues(day=timezone.localdate(), present=tuple(present)),
        )
        assert ('id="no-quorum"' in client.get(locate("protocols", bench.call)).content.decode()) is is_told


def test_what_an_amendment_begins_to_ask_for_makes_nobody_unready() -> None:
    call = make_call(town.ProcessFactory.create())
    draft = make_submission(call, draft=True, area="")
    goals = [Goal.objects.create(process=call.process, name=name) for name in ("Cel pierwszy", "Cel drugi")]
    assert list_missing(read_work(draft), "pl") == []
    boss = UserFactory.create()
    amend_call(actor=boss, call=call, why="Części miasta", values={"areas": "Cieplice"}, goals=goals[:1])
    amend_call(actor=boss, call=call, why="Jeszcze jedna", values={"areas": "Cieplice\nZabobrze"}, goals=goals)
    draft.call.refresh_from_db()
    assert list_missing(read_work(draft), "pl") == []
    form = HeadForm(draft.call, head=read_head(draft))
    assert {name: form.fields[name].required for name in ("area", "goals", "title")} == {
        "area": False, "goals": False, "title": True,
    }  # fmt: skip


def test_what_was_asked_from_the_announcement_on_is_asked_after_an_amendment_too() -> None:
    call = make_call(town.ProcessFactory.create(), areas="Cieplice")
    first, second = (Goal.objects.create(process=call.process, name=name) for name in ("Cel pierwszy", "Cel drugi"))
    call.goals.add(first)
    draft = make_submission(call, draft=True, area="")
    amend_call(
        actor=UserFactory.create(), call=call, why="Więcej", values={"areas": "Cieplice\nSobieszów"}, goals=[first, second]
    )
    draft.call.refresh_from_db()
    assert [one.anchor for one in list_missing(read_work(draft), "pl")] == ["id_area", "id_goals"]


def test_a_commission_whose_act_was_not_recorded_is_told_so() -> None:
    bench = make_bench(1)
    client = enter(bench.chair)
    team = bench.call.commission
    assert team is not None
    for is_told in (True, False):
        assert ('id="no-order"' in client.get(locate("commission", bench.call)).content.decode()) is is_told
        team.act = town.LegalActFactory.create(workspace=bench.call.process.workspace)
        team.save()


def test_a_protocol_says_whether_the_criteria_still_give_the_announced_hash() -> None:
    bench = make_bench(1, phase="deciding")
    said = []
    for _time in range(2):
        annex = collect_protocol(bench.call, 1)["named"]["sections"][-1]
        said.append(annex["sentences"])
        change_weight_by_hand(bench.call)
    assert said[0][0] == said[1][0]
    assert bench.call.criteria_digest in said[0][0]
    assert said[0][1] != said[1][1]


def test_an_offer_of_a_partner_is_not_sent_without_its_declarations() -> None:
    process = town.ProcessFactory.create()
    form = take_form(actor=UserFactory.create(), workspace=process.workspace, key="partner")
    call = make_call(process, kind=Call.Kind.PARTNERS, questionnaire=form)
    draft = make_submission(call, draft=True, answers={})
    asked = {one.anchor for one in list_missing(read_work(draft), "pl")}
    assert asked >= {"i-rejestr", "i-prawda", "i-zaleglosci", "i-wykluczenie", "i-powiazania"}
