"""Who may do what: rights follow from seats and memberships, and end with them."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from sciezka.kit.guards import may
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Seat, Team
from sciezka.rooms.town.queries.places import basis_of, workspaces_of
from tests.factories import town
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

OFFICE = {
    "view_office": {"coordinator", "adviser", "contributor", "viewer"},
    "draft_event": {"coordinator", "adviser", "contributor"},
    "import_page": {"coordinator", "adviser", "contributor"},
    "publish_event": {"coordinator"},
    "hold_event": {"coordinator", "contributor"},
    "move_task": {"coordinator", "contributor"},
    "plan_tasks": {"coordinator", "adviser"},
    "edit_process": {"coordinator"},
    "manage_teams": {"coordinator"},
    "manage_seats": {"coordinator"},
    "read_journal": {"coordinator", "adviser"},
}


def people_of(process: object) -> dict[str, User]:
    """Make one person of each role in a process, and strangers."""
    workspace = process.workspace  # type: ignore[attr-defined]
    view = town.TeamFactory.create(process=process, rights=Team.Rights.VIEW)
    return {
        "coordinator": town.SeatFactory.create(workspace=workspace).user,
        "adviser": town.SeatFactory.create(workspace=workspace, role=Seat.Role.ADVISER).user,
        "contributor": town.MembershipFactory.create(team=town.TeamFactory.create(process=process)).user,
        "viewer": town.MembershipFactory.create(team=view).user,
        "stranger": town.SeatFactory.create().user,
        "resident": UserFactory.create(),
        "operator": UserFactory.create(is_superuser=True),
    }


@pytest.mark.one_database
@pytest.mark.parametrize("permission", sorted(OFFICE))
def test_each_right_belongs_to_its_roles(permission: str) -> None:
    process = town.ProcessFactory.create()
    holders = {role for role, user in people_of(process).items() if may(user, f"town.{permission}", process)}
    assert holders == OFFICE[permission]
    assert not may(AnonymousUser(), f"town.{permission}", process)


def test_being_an_operator_opens_programmes_and_no_workspace() -> None:
    operator = UserFactory.create(is_superuser=True)
    assert may(operator, "town.edit_programmes")
    assert not may(operator, "town.view_office", town.WorkspaceFactory.create())
    assert not may(town.SeatFactory.create().user, "town.edit_programmes")


def test_a_member_of_one_process_does_not_see_another_of_the_same_town() -> None:
    membership = town.MembershipFactory.create()
    other = town.ProcessFactory.create(workspace=membership.team.process.workspace)
    assert may(membership.user, "town.view_office", membership.team.process)
    assert not may(membership.user, "town.view_office", other)


def test_rights_begin_and_end_with_the_term() -> None:
    seat = town.SeatFactory.create(since=datetime.date(2026, 3, 1), until=datetime.date(2026, 3, 31))
    for day, expected in (("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)):
        with time_machine.travel(f"{day} 12:00"):
            assert may(User.objects.get(pk=seat.user_id), "town.edit_process", seat.workspace) is expected, day


def test_a_membership_ends_with_its_teams_term() -> None:
    team = town.TeamFactory.create(until=datetime.date(2026, 3, 31))
    membership = town.MembershipFactory.create(team=team)
    with time_machine.travel("2026-04-01 12:00"):
        assert not may(User.objects.get(pk=membership.user_id), "town.view_office", team.process)


def test_the_act_behind_a_right_is_named() -> None:
    act = town.LegalActFactory.create(number="0050.414.2020.VIII", date=datetime.date(2020, 1, 23))
    process = town.ProcessFactory.create(workspace=act.workspace)
    membership = town.MembershipFactory.create(
        team=town.TeamFactory.create(process=process, act=act, name="Zespół Realizacyjny")
    )
    named = basis_of(membership.user, process)
    assert "0050.414.2020.VIII" in named
    assert "Zespół Realizacyjny" in named
    assert basis_of(UserFactory.create(), process) == ""
    assert basis_of(None, process) == ""


def test_a_person_belongs_to_the_workspaces_of_their_seats_and_teams() -> None:
    user = UserFactory.create()
    seat = town.SeatFactory.create(user=user)
    membership = town.MembershipFactory.create(user=user)
    town.SeatFactory.create(user=user, until=datetime.date(2021, 1, 1))
    assert set(workspaces_of(user)) == {seat.workspace, membership.team.process.workspace}
