"""Letting the screens of a meeting show what was changed elsewhere: on the page of results, or by an answer."""

from sciezka.kit.live import raise_pulse
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.meetings import pulse_of


def tell_screens(round_: Round) -> None:
    """Raise the pulse of the meetings that go on about a round; call it in the transaction of the change."""
    for meeting in round_.meetings.filter(ended_at=None):
        raise_pulse(pulse_of(meeting))
