"""Holding an event: agenda, who is invited, what they answered, who was present, minutes.

Names and addresses stay in the office; the journal keeps counts.
"""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import lock_event
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Attendee, Event

MOST_INVITED = 500


@transaction.atomic
def write_agenda(*, actor: User | None, event: Event, text: str) -> Event:
    """Write the agenda. Invited people can then be sent the change."""
    event = lock_event(event)
    if event.agenda != text:
        before, event.agenda = event.agenda, text
        fields = ["agenda"]
        if count_invited(event):
            event.sequence += 1
            event.updated_at = timezone.now()
            fields += ["sequence", "updated_at"]
        event.save(update_fields=fields)
        note(actor=actor, verb="event.agenda", of=event, before={"agenda": before}, after={"agenda": text})
    return event


@transaction.atomic
def write_minutes(*, actor: User | None, event: Event, text: str) -> Event:
    """Write the minutes. They may name people, so the journal keeps only their length."""
    event = lock_event(event)
    if event.minutes != text:
        before, event.minutes = event.minutes, text
        event.save(update_fields=["minutes"])
        note(
            actor=actor, verb="event.minutes", of=event, before={"characters": len(before)}, after={"characters": len(text)}
        )
    return event


@transaction.atomic
def invite_people(
    *, actor: User | None, event: Event, people: Iterable[User] = (), addresses: Iterable[str] = ()
) -> list[Attendee]:
    """Put people on the list of invited; who stands there already is not put twice. Gives those that were added.

    Raises:
        ValidationError: when the list would grow past its limit.
    """
    event = lock_event(event)
    known = list(event.attendees.select_related("user"))
    accounts = {attendee.user_id for attendee in known}
    taken = {(attendee.user.email if attendee.user else attendee.email).lower() for attendee in known}
    added = []
    for person in people:
        if person.pk not in accounts and person.is_active:
            accounts.add(person.pk)
            taken.add(person.email.lower())
            # The account's own name is shown, so that erasing the account erases it here.
            added.append(Attendee(event=event, user=person))
    for address in addresses:
        if address.lower() not in taken:
            taken.add(address.lower())
            added.append(Attendee(event=event, email=address.lower()))
    if len(known) + len(added) > MOST_INVITED:
        raise ValidationError(
            _("At most %(limit)s people can be invited to one event; this list would have %(count)s."),
            code="too_many",
            params={"limit": MOST_INVITED, "count": len(known) + len(added)},
        )
    if added:
        Attendee.objects.bulk_create(added)
        note(
            actor=actor,
            verb="event.invite",
            of=event,
            before={"people": len(known)},
            after={"people": len(known) + len(added)},
        )
    return added


@transaction.atomic
def note_sending(*, actor: User | None, event: Event, people: int) -> None:
    """Note that invitations went out again; the journal learns to how many, not to whom."""
    if people:
        note(actor=actor, verb="event.send", of=event, after={"people": people})


@transaction.atomic
def remove_attendee(*, actor: User | None, attendee: Attendee) -> bool:
    """Take somebody off the list. Gives True when the person holds an invitation and must be told before being forgotten."""
    event = lock_event(attendee.event)
    found = event.attendees.filter(pk=attendee.pk).first()
    if found is None:
        return False
    count = event.attendees.count()
    if found.invited_at is None:
        found.delete()
    note(actor=actor, verb="event.uninvite", of=event, before={"people": count}, after={"people": count - 1})
    return found.invited_at is not None


@transaction.atomic
def call_off(*, actor: User | None, event: Event) -> list[Attendee]:
    """Call the event off for residents and for everybody who was invited. Gives those who must be told."""
    event = lock_event(event)
    invited = list(event.attendees.filter(invited_at__isnull=False))
    if event.called_off_at is None:
        event.called_off_at = event.updated_at = timezone.now()
        event.sequence += 1
        event.save(update_fields=["called_off_at", "sequence", "updated_at"])
        note(actor=actor, verb="event.call_off", of=event, after={"people": len(invited)})
    return invited


@transaction.atomic
def reinstate(*, actor: User | None, event: Event) -> Event:
    """Take the calling off back: the event takes place again. Whoever was told otherwise can be invited anew."""
    event = lock_event(event)
    if event.called_off_at is not None:
        event.called_off_at = None
        event.updated_at = timezone.now()
        event.sequence += 1
        event.save(update_fields=["called_off_at", "sequence", "updated_at"])
        note(actor=actor, verb="event.reinstate", of=event)
    return event


@transaction.atomic
def record_answer(*, attendee: Attendee, answer: str) -> Attendee:
    """Keep what an invited person answered; the journal learns how many answered what, not who."""
    attendee = (
        Attendee.objects.select_for_update(of=("self",)).select_related("event__process__workspace").get(pk=attendee.pk)
    )
    if attendee.answer != answer:
        before = count_answers(attendee.event)
        attendee.answer = Attendee.Answer(answer)
        attendee.save(update_fields=["answer"])
        note(actor=None, verb="event.answer", of=attendee.event, before=before, after=count_answers(attendee.event))
    return attendee


@transaction.atomic
def note_presence(*, actor: User | None, event: Event, present: Collection[int], guests: Iterable[str] = ()) -> Event:
    """Note who was present: those of the list whose numbers are given, and guests by name."""
    event = lock_event(event)
    before, known = count_presence(event), list_presence(event)
    event.attendees.filter(pk__in=present).update(was_present=True)
    event.attendees.exclude(pk__in=present).update(was_present=False)
    Attendee.objects.bulk_create(Attendee(event=event, name=name, was_present=True) for name in guests)
    # One person noted instead of another is a change too, though the counts say nothing of it.
    if known != list_presence(event):
        note(actor=actor, verb="event.attendance", of=event, before=before, after=count_presence(event))
    return event


def count_invited(event: Event) -> int:
    """Count those who hold an invitation."""
    return event.attendees.filter(invited_at__isnull=False).count()


def count_answers(event: Event) -> dict[str, int]:
    """Count the answers."""
    answers = list(event.attendees.values_list("answer", flat=True))
    return {answer: answers.count(answer) for answer in (Attendee.Answer.YES.value, Attendee.Answer.NO.value)}


def list_presence(event: Event) -> dict[int, bool | None]:
    """Say who was present, by the numbers of the list."""
    return dict(event.attendees.values_list("pk", "was_present"))


def count_presence(event: Event) -> dict[str, int]:
    """Count who was present."""
    return {"people": event.attendees.count(), "present": event.attendees.filter(was_present=True).count()}
