"""Sentences that read an indicator: its course beside the group's, its level, its age, its gaps."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciezka.core.indicators.catalogue import Indicator
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries.words import show, show_signed
from sciezka.rooms.monitor.store.cubes import IS_FALSE_ZERO, IS_PENDING, IS_SECRET
from sciezka.rooms.monitor.store.readings.indicators import FEWEST_TOWNS, Change, Reading

# Units that can follow any number without being declined.
SHORT: Final = frozenset({"%", "zł", "km²", "ha"})

# By the town's way and the others' way; where both go the same way, by who is faster.
COURSES: Final[dict[tuple[int, int, str], Text]] = {
    (1, 1, "faster"): gettext_lazy("%(name)s: rises faster than in similar towns"),
    (1, 1, "slower"): gettext_lazy("%(name)s: rises more slowly than in similar towns"),
    (1, 1, "alike"): gettext_lazy("%(name)s: rises much as in similar towns"),
    (-1, -1, "faster"): gettext_lazy("%(name)s: falls faster than in similar towns"),
    (-1, -1, "slower"): gettext_lazy("%(name)s: falls more slowly than in similar towns"),
    (-1, -1, "alike"): gettext_lazy("%(name)s: falls much as in similar towns"),
    (1, 0, ""): gettext_lazy("%(name)s: rises, while in similar towns almost nothing changes"),
    (1, -1, ""): gettext_lazy("%(name)s: rises, while in similar towns it falls"),
    (-1, 0, ""): gettext_lazy("%(name)s: falls, while in similar towns almost nothing changes"),
    (-1, 1, ""): gettext_lazy("%(name)s: falls, while in similar towns it rises"),
    (0, 1, ""): gettext_lazy("%(name)s: almost no change, while in similar towns it rises"),
    (0, -1, ""): gettext_lazy("%(name)s: almost no change, while in similar towns it falls"),
    (0, 0, ""): gettext_lazy("%(name)s: almost no change, as in similar towns"),
    (1, 9, "alike"): gettext_lazy("%(name)s: a slight rise, hardly different from similar towns"),
    (-1, 9, "alike"): gettext_lazy("%(name)s: a slight fall, hardly different from similar towns"),
    (0, 9, "alike"): gettext_lazy("%(name)s: almost no change, hardly different from similar towns"),
}


def say_heading(indicator: Indicator, name: str, reading: Reading) -> str:
    """Say in one sentence how the town's series runs beside the group's, or where its value stands."""
    if reading.value is None:
        return _("%(name)s: no data for this town") % {"name": name}
    # What is a change by itself is read by its level: a change of a change tells nobody anything.
    if reading.change is None or indicator.formula.kind in {"change", "difference"}:
        return say_level(name, reading)
    return say_course(name, reading.change)


def say_course(name: str, change: Change) -> str:
    """Say the town's change over the window beside the other towns'."""
    key: tuple[int, int, str] = (change.way, change.others_way, "")
    if change.way == change.others_way != 0:
        pace = "alike" if change.is_alike else "faster" if abs(change.town) > abs(change.others) else "slower"
        key = (change.way, change.others_way, pace)
    elif change.is_alike and change.way != change.others_way:
        key = (change.way, 9, "alike")
    return str(COURSES[key]) % {"name": name}


def say_level(name: str, reading: Reading) -> str:
    """Say where the town's value stands among the group's quartiles."""
    low, middle, high = (reading.of_year(reading.year, row) for row in (reading.low, reading.median, reading.high))
    known = sum(place.rank > 0 for place in reading.places)
    if reading.value is None or low is None or middle is None or high is None or known <= FEWEST_TOWNS:
        return name
    if reading.value > high:
        said = _("%(name)s: higher than in three quarters of similar towns")
    elif reading.value < low:
        said = _("%(name)s: lower than in three quarters of similar towns")
    elif reading.value > middle:
        said = _("%(name)s: above the group’s median, in its middle half")
    elif reading.value < middle:
        said = _("%(name)s: below the group’s median, in its middle half")
    else:
        said = _("%(name)s: at the group’s median")
    return said % {"name": name}


def say_place(reading: Reading, town: str, value: str, median: str) -> str:
    """Say value, year, place in the group and median; values come with their unit."""
    if reading.value is None:
        return _("There are no figures of %(town)s up to the year asked for. The group is shown without it.") % {
            "town": town
        }
    words: dict[str, object] = {"town": town, "value": value, "year": reading.year, "median": median}
    if not reading.rank:
        return (
            _(
                "%(town)s: %(value)s in %(year)s. It does not belong to the group, whose median is %(median)s, "
                "so it has no place in it."
            )
            % words
        )
    count = sum(place.rank > 0 for place in reading.places)
    words |= {"rank": reading.rank, "count": count}
    said = ngettext(
        "%(town)s: %(value)s in %(year)s, place %(rank)s among %(count)s town; the group’s median is %(median)s.",
        "%(town)s: %(value)s in %(year)s, place %(rank)s among %(count)s towns; the group’s median is %(median)s.",
        count,
    ) % words  # fmt: skip
    if reading.shared > 1:
        said += " " + ngettext(
            "The place is shared by %(count)s town.", "The place is shared by %(count)s towns.", reading.shared
        ) % {"count": reading.shared}
    return said


def say_change(indicator: Indicator, change: Change) -> str:
    """Say the slopes that the heading rests on, and whether the town gains or loses by them."""
    digits = max(2, indicator.decimals)
    said = ngettext(
        "In %(first)s–%(last)s the town moved by %(town)s a year, the median of %(count)s other town by %(others)s.",
        "In %(first)s–%(last)s the town moved by %(town)s a year, the median of %(count)s other towns by %(others)s.",
        change.count,
    ) % {
        "first": change.first,
        "last": change.last,
        "town": join_step(show_signed(change.town, digits), indicator),
        "others": join_step(show_signed(change.others, digits), indicator),
        "count": change.count,
    }
    sign = {"higher": 1, "lower": -1}.get(indicator.direction, 0)
    if change.is_alike:
        return f"{said} {_('The difference is too small to speak of.')}"
    if not sign:
        return said
    gains = (change.town - change.others) * sign > 0
    verdict = _("Beside the group this is a change for the better.") if gains else _(
        "Beside the group this is a change for the worse."
    )  # fmt: skip
    return f"{said} {verdict}"


def say_still(indicator: Indicator, change: Change) -> str:
    """Say what the page takes for a change."""
    return _(
        "A movement over the window of at most %(still)s is read as “almost no change”. The slopes are those of "
        "least-squares lines; the median of the others stands for the similar towns."
    ) % {"still": join_step(show(change.still, max(2, indicator.decimals)), indicator)}


def say_age(indicator: Indicator, year: int) -> tuple[bool, str]:
    """Tell whether a value is fresh, and say how old it is."""
    today = timezone.localdate().year
    age = today - year
    if indicator.is_fresh(year, today):
        return True, _("up to date")
    return False, ngettext("%(count)s year old", "%(count)s years old", age) % {"count": age}


def say_gaps(reading: Reading, gaps: Iterable[int]) -> list[str]:
    """Say of each run of missing years why it is missing, as far as the marks tell."""
    flags = dict(zip(reading.years, reading.flags, strict=True))
    said = []
    for reason, years in groupby(gaps, key=lambda year: _find_reason(flags.get(year, 0))):
        these = list(years)
        span = str(these[0]) if len(these) == 1 else ", ".join(map(str, these))
        said.append(f"{span}: {REASONS[reason]}")
    return said


REASONS: Final[dict[str, Text]] = {
    "secret": gettext_lazy("the figure is kept secret by the source (statistical secrecy)"),
    "zero": gettext_lazy("the source gives a zero that can’t be true; it is taken for missing"),
    "pending": gettext_lazy("the source has not published the figure yet"),
    "absent": gettext_lazy("a figure that the indicator needs is not in the data"),
}


def _find_reason(flags: int) -> str:
    if flags & IS_SECRET:
        return "secret"
    if flags & IS_FALSE_ZERO:
        return "zero"
    return "pending" if flags & IS_PENDING else "absent"


def join_unit(value: str, indicator: Indicator) -> str:
    """Put a value and its unit together where the unit is short; long units stand beside the figures once."""
    return f"{value}\u00a0{indicator.unit_pl}" if indicator.unit_pl in SHORT and value != "–" else value


def join_step(value: str, indicator: Indicator) -> str:
    """Put a difference and its unit together: per cent differ by percentage points."""
    if indicator.unit_pl == "%":
        return f"{value}\u00a0{_('pp')}"
    return join_unit(value, indicator)
