"""Every address of the office as every role."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from sciezka.rooms.town.models import Membership, Seat
from tests.factories import town
from tests.rooms.town.office import Office, build_office, give_term

pytestmark = pytest.mark.django_db

ROLES = ("coordinator", "adviser", "contributor", "viewer", "resident", "stranger", "operator", "anonymous")
EVERYBODY_HERE = {"coordinator", "adviser", "contributor", "viewer"}
COORDINATOR = {"coordinator"}
PLANNERS = {"coordinator", "adviser"}
MOVERS = {"coordinator", "contributor"}
PAGES = {
    "office": EVERYBODY_HERE,
    "process_open": COORDINATOR,
    "workspace_settings": COORDINATOR,
    "member_new": COORDINATOR,
    "member": COORDINATOR,
    "seats": COORDINATOR,
    "seat_new": COORDINATOR,
    "seat": COORDINATOR,
    "seat_end": COORDINATOR,
    "acts": EVERYBODY_HERE,
    "act_new": COORDINATOR,
    "act": EVERYBODY_HERE,
    "act_edit": COORDINATOR,
    "workspace_journal": PLANNERS,
    "process_office": EVERYBODY_HERE,
    "process_settings": COORDINATOR,
    "board": EVERYBODY_HERE,
    "task_new": PLANNERS,
    "task": EVERYBODY_HERE,
    "task_edit": PLANNERS,
    "gantt": EVERYBODY_HERE,
    "plan_csv": EVERYBODY_HERE,
    "teams": EVERYBODY_HERE,
    "team_new": COORDINATOR,
    "team": EVERYBODY_HERE,
    "team_edit": COORDINATOR,
    "membership_new": COORDINATOR,
    "membership_end": COORDINATOR,
    "journal": PLANNERS,
}
POSTS = {
    "process_publish": COORDINATOR,
    "process_withdraw": COORDINATOR,
    "task_move": MOVERS,
    "task_delete": PLANNERS,
    "task_restore": PLANNERS,
}


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def address(office: Office, name: str) -> str:
    """Fill an address with this office's nouns, made when asked for."""
    words = {"workspace": office.workspace.slug, "process": office.process.slug, "team": office.team.slug}
    makers = {
        "member": lambda: office.workspace.members.create(unit=town.UnitFactory.create()).pk,
        "seat": lambda: Seat.objects.filter(workspace=office.workspace).first().pk,  # type: ignore[union-attr]
        "act": lambda: town.LegalActFactory.create(workspace=office.workspace).pk,
        "task": lambda: town.TaskFactory.create(process=office.process).pk,
        "membership": lambda: Membership.objects.filter(team=office.team).first().pk,  # type: ignore[union-attr]
    }
    needed = {
        "seat": ("seat",), "seat_end": ("seat",), "act": ("act",), "act_edit": ("act",), "member": ("member",),
        "task": ("task",), "task_edit": ("task",), "task_move": ("task",), "task_delete": ("task",),
        "membership_end": ("team", "membership"), "team": ("team",), "team_edit": ("team",), "membership_new": ("team",),
    }  # fmt: skip
    of_workspace = {
        name for name in PAGES if name.startswith(("office", "process_open", "workspace", "member", "seat", "act"))
    }
    of_workspace -= {"membership_new", "membership_end"}
    keys = ["workspace", *([] if name in of_workspace else ["process"]), *needed.get(name, ())]
    return reverse(f"town:{name}", kwargs={key: words.get(key) or makers[key]() for key in keys})


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_only_for_its_roles(office: Office, name: str) -> None:
    url = address(office, name)
    opened = {role for role in ROLES if office.client(role).get(url).status_code == 200}
    assert opened == PAGES[name]


@pytest.mark.parametrize("name", POSTS)
def test_a_change_is_accepted_only_from_its_roles(office: Office, name: str) -> None:
    accepted = set()
    for role in ROLES:
        answer = office.client(role).post(address(office, name), {"status": "doing"})
        if answer.status_code == 302 and "/konto/login/" not in answer["Location"]:
            accepted.add(role)
    assert accepted == POSTS[name]


def test_an_anonymous_visitor_is_asked_to_sign_in(office: Office) -> None:
    answer = office.client("anonymous").get(office.desk)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/")


@pytest.mark.parametrize("role", ["coordinator", "adviser", "contributor"])
def test_rights_end_when_the_term_ends(office: Office, role: str) -> None:
    last_day = dt.date(2026, 6, 30)
    give_term(office, role, last_day)
    with time_machine.travel(dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC), tick=False):
        assert office.client(role).get(office.desk).status_code == 200
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), tick=False):
        assert office.client(role).get(office.desk).status_code == 404


def test_members_lose_their_rights_when_the_teams_term_ends(office: Office) -> None:
    office.team.until = dt.date(2026, 6, 30)
    office.team.save()
    with time_machine.travel(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), tick=False):
        assert office.client("contributor").get(office.desk).status_code == 404
        assert office.client("viewer").get(office.desk).status_code == 200


def test_a_noun_of_another_process_is_not_found(office: Office) -> None:
    other = town.ProcessFactory.create(workspace=office.workspace)
    task = town.TaskFactory.create(process=other)
    assert office.client("coordinator").get(f"{office.desk}zadania/{task.pk}/").status_code == 404


def test_a_member_sees_only_the_processes_of_their_teams(office: Office) -> None:
    other = town.ProcessFactory.create(workspace=office.workspace, name="Inny proces")
    client = office.client("contributor")
    assert "Inny proces" not in client.get(office.home).content.decode()
    assert client.get(f"/biuro/{office.workspace.slug}/{other.slug}/").status_code == 404
    assert "Inny proces" in office.client("adviser").get(office.home).content.decode()
