"""Composing a survey in the office: from a shipped questionnaire to the launch, its dates, end and next wave."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.town.models import Process, Seat
from tests.factories import surveys as make
from tests.factories import town

pytestmark = pytest.mark.django_db
PHASES = ("draft", "waiting", "open", "closed")
PAGES = (
    "survey", "progress", "survey_edit", "delete", "launch", "dates", "close", "reopen", "call_off", "edition_change",
    "wave_new", "survey_event", "clause", "privacy", "entry", "link_renew", "invites", "invites_send", "invites_remind",
    "codes", "quotas", "frame", "papers",
)  # fmt: skip


@pytest.fixture
def seat() -> Seat:
    workspace = town.WorkspaceFactory.create(contact="urzad@miasto.example")
    return town.SeatFactory.create(workspace=workspace)


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def write_moment(days: int) -> str:
    return f"{timezone.localtime() + dt.timedelta(days=days):%Y-%m-%dT15:00}"


def values_of(**more: Any) -> dict[str, Any]:
    return {"title": "Jakość usług", "entry": "link", "closes_at": write_moment(14), **more}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_in_each_phase(office: Client, process: Process, name: str, phase: str) -> None:
    survey = make.make_survey(process, phase=phase)
    assert office.get(address(name, survey)).status_code == 200
