"""A process with its people, for the tests of the stakeholders room."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process, Team
from tests.factories.people import UserFactory
from tests.factories.town import MembershipFactory, ProcessFactory, SeatFactory, TeamFactory

BACKEND = "sciezka.rooms.people.backends.AccountBackend"


@dataclass(frozen=True, slots=True)
class Office:
    """A process and one person of each role."""

    process: Process
    team: Team
    coordinator: User
    contributor: User
    viewer: User

    def sign_in(self, user: User) -> Client:
        """Give a browser in which a person is signed in."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    def url(self, name: str, **words: object) -> str:
        """Give an address of the room."""
        return reverse(f"stakeholders:{name}", kwargs={**self.process.address, **words})


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """A process with a co-ordinator, a member of a team that drafts, and one of a team that only reads."""
    process = ProcessFactory.create(slug="rozwoj")
    coordinator, contributor, viewer = UserFactory.create_batch(3)
    SeatFactory.create(workspace=process.workspace, user=coordinator)
    team = TeamFactory.create(process=process)
    MembershipFactory.create(team=team, user=contributor)
    MembershipFactory.create(team=TeamFactory.create(process=process, rights="view"), user=viewer)
    return Office(process, team, coordinator, contributor, viewer)
