"""What happens at a round's moments: letters go out, and what ties anonymous sheets to people is destroyed."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from sciezka.kit.journal import entries_of
from sciezka.rooms.rounds.actions.participants import announce, remind
from sciezka.rooms.rounds.actions.rounds import forget_people
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.models.rounds import ASKING, GRACE


@task()
def wake_round(round_id: int) -> None:
    """Look at a round and do what is due now, once; dates may have changed since this was queued."""
    round_ = Round.objects.select_related("process__workspace").filter(pk=round_id).first()
    if round_ is not None:
        phase = round_.phase
        if phase in ASKING and not announce(round=round_, phase=phase) and is_reminder_due(round_, timezone.now()):
            remind(actor=None, round=round_)
    # Whichever round wakes sweeps for all, so that no sheet stays tied because one waking was lost.
    for ended in overdue_rounds(timezone.now()):
        forget_people(round=ended)


def is_reminder_due(round_: Round, now: dt.datetime) -> bool:
    """Tell whether the clock's reminder before the end of the present phase has come and has not gone out."""
    end = round_.collects_until if round_.phase == Phase.COLLECTING else round_.closes_at
    if end is None or not round_.reminds_days:
        return False
    due = end - dt.timedelta(days=round_.reminds_days)
    return due <= now < end and not entries_of(round_).filter(verb="round.remind", at__gte=due).exists()


def overdue_rounds(now: dt.datetime) -> list[Round]:
    """List ended anonymous rounds whose sheets are still tied to people though their time is over."""
    limit = now - GRACE
    ended = Q(called_off_at__lte=limit) | Q(closes_at__lte=limit, launched_at__isnull=False)
    rows = Round.objects.filter(ended, is_anonymous=True).exclude(salt="")
    return list(rows.select_related("process__workspace"))
