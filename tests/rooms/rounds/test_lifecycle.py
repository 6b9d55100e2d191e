"""A round from its making to its end, and what the clock does on the way."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.participants import announce, remind
from sciezka.rooms.rounds.actions.rounds import (
    RoundValues,
    call_off,
    close_round,
    delete_round,
    edit_round,
    forget_people,
    launch_round,
    make_round,
    reschedule,
    settle_round,
    start_wave,
)
from sciezka.rooms.rounds.models import Phase, Proposal, Round, Sheet
from sciezka.rooms.rounds.tasks.clock import overdue_rounds, wake_round
from sciezka.rooms.town.models import Process
from tests.factories import rounds as make
from tests.factories import town
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Captured = Callable[..., AbstractContextManager[list[Any]]]
NOON = dt.datetime(2027, 2, 10, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def process() -> Process:
    return town.ProcessFactory.create()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Let a test say what time it is."""

    def turn(moment: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        # The journal's own moment is a default that the model took hold of when it was defined.
        monkeypatch.setitem(JournalEntry._meta.get_field("at").__dict__, "_get_default", lambda: moment)

    turn(NOON)
    return turn


def values_of(process: Process, **more: Any) -> RoundValues:
    team = town.TeamFactory.create(process=process)
    town.MembershipFactory.create_batch(3, team=team)
    given: dict[str, Any] = {"team": team, "scales": (make.make_scale(),), "closes_at": timezone.now() + 3 * DAY}
    return RoundValues(title="Ocena", **{**given, **more})


def draft(process: Process, **more: Any) -> Round:
    return make_round(
        actor=None, process=process, values=values_of(process, **more), items=[ItemValues("Klub"), ItemValues("Izba")]
    )


def codes_of(problem: ValidationError) -> set[str | None]:
    return {error.code for error in problem.error_list} if not hasattr(problem, "error_dict") else set(problem.error_dict)


def test_a_new_round_is_a_draft_that_asks_nobody(process: Process) -> None:
    round_ = draft(process)
    assert round_.phase == Phase.DRAFT
    assert [item.title for item in round_.items.all()] == ["Klub", "Izba"]
    assert not round_.participants.exists()
    assert not mail.outbox


def test_launching_asks_the_members_of_today_and_opens_at_once(process: Process) -> None:
    round_ = draft(process)
    assert round_.team is not None
    gone = town.MembershipFactory.create(team=round_.team, until=timezone.localdate() - DAY)
    launch_round(actor=None, round=round_)
    assert round_.phase == Phase.OPEN
    asked = set(round_.participants.values_list("user", flat=True))
    assert len(asked) == 3
    assert gone.user.pk not in asked


@pytest.mark.parametrize(
    ("lack", "code"),
    [
        ({"scales": ()}, "scales"),
        ({"closes_at": None}, "terms"),
        ({"team": None}, "people"),
        ({"kind": Round.Kind.PICK}, "question"),
        ({"kind": Round.Kind.MATRIX, "scales": (make.make_scale(), make.make_scale(key="b"))}, "scales"),
        ({"audience": Round.Audience.LIST}, "people"),
    ],
)
def test_a_launch_says_what_is_missing(process: Process, lack: dict[str, Any], code: str) -> None:
    round_ = draft(process, **lack)
    with pytest.raises(ValidationError) as refused:
        launch_round(actor=None, round=round_)
    assert codes_of(refused.value) == {code}
    assert Round.objects.get(pk=round_.pk).phase == Phase.DRAFT


def test_a_team_without_members_can_not_be_asked(process: Process) -> None:
    round_ = draft(process, team=town.TeamFactory.create(process=process))
    with pytest.raises(ValidationError) as refused:
        launch_round(actor=None, round=round_)
    assert codes_of(refused.value) == {"people"}


def test_a_team_of_another_process_is_refused(process: Process) -> None:
    with pytest.raises(ValidationError):
        draft(process, team=town.TeamFactory.create())


def test_a_scale_that_can_not_be_reckoned_with_is_refused(process: Process) -> None:
    one = {"key": "a", "title": "A", "levels": [{"value": 1}]}
    falling = {"key": "a", "title": "A", "levels": [{"value": 2}, {"value": 1}]}
    for scale in (one, falling):
        with pytest.raises(ValidationError) as refused:
            draft(process, scales=(scale,))
        assert "A" in refused.value.messages[0]


def test_a_launched_round_can_be_neither_edited_nor_deleted_nor_launched_again(process: Process) -> None:
    round_ = draft(process)
    launch_round(actor=None, round=round_)
    for attempt in (
        lambda: edit_round(actor=None, round=round_, values=values_of(process)),
        lambda: delete_round(actor=None, round=round_),
        lambda: launch_round(actor=None, round=round_),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert codes_of(refused.value) == {"phase"}
    assert Round.objects.get(pk=round_.pk).title == "Ocena"


def test_a_stale_copy_of_a_round_can_not_be_launched_twice(process: Process) -> None:
    round_ = draft(process)
    stale = Round.objects.get(pk=round_.pk)
    launch_round(actor=None, round=round_)
    with pytest.raises(ValidationError):
        launch_round(actor=None, round=stale)


def test_deleting_a_draft_leaves_its_trace(process: Process) -> None:
    round_ = draft(process)
    number = round_.pk
    delete_round(actor=None, round=round_)
    assert not Round.objects.filter(pk=number).exists()
    round_.pk = number
    assert entries_of(round_).filter(verb="round.delete").exists()


def test_dates_ahead_can_be_moved_and_dates_past_can_not(process: Process) -> None:
    now = timezone.now()
    open_ = make.make_round(process)
    opened = open_.opens_at
    reschedule(actor=None, round=open_, opens_at=now + 9 * DAY, closes_at=now + 10 * DAY)
    open_.refresh_from_db()
    assert open_.opens_at == opened
    assert open_.closes_at == now + 10 * DAY
    with pytest.raises(ValidationError):
        reschedule(actor=None, round=open_, opens_at=None, closes_at=now - DAY)
    with pytest.raises(ValidationError):
        reschedule(actor=None, round=open_, opens_at=None, closes_at=None)


@pytest.mark.parametrize("phase", ["draft", "closed"])
def test_a_draft_and_a_closed_round_can_not_be_rescheduled(process: Process, phase: str) -> None:
    round_ = make.make_round(process, phase=phase)
    with pytest.raises(ValidationError):
        reschedule(actor=None, round=round_, opens_at=None, closes_at=timezone.now() + DAY)


def test_closing_early_ends_answering_now(process: Process) -> None:
    round_ = make.make_round(process)
    close_round(actor=None, round=round_)
    assert Round.objects.get(pk=round_.pk).phase == Phase.CLOSED


def test_closing_while_collecting_ends_only_the_collecting(process: Process) -> None:
    round_ = make.make_round(process, phase="collecting", closes_at=timezone.now() + 5 * DAY)
    close_round(actor=None, round=round_)
    assert Round.objects.get(pk=round_.pk).phase == Phase.SORTING


@pytest.mark.parametrize("phase", ["collecting", "sorting", "waiting", "open"])
def test_whatever_runs_can_be_called_off(process: Process, phase: str) -> None:
    round_ = make.make_round(process, phase=phase)
    call_off(actor=None, round=round_)
    assert Round.objects.get(pk=round_.pk).phase == Phase.CALLED_OFF


def test_settling_makes_items_of_what_was_neither_merged_nor_left_out(process: Process) -> None:
    round_ = make.make_round(process, phase="sorting", items=["Własna"], closes_at=timezone.now() + DAY)
    person = round_.participants.all()[0]
    person.has_started = person.has_finished = True
    person.save()
    sheet = Sheet.objects.create(round=round_, participant=person, number=1, is_finished=True)
    for title, left_out in (("Klub", ""), ("Huta", "poza miastem"), ("Izba", "")):
        Proposal.objects.create(round=round_, sheet=sheet, title=title, left_out=left_out)
    settle_round(actor=None, round=round_)
    assert [item.title for item in round_.items.all()] == ["Własna", "Klub", "Izba"]
    assert Proposal.objects.get(title="Klub").item is not None
    assert Proposal.objects.get(title="Huta").item is None
    assert round_.phase == Phase.OPEN
    person.refresh_from_db()
    sheet.refresh_from_db()
    assert (person.has_started, person.has_finished, sheet.is_finished) == (False, False, False)


def test_settling_needs_items_and_an_end(process: Process) -> None:
    empty = make.make_round(process, phase="sorting", items=[], closes_at=timezone.now() + DAY)
    with pytest.raises(ValidationError) as refused:
        settle_round(actor=None, round=empty)
    assert codes_of(refused.value) == {"items"}
    endless = make.make_round(process, phase="sorting")
    with pytest.raises(ValidationError) as refused:
        settle_round(actor=None, round=endless)
    assert codes_of(refused.value) == {"closes_at"}
    assert Round.objects.get(pk=endless.pk).settled_at is None


def test_the_next_wave_asks_the_same_of_the_same_people(process: Process) -> None:
    first = make.make_round(process, phase="closed", is_anonymous=True)
    wave = start_wave(actor=None, round=first, title="Druga tura", opens_at=None, closes_at=timezone.now() + DAY)
    assert wave.phase == Phase.DRAFT
    assert wave.previous == first
    assert wave.is_anonymous
    assert wave.salt != first.salt
    assert wave.entry_word != first.entry_word
    assert [item.before for item in wave.items.all()] == list(first.items.all())
    launch_round(actor=None, round=wave)
    assert set(wave.participants.values_list("user", flat=True)) == set(first.participants.values_list("user", flat=True))


def test_only_a_closed_round_gets_a_next_wave(process: Process) -> None:
    with pytest.raises(ValidationError):
        start_wave(actor=None, round=make.make_round(process), title="B", opens_at=None, closes_at=None)


def test_the_launch_writes_one_letter_to_each(process: Process, django_capture_on_commit_callbacks: Captured) -> None:
    round_ = draft(process)
    with django_capture_on_commit_callbacks(execute=True):
        launch_round(actor=None, round=round_)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        p.user.email for p in round_.participants.all() if p.user
    )
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in mail.outbox)
    assert all(round_.get_absolute_url() in str(letter.body) for letter in mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        wake_round.call(round_.pk)
    assert len(mail.outbox) == 3


def test_letters_of_a_round_that_opens_later_wait_for_its_opening(
    process: Process, clock: Callable[[dt.datetime], None], django_capture_on_commit_callbacks: Captured
) -> None:
    round_ = draft(process, opens_at=NOON + DAY, closes_at=NOON + 5 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        launch_round(actor=None, round=round_)
    assert not mail.outbox
    clock(NOON + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        wake_round.call(round_.pk)
    assert len(mail.outbox) == 3


def test_the_clock_reminds_once_and_only_those_who_have_not_finished(
    process: Process, clock: Callable[[dt.datetime], None], django_capture_on_commit_callbacks: Captured
) -> None:
    round_ = draft(process, closes_at=NOON + 5 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        launch_round(actor=None, round=round_)
    done = round_.participants.all()[0]
    done.has_finished = True
    done.save()
    mail.outbox.clear()
    for moment in (NOON + 3 * DAY, NOON + 4 * DAY, NOON + 4 * DAY + DAY / 2):
        clock(moment)
        with django_capture_on_commit_callbacks(execute=True):
            wake_round.call(round_.pk)
    assert len(mail.outbox) == 2
    assert done.user is not None
    assert done.user.email not in [letter.to[0] for letter in mail.outbox]


def test_a_reminder_set_for_an_earlier_end_is_not_sent_once_the_end_moved(
    process: Process, clock: Callable[[dt.datetime], None], django_capture_on_commit_callbacks: Captured
) -> None:
    round_ = draft(process, closes_at=NOON + 5 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        launch_round(actor=None, round=round_)
        reschedule(actor=None, round=round_, opens_at=None, closes_at=NOON + 20 * DAY)
    mail.outbox.clear()
    clock(NOON + 4 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        wake_round.call(round_.pk)
    assert not mail.outbox


def test_waking_a_round_that_is_gone_does_nothing() -> None:
    wake_round.call(987_654)
    assert not mail.outbox


def test_nobody_is_written_to_twice_within_an_hour(process: Process, clock: Callable[[dt.datetime], None]) -> None:
    round_ = make.make_round(process, opens_at=NOON - DAY, closes_at=NOON + DAY)
    actor = UserFactory.create()
    assert remind(actor=actor, round=round_) == 3
    clock(NOON + dt.timedelta(minutes=59))
    with pytest.raises(ValidationError) as refused:
        remind(actor=actor, round=round_)
    assert codes_of(refused.value) == {"soon"}
    clock(NOON + dt.timedelta(minutes=61))
    assert remind(actor=actor, round=round_) == 3


def test_nobody_is_reminded_of_a_closed_round(process: Process) -> None:
    with pytest.raises(ValidationError):
        remind(actor=None, round=make.make_round(process, phase="closed"))


def test_an_announcement_is_made_once_for_each_phase(process: Process) -> None:
    round_ = make.make_round(process)
    assert announce(round=round_, phase=Phase.OPEN) == 3
    assert announce(round=round_, phase=Phase.OPEN) == 0
    assert announce(round=round_, phase=Phase.COLLECTING) == 0


def test_reminding_in_an_anonymous_round_leaves_no_moment_on_people(process: Process) -> None:
    hidden, named = make.make_round(process, is_anonymous=True), make.make_round(process)
    remind(actor=None, round=hidden)
    remind(actor=None, round=named)
    assert not hidden.participants.filter(reminded_at__isnull=False).exists()
    assert named.participants.filter(reminded_at__isnull=False).count() == 3


def test_what_ties_anonymous_sheets_to_people_is_destroyed_a_day_after_the_end(
    process: Process, clock: Callable[[dt.datetime], None]
) -> None:
    round_ = make.make_round(process, is_anonymous=True, opens_at=NOON - DAY, closes_at=NOON)
    named = make.make_round(process, opens_at=NOON - DAY, closes_at=NOON)
    salt = named.salt
    clock(NOON + dt.timedelta(hours=23))
    wake_round.call(round_.pk)
    assert Round.objects.get(pk=round_.pk).salt
    clock(NOON + dt.timedelta(hours=25))
    # Whichever round wakes sweeps for all.
    wake_round.call(named.pk)
    assert Round.objects.get(pk=round_.pk).salt == ""
    assert Round.objects.get(pk=named.pk).salt == salt
    assert entries_of(round_).filter(verb="round.forget").count() == 1
    assert overdue_rounds(timezone.now()) == []


def test_an_open_anonymous_round_keeps_its_tie(process: Process) -> None:
    round_ = make.make_round(process, is_anonymous=True)
    assert forget_people(round=round_) is False
    assert Round.objects.get(pk=round_.pk).salt


def test_an_anonymous_round_that_was_called_off_is_forgotten_too(
    process: Process, clock: Callable[[dt.datetime], None]
) -> None:
    round_ = make.make_round(process, is_anonymous=True, opens_at=NOON - DAY, closes_at=NOON + 30 * DAY)
    call_off(actor=None, round=round_)
    clock(NOON + 2 * DAY)
    assert forget_people(round=round_) is True


def test_the_journal_never_names_participants(process: Process) -> None:
    round_ = draft(process)
    launch_round(actor=None, round=round_)
    remind(actor=None, round=round_)
    names = {str(person) for person in round_.participants.all()}
    for entry in entries_of(round_):
        assert not any(name in f"{entry.label}{entry.before}{entry.after}" for name in names)
