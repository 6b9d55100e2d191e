"""Counts that all processes of a server share: how often something was done within a while.

What is counted is named by a digest under the server's key, so that a row tells nobody whom it is about; rows whose while
is over are removed by the next count that begins, and nightly while a survey is open. One row is counted up by one statement
of the database, so two that come at once, in whichever processes, get two numbers.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sciezka.kit.models import Memo, Tally

SALT = "kit.tally"


@transaction.atomic
def count_up(door: str, who: str, *, within: dt.timedelta, times: int = 1) -> int:
    """Count once more, and give how often it has been since the while began.

    Args:
        door: what is done, such as ``inquiry 12``.
        who: whom it is counted for; kept as a digest only.
        within: how long the while is; it begins with the first time.
        times: how often it was done since it was last counted.
    """
    now = timezone.now()
    key = salted_hmac(SALT, f"{door} {who}", algorithm="sha256").hexdigest()
    own = Tally.objects.filter(key=key)
    if not own.filter(until__gt=now).update(number=F("number") + times):
        # A row whose while is over begins anew where it stands; of several who come at once the first does it, and one who
        # meets its removal waits for that and makes the row again. Either way there is one row that all count up.
        own.filter(until__lte=now).update(number=0, until=now + within)
        Tally.objects.bulk_create([Tally(key=key, until=now + within)], ignore_conflicts=True)
        own.update(number=F("number") + times)
        remove_ended(Tally, now)
    return own.values_list("number", flat=True).get()


def remove_ended(model: type[Tally | Memo], now: dt.datetime) -> None:
    """Remove rows whose while is over, but those that somebody else is at: two who wait for each other would both lose."""
    with transaction.atomic(savepoint=False):
        ended = model._default_manager.select_for_update(skip_locked=True).filter(until__lte=now)
        model._default_manager.filter(pk__in=list(ended.values_list("pk", flat=True))).delete()


def forget_ended() -> None:
    """Remove all counts and memos whose while is over; where nothing new comes, nothing else would."""
    now = timezone.now()
    remove_ended(Tally, now)
    remove_ended(Memo, now)
