"""The core set: votes with their ties, the recorded choice, its departures, the rules, and the pages."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.actions.factors import choose_core, merge_factors, take_off_factor
from sciezka.rooms.path.checks.factors import RULES
from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors import read_list
from sciezka.rooms.path.queries.factors_core import read_core
from sciezka.rooms.rounds.actions.rounds import launch_round
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.queries.plan import read_plan
from tests.factories.path import make_factor, make_goal, make_structure, node_of
from tests.factories.path_factors import make_judging, make_picks
from tests.factories.thread import NodeFactory, declare_types
from tests.factories.town import EventFactory
from tests.rooms.town.office import Office, build_office

NAMES = ("Mieszkania na wynajem", "Miejsca pracy", "Czyste powietrze", "Transport zbiorowy", "Ścieżki rowerowe")


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    declare_types()
    return build_office()


@pytest.fixture
def factors(office: Office) -> list[Factor]:
    """Five factors on the list."""
    return [make_factor(office.process, name) for name in NAMES]


def fire(office: Office) -> dict[str, set[str]]:
    """Give what each rule finds: codes of nodes, or a dash for the plan."""
    plan = read_plan(office.process)
    found = {rule.code: {hit.node.code if hit.node else "-" for hit in rule.find(plan)} for rule in RULES}
    return {code: hits for code, hits in found.items() if hits}


@pytest.mark.both_databases
def test_a_choice_is_recorded_with_its_vote_and_names_where_it_departs(office: Office, factors: list[Factor]) -> None:
    actor, process = office.people["coordinator"], office.process
    # Votes: 3, 2, 1, 1, 0; two places.
    vote = make_picks(process, factors, [[0, 1], [0, 1], [0, 2], [3]])
    event = EventFactory.create(process=process)
    first = choose_core(actor=actor, process=process, factors=factors[:2], reason="Tak głosował zespół.", round=vote)
    made = choose_core(
        actor=actor,
        process=process,
        factors=[factors[0], factors[4]],
        reason="Rowery mają pieniądze.",
        round=vote,
        event=event,
    )
    page = read_core(actor, process)
    assert page.current is not None
    assert (page.current.choice, [row.choice for row in page.earlier]) == (made, [first])
    assert (page.current.left_out, page.current.brought_in) == ((factors[1],), (factors[4],))
    assert (page.current.author, page.current.choice.event) == (str(actor), event)
    (view,) = page.votes
    assert [(row.place, row.votes, row.side) for row in view.rows] == [
        (1, 3, "in"), (2, 2, "in"), (3, 1, "out"), (3, 1, "out"), (5, 0, "out"),
    ]  # fmt: skip
    assert view.vote.overlap is not None
    # Six pairs: the first two share both picks, two pairs share one.
    assert view.vote.overlap.shared == pytest.approx(4 / 6)
    # Who may not see the vote learns nothing of it from the choice.
    seen = read_core(office.people["viewer"], process)
    assert seen.current is not None
    assert (seen.votes, seen.current.departs, seen.current.factors) == ((), False, (factors[0], factors[4]))
    merge_factors(actor=actor, kept=factors[3], other=factors[4])
    assert {line.factor for line in read_list(actor, process).core} == {factors[0], factors[3]}
    take_off_factor(actor=actor, factor=factors[0], reason="Załatwione.")
    assert read_core(actor, process).gone == (factors[0],)
    entry = JournalEntry.objects.filter(verb="factor.choose_core").latest("pk")
    assert entry.after["factors"] == [NAMES[0], NAMES[4]]


def test_what_cannot_be_chosen_is_refused(office: Office, factors: list[Factor]) -> None:
    process = office.process
    foreign = make_factor(build_office().process)
    judged = make_judging(process, factors, [[3, 3, 3, 0]] * 5)
    open_vote = make_picks(process, factors, [[0]], phase="open")
    take_off_factor(actor=None, factor=factors[4], reason="Poza wpływem miasta.")
    cases: list[tuple[list[Factor], dict[str, Any]]] = [
        ([], {}), ([factors[0], foreign], {}), ([factors[4]], {}), (factors[:1], {"round": judged}),
        (factors[:1], {"round": open_vote}), (factors[:1], {"reason": "  "}),
        (factors[:1], {"event": EventFactory.create()}),
    ]  # fmt: skip
    for chosen, more in cases:
        with pytest.raises(ValidationError):
            choose_core(actor=None, process=process, factors=chosen, **{"reason": "Bo tak.", **more})
    assert not CoreChoice.objects.exists()


def test_each_rule_fires_on_its_fault_and_is_quiet_without_it(office: Office, factors: list[Factor]) -> None:
    process = office.process
    assert fire(office) == {}
    goal = make_goal(process)
    assert fire(office) == {"F05": {"-"}}
    choose_core(actor=None, process=process, factors=factors[:2], reason="Zespół tak uznał.")
    assert fire(office) == {"F01": {"CZ-01", "CZ-02"}, "F02": {"CZ-01", "CZ-02"}, "F03": {"-"}}
    proof = NodeFactory.create(process=process, cited={"number": 21.4, "of": "2024", "source": "GUS"})
    for row in factors[:2]:
        tie(actor=None, source=node_of(row), target=node_of(goal), kind="uses")
        tie(actor=None, source=proof, target=node_of(row), kind="supports", reason="Wprost to mówi.")
    vote = make_picks(process, factors, [[0, 1]])
    choose_core(actor=None, process=process, factors=factors[:2], reason="Tak głosował zespół.", round=vote)
    assert fire(office) == {}
    many = [make_factor(process, f"Czynnik {number}") for number in range(10)]
    choose_core(actor=None, process=process, factors=many, reason="Wszystko jest ważne.", round=vote)
    assert fire(office)["F04"] == {"-"}


def test_the_pages_lead_from_an_empty_list_to_a_recorded_choice(office: Office) -> None:
    client, words = office.client("coordinator"), office.process.address

    def url(name: str, **more: int) -> str:
        return reverse(f"path:{name}", kwargs={**words, **more})

    assert url("factors_ask") in client.get(url("factors")).content.decode()
    pasted = "1. Mieszkania na wynajem\n– Miejsca pracy\n\n• Miejsca pracy\n* <b>Transport</b> & =1+1\nMieszkanie na wynajem"
    asked = client.post(url("factors_add"), {"names": pasted, "dimension": "social"}).content.decode()
    assert not Factor.objects.exists()
    assert 'name="despite" value="Mieszkanie na wynajem"' in asked
    client.post(url("factors_add"), {"names": pasted, "asked": ["Mieszkanie na wynajem"], "dimension": "social"})
    assert list(Factor.objects.values_list("name", flat=True)) == [
        "Mieszkania na wynajem", "Miejsca pracy", "<b>Transport</b> & =1+1",
    ]  # fmt: skip
    client.post(url("factors_add"), {"names": "MIEJSCA PRACY"})
    assert Factor.objects.count() == 3
    times = {"closes_at": "2099-01-01T12:00"}
    client.post(url("factors_ask"), {"title": "Ocena", "team": office.team.pk, "way": "judge", **times})
    judging = Round.objects.get()
    assert [scale["key"] for scale in judging.scales] == ["importance", "present-state", "town-power", "direction"]
    assert [item.code for item in judging.items.all()] == ["CZ-01", "CZ-02", "CZ-03"]
    assert launch_round(actor=None, round=judging).phase == Phase.OPEN
    refused = client.post(url("core_ask"), {"title": "Wybór", "audience": "team", "most_picks": 3, **times}).content.decode()
    assert 'value="Wybór"' in refused
    client.post(url("core_ask"), {"title": "Wybór", "audience": "link", "most_picks": 2, "is_anonymous": "on", **times})
    voting = Round.objects.get(kind="pick")
    assert (voting.purpose, voting.most_picks, voting.audience, voting.is_anonymous) == ("core_factors", 2, "link", True)
    voting.delete()
    rows = list(Factor.objects.all())
    judging.called_off_at = judging.launched_at
    judging.save()
    make_judging(office.process, rows, [[5, 2, 3, -2], [4, 4, 2, 1], [2, 5, 1, 0]])
    vote = make_picks(office.process, rows, [[0, 1], [0, 1], [0, 2]])
    page = client.get(url("core_choose")).content.decode()
    assert page.count("checked") == 2
    sent = {"factors": [rows[0].pk, rows[2].pk], "round": vote.pk, "reason": ""}
    kept = client.post(url("core_choose"), sent).content.decode()
    assert kept.count("checked") == 2
    client.post(url("core_choose"), {**sent, "reason": "Transport <i>ma</i> pieniądze."})
    core = client.get(url("core")).content.decode()
    assert "Miejsca pracy" in core
    assert "Transport &lt;i&gt;ma" in core
    assert "&lt;b&gt;Transport" in core
    table = client.get(url("factors_csv")).content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("CZ-01,Mieszkania na wynajem,,")
    listed = client.get(url("factors"), {"sort": "-luka", "tura": "x"}).content.decode()
    assert "<b>Transport" not in listed
    assert 'class="plane__point"' in listed


def test_a_factor_tells_its_part_and_each_role_may_its_own(office: Office, factors: list[Factor]) -> None:
    words = office.process.address
    matrix = {"labels": [row.name for row in factors[:3]], "factors": [row.pk for row in factors[:3]],
              "cells": [[0, 3, 2], [1, 0, 1], [0, 1, 0]]}  # fmt: skip
    analysis = make_structure(office.process, matrix=matrix)
    client = office.client("coordinator")
    shown = client.get(reverse("path:factor", kwargs={**words, "factor": factors[0].pk})).content.decode()
    assert analysis.get_absolute_url() in shown
    assert reverse("thread:tie_new", kwargs={**words, "node": "CZ-01"}) in shown
    for name in ("factor_edit", "factor_merge", "factor_take_off"):
        assert client.get(reverse(f"path:{name}", kwargs={**words, "factor": factors[0].pk})).status_code == 200
    # Who drafts keeps the list; who leads the work decides; who only reads, reads.
    rights = [
        [
            office.client(role).get(reverse(f"path:{name}", kwargs=words)).status_code
            for name in ("factors", "factors_add", "core_ask", "core_choose")
        ]
        for role in ("contributor", "viewer", "stranger")
    ]
    assert rights == [[200, 200, 404, 404], [200, 404, 404, 404], [404] * 4]


def test_two_who_change_one_factor_lose_nothing_and_hostile_input_breaks_nothing(
    office: Office, factors: list[Factor]
) -> None:
    client, address = office.client("coordinator"), {**office.process.address, "factor": factors[0].pk}
    edit = reverse("path:factor_edit", kwargs=address)
    assert client.post(edit, {"name": "Najem", "about": "", "dimension": "", "version": 1}).status_code == 302
    answer = client.post(edit, {"name": "Tani najem", "about": "Moje słowa", "dimension": "", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, Factor.objects.get(pk=factors[0].pk).name) == (409, "Najem")
    assert "Moje słowa" in page
    assert 'name="version" value="2"' in page
    assert client.post(edit, {"name": "Tani najem", "about": "Moje słowa", "version": 2}).status_code == 302
    rude = "\0'\"><script>" + "9" * 40
    for name, words in (
        ("factor_edit", address), ("factor_merge", address), ("factor_take_off", address),
        ("factors_add", office.process.address), ("factors_ask", office.process.address),
        ("core_ask", office.process.address), ("core_choose", office.process.address),
    ):  # fmt: skip
        fields = (
            "name",
            "names",
            "version",
            "other",
            "reason",
            "team",
            "factors",
            "round",
            "event",
            "most_picks",
            "closes_at",
        )
        assert client.post(reverse(f"path:{name}", kwargs=words), dict.fromkeys(fields, rude)).status_code in {200, 302}
    assert (
        client.get(reverse("path:factors", kwargs=office.process.address), {"tura": rude, "sort": rude}).status_code == 200
    )


def test_the_number_of_queries_does_not_grow(office: Office, factors: list[Factor]) -> None:
    client, process = office.client("coordinator"), office.process
    counts = []
    for number in (1, 5):
        make_judging(process, factors[:number], [[3, 3, 3, 0]] * number, 2)
        make_picks(process, factors[:number], [[0], [0]], team=office.team)
        event = EventFactory.create(process=process)
        choose_core(actor=None, process=process, factors=factors[:number], reason="Zespół tak uznał.", event=event)
        for name in ("factors", "core", "factors_csv", "core_choose"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(reverse(f"path:{name}", kwargs=process.address)).status_code == 200
            counts.append(len(seen))
    assert counts[:4] == counts[4:]
