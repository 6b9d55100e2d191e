"""Nouns of the town room for tests."""

import datetime

import factory
from factory.django import DjangoModelFactory

from sciezka.rooms.town import models
from tests.factories.people import UserFactory

DAY = datetime.date(2026, 3, 2)
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


class UnitFactory(DjangoModelFactory[models.Unit]):
    """An urban commune."""

    class Meta:
        model = models.Unit

    teryt = factory.Sequence(lambda number: f"{9_000_011 + number * 10:07d}")
    name = factory.Sequence(lambda number: f"Miasto {number:04}")
    kind = models.Unit.Kind.URBAN
    register_date = datetime.date(2024, 1, 1)


class WorkspaceFactory(DjangoModelFactory[models.Workspace]):
    """A city's office."""

    class Meta:
        model = models.Workspace

    slug = factory.Sequence(lambda number: f"miasto-{number:04}")
    name = factory.Sequence(lambda number: f"Miasto {number:04}")


class SeatFactory(DjangoModelFactory[models.Seat]):
    """A co-ordinator's seat, open-ended."""

    class Meta:
        model = models.Seat

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = models.Seat.Role.COORDINATOR
    since = datetime.date(2020, 1, 1)


class ProcessFactory(DjangoModelFactory[models.Process]):
    """A published process."""

    class Meta:
        model = models.Process

    workspace = factory.SubFactory(WorkspaceFactory)
    slug = factory.Sequence(lambda number: f"proces-{number:04}")
    name = factory.Sequence(lambda number: f"Proces {number:04}")
    started_on = datetime.date(2026, 1, 5)
    published_at = NOON


class StageFactory(DjangoModelFactory[models.Stage]):
    """A stage of a process."""

    class Meta:
        model = models.Stage

    process = factory.SubFactory(ProcessFactory)
    number = "I"
    position = factory.Sequence(lambda number: number)
    key = factory.Sequence(lambda number: f"etap-{number:04}")
    name = factory.Sequence(lambda number: f"Etap {number:04}")


class TaskFactory(DjangoModelFactory[models.Task]):
    """A task to do."""

    class Meta:
        model = models.Task

    process = factory.SubFactory(ProcessFactory)
    title = factory.Sequence(lambda number: f"Zadanie {number:04}")
    starts_on = DAY
    due_on = DAY + datetime.timedelta(days=14)


class LegalActFactory(DjangoModelFactory[models.LegalAct]):
    """A mayor's order."""

    class Meta:
        model = models.LegalAct

    workspace = factory.SubFactory(WorkspaceFactory)
    number = factory.Sequence(lambda number: f"0050.{number:04}.2026")
    date = DAY
    title = "w sprawie powołania zespołu"


class TeamFactory(DjangoModelFactory[models.Team]):
    """A team whose members may draft."""

    class Meta:
        model = models.Team

    process = factory.SubFactory(ProcessFactory)
    slug = factory.Sequence(lambda number: f"zespol-{number:04}")
    name = factory.Sequence(lambda number: f"Zespół {number:04}")


class MembershipFactory(DjangoModelFactory[models.Membership]):
    """A member of a team."""

    class Meta:
        model = models.Membership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    since = datetime.date(2020, 1, 1)


class EventFactory(DjangoModelFactory[models.Event]):
    """A published entry of one day."""

    class Meta:
        model = models.Event

    process = factory.SubFactory(ProcessFactory)
    title = factory.Sequence(lambda number: f"Spotkanie {number:04}")
    text = "Omówienie planu prac."
    start = DAY
    end = DAY
    status = models.Event.Status.PUBLISHED
    published_at = NOON
