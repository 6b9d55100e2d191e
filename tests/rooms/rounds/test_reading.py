"""How rounds read: their order in the list, their words in Polish, the lines of a record."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from sciezka.rooms.rounds.models import AgreedResult, Phase
from sciezka.rooms.rounds.queries.rounds import visible_rounds
from sciezka.rooms.rounds.views.meeting_record import name_topic
from tests.factories import rounds as make
from tests.factories import town


@pytest.mark.django_db
def test_rounds_that_are_over_stand_the_latest_end_first() -> None:
    process = town.ProcessFactory.create()
    now = timezone.now()
    for title, days in (("dawna", 30), ("ostatnia", 1), ("poprzednia", 9)):
        make.make_round(
            process, people=0, phase="closed", title=title, opens_at=now - dt.timedelta(days=40),
            closes_at=now - dt.timedelta(days=days),
        )  # fmt: skip
    make.make_round(process, people=0, title="odwołana", called_off_at=now - dt.timedelta(days=5))
    seat = town.SeatFactory.create(workspace=process.workspace, role="coordinator")
    titles = [line.round.title for line in visible_rounds(seat.user, process)]
    assert titles == ["ostatnia", "odwołana", "poprzednia", "dawna"]


def test_the_phase_of_a_round_agrees_with_its_gender_in_polish() -> None:
    with translation.override("pl"):
        assert str(Phase.CLOSED.label) == "zamknięta"
        assert str(Phase.CALLED_OFF.label) == "odwołana"


@pytest.mark.django_db
def test_a_title_that_ends_with_a_full_stop_keeps_none_before_the_colon_of_a_record() -> None:
    round_ = make.make_round(town.ProcessFactory.create(), people=0, items=("Zasady są spisane.",))
    item = round_.items.get()
    item.code = ""
    assert name_topic(AgreedResult(round=round_, item=item, scale="sila", value=3)) == "Zasady są spisane"
