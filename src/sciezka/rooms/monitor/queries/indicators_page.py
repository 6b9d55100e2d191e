"""An indicator's page: the reading in words, the group's towns in order, the strip, the definition and the sources."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sciezka.core.indicators.catalogue import Indicator
from sciezka.core.indicators.explaining import Explanation, write_out
from sciezka.core.series.breaks import Break
from sciezka.core.series.places import Unit
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.indicators_words import (
    join_unit,
    say_age,
    say_change,
    say_gaps,
    say_heading,
    say_place,
    say_still,
)
from sciezka.rooms.monitor.store.cubes import IS_FLAGGED, IS_JOINED
from sciezka.rooms.monitor.store.readings.indicators import Place, Reading, find_gaps, read_indicator
from sciezka.rooms.monitor.store.readings.indicators_sources import (
    Behind,
    Origin,
    explain_value,
    find_formula,
    list_origins,
    look_behind,
)
from sciezka.rooms.monitor.store.sight import Sight


@dataclass(frozen=True, slots=True)
class Row:
    """One town in the table of the group.

    Attributes:
        unit: the town.
        place: its value and places.
        value: its value, written.
        moved: how many places it went up (above 0) or down since the beginning of the window; None when not known.
        is_town: whether it is the town looked at.
        href: the end of the address that shows this town instead.
    """

    unit: Unit
    place: Place
    value: str
    moved: int | None
    is_town: bool
    href: str

    @property
    def dropped(self) -> int:
        """How many places it went down."""
        return -(self.moved or 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One town on the strip of the distribution: where it stands from left to right, in per cent."""

    at: str
    name: str
    is_town: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The distribution of the group in the year shown, from the lowest value to the highest.

    Attributes:
        marks: the towns, the one looked at last so that it lies on top.
        low: where the first quartile lies, in per cent.
        width: how wide the middle half is.
        median: where the median lies.
        least: the lowest value, written.
        most: the highest one.
        middle: the median.
        middle_label: the median again; empty where it would run into the labels at the ends.
        town: the town's value, written.
        town_at: where the town's own label stands; empty without a value.
        anchor: how the town's label hangs there: start, middle, end.
    """

    marks: tuple[Mark, ...]
    low: str
    width: str
    median: str
    least: str
    most: str
    middle: str
    middle_label: str
    town: str
    town_at: str
    anchor: str


@dataclass(frozen=True)
class IndicatorPage:
    """What an indicator's page shows.

    Attributes:
        choice: what is looked at.
        sight: the data in force.
        indicator: the indicator.
        reading: the town's series beside the group's; None when the store can't reckon the indicator.
        behind: the observations under the town's values; None likewise.
        breaks: the breaks of the town's series, each year and kind once.
    """

    choice: Choice
    sight: Sight
    indicator: Indicator
    reading: Reading | None
    behind: Behind | None
    breaks: tuple[Break, ...] = ()

    @cached_property
    def name(self) -> str:
        """The indicator's name in the reader's language."""
        return self.indicator.name(words.language())

    @cached_property
    def unit_of_measure(self) -> str:
        """Its unit."""
        return self.indicator.unit(words.language())

    @cached_property
    def definition(self) -> str:
        """What it measures."""
        return self.indicator.definition(words.language())

    @cached_property
    def remark(self) -> str:
        """What must be known of it."""
        return self.indicator.note(words.language())

    @cached_property
    def direction(self) -> Text:
        """Which way is better; with the range aimed at, if any."""
        said = words.DIRECTIONS[self.indicator.direction]
        if self.indicator.target is None:
            return said
        low, high = (self.show(value) for value in self.indicator.target)
        return f"{said}: {low}–{high}"

    @cached_property
    def way(self) -> list[tuple[str, str]]:
        """The branches above it: codes and names."""
        return [(one.code, one.name(words.language())) for one in self.sight.catalogue.way_to(self.indicator.code)]

    @cached_property
    def has_value(self) -> bool:
        """Whether anybody has a value up to the year asked for."""
        return self.reading is not None and self.reading.year > 0

    @cached_property
    def heading(self) -> str:
        """The sentence that reads the series."""
        if self.reading is None or not self.has_value:
            return self.name
        return say_heading(self.indicator, self.name, self.reading)

    @cached_property
    def lead(self) -> str:
        """Value, year, place, median."""
        if self.reading is None or not self.has_value:
            return ""
        median = self.reading.of_year(self.reading.year, self.reading.median)
        return say_place(
            self.reading,
            self.choice.unit.name,
            join_unit(self.show(self.reading.value), self.indicator),
            join_unit(self.show(median), self.indicator),
        )

    @cached_property
    def course(self) -> str:
        """The slopes in a sentence."""
        return say_change(self.indicator, self.reading.change) if self.reading and self.reading.change else ""

    @cached_property
    def still(self) -> str:
        """What is taken for a change."""
        return say_still(self.indicator, self.reading.change) if self.reading and self.reading.change else ""

    @cached_property
    def age(self) -> tuple[bool, str]:
        """Whether the value is fresh, and how old it is."""
        return say_age(self.indicator, self.reading.year) if self.reading else (False, "")

    @cached_property
    def is_earlier(self) -> bool:
        """Whether the year shown is not the year asked for."""
        return self.has_value and self.reading is not None and self.reading.year != self.choice.year

    @cached_property
    def crossed(self) -> list[str]:
        """The breaks inside the window over which the change is measured."""
        if self.reading is None or self.reading.change is None:
            return []
        first, last = self.reading.change.first, self.reading.change.last
        return [words.say_break(one.kind, one.year) for one in self.breaks if first < one.year <= last]

    @cached_property
    def breaks_said(self) -> list[str]:
        """All breaks of the series."""
        return [words.say_break(one.kind, one.year, one.reason) for one in self.breaks]

    @cached_property
    def gaps(self) -> list[str]:
        """The missing years between the first and the last value, and why."""
        return say_gaps(self.reading, find_gaps(self.reading.years, self.reading.town)) if self.reading else []

    @cached_property
    def joined(self) -> list[int]:
        """The years whose values were put together from units of that time."""
        return self._years_with(IS_JOINED)

    @cached_property
    def flagged(self) -> list[int]:
        """The years beside whose values the source put a mark."""
        return self._years_with(IS_FLAGGED)

    def _years_with(self, flag: int) -> list[int]:
        if self.reading is None:
            return []
        rows = zip(self.reading.years, self.reading.town, self.reading.flags, strict=True)
        return [year for year, value, flags in rows if value is not None and flags & flag]

    @cached_property
    def rows(self) -> list[Row]:
        """The group's towns, the best first."""
        if self.reading is None:
            return []
        units, town = self.sight.units, self.choice.unit.key
        return [
            Row(
                unit=units[place.unit],
                place=place,
                value=self.show(place.value),
                moved=place.before - place.rank if place.before and place.rank else None,
                is_town=place.unit == town,
                href=self.choice.query_with(jednostka=place.unit),
            )
            for place in self.reading.places
        ]

    @cached_property
    def strip(self) -> Strip | None:
        """The distribution of the group; nothing for fewer than two towns with a value or when all are alike."""
        return make_strip(self)

    @cached_property
    def explanation(self) -> Explanation | None:
        """The sum behind the town's value."""
        if self.reading is None or self.behind is None or not self.has_value:
            return None
        return explain_value(self.sight, self.behind, self.choice.unit.key, self.reading.year, self.reading.value)

    @cached_property
    def sum_written(self) -> str:
        """The sum with its numbers in one line; nothing where the value is a figure as it stands."""
        if self.explanation is None or self.explanation.formula.kind == "value":
            return ""
        return write_out(
            self.explanation,
            lambda value, digits: (
                words.show(value, 0)
                if digits is None and value.is_integer()
                else words.show(value, 2 if digits is None else digits)
            ),
        )

    @cached_property
    def terms(self) -> list[tuple[str, int, str, bool]]:
        """What goes into the sum: the variable's name, year, value, and whether it stands below the line."""
        if self.explanation is None:
            return []
        return [
            (
                self.name_variable(term.key),
                term.year,
                words.show(term.value, 0 if term.value.is_integer() else 2),
                term.below,
            )
            for term in self.explanation.terms
        ]

    @cached_property
    def variables(self) -> list[tuple[str, str]]:
        """The source variables: keys and names."""
        formula, _place = find_formula(self.sight.cube, self.indicator)
        return [(key, self.name_variable(key)) for key in self.sight.catalogue.source_keys(formula)]

    @cached_property
    def alternative(self) -> int:
        """Which of the catalogue's alternatives is used; 0 for the first choice."""
        return find_formula(self.sight.cube, self.indicator)[1]

    @cached_property
    def origins(self) -> list[tuple[Origin, str, datetime.date]]:
        """The sources of the town's figures, with the variable's name and the day."""
        if self.behind is None:
            return []
        found = list_origins(self.behind, self.choice.unit.key)
        return [(one, self.name_variable(one.variable), datetime.date.fromisoformat(one.retrieved)) for one in found]

    @cached_property
    def retrieved(self) -> datetime.date | None:
        """The newest day on which a figure was taken from its source."""
        return max((day for _origin, _name, day in self.origins), default=None)

    @cached_property
    def sources(self) -> list[str]:
        """Who published the figures, each once; without figures whom the catalogue names."""
        return list(dict.fromkeys(one.source for one, _name, _day in self.origins)) or [self.indicator.source]

    def name_variable(self, key: str) -> str:
        """Name a source variable in the reader's language."""
        known: Mapping[str, object] = self.sight.catalogue.by_key
        return self.sight.catalogue.by_key[key].label(words.language()) if key in known else key

    def show(self, value: float | None) -> str:
        """Write a value with the indicator's decimals."""
        return words.show(value, self.indicator.decimals)


def show_indicator_page(choice: Choice, indicator: Indicator) -> IndicatorPage | None:
    """Put an indicator's page together; nothing when no data are in force."""
    sight = choice.sight
    if sight is None:
        return None
    unit = choice.unit.key
    if indicator.code not in sight.cube.indicator_place:
        return IndicatorPage(choice, sight, indicator, None, None)
    members = choice.peers.members if choice.peers else (unit,)
    behind = look_behind(sight, indicator, (unit,))
    breaks = {(one.year, one.kind): one for one in sight.cube.breaks_of(unit, behind.keys)}
    reading = read_indicator(sight.cube, indicator, unit, members, choice.year, choice.window)
    inside = (one for one in breaks.values() if reading.years and reading.years[0] < one.year <= reading.years[-1])
    return IndicatorPage(choice, sight, indicator, reading, behind, tuple(inside))


def make_strip(page: IndicatorPage) -> Strip | None:
    """Lay the group's values out from left to right."""
    reading = page.reading
    if reading is None or not reading.year:
        return None
    known = {place.unit: place.value for place in reading.places if place.value is not None}
    if reading.value is not None:
        known[page.choice.unit.key] = reading.value
    quartiles = [reading.of_year(reading.year, row) for row in (reading.low, reading.median, reading.high)]
    least, most = min(known.values(), default=0.0), max(known.values(), default=0.0)
    if most <= least or len(known) < 2 or None in quartiles:  # noqa: PLR2004 - two towns make a distribution
        return None

    def stand(value: float | None) -> float:
        return 2 + 96 * ((value or 0.0) - least) / (most - least)

    town = page.choice.unit.key
    order = sorted(known, key=lambda key: key == town)
    marks = tuple(
        Mark(f"{stand(known[key]):.2f}%", f"{page.sight.units[key].name}: {page.show(known[key])}", key == town)
        for key in order
    )
    low, middle, high = (stand(value) for value in quartiles)
    mine = stand(reading.value) if reading.value is not None else None
    return Strip(
        marks=marks,
        low=f"{low:.2f}%",
        width=f"{high - low:.2f}%",
        median=f"{middle:.2f}%",
        least=page.show(least),
        most=page.show(most),
        middle=page.show(quartiles[1]),
        middle_label=page.show(quartiles[1]) if 25 < middle < 75 else "",  # noqa: PLR2004 - per cent
        town=page.show(reading.value),
        town_at=f"{mine:.2f}%" if mine is not None else "",
        anchor="start" if (mine or 0) < 20 else "end" if (mine or 0) > 80 else "middle",  # noqa: PLR2004 - per cent
    )


def say_scope(choice: Choice) -> str:
    """Name the group with its version and its size."""
    if choice.peers is None:
        return ""
    said = _("%(group)s, %(count)s towns") % {"group": choice.peers.name, "count": len(choice.peers.members)}
    return f"{said}, {_('version %(number)s') % {'number': choice.peers.number}}" if choice.peers.number else said
