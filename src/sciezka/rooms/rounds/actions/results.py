"""Recording what a meeting agreed. It stands beside the answers and never changes one.

The journal learns of the value and of how long the words are: reasons and dissenting opinions may name people.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.consensus import Special
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.screens import tell_screens
from sciezka.rooms.rounds.actions.trace import note
from sciezka.rooms.rounds.models import AgreedResult, Item, Meeting, Participant, Round
from sciezka.rooms.rounds.queries.meetings import running_meeting
from sciezka.rooms.rounds.queries.results import NO_SCALE, results_of
from sciezka.rooms.town.actions.attendance import write_agenda
from sciezka.rooms.town.models import Event

MOST_GUESTS = 500


@transaction.atomic
def agree(  # noqa: PLR0913 - what a meeting says about one item
    *,
    actor: User | None,
    round: Round,  # noqa: A002 - the noun's own name
    item: Item,
    scale: str = NO_SCALE,
    against: Item | None = None,
    value: int | None = None,
    special: str = "",
    reason: str = "",
    dissent: str = "",
    agreed_on: dt.date | None = None,
    event: Event | None = None,
    present: Iterable[Participant] = (),
    guests: str = "",
    meeting: Meeting | None = None,
    was_proposed: bool = False,
) -> AgreedResult:
    """Record what was agreed about an item on a scale; what was agreed about it before is replaced.

    It belongs to the meeting that goes on, wherever it is recorded. Words mended after a meeting stay with that meeting;
    another value is not what it agreed.

    Raises:
        ValidationError: when the item, the value, the entry or a person does not belong to the round.
    """
    round = Round.objects.select_for_update(of=("self",), no_key=True).select_related("process").get(pk=round.pk)  # noqa: A001
    scale = scale if round.kind == Round.Kind.RATING else NO_SCALE
    people = list(present)
    check_noun(round, item, scale, against)
    check_value(round, scale, value, special)
    check_company(round, event, meeting, people)
    found = AgreedResult.objects.filter(round=round, item=item, scale=scale, against=against).first()
    before = tell_result(found) if found else None
    result = found or AgreedResult(round=round, item=item, scale=scale, against=against)
    stays = (result.value, result.special) == (value, special)
    meeting = meeting or running_meeting(round) or (result.meeting if stays else None)
    result.value, result.special, result.reason, result.dissent = value, special, reason.strip(), dissent.strip()
    result.agreed_on = agreed_on or timezone.localdate()
    result.event, result.meeting, result.guests = event, meeting, guests.strip()[:MOST_GUESTS]
    result.was_proposed, result.recorded_by, result.recorded_at = was_proposed, actor.ref if actor else None, timezone.now()
    result.save()
    result.present.set(people)
    after = tell_result(result)
    if after != before:
        note(actor=actor, verb="result.change" if found else "result.agree", of=item, before=before, after=after)
    tell_screens(round)
    return result


@transaction.atomic
def withdraw_result(*, actor: User | None, result: AgreedResult) -> None:
    """Take an agreed result back; the answers stay as they are."""
    found = (
        AgreedResult.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__round__process")
        .filter(pk=result.pk)
    )
    for row in found:
        note(actor=actor, verb="result.withdraw", of=row.item, before=tell_result(row))
        row.delete()
        tell_screens(row.item.round)


@transaction.atomic
def accept_proposed(  # noqa: PLR0913 - what a meeting says about many items
    *,
    actor: User | None,
    round: Round,  # noqa: A002 - the noun's own name
    words: Collection[str] | None = None,
    agreed_on: dt.date | None = None,
    event: Event | None = None,
    present: Iterable[Participant] = (),
    guests: str = "",
    meeting: Meeting | None = None,
) -> int:
    """Record the levels that the answers propose as agreed, where nothing has been agreed. Gives how many.

    The words name the lines to accept (``ItemResult.word``), as they were shown; without them all proposed are accepted.

    Raises:
        ValidationError: when the entry or a person does not belong to the round.
    """
    round = Round.objects.select_for_update(of=("self",), no_key=True).select_related("process").get(pk=round.pk)  # noqa: A001
    people = list(present)
    check_company(round, event, meeting, people)
    meeting = meeting or running_meeting(round)
    lines = [
        line
        for line in results_of(round).lines
        if line.proposed is not None and line.agreed is None and (words is None or line.word in words)
    ]
    rows = AgreedResult.objects.bulk_create(
        AgreedResult(
            round=round, item=line.item, scale=line.key[1], against=line.against, value=int(line.proposed or 0),
            agreed_on=agreed_on or timezone.localdate(), event=event, meeting=meeting, guests=guests.strip()[:MOST_GUESTS],
            was_proposed=True, recorded_by=actor.ref if actor else None,
        )
        for line in lines
    )  # fmt: skip
    through = AgreedResult.present.through
    through._default_manager.bulk_create(
        through(agreedresult_id=row.pk, participant_id=person.pk) for row in rows for person in people
    )
    if rows:
        note(actor=actor, verb="result.accept_proposed", of=round, after={"items": len(rows), "present": len(people)})
        tell_screens(round)
    return len(rows)


def check_noun(round: Round, item: Item, scale: str, against: Item | None) -> None:  # noqa: A002 - the noun's own name
    """Refuse an item, a scale or a column that the round does not ask about."""
    is_matrix = round.kind == Round.Kind.MATRIX
    known = item.round_id == round.pk and (against is None or (against.round_id == round.pk and against.pk != item.pk))
    if not known or is_matrix != (against is not None):
        raise ValidationError(_("This item does not belong to the round."), code="item")
    if round.kind == Round.Kind.RATING and scale not in {one.key for one in round.core_scales}:
        raise ValidationError(_("The round has no such scale."), code="scale")


def check_value(round: Round, scale: str, value: int | None, special: str) -> None:  # noqa: A002 - the noun's own name
    """Refuse a value that can't be agreed: off the scale, both a level and none, or nothing at all."""
    if (value is None) == (special == "") or special not in {"", *Special}:
        raise ValidationError(_("Choose a level, or say why there is none."), code="value")
    allowed: set[int]
    if round.kind == Round.Kind.RANKING:
        allowed = set(range(1, round.items.count() + 1))
    elif round.kind == Round.Kind.PICK:
        allowed = {0, 1}
    else:
        allowed = {level for one in round.core_scales if scale in {one.key, NO_SCALE} for level in one.values}
    if special == Special.POTENTIAL and not any(one.allows_potential for one in round.core_scales):
        raise ValidationError(_("Choose a level, or say why there is none."), code="value")
    if value is not None and value not in allowed:
        raise ValidationError(_("%(value)s is not on the scale."), code="off_scale", params={"value": value})


def check_company(round: Round, event: Event | None, meeting: Meeting | None, people: list[Participant]) -> None:  # noqa: A002
    """Refuse an entry, a meeting or people of another process or round. A draft may be deleted, so it can't be cited."""
    if event is not None and (event.process_id != round.process_id or not event.is_published):
        raise ValidationError(_("Choose a published entry of this process."), code="event")
    if (meeting is not None and meeting.round_id != round.pk) or any(one.round_id != round.pk for one in people):
        raise ValidationError(_("Somebody noted as present is not asked in this round."), code="present")


def tell_result(result: AgreedResult) -> Mapping[str, Any]:
    """Give what the journal keeps of a result."""
    return {
        "scale": result.scale,
        **({"against": result.against_id} if result.against_id else {}),
        "value": result.special if result.value is None else result.value,
        "agreed_on": result.agreed_on,
        "event": result.event_id,
        "reason": len(result.reason),
        "dissent": len(result.dissent),
        "present": result.present.count(),
        "guests": len(result.guests),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was agreed on one scale of an item, or in one cell of its row."""

    scale: str = NO_SCALE
    against: Item | None = None
    value: int | None = None
    special: str = ""
    reason: str = ""
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """When something was agreed, where, and who was there."""

    agreed_on: dt.date | None = None
    event: Event | None = None
    present: Sequence[Participant] = ()
    guests: str = ""


@transaction.atomic
def agree_all(*, actor: User | None, item: Item, decisions: Iterable[Decision], company: Company) -> list[AgreedResult]:
    """Record what was agreed about an item on several scales at once: all of it, or nothing.

    Raises:
        ValidationError: as ``agree`` does.
    """
    return [
        agree(
            actor=actor, round=item.round, item=item, scale=one.scale, against=one.against, value=one.value,
            special=one.special, reason=one.reason, dissent=one.dissent, agreed_on=company.agreed_on, event=company.event,
            present=company.present, guests=company.guests,
        )
        for one in decisions
    ]  # fmt: skip


@transaction.atomic
def put_on_agenda(*, actor: User | None, event: Event, text: str) -> Event:
    """Put points at the end of an entry's agenda; points that stand there already are not put twice."""
    event = Event.objects.select_for_update(of=("self",)).select_related("process__workspace").get(pk=event.pk)
    if text in event.agenda:
        return event
    return write_agenda(actor=actor, event=event, text=f"{event.agenda}\n\n{text}".strip())
