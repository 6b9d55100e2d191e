"""What next: the page of a process leads to the plan's next step."""

import pytest
from django.utils import translation

from sciezka.rooms.path.models import CoreChoice
from sciezka.rooms.path.queries.goals import read_goals_page
from sciezka.rooms.town.queries.next_steps import next_steps, read_situation
from tests.factories import diagnosis, path
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db


def read_plan_steps(office: Office, role: str = "coordinator") -> list[tuple[str, str]]:
    with translation.override("en"):
        situation = read_situation(office.process, [], frozenset(), office.people[role])
        return [(step.title, step.href) for step in next_steps(situation) if step.urgency == "plan"]


def test_what_next_leads_to_the_next_method_and_then_to_what_keeps_the_plan_from_adoption() -> None:
    office = build_office()
    assert len(read_plan_steps(office)) == 1
    diagnosis.make_resource(office.process)
    assert read_plan_steps(office) == [("The next method: Problem tree", f"{office.desk}drzewa/")]
    # Whoever goes further is not sent back to a method that they left out.
    factor = path.make_factor(office.process)
    assert read_plan_steps(office) == [("The next method: SWOT", f"{office.desk}swot/")]
    CoreChoice.objects.create(process=office.process, reason="Bo tak").factors.add(factor)
    goal = path.make_goal(office.process)
    path.make_goal(office.process, parent=goal)
    [(title, href)] = read_plan_steps(office)
    assert title.startswith("CZ-01")
    assert href.startswith(f"{office.desk}nic/CZ-01/")
    assert "CZ-01" in office.client("coordinator").get(office.desk).content.decode()
    assert read_plan_steps(office, "stranger") == []
    office.process.ended_on = office.process.started_on
    office.process.save()
    assert read_plan_steps(office) == []


def test_the_page_of_goals_names_a_core_factor_that_no_goal_uses() -> None:
    process = build_office().process
    choice = CoreChoice.objects.create(process=process, reason="Bo tak")
    choice.factors.add(path.make_factor(process))
    path.make_goal(process)
    with translation.override("en"):
        assert [fault.node.code for fault in read_goals_page(process).idle if fault.node] == ["CZ-01"]
