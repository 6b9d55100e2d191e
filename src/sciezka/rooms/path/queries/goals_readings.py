"""How indicators of goals stand: their figures, what was to be expected of them, and where they are heading."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.utils.translation import pgettext_lazy

from sciezka.core.targets import Course, Outlook, Standing, State, Trend, find_way, fit_trend, judge, look_ahead
from sciezka.kit.manifests import Text
from sciezka.rooms.path.models import Indicator, Point
from sciezka.rooms.path.queries.goals_series import Series, read_series
from sciezka.rooms.thread.models import Citation, Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.nouns import say_figure
from sciezka.rooms.town.models import Process

SHORT_UNIT: Final = 6
# What is said of an indicator in one word, with its colour and its icon.
STATES: Final[Mapping[str, tuple[Text, str, str]]] = {
    State.AHEAD: (pgettext_lazy("indicator", "ahead of the path"), "success", "chevrons-up"),
    State.ON_PATH: (pgettext_lazy("indicator", "on the path"), "success", "check"),
    State.BEHIND: (pgettext_lazy("indicator", "behind the path"), "warning", "triangle-alert"),
    "unread": (pgettext_lazy("indicator", "no reading since the baseline"), "neutral", "clock"),
    "unfinished": (pgettext_lazy("indicator", "without a path"), "danger", "circle-alert"),
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator with its figures.

    Attributes:
        indicator: the indicator.
        node: its node on the thread.
        series: the monitor's series that it takes; nothing when it takes none, or the monitor has none.
        own: the figures that people entered, by year.
        planned: the figures planned on the way, by year.
        notes: the remarks of figures, by kind and year.
    """

    indicator: Indicator
    node: Node | None
    series: Series | None
    own: Mapping[int, float]
    planned: Mapping[int, float]
    notes: Mapping[tuple[str, int], str]

    @cached_property
    def values(self) -> Mapping[int, float]:
        """All figures by year: where somebody entered one, it stands before the monitor's."""
        both = {**(self.series.values if self.series else {}), **self.own}
        return dict(sorted(both.items()))

    @cached_property
    def course(self) -> Course | None:
        """From where to where it is to go; nothing until both ends are known and the target lies later."""
        row = self.indicator
        if row.baseline is None or row.target is None or row.baseline_year is None or row.target_year is None:
            return None
        way = find_way(float(row.baseline), float(row.target), row.direction)
        if way is None or row.target_year <= row.baseline_year:
            return None
        return Course(
            baseline=float(row.baseline), baseline_year=row.baseline_year, target=float(row.target),
            target_year=row.target_year, way=way, planned=self.planned,
        )  # fmt: skip

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """How each figure since the baseline stands, by year."""
        if self.course is None:
            return {}
        judged = {year: judge(self.course, year, value) for year, value in self.values.items()}
        return {year: standing for year, standing in judged.items() if standing}

    @property
    def newest(self) -> Standing | None:
        """How the newest figure stands."""
        return self.standings[max(self.standings)] if self.standings else None

    @property
    def state(self) -> str:
        """The key of its state."""
        if self.course is None:
            return "unfinished"
        return self.newest.state if self.newest else "unread"

    @property
    def said(self) -> tuple[Text, str, str]:
        """Its state in a word, with the colour and the icon."""
        return STATES[self.state]

    @cached_property
    def trend(self) -> Trend | None:
        """The line through its newest figures."""
        return fit_trend(self.values)

    @property
    def outlook(self) -> Outlook | None:
        """Where the trend leads to by the target's year."""
        return look_ahead(self.course, self.trend) if self.course and self.trend else None

    @property
    def is_off(self) -> bool:
        """Tell whether it was taken off the thread."""
        return self.node is None or self.node.is_taken_off

    @property
    def moved(self) -> float | None:
        """What the monitor now says of the baseline's year, when that is not the baseline any more."""
        row = self.indicator
        if self.series is None or row.baseline is None or row.baseline_year is None or row.baseline_year in self.own:
            return None
        now = self.series.values.get(row.baseline_year)
        return now if now is not None and Decimal(str(now)) != row.baseline else None

    def say(self, value: float | Decimal | None) -> str:
        """Write a figure, with the indicator's unit where that is a word; a longer one stands once on a page."""
        return say_value(value, self.short_unit)

    @property
    def short_unit(self) -> str:
        """The unit where it is short enough to stand behind each figure."""
        return self.indicator.unit if len(self.indicator.unit) <= SHORT_UNIT else ""

    @cached_property
    def digits(self) -> int:
        """How many decimals its figures need, two at most."""
        numbers = [*self.values.values(), *self.planned.values()]
        numbers += [float(value) for value in (self.indicator.baseline, self.indicator.target) if value is not None]
        return next((digits for digits in (0, 1) if all(round(number, digits) == number for number in numbers)), 2)

    def say_reckoned(self, value: float) -> str:
        """Write a figure that was reckoned, no finer than those that it was reckoned from."""
        return self.say(round(value, self.digits))

    @property
    def said_baseline(self) -> str:
        """The baseline, written."""
        return self.say(self.indicator.baseline)

    @property
    def bare_baseline(self) -> str:
        """The baseline, written without its unit: for a line that goes on with the target."""
        return say_value(self.indicator.baseline)

    @property
    def said_target(self) -> str:
        """The target, written."""
        return self.say(self.indicator.target)

    @property
    def said_newest(self) -> str:
        """The newest figure since the baseline, written."""
        return self.say(self.newest.value) if self.newest else ""


def say_value(value: float | Decimal | None, unit: str = "") -> str:
    """Write a figure as the page's language writes numbers; a dash where there is none."""
    return "–" if value is None else say_figure(Citation(number=float(value), unit=unit))


def read_measured(process: Process, rows: Iterable[Indicator]) -> dict[int, Measured]:
    """Read how indicators stand, by their keys: a fixed number of queries."""
    listed = list(rows)
    keys = [row.pk for row in listed]
    nodes = nodes_by_key(process, Indicator, keys)
    series = read_series(process, (row.series for row in listed))
    figures: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
    notes: dict[int, dict[tuple[str, int], str]] = defaultdict(dict)
    said = Point.objects.filter(indicator__in=keys).values_list("indicator_id", "kind", "year", "value", "note")
    for key, kind, year, value, note in said:
        figures[key, kind][year] = float(value)
        if note:
            notes[key][kind, year] = note

    return {
        row.pk: Measured(
            indicator=row,
            node=nodes.get(row.pk),
            series=series.get(row.series),
            own=figures[row.pk, Point.Kind.READ],
            planned=figures[row.pk, Point.Kind.PLANNED],
            notes=notes[row.pk],
        )
        for row in listed
    }
