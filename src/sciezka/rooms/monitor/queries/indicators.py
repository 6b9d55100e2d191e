"""What the list of indicators and an indicator's page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators.catalogue import Catalogue, Indicator
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.indicators_words import say_age
from sciezka.rooms.monitor.queries.overview_units import fold
from sciezka.rooms.monitor.store.readings.indicators import Listing, Number, Standing, list_standings
from sciezka.rooms.monitor.store.readings.indicators_sources import list_held
from sciezka.rooms.monitor.store.sight import Sight
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@dataclass(frozen=True, slots=True)
class IndicatorSpot:
    """An indicator of the catalogue in force, in a process.

    Attributes:
        process: whose office.
        catalogue: the catalogue that the workspace works with.
        indicator: the indicator that the address names.
    """

    process: Process
    catalogue: Catalogue
    indicator: Indicator

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


def find_indicator(workspace: str, process: str, indicator: str) -> IndicatorSpot:
    """Find an indicator by the words of an address, or answer 404."""
    found = find_process(workspace, process)
    catalogue = catalogue_in_force(found.workspace).catalogue
    known = catalogue.by_code.get(indicator)
    if known is None:
        raise Http404
    return IndicatorSpot(found, catalogue, known)


SPARK: Final = (96.0, 24.0)
"""Width and height of a mini-line."""
LONGEST_SEARCH: Final = 80
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Spark:
    """A mini-line: the town's runs of known years, the group's median behind them, and the point of the year shown."""

    town: tuple[str, ...]
    median: tuple[str, ...]
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the list.

    Attributes:
        indicator: the indicator.
        name: its name.
        unit: its unit.
        direction: which way is better.
        standing: where the town stands.
        value: its value, written.
        median: the group's median, written.
        band: the class of the normalised value; nothing for context indicators.
        is_fresh: whether the value is fresh.
        age: how old it is.
        spark: the mini-line.
    """

    indicator: Indicator
    name: str
    unit: str
    direction: Text
    standing: Standing
    value: str
    median: str
    band: words.BandWords | None
    is_fresh: bool
    age: str
    spark: Spark


@dataclass(frozen=True, slots=True)
class SubArea:
    """A sub-area with its lines."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the list, with the dimension that it belongs to."""

    code: str
    name: str
    dimension: str
    sub_areas: tuple[SubArea, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """An indicator without a value of the town, and why."""

    code: str
    name: str
    why: str
    is_known: bool


@dataclass(frozen=True)
class IndicatorList:
    """The list of indicators.

    Attributes:
        areas: areas with lines, in the catalogue's order.
        absent: those without a value.
        shown: how many lines there are.
        total: how many indicators there are with these filters.
        asked_area: the area that the list is narrowed to.
        asked_text: the words that are searched for.
        is_only_data: whether those without data are left out.
        options: the areas to choose from.
    """

    areas: tuple[Area, ...]
    absent: tuple[Absent, ...]
    shown: int
    total: int
    asked_area: str
    asked_text: str
    is_only_data: bool
    options: tuple[tuple[str, str], ...]


def list_indicators(choice: Choice, asked: Mapping[str, str]) -> IndicatorList | None:
    """List the catalogue's indicators as an address asks for them; nothing when no data are in force.

    Args:
        choice: what is looked at.
        asked: the words of the address: obszar (an area), dane (``1``: only with data), szukaj (words).

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    sight = choice.sight
    if sight is None:
        return None
    catalogue, unit = sight.catalogue, choice.unit.key
    members = choice.peers.members if choice.peers else (unit,)
    listing = list_standings(sight.cube, catalogue.by_code, unit, members, choice.year, choice.run)
    area = asked.get("obszar", "")
    area = area if any(one.code == area for one in catalogue.areas) else ""
    text = asked.get("szukaj", "").strip()[:LONGEST_SEARCH]
    is_only_data = asked.get("dane") == "1"
    wanted = [one for one in catalogue.indicators if _is_wanted(catalogue, one, area, text)]
    lines = {
        one.code: _make_line(one, listing.standings[one.code], listing) for one in wanted if one.code in listing.standings
    }
    absent = [] if is_only_data else [_make_absent(sight, one, listing) for one in wanted if one.code not in lines]
    return IndicatorList(
        areas=tuple(_group_lines(catalogue, lines)),
        absent=tuple(absent),
        shown=len(lines),
        total=len(wanted),
        asked_area=area,
        asked_text=text,
        is_only_data=is_only_data,
        options=tuple((one.code, one.name(words.language())) for one in catalogue.areas),
    )


def _is_wanted(catalogue: Catalogue, indicator: Indicator, area: str, text: str) -> bool:
    if area and area not in {branch.code for branch in catalogue.way_to(indicator.code)}:
        return False
    if not text:
        return True
    language = words.language()
    said = f"{indicator.code} {indicator.name(language)} {indicator.definition(language)}"
    return all(word in fold(said) for word in fold(text).split())


def _make_line(indicator: Indicator, standing: Standing, listing: Listing) -> Line:
    language = words.language()
    is_fresh, age = say_age(indicator, standing.year)
    return Line(
        indicator=indicator,
        name=indicator.name(language),
        unit=indicator.unit(language),
        direction=words.DIRECTIONS[indicator.direction],
        standing=standing,
        value=words.show(standing.value, indicator.decimals),
        median=words.show(standing.median, indicator.decimals),
        band=words.BANDS[standing.band] if standing.band else None,
        is_fresh=is_fresh,
        age=age,
        spark=draw_spark(listing.years, standing.series, standing.medians, standing.year),
    )


def _make_absent(sight: Sight, indicator: Indicator, listing: Listing) -> Absent:
    name = indicator.name(words.language())
    if indicator.code in listing.later:
        why = _("The town’s figures begin in %(year)s only.") % {"year": listing.later[indicator.code]}
        return Absent(indicator.code, name, why, is_known=True)
    if indicator.code in listing.without:
        return Absent(indicator.code, name, _("There are no figures of this town."), is_known=True)
    held = list_held(sight)
    lacking = [key for key in sight.catalogue.source_keys(indicator.formula) if key not in held]
    named = [sight.catalogue.by_key[key].label(words.language()) for key in lacking[:MOST_NAMED]]
    said = _("Not imported yet: %(variables)s") % {"variables": "; ".join(named)}
    if more := len(lacking) - len(named):
        said += " " + ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return Absent(indicator.code, name, f"{said}.", is_known=False)


def _group_lines(catalogue: Catalogue, lines: Mapping[str, Line]) -> list[Area]:
    language, found = words.language(), []
    for area in catalogue.areas:
        sub_areas = []
        for sub_area in catalogue.under(area.code):
            held = tuple(lines[one.code] for one in catalogue.indicators_of(sub_area.code) if one.code in lines)
            if held:
                sub_areas.append(SubArea(sub_area.name(language), held))
        if sub_areas:
            dimension = catalogue.branches[area.parent].name(language)
            found.append(Area(area.code, area.name(language), dimension, tuple(sub_areas)))
    return found


def draw_spark(years: Sequence[int], town: Sequence[Number], medians: Sequence[Number], shown: int) -> Spark:
    """Reckon a mini-line's points, from the first to the last year with any value."""
    some = [at for at in range(len(years)) if town[at] is not None or medians[at] is not None]
    known = [value for value in (*town, *medians) if value is not None]
    least, most = min(known), max(known)
    width, height = SPARK[0] - 8, SPARK[1] - 8
    step = width / max(1, some[-1] - some[0])

    def point(at: int, value: float) -> tuple[str, str]:
        level = (value - least) / (most - least) if most > least else 0.5
        return f"{4 + (at - some[0]) * step:.1f}", f"{4 + (1 - level) * height:.1f}"

    def draw_runs(series: Sequence[Number]) -> tuple[str, ...]:
        runs: list[list[str]] = [[]]
        for place, value in enumerate(series):
            if value is not None:
                runs[-1].append(",".join(point(place, value)))
            elif runs[-1]:
                runs.append([])
        return tuple(" ".join(run) for run in runs if len(run) > 1)

    at = years.index(shown)
    x, y = point(at, town[at] or 0.0)
    return Spark(draw_runs(town), draw_runs(medians), x, y)
