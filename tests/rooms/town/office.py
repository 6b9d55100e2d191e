"""A workspace with one person in each role, for the tests of the office."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process, Seat, Stage, Team, Workspace
from tests.factories import town
from tests.factories.people import UserFactory

BACKEND = "sciezka.rooms.people.backends.AccountBackend"


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace, a process with a stage and two teams, and its people by role."""

    workspace: Workspace
    process: Process
    stage: Stage
    team: Team
    people: dict[str, User]

    def client(self, role: str) -> Client:
        """Give a client in which somebody of a role is signed in (nobody, for an anonymous visitor)."""
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role], backend=BACKEND)
        return client

    @property
    def home(self) -> str:
        """The address of the workspace's office."""
        return f"/biuro/{self.workspace.slug}/"

    @property
    def desk(self) -> str:
        """The address of the process's office."""
        return f"/biuro/{self.workspace.slug}/{self.process.slug}/"


def build_office(**process: object) -> Office:
    """Make an office with a co-ordinator, an adviser, a contributing and a viewing member, and three outsiders."""
    workspace = town.WorkspaceFactory.create()
    found = town.ProcessFactory.create(workspace=workspace, **process)
    stage = town.StageFactory.create(process=found)
    team = town.TeamFactory.create(process=found)
    viewers = town.TeamFactory.create(process=found, rights=Team.Rights.VIEW)
    roles = ("coordinator", "adviser", "contributor", "viewer", "resident", "stranger", "operator")
    people = {role: UserFactory.create(is_superuser=role == "operator") for role in roles}
    town.SeatFactory.create(workspace=workspace, user=people["coordinator"])
    town.SeatFactory.create(workspace=workspace, user=people["adviser"], role=Seat.Role.ADVISER)
    town.MembershipFactory.create(team=team, user=people["contributor"])
    town.MembershipFactory.create(team=viewers, user=people["viewer"])
    town.SeatFactory.create(user=people["stranger"])
    return Office(workspace, found, stage, team, people)


def give_term(office: Office, role: str, last_day: dt.date) -> None:
    """Let a person's seat or membership end on a day."""
    user = office.people[role]
    Seat.objects.filter(user=user).update(until=last_day)
    office.team.memberships.filter(user=user).update(until=last_day)
