"""What goes to the meeting, and how it gets on the agenda of an entry."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.queries.agenda import agenda_of
from tests.factories.town import EventFactory
from tests.rooms.rounds.tallies import lead, ranked, rated

pytestmark = pytest.mark.django_db


def test_the_most_disputed_item_comes_first_and_calm_ones_stay_away() -> None:
    round_ = rated([(3, 2, 1), (3, 3, 5), (3, 4, 1), (3, 3, 5)])
    assert [line.item.position for line in agenda_of(round_)] == [3, 2]


def test_what_nobody_knows_needs_talk_too() -> None:
    round_ = rated([("dk", 3), ("dk", 3), (3, 3)])
    (line,) = agenda_of(round_)
    assert line.need
    assert (line.item.position, line.need.reasons) == (1, ("unknown",))


def test_what_has_been_agreed_leaves_the_agenda() -> None:
    round_ = rated([(1, 1), (5, 5)])
    (first, _second) = agenda_of(round_)
    agree(actor=None, round=round_, item=first.item, scale="sila", value=3)
    assert [line.item.position for line in agenda_of(round_)] == [2]


def test_a_ranking_sends_to_the_meeting_only_places_half_a_list_apart() -> None:
    # Among six items, the first is put from place 1 to 4, the others differ by one or two.
    round_ = ranked([(1, 2, 3, 4, 5, 6), (4, 1, 2, 3, 5, 6), (1, 2, 3, 4, 6, 5)])
    assert [line.item.position for line in agenda_of(round_)] == [1]


def test_the_points_are_added_to_the_agenda_of_an_entry_once(client: Client) -> None:
    round_ = rated([(1, 3), (5, 3)])
    lead(client, round_.process)
    day = timezone.localdate() + dt.timedelta(days=3)
    event = EventFactory.create(
        process=round_.process, start=day, end=day, agenda="1. Otwarcie", status="draft", published_at=None
    )
    address = reverse("rounds:agenda_write", kwargs=round_.address)
    for _time in range(2):
        assert client.post(address, {"event": event.pk}).status_code == 302
    event.refresh_from_db()
    assert event.agenda.startswith("1. Otwarcie\n\n## ")
    assert event.agenda.count("Pozycja 1") == 1
    assert "Pozycja 2" not in event.agenda


def test_no_entry_of_another_process_and_none_of_the_past_takes_the_points(client: Client) -> None:
    round_ = rated([(1,), (5,)])
    lead(client, round_.process)
    day = timezone.localdate() + dt.timedelta(days=3)
    EventFactory.create(process=round_.process, start=day, end=day)
    other, past = EventFactory.create(start=day, end=day), EventFactory.create(process=round_.process)
    address = reverse("rounds:agenda_write", kwargs=round_.address)
    for wrong in (other.pk, past.pk, "x", "9" * 30, ""):
        page = client.post(address, {"event": wrong})
        assert page.status_code == 200
        assert page.context["form"].errors
    for event in (other, past):
        event.refresh_from_db()
        assert event.agenda == ""


def test_the_page_says_when_nothing_is_left(client: Client) -> None:
    round_ = rated([(3,), (3,)])
    lead(client, round_.process)
    for name in ("agenda", "agenda_write"):
        assert not client.get(reverse(f"rounds:{name}", kwargs=round_.address)).context["lines"]
