"""What the town room does in the background: letters to invited people.

Tasks carry the number of a row, never a name or an address, so that nothing personal stays in the queue.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from sciezka.rooms.town.invitations import write_letter
from sciezka.rooms.town.models import Attendee


def find_addressee(attendee_id: int) -> Attendee | None:
    """Read an invited person with all that a letter needs; None when there is nobody to write to."""
    attendee = Attendee.objects.select_related("user", "event__process__workspace").filter(pk=attendee_id).first()
    return attendee if attendee and attendee.address else None


@task()
def send_invitation(attendee_id: int) -> None:
    """Send one person the invitation as the entry stands now, unless they have been told exactly that."""
    attendee = find_addressee(attendee_id)
    if attendee is None or attendee.event.called_off_at or attendee.told_sequence == attendee.event.sequence:
        return
    told = attendee.event.sequence
    try:
        write_letter(attendee, method="REQUEST").send()
    except Exception as error:
        Attendee.objects.filter(pk=attendee_id).update(problem=f"{type(error).__name__}: {error}"[:200])
        raise
    Attendee.objects.filter(pk=attendee_id).update(invited_at=timezone.now(), told_sequence=told, problem="")


@task()
def send_cancellation(attendee_id: int, *, forget: bool = False) -> None:
    """Tell one invited person that the event is off, and forget that they were invited (or forget them wholly)."""
    attendee = find_addressee(attendee_id)
    if attendee is not None and not forget and attendee.event.called_off_at is None:
        # The calling off was taken back before this letter went out.
        return
    if attendee is not None and attendee.invited_at is not None:
        try:
            write_letter(attendee, method="CANCEL").send()
        except Exception as error:
            Attendee.objects.filter(pk=attendee_id).update(problem=f"{type(error).__name__}: {error}"[:200])
            raise
    rows = Attendee.objects.filter(pk=attendee_id)
    if forget:
        rows.delete()
    else:
        rows.update(invited_at=None, told_sequence=None, problem="", answer="")


def send_invitations(attendees: Iterable[Attendee]) -> int:
    """Queue invitations for many people at once; gives their number."""
    with transaction.atomic():
        return len([send_invitation.enqueue(attendee.pk) for attendee in attendees])


def send_cancellations(attendees: Iterable[Attendee]) -> int:
    """Queue cancellations for many people at once; gives their number."""
    with transaction.atomic():
        return len([send_cancellation.enqueue(attendee.pk) for attendee in attendees])
