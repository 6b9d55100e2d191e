"""The check of a plan over the database: its page, waivers, the gate, scores, the settings, citing anew."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.rooms.thread.actions.scores import record_all_scores, record_score
from sciezka.rooms.thread.actions.waivers import end_waiver, waive
from sciezka.rooms.thread.charts.scores import draw_scores
from sciezka.rooms.thread.models import Node, Score, Waiver
from sciezka.rooms.thread.queries.checks import all_rules, check, scores_of
from tests.factories import town
from tests.factories.thread import NodeFactory, TieFactory, WaiverFactory
from tests.rooms.town.office import Office

CITED = {"number": 21.4, "unit": "%", "of": "2025", "source": "GUS", "version": "3"}


@pytest.fixture
def nodes(office: Office) -> tuple[Node, Node]:
    """A proof that cites everything, and a trouble that rests on nothing yet."""
    proof = NodeFactory.create(process=office.process, title="Żłobki są pełne", cited=CITED, number=1)
    return proof, NodeFactory.create(process=office.process, type="test_trouble", title="Brak miejsc", number=1)


def look(office: Office, role: str = "coordinator", query: str = "") -> Any:
    """Open the page of the check."""
    answer = office.client(role).get(f"{office.desk}nic/sprawdzenie/{query}", headers={"Accept-Language": "pl"})
    assert answer.status_code == 200
    return answer


def codes(office: Office) -> list[str]:
    """List the rules that something breaks."""
    return [fault.rule.code for fault in check(office.process).faults]


def test_an_empty_plan_has_no_score_and_leaves_no_trace(office: Office) -> None:
    shown = look(office)
    assert shown.context["page"].report.score is None
    assert b'class="empty"' in shown.content
    assert not Score.objects.exists()


def test_the_page_says_what_to_mend_first_and_goes_quiet_once_it_is_mended(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    shown = look(office)
    page = shown.context["page"]
    assert [band.key for band in page.bands] == ["gate", "hint"]
    assert [rule.code for rule in page.broken] == ["T06"]
    text = shown.content.decode()
    assert f"{office.desk}nic/{trouble.code}/wiazanie/" in text
    assert f"?regula=T06&amp;wezel={trouble.code}" in text
    assert not page.report.is_open
    second = NodeFactory.create(process=office.process, cited={**CITED, "source": "Badanie"}, number=2)
    TieFactory.create(source=proof, target=trouble, reason="Lista oczekujących rośnie.")
    TieFactory.create(source=second, target=trouble, reason="Rodzice tak odpowiadają w ankiecie.")
    page = look(office).context["page"]
    assert [fault.rule.code for fault in page.report.faults] == ["T09"]
    assert page.report.is_open
    score = Score.objects.get()
    assert (score.score, score.hints, score.gate_held == score.gate_all) == (96, 1, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?regula=T06", 1), ("?waga=hint", 1), ("?typ=test_proof", 1), ("?q=zlobki", 1), ("?q=brak+zlobki", 0),
     ("?regula=nie", 0), ("?typ=%00&waga=x&q=%27", 0)],
)  # fmt: skip
def test_the_address_holds_the_filters_of_the_check(
    office: Office, nodes: tuple[Node, Node], query: str, found: int
) -> None:
    assert nodes
    assert look(office, query=query).context["page"].found == found


def test_many_faults_of_a_rule_are_folded_and_open_when_the_rule_is_chosen(office: Office) -> None:
    NodeFactory.create_batch(11, process=office.process, type="test_trouble")
    group = next(row for band in look(office).context["page"].bands for row in band.groups if row.rule.code == "T06")
    assert (len(group.first), len(group.more)) == (8, 3)
    assert len(look(office, query="?regula=T06").context["page"].bands[0].groups[0].first) == 11


@pytest.mark.parametrize("role", ["contributor", "viewer"])
def test_the_page_takes_the_same_queries_however_large_the_plan(office: Office, role: str) -> None:
    client = office.client(role)
    taken = []
    for _round in range(3):
        for proof in NodeFactory.create_batch(2, process=office.process, cited=CITED):
            TieFactory.create(
                source=proof, target=NodeFactory.create(process=office.process, type="test_trouble"), kind="supports"
            )
            WaiverFactory.create(node=proof, rule="T19")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{office.desk}nic/sprawdzenie/")
        taken.append(len(queries))
    assert taken[1] == taken[2], taken


def test_a_waiver_keeps_a_rule_quiet_with_a_reason_until_it_ends(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, trouble = nodes
    client = office.client("contributor")
    address = f"{office.desk}nic/sprawdzenie/odstepstwa/nowe/?regula=T05&wezel={proof.code}"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"scope": "this", "reason": " ", "until": "2020-01-01"})
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]
    past = client.post(address, {"scope": "this", "reason": "Czeka na warsztat.", "until": "2020-01-01"})
    assert past.context["form"].errors["until"]
    assert b"Czeka na warsztat." in past.content
    sent = {"scope": "this", "reason": "Czeka na warsztat.", "until": "2999-12-31"}
    assert client.post(address, sent)["Location"].endswith("/nic/sprawdzenie/#waivers")
    again = client.post(address, sent)
    assert again.context["form"].non_field_errors()
    assert "T05" not in codes(office)
    waiver = Waiver.objects.get()
    assert [entry.verb for entry in entries_of(waiver)] == ["waiver.make"]
    shown = look(office, "viewer")
    assert "Czeka na warsztat." in shown.content.decode()
    assert "/odstepstwa/" not in shown.content.decode()
    assert [line.count for line in shown.context["page"].waivers] == [1]
    ended = client.post(f"{office.desk}nic/sprawdzenie/odstepstwa/{waiver.pk}/koniec/")
    assert ended.status_code == 302
    assert "T05" in codes(office)
    end_waiver(actor=office.people["coordinator"], waiver=waiver)
    assert [entry.verb for entry in entries_of(waiver)].count("waiver.end") == 1
    assert trouble.code


def test_a_waiver_ends_with_its_day_and_may_go_for_the_whole_plan(office: Office, nodes: tuple[Node, Node]) -> None:
    proof, _trouble = nodes
    today = timezone.localdate()
    row = WaiverFactory.create(node=proof, until=today)
    assert "T05" not in codes(office)
    Waiver.objects.filter(pk=row.pk).update(until=today - dt.timedelta(days=1))
    assert "T05" in codes(office)
    waive(actor=office.people["contributor"], process=office.process, rule="T05", reason="Nie dotyczy nas.")
    NodeFactory.create(process=office.process, cited=CITED)
    assert "T05" not in codes(office)


def test_a_condition_of_adoption_is_waived_by_the_coordinator_alone(office: Office, nodes: tuple[Node, Node]) -> None:
    _proof, trouble = nodes
    address = f"{office.desk}nic/sprawdzenie/odstepstwa/nowe/?regula=T06&wezel={trouble.code}"
    for role in ("contributor", "viewer"):
        assert office.client(role).get(address).status_code == 404
        assert f"?regula=T06&amp;wezel={trouble.code}" not in look(office, role).content.decode()
    given = {"process": office.process, "rule": "T06", "node": trouble, "reason": "Zdecydowała rada."}
    with pytest.raises(ValidationError) as refused:
        waive(actor=office.people["contributor"], **given)
    assert refused.value.code == "gate"
    assert office.client("coordinator").post(address, {"scope": "this", "reason": "Zdecydowała rada."}).status_code == 302
    report = check(office.process)
    assert report.is_open
    assert [fault.rule.code for fault in report.waived] == ["T06"]


def test_waivers_of_nothing_are_refused(office: Office, nodes: tuple[Node, Node]) -> None:
    coordinator = office.people["coordinator"]
    foreign = NodeFactory.create()
    for given in ({"rule": "T99"}, {"rule": "T05", "node": foreign}, {"rule": "T05", "reason": "  "}):
        with pytest.raises(ValidationError):
            waive(actor=coordinator, process=office.process, **{"reason": "Bo wiemy dlaczego.", **given})
    client = office.client("coordinator")
    for query in ("", "?regula=T99", f"?regula=T05&wezel={foreign.code}x", "?regula=T05&wezel=%00", "?regula=T05&o=%00"):
        assert client.get(f"{office.desk}nic/sprawdzenie/odstepstwa/nowe/{query}").status_code == 404
    assert not Waiver.objects.exists()
    assert nodes


def test_a_node_shows_its_own_faults(office: Office, nodes: tuple[Node, Node]) -> None:
    _proof, trouble = nodes
    shown = office.client("contributor").get(trouble.get_absolute_url())
    assert [fault.rule.code for fault in shown.context["faults"]] == ["T06"]
    assert f"{office.desk}nic/{trouble.code}/wiazanie/" in shown.content.decode()
    WaiverFactory.create(node=trouble, rule="T06", reason="Zdecydowała rada.")
    shown = office.client("viewer").get(trouble.get_absolute_url())
    assert [bool(fault.waiver) for fault in shown.context["faults"]] == [True]
    assert "Zdecydowała rada." in shown.content.decode()


def test_what_has_moved_is_cited_anew_and_the_fault_is_gone(office: Office) -> None:
    task = town.TaskFactory.create(process=office.process, title="moved")
    node = NodeFactory.create(process=office.process, noun=task, cited=CITED)
    assert "T03" in codes(office)
    address = f"{node.get_absolute_url()}odswiezenie/"
    assert address in office.client("contributor").get(node.get_absolute_url()).content.decode()
    assert office.client("viewer").post(address).status_code == 404
    assert office.client("contributor").post(address).status_code == 302
    node.refresh_from_db()
    assert node.cited["number"] == 18.9
    assert "T03" not in codes(office)
    assert office.client("contributor").post(address).status_code == 302
    assert [entry.verb for entry in entries_of(node)].count("node.cite") == 1


def test_the_coordinator_chooses_when_evidence_is_old(office: Office) -> None:
    NodeFactory.create(process=office.process, cited={**CITED, "of": str(timezone.localdate().year - 4)})
    address = f"{office.desk}nic/sprawdzenie/ustawienia/"
    assert office.client("contributor").get(address).status_code == 404
    client = office.client("coordinator")
    assert "T01" not in codes(office)
    assert client.post(address, {"evidence_years": "0"}).context["form"].errors
    assert client.post(address, {"evidence_years": "2"}).status_code == 302
    assert client.get(address).context["form"]["evidence_years"].value() == 2
    assert "T01" in codes(office)


def test_scores_are_kept_once_a_day_by_looks_and_by_night(office: Office, nodes: tuple[Node, Node]) -> None:
    today = timezone.localdate()
    for days, score in ((9, 40), (4, 55)):
        Score.objects.create(
            process=office.process, day=today - dt.timedelta(days=days), score=score, statements=2, errors=1, warnings=0,
            hints=0, waived=0, gate_held=3, gate_all=9,
        )  # fmt: skip
    NodeFactory.create(process=town.ProcessFactory.create(workspace=office.process.workspace))
    assert record_all_scores(today=today) == 2
    assert record_all_scores(today=today) == 0
    TieFactory.create(source=nodes[0], target=nodes[1])
    report = check(office.process)
    record_score(report=report)
    rows = scores_of(office.process)
    assert [row.score for row in rows] == [40, 55, report.score]
    drawing = draw_scores(rows)
    assert drawing is not None
    assert drawing.first.x == "34.0"
    assert drawing.last.x == "308.0"
    assert 'class="scores__line"' in look(office).content.decode()
    assert draw_scores(rows[:1]) is None


def test_every_rule_is_asked_of_a_plan_of_the_database(office: Office, nodes: tuple[Node, Node]) -> None:
    assert nodes
    assert set(check(office.process).rules) == set(all_rules())
