"""Leading a meeting about a round: beginning it, going from item to item, agreeing, ending it.

Each change raises the meeting's pulse in its own transaction, so that all screens show it (``kit.live``). The journal
keeps that a meeting was held and what was agreed, not each turn of a page.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.live import raise_pulse
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.results import agree, check_company, withdraw_result
from sciezka.rooms.rounds.models import AgreedResult, Item, Meeting, Participant, Round
from sciezka.rooms.rounds.queries.meetings import (
    lacks_reason,
    pulse_of,
    read_clock,
    reckon_order,
    running_meeting,
    why_not_yet,
)
from sciezka.rooms.rounds.queries.results import NO_SCALE
from sciezka.rooms.town.actions.attendance import write_minutes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event

MINUTE: Final = 60
LONGEST_TIMER: Final = 3 * 3600


@transaction.atomic
def start_meeting(
    *,
    actor: User | None,
    round: Round,  # noqa: A002 - the noun's own name
    event: Event | None = None,
    present: Iterable[Participant] = (),
    guests: str = "",
    timer_seconds: int = 300,
) -> Meeting:
    """Begin a meeting, with the item on the screen that needs talk most.

    Raises:
        ValidationError: while answers are still hidden, when a meeting goes on already, or somebody is not of the round.
    """
    round = Round.objects.select_for_update(of=("self",), no_key=True).select_related("process__workspace").get(pk=round.pk)  # noqa: A001
    if why_not_yet(round):
        raise ValidationError(_("The meeting can begin when the round is closed."), code="not_closed")
    if running_meeting(round):
        raise ValidationError(_("A meeting about this round is already going on."), code="goes_on")
    people = list(present)
    check_company(round, event, None, people)
    order = reckon_order(round)
    item, scale = order[0] if order else (None, NO_SCALE)
    meeting = Meeting.objects.create(
        round=round, event=event, guests=guests.strip(), timer_seconds=timer_seconds, item_id=item, scale=scale
    )
    meeting.present.set(people)
    note(actor=actor, verb="meeting.start", of=meeting, after={"present": len(people)})
    return meeting


@transaction.atomic
def note_company(
    *, meeting: Meeting, event: Event | None, present: Iterable[Participant], guests: str, timer_seconds: int
) -> Meeting:
    """Change who is present, the entry and the time for an item while the meeting goes on."""
    meeting = hold_meeting(meeting)
    people = list(present)
    check_company(meeting.round, event, None, people)
    meeting.event, meeting.guests, meeting.timer_seconds = event, guests.strip(), timer_seconds
    meeting.save(update_fields=["event", "guests", "timer_seconds"])
    meeting.present.set(people)
    raise_pulse(pulse_of(meeting))
    return meeting


@transaction.atomic
def show_item(*, meeting: Meeting, item: Item, scale: str = NO_SCALE) -> Meeting:
    """Put an item on the screens. The timer begins anew, and goes on if it was running.

    Raises:
        ValidationError: when the item is not of the round, or the one on the screens lacks the reason of what was agreed.
    """
    meeting = hold_meeting(meeting)
    round_ = meeting.round
    known = {one.key for one in round_.core_scales} if round_.kind == Round.Kind.RATING else {NO_SCALE}
    if item.round_id != round_.pk or scale not in known:
        raise ValidationError(_("This item does not belong to the round."), code="item")
    if (meeting.item_id, meeting.scale) != (item.pk, scale):
        refuse_unreasoned(meeting)
        meeting.item, meeting.scale = item, scale
        meeting.timer_left = None
        if meeting.timer_ends_at:
            meeting.timer_ends_at = timezone.now() + dt.timedelta(seconds=meeting.timer_seconds)
    return _keep(meeting)


@transaction.atomic
def show_spread(*, meeting: Meeting, shows: bool) -> Meeting:
    """Show or hide the spread on the screens."""
    meeting = hold_meeting(meeting)
    meeting.shows_spread = shows
    return _keep(meeting)


@transaction.atomic
def turn_timer(*, meeting: Meeting, turn: str) -> Meeting:
    """Turn the timer: ``start``, ``pause``, ``reset`` or ``more`` (a minute more)."""
    meeting = hold_meeting(meeting)
    clock = read_clock(meeting)
    if turn == "start" and not clock.is_running:
        # One that has run out begins anew.
        left = clock.left or meeting.timer_seconds
        meeting.timer_ends_at, meeting.timer_left = timezone.now() + dt.timedelta(seconds=left), None
    elif turn == "pause" and clock.is_running:
        meeting.timer_ends_at, meeting.timer_left = None, clock.left
    elif turn == "reset":
        meeting.timer_ends_at = meeting.timer_left = None
    elif turn == "more":
        left = min(clock.left + MINUTE, LONGEST_TIMER)
        if clock.is_running:
            meeting.timer_ends_at = timezone.now() + dt.timedelta(seconds=left)
        else:
            meeting.timer_left = left
    return _keep(meeting)


@transaction.atomic
def agree_here(  # noqa: PLR0913 - what a meeting says about one item
    *,
    actor: User | None,
    meeting: Meeting,
    item: Item,
    scale: str = NO_SCALE,
    against: Item | None = None,
    value: int | None = None,
    special: str = "",
    reason: str = "",
    dissent: str = "",
) -> AgreedResult:
    """Record what the meeting agreed, with its entry and those present; the timer stops.

    Raises:
        ValidationError: when the value is not on the scale, or the item is not of the round.
    """
    meeting = hold_meeting(meeting)
    result = agree(
        actor=actor, round=meeting.round, item=item, scale=scale, against=against, value=value, special=special,
        reason=reason, dissent=dissent, event=meeting.event if meeting.event and meeting.event.is_published else None,
        present=meeting.present.all(), guests=meeting.guests, meeting=meeting,
    )  # fmt: skip
    if meeting.timer_ends_at and (meeting.item_id, meeting.scale) == (item.pk, scale):
        meeting.timer_ends_at, meeting.timer_left = None, read_clock(meeting).left
        meeting.save(update_fields=["timer_ends_at", "timer_left"])
    return result


@transaction.atomic
def take_back_here(*, actor: User | None, meeting: Meeting, result: AgreedResult) -> None:
    """Take back what was agreed."""
    meeting = hold_meeting(meeting)
    if result.round_id != meeting.round_id:
        raise ValidationError(_("This item does not belong to the round."), code="item")
    withdraw_result(actor=actor, result=result)


@transaction.atomic
def end_meeting(*, actor: User | None, meeting: Meeting) -> Meeting:
    """End a meeting; one that has ended stays as it is.

    Raises:
        ValidationError: when the item on the screens lacks the reason of what was agreed about it.
    """
    meeting = _lock(meeting)
    if meeting.ended_at is None:
        refuse_unreasoned(meeting)
        meeting.ended_at, meeting.timer_ends_at = timezone.now(), None
        meeting.save(update_fields=["ended_at", "timer_ends_at"])
        agreed, present = meeting.agreed.count(), meeting.present.count()
        note(actor=actor, verb="meeting.end", of=meeting, after={"items": agreed, "present": present})
        raise_pulse(pulse_of(meeting))
    return meeting


@transaction.atomic
def add_to_minutes(*, actor: User | None, event: Event, text: str) -> bool:
    """Put the meeting's record under the minutes of its entry. Gives False when it stands there already."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if text.strip() in event.minutes:
        return False
    write_minutes(actor=actor, event=event, text=f"{event.minutes.rstrip()}\n\n{text.strip()}".strip())
    return True


def hold_meeting(meeting: Meeting) -> Meeting:
    """Lock a meeting that goes on, so that two people leading it do not cross.

    Raises:
        ValidationError: when it has ended.
    """
    meeting = _lock(meeting)
    if meeting.ended_at:
        raise ValidationError(_("The meeting has ended; nothing was changed."), code="ended")
    return meeting


def refuse_unreasoned(meeting: Meeting) -> None:
    """Let nobody go on before it is written why something else than the median was agreed; the value stays."""
    if lacks_reason(meeting):
        said = _("Something else than the median was agreed. Write the reason first; the agreed value is kept.")
        raise ValidationError(said, code="reason")


def _lock(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related(
        "round__process__workspace", "event", "item"
    )
    return rows.get(pk=meeting.pk)


def _keep(meeting: Meeting) -> Meeting:
    meeting.save(update_fields=["item", "scale", "shows_spread", "timer_ends_at", "timer_left"])
    raise_pulse(pulse_of(meeting))
    return meeting
