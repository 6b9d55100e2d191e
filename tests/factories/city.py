"""A city's office for tests: a process with a person in each role."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process
from tests.factories.town import MembershipFactory, ProcessFactory, SeatFactory, TeamFactory


@dataclass
class City:
    """A process with a person in each role, and a co-ordinator of another workspace."""

    process: Process
    coordinator: User
    adviser: User
    contributor: User
    viewer: User
    stranger: User

    def sign_in(self, role: str) -> Client:
        """Give a client of the role, reading English."""
        client = Client(headers={"accept-language": "en"})
        if role != "nobody":
            user = getattr(self, role)
            user.language = "en"
            user.save()
            client.force_login(user)
        return client

    def url(self, name: str, **words: Any) -> str:
        """Give an address of the process."""
        return reverse(f"town:{name}", kwargs={**self.process.address, **words})


def found_city() -> City:
    """Found a city whose process has a person in each role."""
    process = ProcessFactory()
    seats = {"workspace": process.workspace}
    return City(
        process=process,
        coordinator=SeatFactory(**seats).user,
        adviser=SeatFactory(**seats, role="adviser").user,
        contributor=MembershipFactory(team=TeamFactory(process=process)).user,
        viewer=MembershipFactory(team=TeamFactory(process=process, rights="view")).user,
        stranger=SeatFactory().user,
    )


def typed(**changes: Any) -> dict[str, Any]:
    """Give what a browser sends for a small entry with one link."""
    rows = changes.pop("links", [("https://miasto.example/zapis", "Zapis")])
    return {
        "title": "Spotkanie zespołu",
        "date": "10-19.02.2026",
        "kind": "meeting",
        "mode": "",
        "text": "- pierwszy punkt",
        "links-TOTAL_FORMS": str(len(rows)),
        "links-INITIAL_FORMS": "0",
        **{f"links-{number}-url": url for number, (url, _label) in enumerate(rows)},
        **{f"links-{number}-label": label for number, (_url, label) in enumerate(rows)},
        **changes,
    }


def read_page(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").split())
