"""Goals on pages: adding, changing, moving, what they answer, indicators with their figures, and both as files."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.actions.goals import add_goal
from sciezka.rooms.path.actions.goals_ties import keep_ties
from sciezka.rooms.path.models import Goal, Indicator, Point
from sciezka.rooms.path.queries.goals import read_goals_page
from sciezka.rooms.thread.actions import hang
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries.types import relations_of
from sciezka.rooms.town.models import WorkspaceUnit
from tests.factories import diagnosis, monitor, path, stakeholders, town
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Desk:
    """Somebody's browser at the goals of an office."""

    def __init__(self, office: Office, role: str = "coordinator") -> None:
        self.office, self.client = office, office.client(role)

    def at(self, name: str, noun: Goal | Indicator | None = None, tail: str = "") -> str:
        """Give an address."""
        return reverse(f"path:{name}", kwargs=noun.address if noun else self.office.process.address) + tail

    def get(self, name: str, noun: Goal | Indicator | None = None, tail: str = "") -> str:
        """Open a page."""
        answer = self.client.get(self.at(name, noun, tail))
        assert answer.status_code == 200, name
        return str(answer.content.decode())

    def post(self, page: str, noun: Goal | Indicator | None = None, /, tail: str = "", **sent: Any) -> str:
        """Send a form and give the page that it leads to."""
        answer = self.client.post(self.at(page, noun, tail), sent, follow=True)
        assert answer.status_code == 200, page
        return str(answer.content.decode())


@pytest.fixture
def desk() -> Desk:
    return Desk(build_office())


def codes(kind: str) -> set[str]:
    """Give the ties of a kind by the codes of their ends."""
    return {str(tie) for tie in Tie.objects.filter(kind=kind).select_related("source", "target")}


@pytest.mark.one_database
def test_goals_are_added_with_hints_and_their_ties_follow(desk: Desk) -> None:
    assert "goals-begin" in desk.get("goals")
    refused = desk.post("goal_new", name="", about="Zostaje, co wpisano")
    assert "Zostaje, co wpisano" in refused
    desk.post("goal_new", name="Czyste   powietrze\nprzez cały rok", directions="Ścieżki\n\n Zieleń ", version="")
    goal = Goal.objects.get()
    assert (goal.name, goal.lines_of_directions) == ("Czyste powietrze przez cały rok", ["Ścieżki", "Zieleń"])
    hints = desk.get("goal_hints", tail="?name=Budowa+dróg+oraz+mostów")
    assert "Budowa" in hints
    assert "oraz" in hints
    desk.post("goal_new", tail=f"?pod={goal.pk}", name="Zimą nie ma dni z przekroczoną normą")
    vision = path.make_vision(desk.office.process, adopted_at="2026-01-01T00:00Z")
    hang(actor=None, process=desk.office.process, type="vision", noun=vision, title=vision.title)
    keep_ties(actor=None, process=desk.office.process)
    assert codes("leads") == {"WIZ-1 → CS-1", "CS-1 → CS-1.1"}
    assert {"goal.add"} <= set(JournalEntry.objects.values_list("verb", flat=True))
    page = desk.get("goals")
    assert "CS-1.1" in page
    assert "młodzi chcą zostać" in page
    for tail in (f"?pod={goal.parts.get().pk}", "?pod=999", f"?pod={path.make_goal(town.ProcessFactory.create()).pk}"):
        assert desk.client.get(desk.at("goal_new", tail=tail)).status_code == 404
    assert desk.client.get(desk.at("goal_new", tail="?pod=abc")).status_code == 200


def test_goals_move_change_places_come_off_and_come_back(desk: Desk) -> None:
    process = desk.office.process
    first, second = (add_goal(actor=None, process=process, values={"name": name}) for name in ("Pierwszy", "Drugi"))
    part, beside = (add_goal(actor=None, process=process, parent=first, values={"name": name}) for name in ("Część", "Obok"))
    row = path.make_indicator(part)
    keep_ties(actor=None, process=process)
    desk.post("goal_shift", beside, way="up")
    desk.post("goal_shift", beside, way="up")
    assert [line.goal.name for line in read_goals_page(process).parts] == ["Obok", "Część"]
    desk.post("goal_move", part, parent=second.pk)
    assert codes("leads") == {"CS-1 → CS-1.2", "CS-2 → CS-1.1"}
    for wrong in (beside.pk, 10**30, "x", ""):
        assert "<h1" in desk.post("goal_move", part, parent=wrong)
    part.refresh_from_db()
    assert part.parent == second
    # A strategic goal takes its parts and their indicators along; each comes back by itself, the goal above first.
    desk.post("goal_take_off", second)
    assert [line.goal.name for line in read_goals_page(process).lines] == ["Pierwszy"]
    desk.post("goal_put_back", part)
    desk.post("goal_indicator_put_back", row)
    assert not read_goals_page(process).lines[1:]
    desk.post("goal_put_back", second)
    desk.post("goal_put_back", part)
    desk.post("goal_indicator_put_back", row)
    assert [line.measured[0].indicator for line in read_goals_page(process).lines[1].parts] == [row]
    desk.post("goal_indicator_take_off", row)
    assert not read_goals_page(process).measured
    assert str(row.name) in desk.get("goal", part)


def test_the_second_who_changes_a_goal_is_told_and_loses_nothing(desk: Desk) -> None:
    goal = path.make_goal(desk.office.process, "Czyste powietrze")
    desk.post("goal_edit", goal, name="Czyste powietrze zimą", version=1)
    told = desk.post("goal_edit", goal, name="Cisza nocą", about="Moje słowa", version=1)
    assert "Czyste powietrze zimą" in told
    assert "Moje słowa" in told
    goal.refresh_from_db()
    assert goal.name == "Czyste powietrze zimą"
    assert 'name="version" value="2"' in told
    desk.post("goal_edit", goal, name="Cisza nocą", about="Moje słowa", version=2)
    goal.refresh_from_db()
    assert (goal.name, goal.version) == ("Cisza nocą", 3)
    assert path.node_of(goal).title == "Cisza nocą"


@pytest.mark.one_database
def test_what_a_goal_answers_is_chosen_with_reasons(desk: Desk) -> None:
    process = desk.office.process
    goal = path.make_goal(process)
    tree = diagnosis.make_tree(process)
    problem = path.node_of(diagnosis.make_statement(tree, "Młodzi wyjeżdżają"))
    factor = path.node_of(path.make_factor(process))
    club = stakeholders.make_stakeholder(process)
    person = stakeholders.make_stakeholder(process, "Ktoś z imienia", is_person=True)
    form = desk.get("goal_grounds", goal)
    assert "Ktoś z imienia" not in form
    tie, why, was = (f"{word}-{problem.pk}" for word in ("tie", "why", "was"))
    assert not codes("answers")
    desk.post("goal_grounds", goal, **{tie: "on", why: ""})
    assert not codes("answers")
    sent: dict[str, Any] = {tie: "on", why: "Daje mieszkania.", f"tie-{factor.pk}": "on", "touches": [club.pk]}
    desk.post("goal_grounds", goal, **sent)
    assert (codes("answers"), codes("uses")) == ({"P-01 → CS-1"}, {"CZ-01 → CS-1"})
    assert list(goal.touches.all()) == [club]
    # Somebody else's form, opened before: it does not know of the ties, and takes none of them away.
    desk.post("goal_grounds", goal, touched="")
    assert codes("answers")
    assert list(goal.touches.all()) == [club]
    crossed = desk.post("goal_grounds", goal, **{tie: "on", why: "Inny powód."})
    assert "Daje mieszkania." in crossed
    assert "Inny powód." in crossed
    desk.post("goal_grounds", goal, **{tie: "on", why: "Inny powód.", was: "+Daje mieszkania.", "touched": str(club.pk)})
    assert Tie.objects.get(kind="answers").reason == "Inny powód."
    assert not goal.touches.exists()
    desk.post("goal_grounds", goal, **{was: "+Inny powód."})
    assert not codes("answers")
    for wrong in ([10**30], ["x"], [person.pk]):
        desk.post("goal_grounds", goal, touches=wrong, touched="1,x,99999999999999999999")
    assert not goal.touches.exists()


def test_ties_that_nouns_say_themselves_are_not_made_or_removed_by_hand(desk: Desk) -> None:
    goal = add_goal(actor=None, process=desk.office.process, values={"name": "Cel"})
    add_goal(actor=None, process=desk.office.process, parent=goal, values={"name": "Część"})
    tie, node = Tie.objects.get(kind="leads"), path.node_of(goal)
    assert not {way.kind for way in relations_of("strategic_goal")} & {"leads", "measures"}
    address = {**node.address, "tie": tie.pk}
    assert reverse("thread:tie_remove", kwargs=address) not in desk.client.get(node.get_absolute_url()).content.decode()
    desk.client.post(reverse("thread:tie_remove", kwargs=address))
    assert Tie.objects.filter(pk=tie.pk).exists()


@pytest.mark.one_database
def test_an_indicator_takes_the_monitors_figures_and_reads_commas(desk: Desk) -> None:
    monitor.make_store()
    unit = town.UnitFactory.create(pk=monitor.TOWN)
    WorkspaceUnit.objects.create(workspace=desk.office.workspace, unit=unit, role=WorkspaceUnit.Role.LEAD)
    goal = path.make_goal(desk.office.process)
    assert "E2A1" in desk.get("goal_indicator_new", goal)
    taken = desk.post("goal_indicator_new", goal, series="E2A1", take="1", owner="Wydział Strategii")
    assert 'value="2021"' in taken
    assert "Wydział Strategii" in taken
    assert not Indicator.objects.exists()
    wrong = desk.post("goal_indicator_new", goal, name="Bezrobocie", baseline="dużo", target_year="99", series="XX")
    assert "dużo" in wrong
    desk.post(
        "goal_indicator_new", goal, name="Bezrobocie", unit="%", direction="down", baseline="−1 234,50", baseline_year=2020,
        target="3,25", target_year=2030, series="E2A1",
    )  # fmt: skip
    row = Indicator.objects.get()
    assert (str(row.baseline), str(row.target)) == ("-1234.5000", "3.2500")
    assert codes("measures") == {"CS-1 → WS-01"}
    page = desk.get("goal_indicator", row)
    assert "<svg" in page
    assert "2021" in page
    before = JournalEntry.objects.count()
    desk.post(
        "goal_indicator_edit", row, name="Bezrobocie", unit="%", direction="down", baseline="-1234,5", baseline_year=2020,
        target="3,25", target_year=2030, series="E2A1", version=1,
    )  # fmt: skip
    assert JournalEntry.objects.count() == before
    # What the monitor says of the baseline's year is not what was written here.
    assert "G13" in {fault.rule.code for fault in read_goals_page(desk.office.process).faults}
    told = desk.post("goal_indicator_edit", row, name="Inaczej", target="4", version=0)
    assert "3,25" in told
    assert "Inaczej" in told


def test_figures_are_entered_by_years(desk: Desk) -> None:
    goal = path.make_goal(desk.office.process)
    row = path.make_indicator(goal, baseline=40, baseline_year=2024, target=80, target_year=2030, direction="up", unit="%")
    sent = {"planned-2026": "50", "read-2025": "39,5", "note-2025": "po spisie", "other_year": "2019", "other_read": "35"}
    desk.post("goal_indicator_values", row, version=1, **sent)
    said = {(point.kind, point.year): str(point.value) for point in Point.objects.all()}
    assert said == {("planned", 2026): "50.0000", ("read", 2025): "39.5000", ("read", 2019): "35.0000"}
    assert "po spisie" in desk.get("goal_indicator", row)
    # The year of the target has no field for a plan: what stands there is left alone.
    Point.objects.create(indicator=row, kind="planned", year=2030, value=70)
    told = desk.post("goal_indicator_values", row, version=1, **{"read-2025": "41"})
    assert "39,5" in told
    assert 'value="41"' in told
    desk.post("goal_indicator_values", row, version=2, **{"read-2025": "", "planned-2026": "50", "read-2019": "35"})
    assert {point.year for point in Point.objects.all()} == {2026, 2019, 2030}
    refused = desk.post("goal_indicator_values", row, version=3, **{"read-2025": "1e99", "other_year": "2018"})
    assert "1e99" in refused
    assert {entry.verb for entry in JournalEntry.objects.filter(verb__startswith="indicator.")} == {"indicator.values"}


def test_goals_leave_as_a_table_and_as_json(desk: Desk) -> None:
    goal = path.make_goal(desk.office.process, "=Cel; z „cudzysłowem”")
    row = path.make_indicator(goal, baseline=40, baseline_year=2024, target=80, target_year=2030)
    Point.objects.create(indicator=row, kind="read", year=2025, value="47")
    path.make_goal(desk.office.process, "Bez wskaźnika", parent=goal)
    table = list(csv.reader(io.StringIO(desk.get("goals_csv").lstrip("\ufeff"))))
    assert [line[0] for line in table[1:]] == ["CS-1", "CS-1.1"]
    assert table[1][1] == "'=Cel; z „cudzysłowem”"
    assert {len(line) for line in table} == {len(table[0])}
    said = desk.client.get(desk.at("goals_json")).json()
    assert said["goals"][0]["indicators"][0]["states"] == {"2025": "on_path"}
    assert said["goals"][0]["goals"][0]["code"] == "CS-1.1"


@pytest.mark.one_database
def test_pages_cost_the_same_with_one_goal_and_with_three(desk: Desk) -> None:
    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    process = desk.office.process
    first = path.make_goal(process)
    path.make_indicator(path.make_goal(process, "Część", parent=first))
    addresses = [desk.at("goals"), desk.at("goal", first), desk.at("goals_json"), desk.at("goal_grounds", first)]
    before = [count(desk.client, address) for address in addresses]
    for number in range(2):
        path.make_indicator(path.make_goal(process, f"Cel {number}"))
        path.make_indicator(path.make_goal(process, f"Część {number}", parent=first), f"Wskaźnik {number}")
    assert [count(desk.client, address) for address in addresses] == before


def test_who_only_reads_changes_nothing_and_strangers_see_nothing(desk: Desk) -> None:
    goal = path.make_goal(desk.office.process)
    row = path.make_indicator(goal)
    viewer = Desk(desk.office, "viewer")
    assert "goal-line__order" not in viewer.get("goals")
    viewer.get("goal_indicator", row)
    for name, noun in (("goal_edit", goal), ("goal_shift", goal), ("goal_indicator_values", row), ("goal_new", None)):
        assert viewer.client.post(viewer.at(name, noun), {}).status_code == 404
    stranger = Desk(desk.office, "stranger")
    assert stranger.client.get(stranger.at("goals_csv")).status_code == 404
