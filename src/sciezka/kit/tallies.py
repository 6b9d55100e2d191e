"""Counts that all processes of a server share: how often something was done within a while.

What is counted is named by a digest under the server's key, so that a row tells nobody whom it is about; rows whose while
is over are removed by the next count that begins. One row is counted up by one statement of the database, so two that come
at once, in whichever processes, get two numbers.
"""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sciezka.kit.models import Tally

SALT = "kit.tally"


@transaction.atomic
def count_up(door: str, who: str, *, within: dt.timedelta) -> int:
    """Count once more, and give how often it has been since the while began.

    Args:
        door: what is done, such as ``inquiry 12``.
        who: whom it is counted for; kept as a digest only.
        within: how long the while is; it begins with the first time.
    """
    now = timezone.now()
    key = salted_hmac(SALT, f"{door} {who}", algorithm="sha256").hexdigest()
    own = Tally.objects.filter(key=key)
    if not own.filter(until__gt=now).update(number=F("number") + 1):
        # A row whose while is over begins anew where it stands; of several who come at once the first does it, and one who
        # meets its removal waits for that and makes the row again. Either way there is one row that all count up.
        own.filter(until__lte=now).update(number=0, until=now + within)
        Tally.objects.bulk_create([Tally(key=key, until=now + within)], ignore_conflicts=True)
        own.update(number=F("number") + 1)
        _remove_ended(now)
    return own.values_list("number", flat=True).get()


def _remove_ended(now: dt.datetime) -> None:
    """Remove rows whose while is over, but those that somebody else is at: two who wait for each other would both lose."""
    ended = Tally.objects.select_for_update(skip_locked=True).filter(until__lte=now)
    Tally.objects.filter(pk__in=list(ended.values_list("pk", flat=True))).delete()
