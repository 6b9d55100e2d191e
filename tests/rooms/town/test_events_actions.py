"""What changing an entry does, and what it refuses."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sciezka.core.dates import ImpreciseDate
from sciezka.kit import journal
from sciezka.rooms.town.actions.events import (
    EventChangedError,
    EventValues,
    LinkValues,
    delete_draft,
    draft_event,
    edit_event,
    publish_event,
    publish_events,
    read_values,
    withdraw_event,
)
from sciezka.rooms.town.models import Event
from tests.factories.people import UserFactory
from tests.factories.town import EventFactory, LegalActFactory, ProcessFactory, SeatFactory, StageFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = ImpreciseDate.day(dt.date(2026, 3, 2))


def test_a_draft_keeps_everything_it_was_given() -> None:
    process = ProcessFactory()
    stage, team = StageFactory(process=process), TeamFactory(process=process)
    act = LegalActFactory(workspace=process.workspace)
    values = EventValues(
        title="Warsztat",
        date=ImpreciseDate.months(2020, 5, 2020, 6),
        text="- punkt",
        time_start=dt.time(9),
        time_end=dt.time(12, 30),
        kind="workshop",
        mode="video",
        stage=stage,
        place_name="Ratusz",
        teams=(team,),
        participants="rada młodzieży",
        tool="mapa",
        outcome="lista spraw",
        act=act,
        links=(LinkValues(url="https://miasto.example/a", label="Zapis"), LinkValues(url="mailto:a@miasto.example")),
    )
    event = draft_event(actor=UserFactory(), process=process, values=values)
    assert read_values(Event.objects.get(pk=event.pk)) == values
    assert not event.is_published
    assert event.sequence == 0


def test_the_journal_cites_the_act_and_keeps_only_what_changed() -> None:
    act = LegalActFactory(number="0050.1.2026")
    seat = SeatFactory(workspace=act.workspace, act=act)
    process = ProcessFactory(workspace=act.workspace)
    event = draft_event(actor=seat.user, process=process, values=EventValues(title="Spotkanie", date=DAY))
    edit_event(actor=seat.user, event=event, values=EventValues(title="Spotkanie zespołu", date=DAY))
    edited, drafted = journal.entries_of(event)
    assert (drafted.verb, edited.verb) == ("event.draft", "event.edit")
    assert edited.before == {"title": "Spotkanie"}
    assert edited.after == {"title": "Spotkanie zespołu"}
    assert "0050.1.2026" in edited.basis


def test_saving_without_a_change_leaves_no_trace() -> None:
    event = EventFactory()
    after = edit_event(actor=None, event=event, values=read_values(event))
    assert (after.sequence, after.updated_at) == (event.sequence, event.updated_at)
    assert not journal.entries_of(event).exists()


def test_editing_a_published_entry_raises_the_sequence_and_a_draft_does_not() -> None:
    values = EventValues(title="Inny tytuł", date=DAY)
    published, draft = EventFactory(), EventFactory(status="draft", published_at=None)
    after = edit_event(actor=None, event=published, values=values)
    assert after.sequence == published.sequence + 1
    assert after.updated_at > published.updated_at
    assert edit_event(actor=None, event=draft, values=values).sequence == draft.sequence


def test_editing_replaces_links_and_bodies() -> None:
    event = EventFactory()
    first, second = TeamFactory(process=event.process), TeamFactory(process=event.process)
    link = LinkValues(url="https://miasto.example/1")
    edit_event(actor=None, event=event, values=EventValues(title="a", date=DAY, teams=(first,), links=(link,)))
    other = LinkValues(url="https://miasto.example/2", label="Drugi")
    edit_event(actor=None, event=event, values=EventValues(title="a", date=DAY, teams=(second,), links=(other, link)))
    values = read_values(Event.objects.get(pk=event.pk))
    assert values.teams == (second,)
    assert values.links == (other, link)


def test_a_newer_entry_is_not_overwritten() -> None:
    event = EventFactory()
    seen = event.updated_at
    edit_event(actor=None, event=event, values=EventValues(title="Pierwsza zmiana", date=DAY), seen=seen)
    with pytest.raises(EventChangedError):
        edit_event(actor=None, event=event, values=EventValues(title="Druga zmiana", date=DAY), seen=seen)
    assert Event.objects.get(pk=event.pk).title == "Pierwsza zmiana"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/wzgledny", "https://a.example/" + "a" * 1000])
def test_a_link_that_could_do_harm_is_refused_and_nothing_is_saved(url: str) -> None:
    process = ProcessFactory()
    with pytest.raises(ValidationError):
        draft_event(actor=None, process=process, values=EventValues(title="a", date=DAY, links=(LinkValues(url=url),)))
    assert not process.events.exists()


def test_what_belongs_to_another_process_is_refused() -> None:
    process = ProcessFactory()
    for values in (
        EventValues(title="a", date=DAY, stage=StageFactory()),
        EventValues(title="a", date=DAY, teams=(TeamFactory(),)),
        EventValues(title="a", date=DAY, act=LegalActFactory()),
    ):
        with pytest.raises(ValidationError):
            draft_event(actor=None, process=process, values=values)


@pytest.mark.parametrize("change", [{"title": ""}, {"title": "a" * 201}, {"kind": "picnic"}, {"mode": "telepathy"}])
def test_values_that_do_not_fit_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        draft_event(actor=None, process=ProcessFactory(), values=EventValues(**{"title": "a", "date": DAY, **change}))


def test_publishing_and_withdrawing_are_written_once_each() -> None:
    event = EventFactory(status="draft", published_at=None)
    publish_event(actor=None, event=event)
    event = publish_event(actor=None, event=event)
    assert event.published_at
    withdraw_event(actor=None, event=event)
    event = withdraw_event(actor=None, event=event)
    assert not event.is_published
    assert event.sequence == 1
    assert [entry.verb for entry in journal.entries_of(event)] == ["event.withdraw", "event.publish"]


def test_many_drafts_are_published_together() -> None:
    events = EventFactory.create_batch(3, status="draft", published_at=None)
    publish_events(actor=None, events=events)
    assert Event.objects.filter(status="published").count() == 3


def test_only_a_draft_can_be_deleted() -> None:
    event = EventFactory()
    with pytest.raises(ValidationError):
        delete_draft(actor=None, event=event)
    delete_draft(actor=None, event=withdraw_event(actor=None, event=event))
    assert not Event.objects.exists()
    last = journal.entries_of(event)[0]
    assert last.verb == "event.delete"
    assert last.before["title"] == event.title
