"""The demonstration of the methods, from rounds to goals: it loads once, keeps the rooms' invariants, stays young.

Loading takes many seconds, so everything is loaded in one test, and what it must hold is said by the functions that look.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import override

from sciezka.kit.manifests import all_manifests
from sciezka.rooms.assessment.demo import read_assessments
from sciezka.rooms.assessment.models import Assessment, Card, Deficit
from sciezka.rooms.assessment.queries.assessments import find_round_of, read_asked
from sciezka.rooms.calls.models import Call, Decision, Submission, digest_criteria
from sciezka.rooms.calls.queries.scores import cards_that_count, rank_cards
from sciezka.rooms.path.demo import read_thread
from sciezka.rooms.path.models import CoreChoice, Goal
from sciezka.rooms.path.queries.structures import roles_of
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.demo import APART, draw_few, draw_level, draw_order
from sciezka.rooms.rounds.models import AgreedResult, Answer, Meeting, Participant, Phase, Proposal, Round, Sheet
from sciezka.rooms.rounds.queries.meetings import why_not_yet
from sciezka.rooms.rounds.queries.results import results_of
from sciezka.rooms.stakeholders.demo import read_engaging, read_register
from sciezka.rooms.stakeholders.models import Invitation, Stakeholder
from sciezka.rooms.stakeholders.queries.facts import find_unheard
from sciezka.rooms.stakeholders.queries.mapping import Quadrant, read_map, read_public_map
from sciezka.rooms.thread.models import Node, Score, Snapshot
from sciezka.rooms.thread.queries.checks import check
from sciezka.rooms.town.models import Process, Team

ROOT = Path(__file__).resolve().parents[2]
LEADER = "koordynator@demo.sciezka.example"
ROOMS = ("town", "rounds", "monitor", "surveys", "stakeholders", "assessment", "diagnosis", "path", "calls")
TEAM = 12


def load_rooms(*rooms: str) -> list[bool]:
    """Load what the cards of some rooms name, in their order; tell which loaded anything."""
    return [import_string(card.demo)() for card in all_manifests() if card.key in rooms and card.demo]


@pytest.fixture
def _demo(db: None, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001 - asked for what it does
    """Let the demonstration's accounts work, and keep its figures away from those of other tests."""
    with override_settings(DEMO=True, HOME=tmp_path):
        yield


def find_process() -> Process:
    """Give the process in which the demonstration plays."""
    return Process.objects.select_related("workspace").get(slug="strategia-rozwoju-miasta")


def sees(process: Process, address: str) -> bool:
    """Tell whether the co-ordinator can open a page of the process."""
    client = Client()
    client.force_login(User.objects.get(email=LEADER), backend="sciezka.rooms.people.backends.AccountBackend")
    return client.get(f"/biuro/{process.workspace.slug}/{process.slug}/{address}").status_code == 200


def check_rounds(process: Process) -> None:
    """Look at what every round must hold, whichever room made it."""
    now = timezone.now()
    assert not Answer.objects.filter(sheet__round__process=process, edited_at__gt=now).exists()
    assert not Meeting.objects.filter(round__process=process, ended_at__gt=now).exists()
    assert not AgreedResult.objects.filter(round__process=process, agreed_on__gt=now.date()).exists()
    for round_ in Round.objects.filter(process=process):
        assert round_.launched_at is None or round_.launched_at <= now
        answers = Answer.objects.filter(sheet__round=round_)
        assert not answers.exclude(item__round=round_).exists()
        assert set(answers.values_list("special", flat=True)) <= {"", "dk", "p"}
        if round_.kind == Round.Kind.RATING:
            known = {(scale.key, int(value)) for scale in round_.core_scales for value in scale.values}
            assert set(answers.filter(special="").values_list("scale", "value")) <= known


@pytest.mark.django_db
def test_nothing_is_loaded_where_the_town_is_not_or_its_accounts_do_not_work() -> None:
    rooms = ("rounds", "stakeholders", "assessment", "diagnosis", "path", "calls")
    assert load_rooms(*rooms) == [False] * len(rooms)
    load_rooms("town")
    assert load_rooms(*rooms) == [False] * len(rooms)
    assert not Round.objects.exists()


@pytest.mark.usefixtures("_demo")
def test_the_whole_demonstration_loads_once_and_holds_together() -> None:
    assert load_rooms(*ROOMS) == [True] * len(ROOMS)
    assert load_rooms(*ROOMS) == [False] * len(ROOMS)
    process = find_process()
    check_rounds(process)
    check_kinds(process)
    check_stakeholders(process)
    check_assessments(process)
    check_thread(process)
    check_calls()


def check_calls() -> None:
    """Look at the three calls: two of August 2020 as the calendar tells them, one that is open today."""
    partners, undertakings = Call.objects.filter(process__slug="rozwoj-lokalny").order_by("kind")
    running = Call.objects.get(process__slug="strategia-rozwoju-miasta")
    assert (undertakings.phase, partners.phase, running.phase) == ("published", "published", "open")
    for call in (partners, undertakings):
        span = [timezone.localtime(moment) for moment in (call.opens_at, call.closes_at) if moment]
        assert [f"{moment:%Y-%m-%d}" for moment in span] == ["2020-08-06", "2020-09-01"]
        assert digest_criteria(list(call.criteria.all())) == call.criteria_digest
    acts = [
        call.commission.act.date.isoformat() for call in (undertakings, partners) if call.commission and call.commission.act
    ]
    assert acts == ["2020-09-09", "2020-10-06"]
    assert timezone.localdate(partners.approved_at).isoformat() == "2020-10-09"
    ranking = rank_cards(undertakings, cards_that_count(undertakings))
    assert ranking
    outcomes = {row.submission.code: row.outcome for row in Decision.objects.filter(submission__call=undertakings)}
    assert Counter(outcomes.values()) == {"basic": 5, "supplementary": 2, "reserve": 2, "merged": 1, "rejected": 2}
    assert {outcomes[row.submission] for row in ranking.rows if not row.passed} == {"rejected"}
    selected = {row.submission for row in ranking.rows if outcomes[row.submission] in {"basic", "supplementary"}}
    assert len({row.rank for row in ranking.rows[:5]} & {1, 2, 3, 4, 5}) >= 4
    assert Node.objects.filter(process=undertakings.process, type="idea").count() == len(selected) == 7
    assert Node.objects.filter(process=partners.process, type="partner").count() == 3
    assert {letter.state for letter in partners.letters.all()} == {"signed"}
    assert Node.objects.filter(process=partners.process, type="letter", ties_in__kind="declares").count() == 3
    assert undertakings.submissions.filter(is_late=True).count() == 1
    assert running.goals.count() >= 4
    assert not Submission.objects.filter(call=running, goals=None).exists()


def check_thread(process: Process) -> None:
    """Look at the golden thread: whole from evidence to indicators, with the faults left open on purpose and no others."""
    data = read_thread()
    with override("pl"):
        report = check(process)
    found = sorted([fault.rule.code, fault.node.code if fault.node else ""] for fault in report.faults)
    assert found == sorted(data["open"]["faults"])
    assert {fault.waiver.reason for fault in report.waived if fault.waiver} == {row["reason"] for row in data["waivers"]}
    types = Counter(node.type for node in report.plan.standing)
    evidence = {"finding", "survey_finding", "deficit", "structure_finding"}
    assert evidence == set(types) & evidence
    assert (types["stakeholder_judgement"], types["passage"], types["expert_note"]) == (2, 2, 1)
    assert (types["problem"], types["strategic_goal"], types["operational_goal"]) == (5, 3, 9)
    assert types["problem"] + types["cause"] + types["effect"] >= 40
    assert (types["factor"], types["vision"], types["indicator"]) == (19, 1, 14)
    assert [goal.name for goal in Goal.objects.filter(process=process, parent=None)] == [
        "Jelenia Góra: EKO-logiczny wybór", "Jelenia GÓRĄ możliwości", "Potencjał z widokiem na przyszłość",
    ]  # fmt: skip
    core = CoreChoice.objects.get(process=process)
    assert core.factors.count() == 5
    # Two factors tie for the last place, as the reason of the choice says.
    votes = Counter(Answer.objects.filter(sheet__round=core.round).values_list("item__title", flat=True)).most_common()
    assert votes[3][1] > votes[4][1] == votes[5][1] > votes[6][1]
    assert {name for name, _count in votes[:4]} < set(core.factors.values_list("name", flat=True))
    assert all(role for role in roles_of(process).values())
    saved = list(Snapshot.objects.filter(process=process))
    assert [bool(row.event) for row in saved] == [True, True]
    assert saved[1].content["sums"]["nodes"] < saved[0].content["sums"]["nodes"] < len(report.plan.standing)
    scores = {row.day: row.score for row in Score.objects.filter(process=process)}
    kept = [row.content["sums"]["score"] for row in saved]
    assert [scores[timezone.localdate(row.made_at)] for row in saved] == kept
    newest = Score.objects.filter(process=process).latest("day")
    assert (newest.score, newest.day) == (report.score, timezone.localdate())
    # Every fault is explained where a newcomer reads of the thread.
    told = (ROOT / "docs" / "tutorial" / "the-golden-thread.md").read_text(encoding="utf-8")
    assert all(f"**{rule}**" in told and (not code or code in told) for rule, code in data["open"]["faults"])
    thread = ("nic/", "nic/sprawdzenie/", "nic/obraz/", "nic/stany/")
    methods = ("drzewa/", "dowody/", "zasoby/", "czynniki/", "czynniki/scisle-grono/", "swot/", "wizja/", "cele/")
    assert all(sees(process, page) for page in (*thread, *methods))


def check_kinds(process: Process) -> None:
    """Look at the general rounds: one of every kind, in every phase."""
    rows = list(Round.objects.filter(process=process, purpose="general"))
    assert {row.kind for row in rows} == set(Round.Kind.values)
    assert Counter(row.phase for row in rows) == {Phase.DRAFT: 1, Phase.COLLECTING: 1, Phase.OPEN: 1, Phase.CLOSED: 3}
    # Whoever tries the demonstration finds a round to answer.
    waiting = Participant.objects.filter(
        round__kind=Round.Kind.PICK, round__purpose="general", has_started=False
    ).values_list("user__email", flat=True)
    assert {LEADER, "zespol@demo.sciezka.example"} <= set(waiting)
    assert len(waiting) == TEAM // 2
    # One closed round was met about; a matrix waits for its meeting.
    meetings = Meeting.objects.filter(round__purpose="general", ended_at__isnull=False)
    met = set(meetings.values_list("round__kind", flat=True))
    assert met == {Round.Kind.RANKING}
    assert why_not_yet(next(row for row in rows if row.kind == Round.Kind.MATRIX)) is None
    # The anonymous one ties no sheet to anybody.
    anonymous = next(row for row in rows if row.is_anonymous)
    assert anonymous.salt == ""
    assert not Sheet.objects.filter(round=anonymous, participant__isnull=False).exists()
    assert Answer.objects.filter(sheet__round=anonymous).order_by().values("edited_at").distinct().count() == 1
    assert results_of(anonymous).sheets == TEAM
    assert sees(process, "rundy/")


def check_stakeholders(process: Process) -> None:
    """Look at stakeholders: named, sorted, judged twice and engaged."""
    leader, named = User.objects.get(email=LEADER), len(read_register()["stakeholders"])
    first, second = Round.objects.filter(process=process, purpose="stakeholders").order_by("pk")
    assert second.previous == first
    assert Proposal.objects.filter(round=first).count() > first.items.count() == named
    assert Proposal.objects.filter(round=first).exclude(left_out="").count() == 1
    view = read_map(leader, process)
    assert view is not None
    assert (view.people, len(view.points)) == (TEAM, named)
    assert sum(point.is_moved for point in view.points) >= 15
    assert all(view.count(quadrant) >= 5 for quadrant in Quadrant)
    assert AgreedResult.objects.filter(round=first).exclude(dissent="").count() == 1
    unheard = find_unheard(leader, process)
    assert unheard is not None
    assert unheard.never
    assert unheard.long_ago
    assert 4 <= len(unheard.never) + len(unheard.long_ago) <= 6
    # Residents see organisations alone.
    public = read_public_map(process)
    assert public is not None
    persons = set(Stakeholder.objects.filter(process=process, is_person=True).values_list("name", flat=True))
    assert len(persons) == 3
    assert persons.isdisjoint(point.stakeholder.name for point in public.points)
    answers = Counter(Invitation.objects.filter(stakeholder__process=process).values_list("answer", flat=True))
    assert answers == {"accepted": 8, "declined": 2, "waiting": 3}
    team = Team.objects.get(pk__in=Invitation.objects.exclude(team=None).values("team"))
    assert team.memberships.count() == answers["accepted"]
    assert all(sees(process, f"interesariusze/{page}") for page in ("", "mapa/", "nieslyszani/"))


def check_assessments(process: Process) -> None:
    """Look at assessments: each bank answered in two waves and agreed."""
    rows = list(Assessment.objects.filter(process=process))
    assert Counter(row.bank_key for row in rows) == dict.fromkeys((data["bank"] for data in read_assessments()), 2)
    assert {row.bank_key for row in rows if not row.is_closed} == {"drabina"}
    for row in rows:
        round_ = find_round_of(row)
        assert round_ is not None
        result = results_of(round_)
        agreed = sum(line.agreed is not None for line in result.lines)
        assert result.sheets == TEAM
        assert agreed == len(result.lines) if row.is_closed else 0 < agreed < len(result.lines)
        codes = set(Card.objects.filter(assessment=row).values_list("code", flat=True))
        assert codes <= {item.code for item in read_asked(row).items}
        assert len(codes) == 18 or row.bank_key != "arkusze-diagnostyczne"
    deficits = Deficit.objects.filter(card__assessment__process=process)
    assert deficits.count() == Node.objects.filter(process=process, type="deficit").count() > 20
    assert not deficits.filter(improvements=None).exists()
    assert sees(process, rows[0].get_absolute_url().split(f"{process.slug}/")[1])


def test_what_is_invented_says_so() -> None:
    waves = [wave for data in read_assessments() for wave in data["waves"]]
    assert all("(przykład)" in wave["title"] for wave in waves)
    assert all("zmyślone" in data["reason"] for data in read_assessments())
    assert "przykład" in read_engaging()["letter"]
    assert read_engaging()["source"] == "dane przykładowe"


def test_all_nine_sectors_are_represented() -> None:
    sectors = Counter(row["sector"] for row in read_register()["stakeholders"])
    assert len(sectors) == 9
    assert sum(sectors.values()) == 42


def test_draws_are_the_same_for_the_same_words() -> None:
    levels = [draw_level(3.4, range(1, 6), "słowo", number) for number in range(200)]
    assert levels == [draw_level(3.4, range(1, 6), "słowo", number) for number in range(200)]
    assert 3.2 < sum(levels) / len(levels) < 3.6
    assert {draw_level(1.0, range(1, 6), number, spread=APART) for number in range(200)} == {1, 2, 3}
    assert sorted(draw_order({0: 1.0, 1: 2.0, 2: 9.0}, "x")) == [0, 1, 2]
    assert len(draw_few({0: 1, 1: 9, 2: 5}, 2, "x")) == 2
