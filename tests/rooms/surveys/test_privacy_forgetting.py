"""Forgetting: keys and passes a day after the end, addresses after a month, answers on their day; traces are stirred."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.actions.retention import erase_answers, forget_addresses, seal_survey, stir_traces
from sciezka.rooms.surveys.models import Invitation, PaperForm, Response, Survey
from sciezka.rooms.surveys.models.answers import AnswerFile, Block
from sciezka.rooms.surveys.queries.passes import make_pass, read_pass
from sciezka.rooms.surveys.tasks.clock import stir_survey, wake_survey
from sciezka.rooms.town.models import Process
from tests.factories import surveys as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = dt.timedelta(days=1)


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def ended(process: Process, ago: dt.timedelta, **fields: Any) -> Survey:
    now = timezone.now()
    moments = {"launched_at": now - ago - DAY, "opens_at": now - ago - DAY, "closes_at": now - ago}
    return make.make_survey(process, **{**moments, **fields})


def test_a_day_after_the_end_keys_and_passes_are_destroyed(process: Process) -> None:
    survey = ended(process, 2 * DAY, entry="list")
    invitation = Invitation.objects.create(survey=survey, email="a@miasto.example")
    word = make_pass(invitation)
    finished = make.make_response(survey)
    broken = make.make_response(survey, done=False)
    AnswerFile.objects.create(response=broken, item="q9", name="x", size=1, file=ContentFile(b"x", name="x.txt"))
    assert seal_survey(survey=survey) is True
    survey.refresh_from_db()
    assert survey.salt == ""
    assert read_pass(survey, word) is None
    assert set(survey.responses.values_list("key_digest", flat=True)) == {""}
    assert Response.objects.get(pk=finished.pk).answers == {"q1": "a"}
    assert Response.objects.get(pk=broken.pk).answers == {}
    assert Response.objects.get(pk=broken.pk).page == "p1"
    assert not AnswerFile.objects.exists()
    assert seal_survey(survey=survey) is False


@pytest.mark.parametrize("phase", ["open", "waiting", "draft"])
def test_nothing_is_forgotten_before_its_time(process: Process, phase: str) -> None:
    survey = make.make_survey(process, phase=phase, entry="list", keeps_days=1)
    survey.invitations.create(email="a@miasto.example")
    assert not seal_survey(survey=survey)
    assert not forget_addresses(survey=survey)
    assert not erase_answers(survey=survey)
    just = ended(process, dt.timedelta(hours=3), keeps_days=30)
    assert not seal_survey(survey=just)
    assert not erase_answers(survey=just)
    assert not erase_answers(survey=survey, now_already=True)


def test_addresses_go_a_month_after_the_end(process: Process) -> None:
    survey = ended(process, 31 * DAY, entry="list")
    survey.invitations.create(email="a@miasto.example")
    assert forget_addresses(survey=survey) is True
    assert not survey.invitations.exists()
    assert JournalEntry.objects.get(verb="survey.forget_addresses").before == {"people": 1}


def test_answers_are_deleted_on_their_day_and_results_stay(
    process: Process, django_capture_on_commit_callbacks: Any
) -> None:
    survey = ended(process, 40 * DAY, keeps_days=30, entry="codes")
    response = make.make_response(survey)
    block = Block.objects.create(survey=survey, layout="1:x", rows=1, data=b"x")
    Response.objects.update(block=block)
    file = AnswerFile.objects.create(response=response, item="q9", name="x", size=1, file=ContentFile(b"x", name="x.txt"))
    path, storage = file.file.name, file.file.storage
    survey.codes.create(code="abc234", label="4a")
    PaperForm.objects.create(survey=survey, number=1, edition=response.edition, response=response)
    theme = survey.themes.create(item="q3", name="Zieleń")
    theme.codings.create(response=response)
    survey.releases.create(number=1, content={"n": 9}, published_at=timezone.now())
    finding = survey.findings.create(title="Połowa jest za", data_digest="x")
    assert storage.exists(path or "")
    with django_capture_on_commit_callbacks(execute=True):
        wake_survey.call(survey.pk)
    survey.refresh_from_db()
    assert survey.erased_at
    for rows in (survey.responses, survey.blocks, survey.papers, survey.codes, survey.invitations):
        assert not rows.exists()
    assert not storage.exists(path or "")
    assert (survey.releases.count(), survey.findings.get(), survey.salt) == (1, finding, "")
    assert JournalEntry.objects.get(verb="survey.erase").before == {"responses": 1}
    assert erase_answers(survey=survey) is False


def test_one_waking_sweeps_for_all_surveys(process: Process) -> None:
    overdue = ended(process, 40 * DAY, keeps_days=30)
    make.make_response(overdue)
    wake_survey.call(make.make_survey(process).pk)
    assert not overdue.responses.exists()


def test_a_called_off_survey_is_forgotten_too(process: Process) -> None:
    survey = ended(process, 40 * DAY, keeps_days=30, called_off_at=timezone.now() - 40 * DAY)
    make.make_response(survey)
    wake_survey.call(survey.pk)
    assert not survey.responses.exists()


def test_an_overdue_deletion_is_told_loudly(office: Client, process: Process) -> None:
    survey = ended(process, 40 * DAY, keeps_days=30)
    assert office.get(survey.get_absolute_url()).context["is_overdue"] is True
    assert office.get(address("privacy", survey)).context["is_overdue"] is True


def test_stirring_keeps_every_invitation_and_writes_the_used_ones_anew(process: Process) -> None:
    survey = make.make_survey(process, entry="list")
    for number in range(9):
        survey.invitations.create(email=f"{number}@miasto.example", is_used=number % 2 == 0, reminders=1)
    code = survey.codes.create(code="abc234", label="4a", used=7)
    before = list(survey.invitations.order_by("pk").values())
    stir_survey.call(survey.pk)
    assert list(survey.invitations.order_by("pk").values()) == before
    code.refresh_from_db()
    assert code.used == 7


@pytest.mark.django_db(transaction=True)
def test_stirred_rows_were_written_in_one_transaction(process: Process) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL keeps the numbers of transactions on its rows.")
    survey = make.make_survey(process, entry="list")
    for number in range(5):
        survey.invitations.create(email=f"{number}@miasto.example", is_used=True)
    query = "SELECT count(DISTINCT xmin::text) FROM surveys_invitation WHERE survey_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [survey.pk])
        assert cursor.fetchone()[0] == 5
        stir_traces(survey=survey)
        cursor.execute(query, [survey.pk])
        assert cursor.fetchone()[0] == 1


def test_reopening_after_the_secrets_are_gone_makes_new_ones(office: Client, process: Process) -> None:
    survey = ended(process, 2 * DAY, entry="list")
    row = survey.invitations.create(email="a@miasto.example", sent_on=timezone.localdate() - 5 * DAY)
    old = make_pass(row)
    seal_survey(survey=survey)
    office.post(address("reopen", survey), {"closes_at": f"{timezone.localtime() + 3 * DAY:%Y-%m-%dT12:00}"})
    survey.refresh_from_db()
    assert survey.salt
    assert read_pass(survey, old) is None
    assert survey.invitations.get().sent_on is None
