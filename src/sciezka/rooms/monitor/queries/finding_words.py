"""Sentences about a reading: the title proposed for a finding, and the figure as people read it.

Names of towns stay in the nominative, so that no sentence has to decline them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.typography import NBSP
from sciezka.rooms.monitor.queries.finding_reading import Reading
from sciezka.rooms.monitor.queries.words import show, show_signed
from sciezka.rooms.monitor.store.readings.findings import Measured

LONGEST_TITLE = 240


def say_number(reading: Reading, number: float | None = None) -> str:
    """Write a reading's figure (or another one of its kind) with its unit."""
    value = reading.number if number is None else number
    if value is None:
        return _("no data")
    if reading.kind == "uncertainty":
        return _("%(rank)s of %(of)s") % {"rank": show(value, 0), "of": reading.read.of}
    written = show_signed(value, reading.decimals) if reading.kind == "trend" else show(value, reading.decimals)
    return f"{written}{NBSP}{reading.unit}".strip()


def say_value(reading: Reading, value: float | None) -> str:
    """Write a value of the noun that was read, whatever figure the reading is about."""
    decimals = reading.decimals if reading.kind not in {"trend", "uncertainty"} else 1
    return show(value, decimals)


def say_rank(read: Measured) -> str:
    """Write the place in the group with its interval; empty when there is none."""
    if not read.rank:
        return ""
    if read.low and read.high and read.low != read.high:
        return _("%(rank)s of %(of)s, interval %(low)s–%(high)s") % {
            "rank": read.rank, "of": read.of, "low": read.low, "high": read.high
        }  # fmt: skip
    return _("%(rank)s of %(of)s") % {"rank": read.rank, "of": read.of}


def propose_title(reading: Reading) -> str:
    """Propose the sentence of a finding; the person may reword it."""
    read = reading.read
    words = {
        "town": reading.town_name,
        "name": reading.name,
        "year": reading.year,
        "number": say_number(reading),
        "rank": read.rank,
        "of": read.of,
    }
    if reading.number is None:
        return _cut(_("%(town)s, %(year)s: there are no data – %(name)s") % words)
    return _cut(_TITLES[reading.kind](reading, read, words))


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _title_score(_reading: Reading, read: Measured, words: dict[str, object]) -> str:
    if not read.rank:
        return _("%(town)s, %(year)s: %(name)s – %(number)s") % words
    if read.low and read.low != read.high:
        interval = {"low": read.low, "high": read.high}
        return _("%(town)s, %(year)s: %(name)s – place %(rank)s of %(of)s (interval %(low)s–%(high)s)") % {
            **words, **interval
        }  # fmt: skip
    return _("%(town)s, %(year)s: %(name)s – place %(rank)s of %(of)s") % words


def _title_indicator(reading: Reading, read: Measured, words: dict[str, object]) -> str:
    if read.median is None or not read.rank:
        return _("%(town)s, %(year)s: %(name)s – %(number)s") % words
    return _("%(town)s, %(year)s: %(name)s – %(number)s, group median %(median)s, place %(rank)s of %(of)s") % {
        **words, "median": say_value(reading, read.median)
    }  # fmt: skip


def _title_trend(reading: Reading, read: Measured, words: dict[str, object]) -> str:
    window = {"since": read.since, "until": read.until}
    if read.others is None:
        return _("%(town)s, %(since)s–%(until)s: %(name)s – on average %(number)s") % {**words, **window}
    others = show_signed(read.others, reading.decimals)
    return _("%(town)s, %(since)s–%(until)s: %(name)s – on average %(number)s, median of the other towns %(others)s") % {
        **words, **window, "others": others
    }  # fmt: skip


def _title_compare(reading: Reading, read: Measured, words: dict[str, object]) -> str:
    if read.value is None or read.median is None:
        return _title_score(reading, read, words)
    apart = read.value - read.median
    away = {"apart": f"{say_value(reading, abs(apart))}{NBSP}{reading.unit}".strip()}
    if not any(sign in "123456789" for sign in say_value(reading, apart)):
        return _("%(town)s, %(year)s: %(name)s – %(number)s, as much as the group median") % words
    if apart > 0:
        return _("%(town)s, %(year)s: %(name)s – %(number)s, above the group median by %(apart)s") % {**words, **away}
    return _("%(town)s, %(year)s: %(name)s – %(number)s, below the group median by %(apart)s") % {**words, **away}


def _title_whatif(reading: Reading, read: Measured, words: dict[str, object]) -> str:
    was = reading.was
    if was is None or not was.rank or not read.rank:
        return _("%(town)s, %(year)s: %(name)s with changed assumptions – %(number)s") % words
    return _("%(town)s, %(year)s: %(name)s – with changed assumptions place %(rank)s of %(of)s, as usual place %(was)s") % {
        **words,
        "was": was.rank,
    }


def _title_uncertainty(_reading: Reading, read: Measured, words: dict[str, object]) -> str:
    if not read.low:
        return _("%(town)s, %(year)s: %(name)s – place %(rank)s of %(of)s") % words
    if read.low == read.high:
        return _("%(town)s, %(year)s: %(name)s – place %(rank)s of %(of)s whatever the weights") % words
    return _("%(town)s, %(year)s: %(name)s – place between %(low)s and %(high)s of %(of)s, whatever the weights") % {
        **words, "low": read.low, "high": read.high
    }  # fmt: skip


_TITLES = {
    "score": _title_score,
    "indicator": _title_indicator,
    "trend": _title_trend,
    "compare": _title_compare,
    "whatif": _title_whatif,
    "uncertainty": _title_uncertainty,
}


def say_group(group: dict[str, object]) -> str:
    """Name a group with its version and the number of its towns; empty when there was none."""
    if not group:
        return ""
    size = int(str(group.get("size", 0)))
    towns = ngettext("%(count)s town", "%(count)s towns", size) % {"count": size}
    version = str(group.get("digest", ""))[:8]
    number = group.get("number")
    named = _("version %(number)s (%(digest)s)") % {"number": number, "digest": version} if number else version
    return _("%(group)s, %(towns)s, %(version)s") % {"group": group.get("name", ""), "towns": towns, "version": named}
