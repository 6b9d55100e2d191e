"""The rules of the rooms above the thread: each sounds where it should, and is silent where it should be."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Model
from django.utils import timezone

from sciezka.rooms.assessment.models import Improvement
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.rounds.models.results import AgreedResult
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.thread.actions import hang
from sciezka.rooms.thread.queries.checks import Report, all_rules, check
from sciezka.rooms.town.models import Process
from tests.factories import assessment as assessments
from tests.factories import stakeholders, surveys
from tests.factories.monitor import TOWN, TOWNS, make_store
from tests.factories.monitor_findings import make_finding
from tests.factories.town import ProcessFactory

pytestmark = pytest.mark.django_db


def put(process: Process, type_key: str, noun: Model) -> None:
    """Hang a noun."""
    hang(actor=None, process=process, type=type_key, noun=noun, title=f"Zdanie {noun.pk}")


def heard(process: Process, letter: str) -> dict[str, list[str]]:
    """Give the faults of a room's rules, by their codes, as the codes of nodes."""
    report: Report = check(process)
    found: dict[str, list[str]] = {}
    for fault in report.faults:
        if fault.rule.code.startswith(letter):
            found.setdefault(fault.rule.code, []).append(fault.node.code if fault.node else "-")
            assert str(fault.href).startswith("/biuro/")
            assert "%(" not in fault.text
    return found


def test_every_room_has_its_rules() -> None:
    letters = [rule.code[0] for rule in all_rules()]
    assert {letter: letters.count(letter) for letter in "TMSAK"} == {"T": 22, "M": 4, "S": 5, "A": 3, "K": 2}


def test_the_monitor_tells_thin_groups_marks_and_what_is_overtaken_or_withdrawn() -> None:
    make_store()
    process = ProcessFactory.create()
    fine: dict[str, Any] = {"group": {"members": [TOWN, *"abcde"]}, "marks": []}
    kinds = [
        ({**fine}, {"year": 2021}),
        ({"group": {"members": [TOWN, *"abcd"]}}, {"year": 2021}),
        ({**fine, "marks": [4, 8]}, {"year": 2019}),
        ({**fine}, {"year": 2021, "withdrawn_at": timezone.now()}),
    ]
    for reading, fields in kinds:
        finding = make_finding(process, title="Zdanie")
        Finding.objects.filter(pk=finding.pk).update(reading={**finding.reading, **reading}, **fields)
        put(process, "finding", finding)
    assert len(TOWNS) > 1
    assert heard(process, "M") == {"M01": ["W-02"], "M02": ["W-03"], "M03": ["W-03"], "M04": ["W-04"]}


def test_surveys_tell_few_answers_self_selection_erasure_and_haste() -> None:
    process = ProcessFactory.create()
    listed = surveys.make_survey(process, phase="closed", entry="list", title="Z listy")
    end = timezone.localtime(listed.closes_at).date().isoformat() if listed.closes_at else ""
    linked = surveys.make_survey(process, phase="closed", title="Z odnośnika")
    Survey.objects.filter(pk=linked.pk).update(erased_at=timezone.now())
    kinds: list[tuple[Survey, dict[str, Any], dict[str, Any]]] = [
        (listed, {"n": 30, "day": end}, {}),
        (listed, {"n": 29, "day": end}, {}),
        (linked, {"n": 40, "day": end}, {}),
        (linked, {"n": 40, "day": end, "is_weighted": True}, {}),
        (listed, {"n": 40, "day": "2020-05-25"}, {}),
        (listed, {"n": 40, "day": end}, {"withdrawn_at": timezone.now()}),
    ]
    for survey, reading, fields in kinds:
        finding = surveys.make_survey_finding(survey, **fields)
        SurveyFinding.objects.filter(pk=finding.pk).update(reading={**finding.reading, **reading})
        put(process, "survey_finding", finding)
    assert heard(process, "S") == {
        "S01": ["B-02"], "S02": ["B-03"], "S03": ["B-03", "B-04"], "S04": ["B-05"], "S05": ["B-06"],
    }  # fmt: skip


def test_the_assessment_tells_levels_without_a_quorum_and_deficits_that_nothing_answers() -> None:
    process = ProcessFactory.create()
    assessment = assessments.make_assessment(process, people=4)
    round_ = assessments.end_round(assessments.open_assessment(assessment))
    people = list(round_.participants.all())
    cards = [assessments.make_card(assessment, code) for code in ("P1", "P2", "F1")]
    for card, present in zip(cards, (2, 1, 0), strict=True):
        item = round_.items.get(code=card.code)
        if present:
            AgreedResult.objects.create(round=round_, item=item, scale="poziom", value=2).present.set(people[:present])
        put(process, "deficit", card.deficits.get())
    Improvement.objects.filter(card=cards[0]).update(due=dt.date(2027, 1, 1))
    Improvement.objects.filter(card=cards[2]).update(state=Improvement.State.DROPPED)
    assert heard(process, "A") == {"A01": ["D-02"], "A02": ["D-03"], "A03": ["D-02"]}


def test_stakeholders_are_counted_and_never_named() -> None:
    process = ProcessFactory.create()
    powerful, known = (stakeholders.make_stakeholder(process, name) for name in ("Izba Tajna", "Klub Znany"))
    stakeholders.make_contact(known)
    assert heard(process, "K") == {}
    stakeholders.make_judging(process, {powerful: (5, 4), known: (5, 4)}, title="Runda tajna")
    assert heard(process, "K") == {"K02": ["-"]}
    stakeholders.make_judging(process, {known: (5, 4)}, people=1)
    report = check(process)
    assert [fault.rule.code for fault in report.faults] == ["K01"]
    assert not any("Tajna" in fault.text or "Znany" in fault.text for fault in report.faults)
