"""An anonymous round under attack: whoever runs it compares, counts and looks at orders, and learns of nobody."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.answers import finish_sheet, keep_edits, open_sheet
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.actions.forgetting import forget_times
from sciezka.rooms.rounds.actions.late import admit_all_late, admit_late
from sciezka.rooms.rounds.actions.participants import remind, remove_participant
from sciezka.rooms.rounds.actions.proposals import propose
from sciezka.rooms.rounds.actions.rounds import settle_round
from sciezka.rooms.rounds.models import Answer, Participant, Proposal, Round, Sheet
from sciezka.rooms.rounds.queries.rounds import progress_of, visible_rounds
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = pytest.mark.django_db


def answer_as(person: Participant, value: int) -> None:
    edit = Edit(key=uuid.uuid4(), item=person.round.items.all()[0].pk, scale="sila", value=value, edited_at=timezone.now())
    keep_edits(participant=person, edits=[edit])


def lead(client: Client, round_: Round) -> User:
    user = SeatFactory.create(workspace=round_.process.workspace).user
    client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
    return user


def make_late(people: int, late: int) -> Round:
    """Make a closed anonymous round in which some changed their answer after the end."""
    round_ = make_round(ProcessFactory.create(), people=people, is_anonymous=True)
    for person in round_.participants.all():
        answer_as(person, 3)
    Round.objects.update(closes_at=timezone.now())
    for person in Participant.objects.select_related("round")[:late]:
        answer_as(person, 5)
    round_.refresh_from_db()
    return round_


def test_one_late_sheet_is_never_admitted_alone_so_that_two_files_can_not_be_compared(client: Client) -> None:
    round_ = make_late(people=6, late=1)
    actor = lead(client, round_)
    sheet = Answer.objects.filter(fate=Answer.Fate.LATE).get().sheet
    with pytest.raises(ValidationError):
        admit_late(actor=actor, round=round_, sheet=sheet)
    with pytest.raises(ValidationError):
        admit_all_late(actor=actor, round=round_)
    url = reverse("rounds:late", kwargs=round_.address)
    page = client.get(url)
    assert str(sheet.number) not in page.content.decode()
    assert f'value="{sheet.pk}"' not in page.content.decode()
    for sent in ({"sheet": sheet.pk}, {"all": "1"}):
        client.post(url, sent)
    assert Answer.objects.filter(fate=Answer.Fate.LATE).count() == 1


def test_late_sheets_of_five_are_admitted_together(client: Client) -> None:
    round_ = make_late(people=6, late=5)
    lead(client, round_)
    client.post(reverse("rounds:late", kwargs=round_.address), {"all": "1"})
    assert Answer.objects.filter(fate=Answer.Fate.CURRENT, value=5).count() == 5
    (entry,) = JournalEntry.objects.filter(verb="round.unseal")
    assert entry.after == {"answers": 5}


def test_taking_a_person_off_and_back_does_not_tell_whether_they_have_answered() -> None:
    round_ = make_round(ProcessFactory.create(), people=4, is_anonymous=True)
    people = list(round_.participants.all())
    for person in people[:2]:
        finish_sheet(person)
    coordinator = SeatFactory.create(workspace=round_.process.workspace).user
    seen = []
    for person in (None, *people):
        if person:
            Participant.objects.update(removed_at=None)
            remove_participant(actor=None, participant=person)
        (line,) = visible_rounds(coordinator, round_.process)
        seen.append((progress_of(round_), line.progress))
    assert len(set(seen)) == 1


def test_nobody_is_told_how_many_an_anonymous_reminder_reached(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=3, is_anonymous=True)
    finish_sheet(round_.participants.all()[0])
    actor = lead(client, round_)
    page = client.get(reverse("rounds:remind", kwargs=round_.address)).content.decode()
    assert "2 " not in page.split("<h1>")[1].split("</form>")[0]
    remind(actor=actor, round=round_)
    assert not any("people" in entry.after for entry in JournalEntry.objects.filter(verb="round.remind"))


def test_proposals_stay_hidden_while_they_come_in_and_lie_in_no_order_of_coming(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=2, phase="collecting", is_anonymous=True, is_blind=False, items=())
    first, second = round_.participants.all()
    for person, titles in ((first, ("Żagiel", "Wiosło")), (second, ("Aula", "Most"))):
        for title in titles:
            propose(participant=person, title=title)
    lead(client, round_)
    url = reverse("rounds:sorting", kwargs=round_.address)
    assert "Wiosło" not in client.get(url).content.decode()
    Round.objects.update(collects_until=timezone.now() - dt.timedelta(hours=1))
    page = client.get(url).content.decode()
    places = [page.index(f"{title}</") for title in ("Aula", "Most", "Wiosło", "Żagiel")]
    assert places == sorted(places)
    Round.objects.update(closes_at=timezone.now() + dt.timedelta(days=1))
    round_.refresh_from_db()
    settle_round(actor=None, round=round_)
    assert [item.title for item in round_.items.all()] == ["Aula", "Most", "Wiosło", "Żagiel"]


def test_once_the_salt_is_gone_the_order_of_rows_tells_nothing() -> None:
    round_ = make_round(ProcessFactory.create(), people=8, is_anonymous=True)
    for value, person in enumerate(round_.participants.all()):
        answer_as(person, value % 5 + 1)
    sheet = open_sheet(round_.participants.all()[0])
    proposal = Proposal.objects.create(round=round_, sheet=sheet, title="Klub")
    before = {
        sheet.number: (sheet.is_finished, [(row.item_id, row.value) for row in sheet.answers.all()])
        for sheet in round_.sheets.all()
    }
    edits = set(Answer.objects.values_list("edit", flat=True))
    forget_times(round=round_)
    after = {
        sheet.number: (sheet.is_finished, [(row.item_id, row.value) for row in sheet.answers.all()])
        for sheet in round_.sheets.all()
    }
    assert after == before
    assert list(Sheet.objects.order_by("pk").values_list("number", flat=True)) == sorted(after)
    in_order = list(Answer.objects.order_by("pk").values_list("sheet__number", flat=True))
    assert in_order == sorted(in_order)
    assert not edits & set(Answer.objects.values_list("edit", flat=True))
    assert not Sheet.objects.exclude(key="").exists()
    proposal.refresh_from_db()
    assert proposal.sheet.number == sheet.number
