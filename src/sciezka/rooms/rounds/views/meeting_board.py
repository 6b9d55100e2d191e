"""Drawing what stands on the screens of a meeting: once for all who see the same."""

import json
from functools import partial

from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sciezka.core.consensus import Special
from sciezka.kit.live import open_stream
from sciezka.rooms.rounds.models import Meeting
from sciezka.rooms.rounds.queries.meetings import Board, pulse_of, read_board
from sciezka.rooms.rounds.queries.places import find_meeting
from sciezka.rooms.rounds.queries.specials import say_agreed_special


def draw_state(address: dict[str, str | int], language: str) -> str:
    """Draw the state of a meeting as one line of JSON: the board's HTML, and a sentence for who cannot see it."""
    with override(language):
        board = read_board(find_meeting(**address))  # type: ignore[arg-type]
        return json.dumps(
            {
                "number": board.number,
                "html": render_to_string("rounds/_board.html", {"board": board}),
                "said": say_board(board),
            }
        )


def say_board(board: Board) -> str:
    """Say in a sentence what the screens show."""
    if board.meeting.ended_at:
        return _("The meeting has ended.")
    if board.item is None:
        return _("There is nothing on the screen.")
    words = [board.item.title]
    if board.topic:
        if board.topic.scale:
            words.append(str(board.topic.scale.title))
        words.append(say_agreed(board))
    return ". ".join(word for word in words if word)


def say_agreed(board: Board) -> str:
    """Say what was agreed about the topic on the screen."""
    topic = board.topic
    if topic is None or topic.agreed is None:
        return ""
    if topic.is_pick:
        return _("Agreed: chosen") if topic.agreed.value else _("Agreed: not chosen")
    if topic.agreed.value is None:
        if topic.agreed.special == Special.POTENTIAL:
            return _("Agreed: %(level)s") % {"level": say_agreed_special(topic.agreed.special)}
        return _("Agreed: not applicable") if topic.agreed.special == "na" else _("Agreed: not known")
    level = f"{topic.agreed.value}" + (f" – {topic.agreed_label}" if topic.agreed_label else "")
    return _("Agreed: %(level)s") % {"level": level}


def address_words(meeting: Meeting) -> dict[str, str | int]:
    """Give the words that name a meeting in an address."""
    return {**meeting.round.address, "meeting": meeting.pk}


def stream_meeting(meeting: Meeting, holder: str) -> HttpResponseBase:
    """Open the stream of a meeting for somebody who may see it."""
    language = get_language() or "pl"
    return open_stream(
        name=f"{pulse_of(meeting)}.{language}",
        pulse=pulse_of(meeting),
        holder=holder,
        render=partial(draw_state, address_words(meeting), language),
    )
