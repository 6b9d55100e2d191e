"""How engaged somebody is by the records: a level of 1 to 5 from the days on which they were heard.

The level stands beside what people judge and is never mixed with it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

YEAR: Final = dt.timedelta(days=365)
# So many occasions within a year make a level; fewer than the least of them, and all earlier, is level 2.
LEVELS: Final = ((6, 5), (3, 4), (1, 3))
LONG_AGO: Final = 2
NEVER: Final = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What the days say.

    Attributes:
        level: 1 never heard, 2 not within a year, 3 once or twice within a year, 4 three to five times, 5 six or more.
        count: occasions altogether.
        recent: occasions within a year.
        last: the last day; None where there is none.
    """

    level: int
    count: int
    recent: int
    last: dt.date | None


def read_days(days: Iterable[dt.date], today: dt.date) -> Reading:
    """Read a level from the days on which somebody was heard; days to come do not count."""
    past = sorted(day for day in days if day <= today)
    recent = sum(day > today - YEAR for day in past)
    level = next((level for least, level in LEVELS if recent >= least), LONG_AGO if past else NEVER)
    return Reading(level, len(past), recent, past[-1] if past else None)
