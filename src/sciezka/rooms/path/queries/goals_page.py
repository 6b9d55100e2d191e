"""The page of one goal and of one indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from sciezka.core.targets import KEPT, TOLERANCE, Outlook, Standing, State, expect
from sciezka.rooms.path.models import Goal, Indicator
from sciezka.rooms.path.queries.goals import read_indicators
from sciezka.rooms.path.queries.goals_grounds import ANSWERS
from sciezka.rooms.path.queries.goals_readings import STATES, Measured, read_measured
from sciezka.rooms.path.queries.goals_smart import SmartLine, read_smart
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.hanging import Hanging, read_hanging
from sciezka.rooms.thread.queries.nodes import nodes_by_key


@dataclass(frozen=True, kw_only=True)
class GoalPage:
    """Everything that the page of a goal shows.

    Attributes:
        goal: the goal.
        hanging: how it hangs on the thread.
        nodes: the nodes of all goals of the process, by the goals' keys.
        measured: its own indicators that stand.
        off: its own indicators that were taken off.
        parts: its operational goals, those taken off too.
        touched: whom it touches, organisations and groups of the register.
        smart: the five questions, with hints.
    """

    goal: Goal
    hanging: Hanging | None
    nodes: Mapping[int, Node]
    measured: tuple[Measured, ...]
    off: tuple[Measured, ...]
    parts: tuple[tuple[Goal, Node], ...]
    touched: tuple[Stakeholder, ...]
    smart: tuple[SmartLine, ...]

    @property
    def parent(self) -> tuple[Goal, Node] | None:
        """The strategic goal above it."""
        above = self.goal.parent
        return (above, self.nodes[above.pk]) if above and above.pk in self.nodes else None


def read_goal_page(goal: Goal) -> GoalPage:
    """Read the page in a fixed number of queries."""
    nodes = nodes_by_key(goal.process, Goal)
    parts = [row for row in goal.parts.all() if row.pk in nodes]
    for row in (*parts, *((goal.parent,) if goal.parent else ())):
        row.process = goal.process
    standing = [row for row in parts if not nodes[row.pk].is_taken_off]
    by_goal = read_indicators(goal.process, [goal, *standing])
    own = by_goal.get(goal.pk, ())
    rows = goal.indicators.exclude(pk__in=[row.indicator.pk for row in own])
    off = read_measured(goal.process, rows) if rows else {}
    keys = [nodes[row.pk].pk for row in (goal, *standing) if row.pk in nodes]
    ties = Tie.objects.filter(target__in=keys, kind=ANSWERS, source__taken_off_at__isnull=True)
    return GoalPage(
        goal=goal,
        hanging=read_hanging(goal),
        nodes=nodes,
        measured=own,
        off=tuple(row for row in off.values() if row.node),
        parts=tuple((row, nodes[row.pk]) for row in parts),
        touched=tuple(register_of(goal.process, with_people=False).filter(pk__in=goal.touches.values("pk"))),
        smart=tuple(read_smart(goal.name, [one for found in by_goal.values() for one in found], ties.count())),
    )


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of an indicator's table."""

    year: int
    value: float | None
    said: str
    expected: str
    gap: str
    standing: Standing | None
    origin: str
    note: str

    @property
    def state(self) -> tuple[object, str, str] | None:
        """The state in a word, with its colour and icon."""
        return STATES[self.standing.state] if self.standing else None


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of an indicator shows beside its facts."""

    measured: Measured

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.measured.indicator

    @cached_property
    def lines(self) -> list[YearLine]:
        """The years with a figure or a station, the oldest first."""
        row, course = self.measured, self.measured.course
        stations = {year for year, _value in course.stations} if course else set()
        return [self._make_line(year) for year in sorted({*row.values, *stations})]

    def _make_line(self, year: int) -> YearLine:
        row, course = self.measured, self.measured.course
        value, standing = row.values.get(year), row.standings.get(year)
        expected = expect(course, year) if course else None
        origin = "" if value is None else _("entered here") if year in row.own else _("from the monitor")
        gap = ""
        if standing and standing.state is not State.ON_PATH:
            gap = row.say_reckoned(abs(standing.gap))
        return YearLine(
            year=year,
            value=value,
            said=row.say(value),
            expected="–" if expected is None else row.say_reckoned(expected),
            gap=gap,
            standing=standing,
            origin=origin,
            note=row.notes.get(("read", year), ""),
        )

    @property
    def heading(self) -> str:
        """The sentence that reads the chart."""
        row, newest = self.measured, self.measured.newest
        if row.course is None:
            return _("There is no path yet: give the baseline and the target, each with its year.")
        words = {"target": row.said_target, "end": row.indicator.target_year, "baseline": row.said_baseline}
        if newest is None:
            return _("From %(baseline)s to %(target)s by %(end)s; nothing was read since the baseline.") % words
        words |= {"value": row.said_newest, "year": newest.year, "expected": row.say_reckoned(newest.expected)}
        if newest.state is State.AHEAD:
            return (
                _("Ahead of the path: %(value)s in %(year)s, %(expected)s was to be expected on the way to %(target)s.")
                % words
            )
        if newest.state is State.BEHIND:
            return (
                _("Behind the path: %(value)s in %(year)s, %(expected)s was to be expected on the way to %(target)s.")
                % words
            )
        return _("On the path: %(value)s in %(year)s, about as was to be expected on the way to %(target)s.") % words

    @property
    def outlook(self) -> str:
        """Where the trend leads to; empty where there is none."""
        row, trend, outlook = self.measured, self.measured.trend, self.measured.outlook
        if row.course is None or trend is None or outlook is None:
            return ""
        words = {
            "first": trend.first, "last": trend.last, "end": row.indicator.target_year,
            "value": row.say_reckoned(trend.at(row.course.target_year)), "target": row.said_target,
        }  # fmt: skip
        if outlook is Outlook.AWAY:
            return _("The trend of %(first)s–%(last)s leads away: to %(value)s in %(end)s instead of %(target)s.") % words
        if outlook is Outlook.SHORT:
            return _("The trend of %(first)s–%(last)s goes the right way, but only to %(value)s in %(end)s.") % words
        return _("By the trend of %(first)s–%(last)s the target is reached: %(value)s in %(end)s.") % words

    @property
    def tolerance(self) -> str:
        """How far off a figure may be and still be on the path."""
        course = self.measured.course
        if course is None:
            return ""
        is_kept = not course.length or self.indicator.direction == Indicator.Direction.KEEP
        words = {"band": self.measured.say_reckoned(course.band), "share": round(100 * (KEPT if is_kept else TOLERANCE))}
        if is_kept:
            return _("On the path is what is off by no more than %(share)s%% of the target: %(band)s.") % words
        return _("On the path is what is off by no more than %(share)s%% of the whole way: %(band)s.") % words


def read_indicator_page(indicator: Indicator) -> IndicatorPage:
    """Read the page of an indicator."""
    return IndicatorPage(read_measured(indicator.place, [indicator])[indicator.pk])
