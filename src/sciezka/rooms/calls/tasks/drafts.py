"""What happens to drafts at their moments: reminders before the closing, deleting a while after it."""

from django.utils import timezone
from django_tasks import task

from sciezka.rooms.calls.actions.applying_retention import forget_drafts as forget
from sciezka.rooms.calls.actions.reminders import remind_of_drafts as remind
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.clock import read_now


@task()
def forget_drafts(call_id: int) -> None:
    """Delete drafts of a call that nobody sent in time.

    Args:
        call_id: which call's.
    """
    call = Call.objects.filter(pk=call_id).first()
    if call is not None:
        forget(call=call, now=timezone.now())


@task()
def remind_of_drafts(call_id: int) -> None:
    """Remind those who have begun and not sent that the call closes soon.

    Args:
        call_id: which call's applicants.
    """
    call = Call.objects.select_related("process__workspace").filter(pk=call_id).first()
    if call is not None:
        remind(call=call, now=read_now())
