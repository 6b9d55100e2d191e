"""Rules about goals: each is heard where something is wrong, and goes quiet once it is mended."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from sciezka.rooms.diagnosis.models import Statement
from sciezka.rooms.path.actions.goals import add_goal
from sciezka.rooms.path.actions.goals_indicators import add_indicator, set_values
from sciezka.rooms.path.models import Indicator
from sciezka.rooms.thread.actions import hang, tie
from sciezka.rooms.thread.queries.checks import check
from sciezka.rooms.thread.queries.plan import Severity
from sciezka.rooms.town.models import Process
from tests.factories import diagnosis, path, stakeholders, town

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
WHOLE: dict[str, Any] = {
    "name": "Udział", "unit": "%", "direction": "up", "baseline": 40, "baseline_year": YEAR - 1, "target": 80,
    "target_year": YEAR + 5, "source": "GUS", "owner": "Wydział Strategii",
}  # fmt: skip


def found(process: Process, *of: str) -> set[tuple[str, str]]:
    """Give the codes of the rules about goals that are broken, each with the code of the node."""
    faults = check(process).faults
    rows = {(fault.rule.code, fault.node.code if fault.node else "") for fault in faults if fault.rule.code[0] == "G"}
    assert all(fault.text and fault.href for fault in faults)
    return {row for row in rows if not of or row[0] in of}


def test_a_plan_is_quiet_once_problems_are_answered_and_goals_measured() -> None:
    process = town.ProcessFactory.create()
    tree = diagnosis.make_tree(process)
    core = diagnosis.make_statement(tree, "Młodzi wyjeżdżają")
    cause = diagnosis.make_statement(tree, "Najem jest drogi", "cause", core)
    aside = diagnosis.make_statement(tree, "Most jest stary")
    assert found(process, "G02") == {("G02", "P-01"), ("G02", "P-02")}
    Statement.objects.filter(pk=aside.pk).update(aside_at=timezone.now(), aside_reason="Poza planem")
    goal = add_goal(actor=None, process=process, values={"name": "Młodzi zostają w mieście"})
    part = add_goal(actor=None, process=process, parent=goal, values={"name": "Najem jest na każdą kieszeń"})
    assert found(process) == {
        ("G01", "CS-1"), ("G01", "CS-1.1"), ("G02", "P-01"), ("G04", "CS-1"), ("G04", "CS-1.1"), ("G19", ""),
    }  # fmt: skip
    # A goal that answers a cause answers the problem that it leads to, and its strategic goal with it.
    tie(actor=None, source=path.node_of(cause), target=path.node_of(part), kind="answers", reason="Obniża czynsze.")
    row = add_indicator(actor=None, goal=part, values={"name": "Udział"})
    vision = path.make_vision(process, adopted_at=timezone.now(), year=YEAR + 6)
    hang(actor=None, process=process, type="vision", noun=vision, title=vision.title)
    assert found(process) == {("G05", "WS-01"), ("G06", "WS-01")}
    Indicator.objects.filter(pk=row.pk).update(**WHOLE)
    assert not found(process)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"target": 40}, "G07"),
        ({"target": 40, "direction": "keep"}, ""),
        ({"target": 30}, "G08"),
        ({"target": 30, "direction": ""}, ""),
        ({"target_year": YEAR - 1}, "G10"),
        ({"target_year": YEAR + 9}, "G11"),
        ({"baseline_year": YEAR - 6}, "G12"),
        ({"owner": " "}, "G06"),
        ({"baseline": None}, "G05"),
    ],
)
def test_an_indicator_must_fit_together(changes: dict[str, Any], code: str) -> None:
    process = town.ProcessFactory.create()
    vision = path.make_vision(process, adopted_at=timezone.now(), year=YEAR + 6)
    hang(actor=None, process=process, type="vision", noun=vision, title=vision.title)
    goal = add_goal(actor=None, process=process, values={"name": "Młodzi zostają w mieście"})
    add_indicator(actor=None, goal=goal, values=WHOLE | changes)
    assert found(process) - {("G01", "CS-1"), ("G03", "CS-1")} == ({(code, "WS-01")} if code else set())


def test_a_trend_that_leads_away_is_told() -> None:
    process = town.ProcessFactory.create()
    goal = add_goal(actor=None, process=process, values={"name": "Młodzi zostają w mieście"})
    row = add_indicator(actor=None, goal=goal, values=WHOLE)
    entries = {("read", YEAR - 1 - back): (Decimal(40 + 3 * back), "") for back in range(4)}
    set_values(actor=None, indicator=row, version=1, entries=entries)
    fault = next(fault for fault in check(process).faults if fault.rule.code == "G09")
    assert fault.rule.severity is Severity.WARNING
    assert str(YEAR + 5) in fault.text


def test_hints_about_wording_likeness_number_and_those_who_were_never_heard() -> None:
    process = town.ProcessFactory.create()
    names = ("Budowa mieszkań na wynajem", "Mieszkania na wynajem, budowa", "Czyste powietrze oraz ciche ulice")
    goals = [add_goal(actor=None, process=process, values={"name": name}) for name in names]
    told = found(process, "G15", "G16", "G17", "G18", "G14")
    assert told == {("G15", "CS-2"), ("G16", "CS-1"), ("G17", "CS-3")}
    for number in range(3):
        add_goal(actor=None, process=process, values={"name": f"Stan {'abc'[number] * 7} jest dobry"})
    assert ("G18", "") in found(process)
    heard, unheard = (stakeholders.make_stakeholder(process, name) for name in ("Klub Iskra", "Rada Seniorów"))
    person = stakeholders.make_stakeholder(process, "Ktoś z imienia", is_person=True)
    stakeholders.make_contact(heard)
    goals[0].touches.set([heard, unheard, person])
    fault = next(fault for fault in check(process).faults if fault.rule.code == "G14")
    assert "Rada Seniorów" in fault.text
    assert "Klub Iskra" not in fault.text
    assert "Ktoś" not in fault.text


def test_what_was_taken_off_is_not_asked() -> None:
    process = town.ProcessFactory.create()
    goal = path.make_goal(process, "Budowa")
    path.make_indicator(goal)
    for noun in (goal, goal.indicators.get()):
        node = path.node_of(noun)
        node.taken_off_at = dt.datetime.now(tz=dt.UTC)
        node.save()
    assert not found(process)
