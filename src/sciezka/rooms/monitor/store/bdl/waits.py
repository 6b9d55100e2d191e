"""How long the bank asks us to wait, and how long we wait by ourselves."""

import datetime
import re
from email.utils import parsedate_to_datetime
from typing import Final

AMOUNT: Final = re.compile(r"(\d+)\s*([^\W\d_]*)")
# The bank writes "221 sek"; the other words are what it would write in the same manner, by their first letter.
FACTORS: Final = {"": 1, "s": 1, "m": 60, "g": 3600, "h": 3600, "d": 86400}
FIRST: Final = 2.0
LONGEST: Final = 60.0
WITHOUT_WORD: Final = 60.0
WEEK: Final = 7 * 86400.0


def read_retry_after(text: str, now: float) -> float:
    """Read how many seconds to wait from a ``Retry-After`` header.

    Args:
        text: a number of seconds, Polish words such as ``221 sek`` or ``1 godz 5 min``, a date, or nothing.
        now: seconds since 1970.

    Returns:
        the seconds, at most a week; a minute where the header says nothing that can be read.
    """
    moment = _read_date(text.strip())
    if moment is not None:
        return min(max(moment.timestamp() - now, 0.0), WEEK)
    amounts = AMOUNT.findall(text.lower())
    if not amounts or any(word[:1] not in FACTORS for _amount, word in amounts):
        return WITHOUT_WORD
    return min(sum(int(amount[:9]) * FACTORS[word[:1]] for amount, word in amounts), WEEK)


def reckon_back_off(tries: int) -> float:
    """Reckon the wait after so many failures in a row: 2, 4, 8 … seconds, at most a minute."""
    return min(FIRST * 2.0 ** (tries - 1), LONGEST)


def _read_date(text: str) -> datetime.datetime | None:
    if not re.search(r"\d{4}|GMT", text) or ":" not in text:
        return None
    for read in (parsedate_to_datetime, datetime.datetime.fromisoformat):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return None
