"""The ranking: what its page shows to whom, that anyone recounts it from its files, and how firmly a selection stands."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.calls.models import Call, Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.cards import find_alerts
from sciezka.rooms.calls.queries.protocol_content import collect_protocol, hide_submissions
from sciezka.rooms.calls.queries.ranking import find_hidden, name_assessors, read_decision_panel, read_rule, reckon
from sciezka.rooms.calls.queries.ranking_out import write_cards, write_criteria, write_ranking
from sciezka.rooms.calls.queries.ranking_page import View, read_board
from sciezka.rooms.calls.queries.sensitivity import read_sensitivity
from sciezka.rooms.calls.queries.submissions import in_scoring, to_decide
from sciezka.rooms.calls.queries.submissions_list import rank_keys
from sciezka.rooms.people.models import User
from tests.factories.calls import make_call, make_card, make_check, make_commission, make_decision, make_submission
from tests.factories.people import UserFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


def passed(call: Call, title: str, **values: Any) -> Submission:
    """Make a submission that was formally passed."""
    submission = make_submission(call, title, **values)
    make_check(submission)
    return submission


def score(submission: Submission, user: User, first: str, second: str, **values: Any) -> ScoreCard:
    return make_card(submission, user, points={"K1": first, "K2": second}, **values)


def url(call: Call, name: str, **words: Any) -> str:
    return reverse(f"calls:{name}", kwargs={**call.address, **words})


def english(office: Office, role: str) -> Client:
    user = office.people[role]
    user.language = "en"
    user.save()
    return office.client(role)


def make_scored(office: Office, count: int = 3, **values: Any) -> tuple[Call, list[Submission], list[User]]:
    """Make a call with submissions that three members scored: the first best."""
    call = make_call(office.process, phase="deciding", **values)
    members = UserFactory.create_batch(3)
    make_commission(call, {"chair": [members[0]], "member": members[1:]})
    submissions = [passed(call, f"Pomysł {place}", asked=Decimal(10_000 * (place + 1))) for place in range(count)]
    for place, submission in enumerate(submissions):
        for at, member in enumerate(members):
            score(submission, member, str(max(9 - place % 9 - at % 2, 0)), f"{(place + at) % 10}.5")
    return call, submissions, members


def test_the_page_shows_points_means_and_what_the_rule_selects(office: Office) -> None:
    call, submissions, members = make_scored(office, selects="places", places=2)
    submissions[0].cards.filter(user=members[2]).delete()
    page = english(office, "coordinator").get(url(call, "ranking")).content.decode()
    ranking = reckon(call).ranking
    assert ranking is not None
    first = ranking.rows[0]
    assert [f"{row.rank}." in page for row in ranking.rows] == [True, True, True]
    assert f"{float(first.score):.10g}" in page
    assert page.count("selected by the rule") == 2
    assert "2/2" in page
    assert "3/3" in page


@pytest.mark.one_database
def test_whoever_has_a_tie_or_an_open_card_sees_a_number_and_no_points(office: Office) -> None:
    call, submissions, members = make_scored(office)
    chair = members[0]
    Declaration.objects.create(submission=submissions[0], user=chair, stance=Declaration.Stance.CONFLICT)
    submissions[1].cards.filter(user=chair).update(handed_in_at=None)
    client = Client()
    client.force_login(chair, backend="sciezka.rooms.people.backends.AccountBackend")
    page = client.get(url(call, "ranking")).content.decode()
    for hidden in submissions[:2]:
        assert hidden.title not in page
        assert f">{hidden.code}<" in page
    assert submissions[2].title in page
    assert "cards.csv" not in page
    for name in ("ranking_cards", "ranking_json", "ranking_criteria"):
        assert client.get(url(call, name)).status_code == 404
    assert client.get(url(call, "decide", submission=submissions[0].pk)).status_code == 404
    ticked = client.get(url(call, "decide_many") + f"?z={submissions[0].pk}")
    assert (ticked.status_code, ticked["Location"]) == (302, url(call, "ranking"))
    # What is filtered tells nothing of them either.
    assert f">{submissions[0].code}<" not in client.get(url(call, "ranking") + "?pokaz=proponowane").content.decode()


@pytest.mark.one_database
def test_a_members_ranking_opens_once_scoring_is_closed(office: Office) -> None:
    call, _submissions, members = make_scored(office)
    client = Client()
    client.force_login(members[1], backend="sciezka.rooms.people.backends.AccountBackend")
    assert client.get(url(call, "ranking")).status_code == 200
    assert client.get(url(call, "approve")).status_code == 404
    Call.objects.filter(pk=call.pk).update(scoring_closed_at=None)
    assert client.get(url(call, "ranking")).status_code == 404
    assert office.client("contributor").get(url(call, "ranking")).status_code == 404


@pytest.mark.one_database
def test_three_submissions_cost_as_many_queries_as_one(office: Office) -> None:
    client = english(office, "coordinator")
    counts = set()
    for count in (1, 3):
        call, _submissions, _members = make_scored(office, count, selects="money", budget=Decimal(25_000))
        for name in ("ranking", "sensitivity", "ranking_json"):
            client.get(url(call, name))
            with CaptureQueriesContext(connection) as found:
                assert client.get(url(call, name)).status_code == 200
            counts.add((name, len(found)))
    assert len(counts) == 3


def test_the_command_on_the_published_files_gives_the_pages_order_to_the_last_digit(office: Office, tmp_path: Path) -> None:
    call, _submissions, members = make_scored(office, 12)
    cards, criteria = tmp_path / "cards.csv", tmp_path / "criteria.toml"
    call.criteria.filter(code="K1").update(name='Zgodność „z celami” \\ "x"', levels=[{"points": "0", "text": "nic\u007f"}])
    cards.write_text(write_cards(call), encoding="utf-8")
    criteria.write_text(write_criteria(call), encoding="utf-8")
    said = io.StringIO()
    call_command("rank_call", str(cards), str(criteria), "--json", stdout=said)
    assert said.getvalue() == write_ranking(call)
    ranking = reckon(call).ranking
    assert ranking is not None
    assert [row["submission"] for row in json.loads(said.getvalue())] == [row.submission for row in ranking.rows]
    told = write_cards(call)
    assert not any(word in told for member in members for word in (member.name, member.email, str(member.ref)))


def test_assessors_are_named_alike_each_time_and_not_in_the_order_of_members(office: Office) -> None:
    calls = [make_call(office.process, phase="deciding") for _number in range(8)]
    orders = [tuple(sorted(names, key=names.__getitem__)) for call in calls if (names := name_assessors(call, range(1, 8)))]
    assert orders == [tuple(sorted(n, key=n.__getitem__)) for call in calls if (n := name_assessors(call, range(7, 0, -1)))]
    assert len(set(orders)) > 1


def test_a_recused_or_formally_failed_card_counts_for_nothing(office: Office) -> None:
    call, submissions, members = make_scored(office)
    Declaration.objects.create(submission=submissions[0], user=members[0], stance=Declaration.Stance.CONFLICT)
    submissions[1].check_made.outcome = "failed"
    submissions[1].check_made.save()
    reckoning = reckon(call)
    assert reckoning.ranking is not None
    assert reckoning.ranking.of(submissions[0].code).assessors == 2
    assert reckoning.of(submissions[1].code) is None
    assert list(to_decide(call)) == [submissions[0], submissions[2]]


def test_the_same_cards_are_reckoned_once_and_any_change_of_them_anew(office: Office) -> None:
    call, submissions, members = make_scored(office, selects="places", places=2)
    before = reckon(call)
    assert reckon(Call.objects.get(pk=call.pk)).ranking is before.ranking
    assert before.ranking is not None
    first = before.ranking.rows[0]
    card = submissions[int(first.submission) - 1].cards.get(user=members[0])
    card.points = {**card.points, "K1": "0"}
    card.save()
    after = reckon(call).of(first.submission)
    assert after is not None
    assert after.score < first.score
    criterion = call.criteria.get(code="K1")
    call.criteria.filter(code="K1").update(weight=criterion.weight * 2)
    heavier = reckon(Call.objects.get(pk=call.pk)).of(first.submission)
    assert heavier is not None
    assert heavier.score > after.score


def test_the_thousandth_submission_stands_after_the_nine_hundred_and_ninety_ninth(office: Office) -> None:
    call, submissions, _members = make_scored(office)
    for submission, number in zip(submissions, (1000, 999, 101), strict=True):
        Submission.objects.filter(pk=submission.pk).update(number=number)
    page = english(office, "coordinator").get(url(call, "ranking") + "?kolejnosc=numer").content.decode()
    places = [page.index(f'class="code">{code}<') for code in ("101", "999", "1000")]
    assert places == sorted(places)


def test_sensitivity_names_who_comes_in_and_who_goes(office: Office) -> None:
    call = make_call(office.process, phase="deciding", selects="places", places=1)
    one, two = UserFactory.create_batch(2)
    first, second = passed(call, "Pierwszy"), passed(call, "Drugi")
    for submission, points in ((first, ("9", "6")), (second, ("6", "7"))):
        for member, given in zip((one, two), points, strict=True):
            score(submission, member, given, "5")
    held = read_sensitivity(office.people["coordinator"], call)
    by_member = {trial.member: trial for trial in held.assessors}
    assert [named.title for named in by_member[one].comes] == [second.title]
    assert [named.title for named in by_member[one].goes] == [first.title]
    assert not by_member[two].change.matters
    assert held.shaken == 1
    page = english(office, "coordinator").get(url(call, "sensitivity")).content.decode()
    assert "1 change would select others" in page
    assert f'title="Drugi">{second.code}</a>' in page
    assert "Drugi" in page


def test_money_goes_to_whatever_still_fits_and_a_tie_at_the_cut_is_told(office: Office) -> None:
    call = make_call(office.process, phase="deciding", selects="money", budget=Decimal(50_000))
    member = UserFactory.create()
    asks = {"A": 40_000, "B": 20_000, "C": 10_000, "D": None}
    made = {name: passed(call, name, asked=ask and Decimal(ask)) for name, ask in asks.items()}
    for name, points in zip(asks, ("9", "8", "7", "10"), strict=True):
        score(made[name], member, points, "5")
    rule, ranking = read_rule(call), reckon(call).ranking
    assert ranking is not None
    assert rule.select(ranking).chosen == (made["A"].code, made["C"].code)
    assert rule.list_unpriced(ranking) == [made["D"].code]
    Call.objects.filter(pk=call.pk).update(selects="places", places=1)
    for name in ("A", "B"):
        made[name].cards.update(points={"K1": "10", "K2": "5"})
    page = english(office, "coordinator").get(url(call, "ranking")).content.decode()
    assert "The cut runs through a shared place" in page


@pytest.mark.one_database
def test_words_of_an_address_that_mean_nothing_do_no_harm(office: Office) -> None:
    call, _submissions, _members = make_scored(office)
    client = english(office, "coordinator")
    for words in (
        "?pokaz=x&kolejnosc=y&na=9&page=-3",
        "?page=\x00",
        "?pokaz=rozbiezne&kolejnosc=rozrzut",
        "?na=250&page=99",
    ):
        assert client.get(url(call, "ranking") + words).status_code == 200
    for said in ("-1", "0", "9" * 30, "²", "x"):
        assert client.get(url(call, "sensitivity") + f"?ile={said}").status_code == 200


def test_page_files_protocol_and_whoever_waits_for_points_go_by_one_rule_of_what_is_dealt_with(office: Office) -> None:
    call = make_call(office.process, phase="deciding")
    member = UserFactory.create()
    checks = ("passed", "", "supplement", "failed", None)
    for outcome in checks:
        submission = make_submission(call, f"Pomysł {outcome}")
        if outcome is not None:
            make_check(submission, outcome)
        score(submission, member, "8", "6")
    loaded = make_submission(call, "Z pliku", channel=Submission.Channel.IMPORT)
    score(loaded, member, "5", "5")
    counted = ["001", loaded.code]
    assert [one.code for one in to_decide(call)] == [one.code for one in in_scoring(call)] == counted
    assert reckon(call).codes() == counted
    lines = read_board(office.people["coordinator"], call, View()).lines
    assert [line.submission.code for line in lines] == counted
    assert {row.split(",")[0] for row in write_cards(call).splitlines()[1:]} == set(counted)
    assert [row["submission"] for row in json.loads(write_ranking(call))] == counted
    assert find_alerts(call) == []


def test_no_gap_sum_or_order_tells_a_reader_with_a_tie_how_the_hidden_submission_stands(office: Office) -> None:
    call, submissions, members = make_scored(office, count=5, selects="places", places=2, budget=Decimal(100_000))
    chair, hidden = members[0], submissions[1]
    Declaration.objects.create(submission=hidden, user=chair, stance=Declaration.Stance.CONFLICT)
    for place, submission in enumerate(submissions):
        make_decision(submission, "basic" if place < 2 else "rejected", granted=Decimal(777) if place < 2 else None)
    for user, ranks, money in ((office.people["coordinator"], [1, 2, 3, 4, 5], 1554), (chair, [1, 2, 3, 4], 777)):
        board = read_board(user, call, View())
        assert [line.row.rank for line in board.lines if line.row] == ranks
        assert (board.total, board.ranked, board.decided) == (5, 5, 5)
        assert board.granted == money
        assert board.left == (None if user == chair else 100_000 - money)
        assert (board.selection is None) == (read_sensitivity(user, call).selection is None) == (user == chair)
        panel = read_decision_panel(user, submissions[2])
        assert panel is not None
        assert panel.row is not None
        assert (panel.row.rank, panel.count, panel.is_proposed) == (
            len(ranks) - 2,
            len(ranks),
            None if user == chair else False,
        )
        assert sorted(row.rank for row in rank_keys(reckon(call), find_hidden(user, call)).values()) == ranks
    chair.language = "en"
    chair.save()
    client = Client()
    client.force_login(chair, backend="sciezka.rooms.people.backends.AccountBackend")
    page = client.get(url(call, "ranking")).content.decode()
    assert "places are numbered" in page
    assert "selected by the rule" not in page
    assert "shown to you only once" in client.get(url(call, "sensitivity")).content.decode()
    said = collect_protocol(call, 1)["named"]
    for section in hide_submissions(said, frozenset({hidden.code}))["sections"]:
        assert not any(hidden.code in sentence for sentence in section["sentences"])
        for table in section["tables"]:
            found = [at for at, row in enumerate(table["rows"]) if row["of"] == hidden.code]
            assert found in ([], [len(table["rows"]) - 1])
            if "place" in table:
                assert {row["cells"][table["place"]] for row in table["rows"]} == {""}
            assert {table["rows"][at]["cells"][1] for at in table["strong"]} <= {"średnia"}
    # What is published is everybody's.
    Call.objects.filter(pk=call.pk).update(results_at=timezone.now())
    lines = read_board(chair, Call.objects.get(pk=call.pk), View()).lines
    assert [line.row.rank for line in lines if line.row] == [1, 3, 4, 5]
