"""An anonymous round: the person finds their sheet while the salt lives, nobody else ever, and no moment is left."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.actions.exports import collect_export
from sciezka.rooms.rounds.actions.answers import finish_sheet, keep_edits, open_sheet
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.actions.forgetting import forget_times
from sciezka.rooms.rounds.models import Answer, Participant, Round, Sheet
from sciezka.rooms.rounds.queries.sheets import answers_of, find_sheet, sheet_key
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def answer_as(person: Participant, value: int) -> None:
    item = person.round.items.first()
    assert item
    edit = Edit(key=uuid.uuid4(), item=item.pk, scale="sila", value=value, edited_at=timezone.now())
    keep_edits(participant=person, edits=[edit])


def test_a_sheet_names_nobody_and_is_found_by_its_person_alone() -> None:
    round_ = make_round(ProcessFactory.create(), people=3, is_anonymous=True)
    first, second, third = round_.participants.all()
    answer_as(first, 5)
    answer_as(second, 1)
    assert not Sheet.objects.filter(participant__isnull=False).exists()
    found = [find_sheet(person) for person in (first, second, third)]
    assert [next(iter(answers_of(sheet).values())).value for sheet in found[:2]] == [5, 1]
    assert found[2] is None
    assert len({sheet_key(person) for person in (first, second, third)}) == 3


def test_numbers_of_sheets_do_not_tell_who_came_first() -> None:
    round_ = make_round(ProcessFactory.create(), people=12, is_anonymous=True)
    numbers = [open_sheet(person).number for person in round_.participants.all()]
    assert numbers != sorted(numbers)
    assert len(set(numbers)) == 12


def test_without_the_salt_nobody_finds_a_sheet_and_nothing_is_taken(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=1, is_anonymous=True)
    person = round_.participants.get()
    answer_as(person, 5)
    Round.objects.update(salt="", closes_at=timezone.now())
    person = Participant.objects.get()
    assert find_sheet(person) is None
    edit = Edit(key=uuid.uuid4(), item=round_.items.all()[0].pk, scale="sila", value=1, edited_at=timezone.now())
    kept = keep_edits(participant=person, edits=[edit])
    assert [refused.problem for refused in kept.refused] == ["sealed"]
    assert Answer.objects.count() == 1
    client.force_login(person.user)  # type: ignore[arg-type]
    page = client.get(reverse("rounds:answer", kwargs=round_.address))
    assert page.context["is_sealed"]


def test_another_rounds_salt_makes_another_key() -> None:
    round_ = make_round(ProcessFactory.create(), people=1, is_anonymous=True)
    person = round_.participants.get()
    before = sheet_key(person)
    person.round.salt = "inna"
    assert sheet_key(person) not in {before, ""}


def test_the_journal_says_nothing_of_who_answers() -> None:
    round_ = make_round(ProcessFactory.create(), people=1, is_anonymous=True)
    person = round_.participants.get()
    answer_as(person, 5)
    finish_sheet(person)
    assert not JournalEntry.objects.exists()


def test_when_the_salt_goes_moments_and_steps_go_with_it() -> None:
    round_ = make_round(ProcessFactory.create(), people=2, is_anonymous=True)
    for person in round_.participants.all():
        answer_as(person, 1)
        answer_as(person, 4)
    forget_times(round=round_)
    assert Answer.objects.count() == 2
    assert {(answer.edited_at, answer.came_at) for answer in Answer.objects.all()} == {(round_.closes_at, round_.closes_at)}


def test_a_named_round_keeps_its_moments() -> None:
    round_ = make_round(ProcessFactory.create(), people=1)
    person = round_.participants.get()
    answer_as(person, 1)
    answer_as(person, 4)
    forget_times(round=round_)
    assert Answer.objects.count() == 2


def test_the_file_of_own_data_holds_answers_of_named_rounds_alone() -> None:
    named = make_round(ProcessFactory.create(), people=1)
    person = named.participants.get()
    secret = make_round(named.process, people=[person.user], is_anonymous=True, title="Tajna")  # type: ignore[list-item]
    answer_as(person, 5)
    answer_as(secret.participants.get(), 1)
    found = collect_export(actor=person.user)["rounds"]  # type: ignore[arg-type]
    assert [row["value"] for row in found["answers"]] == [5]
    assert {row["round"] for row in found["rounds"]} == {named.title, "Tajna"}


def test_the_co_ordinator_admits_late_answers_on_a_page_and_members_can_not(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=1)
    person = round_.participants.get()
    Round.objects.update(closes_at=timezone.now())
    answer_as(person, 3)
    url = reverse("rounds:late", kwargs=round_.address)
    client.force_login(person.user)  # type: ignore[arg-type]
    assert client.get(url).status_code == 404
    client.force_login(SeatFactory.create(workspace=round_.process.workspace).user)
    page = client.get(url)
    (line,) = page.context["sheets"]
    assert str(person) in page.content.decode()
    assert client.post(url, {"sheet": "x"}).status_code == 404
    client.post(url, {"sheet": line.sheet.pk})
    assert Answer.objects.get().fate == Answer.Fate.CURRENT
    assert client.get(url).context["sheets"] == []
