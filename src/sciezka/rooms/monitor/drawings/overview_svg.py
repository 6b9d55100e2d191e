"""The overview's own drawings: light shapes that the server writes into the page, each in a wide and a narrow size.

They are many and small, so they don't go through the chart engine. Every number is written with a point, whatever the
reader's language, because it goes into attributes of SVG.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sciezka.rooms.monitor.store.readings.overview import Point, Spread, YearReading

MEAN: Final = 100.0
"""The group's mean on the scale of the scores."""

SIZES: Final = (("wide", 720), ("narrow", 340))
_LETTER: Final = 7.2
_LINE: Final = 18.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Puts numbers from ``low`` to ``high`` on a line from ``start`` to ``stop``."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """Give the place of a number."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Give round numbers to mark."""
        rough = (self.high - self.low) / most
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
        return [step * number for number in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]


def make_axis(values: Iterable[float], start: float, stop: float, *, keep: float, share: float = 0.06) -> Axis:
    """Make an axis that holds all values and one that must be seen, with some room on both sides."""
    known = [keep, *values]
    low, high = min(known), max(known)
    room = (high - low) * share or 1.0
    return Axis(low - room, high + room, start, stop)


def write(value: float) -> str:
    """Write a coordinate."""
    return f"{value:.1f}"


@dataclass(frozen=True, slots=True)
class Strip:
    """A town on the strip of its group; all places in per cent of the width."""

    range_at: str
    range_width: str
    box_at: str
    box_width: str
    median: str
    mean: str
    town: str


def draw_strip(spread: Spread | None, score: float | None, axis: Axis) -> Strip | None:
    """Place a score, the group's range, quartiles and median on an axis from 0 to 100; nothing without a group."""
    if spread is None:
        return None
    places = [axis.at(value) for value in (spread.lowest, spread.first, spread.median, spread.third, spread.highest)]
    lowest, first, median, third, highest = places
    percent: Callable[[float], str] = lambda value: f"{value:.2f}%"  # noqa: E731
    return Strip(
        percent(lowest),
        percent(highest - lowest),
        percent(first),
        percent(third - first),
        percent(median),
        percent(axis.at(MEAN)),
        percent(axis.at(score)) if score is not None else "",
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a drawing."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis: its place and its word."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One point: a unit, or a year."""

    x: str
    y: str
    title: str
    is_town: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of one size: what its template needs."""

    size: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    ticks_x: tuple[Tick, ...] = ()
    ticks_y: tuple[Tick, ...] = ()
    line_x: str = ""
    line_y: str = ""
    dots: tuple[Dot, ...] = ()
    labels: tuple[Words, ...] = ()
    corners: tuple[Words, ...] = ()
    areas: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    breaks: tuple[Tick, ...] = ()


@dataclass(slots=True)
class _Boxes:
    """Keeps labels from lying one upon another."""

    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = box
        return all(right < a or left > c or bottom < b or top > d for a, b, c, d in self.taken)


def draw_plane(
    points: Sequence[Point],
    town: str,
    name_of: Callable[[str], str],
    tell: Callable[[Point], str],
    corners: tuple[str, str, str, str],
    show: Callable[[float], str],
) -> tuple[Drawing, ...]:
    """Draw the plane of level and dynamics: the group in grey, the town and the extremes by name.

    Args:
        points: the group.
        town: the town's key.
        name_of: names a unit.
        tell: tells a point for those who point at it.
        corners: the names of the quadrants: better and gaining, better and losing, worse and losing, worse and gaining.
        show: writes a number.
    """
    drawn = []
    for size, width in SIZES:
        height = 420 if size == "wide" else 360
        left, right, top, bottom = 44.0, width - 12.0, 12.0, height - 34.0
        x = make_axis((point.level for point in points), left, right, keep=MEAN, share=0.1)
        y = make_axis((point.change for point in points), bottom, top, keep=0.0, share=0.12)
        ordered = sorted(points, key=lambda point: point.unit == town)
        dots = tuple(Dot(write(x.at(one.level)), write(y.at(one.change)), tell(one), one.unit == town) for one in ordered)
        inside, labelled = (left + 6, right - 6, top + 16, bottom - 8), _choose_labelled(points, town)
        drawn.append(
            Drawing(
                size=size, width=width, height=height, left=write(left), right=write(right), top=write(top),
                bottom=write(bottom),
                ticks_x=tuple(Tick(write(x.at(value)), show(value)) for value in x.ticks(6 if size == "wide" else 4)),
                ticks_y=tuple(Tick(write(y.at(value)), show(value)) for value in y.ticks(5)),
                line_x=write(x.at(MEAN)), line_y=write(y.at(0.0)), dots=dots,
                labels=_place_labels(labelled, points, (x, y), name_of, inside),
                corners=(
                    Words(write(inside[1]), write(inside[2]), corners[0], "end"),
                    Words(write(inside[1]), write(inside[3]), corners[1], "end"),
                    Words(write(inside[0]), write(inside[3]), corners[2]),
                    Words(write(inside[0]), write(inside[2]), corners[3]),
                ),
            )
        )  # fmt: skip
    return tuple(drawn)


def _choose_labelled(points: Sequence[Point], town: str) -> list[Point]:
    """Choose who is named: the town first, then the extremes of both axes."""
    found = [point for point in points if point.unit == town]
    for key in (lambda point: point.level, lambda point: point.change):
        for point in (max(points, key=key, default=None), min(points, key=key, default=None)):
            if point is not None and point not in found:
                found.append(point)
    return found


def _place_labels(
    labelled: Sequence[Point],
    points: Sequence[Point],
    axes: tuple[Axis, Axis],
    name_of: Callable[[str], str],
    inside: tuple[float, float, float, float],
) -> tuple[Words, ...]:
    """Put names beside their points where they cover neither a point nor another name; leave out what has no room."""
    x, y = axes
    boxes = _Boxes([(x.at(p.level) - 5, y.at(p.change) - 5, x.at(p.level) + 5, y.at(p.change) + 5) for p in points])
    # The quadrants' names stand in the corners.
    boxes.taken += [
        (inside[0], inside[2] - _LINE, inside[1], inside[2] + 4),
        (inside[0], inside[3] - _LINE, inside[1], inside[3]),
    ]
    found = []
    for number, point in enumerate(labelled):
        text, at, up = name_of(point.unit), x.at(point.level), y.at(point.change)
        wide = len(text) * _LETTER * (1.15 if number == 0 else 1)
        tries = [
            (at + 10, up + 5, "start", (at + 10, up - 9, at + 10 + wide, up + 7)),
            (at - 10, up + 5, "end", (at - 10 - wide, up - 9, at - 10, up + 7)),
            (at, up - 11, "middle", (at - wide / 2, up - 25, at + wide / 2, up - 8)),
            (at, up + 23, "middle", (at - wide / 2, up + 9, at + wide / 2, up + 26)),
        ]
        fits = [one for one in tries if one[3][0] >= inside[0] - 6 and one[3][2] <= inside[1] + 6]
        chosen = next((one for one in fits if boxes.is_free(one[3])), None)
        if chosen is None and number == 0:
            # The town is always named.
            chosen = (fits or tries)[0]
        if chosen is not None:
            boxes.taken.append(chosen[3])
            found.append(Words(write(chosen[0]), write(chosen[1]), text, chosen[2]))
    return tuple(found)


def draw_path(
    path: Sequence[YearReading],
    breaks: Sequence[tuple[int, str]],
    names: tuple[str, str, str],
    tell: Callable[[YearReading], str],
    show: Callable[[float], str],
) -> tuple[Drawing, ...]:
    """Draw a score over time: the group's middle half first, its median, then the town.

    Args:
        path: the years.
        breaks: years and their words.
        names: of the town, the group's median and the group's middle half.
        tell: tells a year for those who point at it.
        show: writes a number.
    """
    drawn = []
    spreads = [(one.year, one.spread) for one in path if one.spread]
    values = [value for _, spread in spreads for value in (spread.first, spread.third)]
    values += [one.score for one in path if one.score is not None]
    if not values:
        return ()
    crossed = [(year, said) for year, said in breaks if path[0].year < year <= path[-1].year]
    for size, width in SIZES:
        height = 320 if size == "wide" else 280
        room = 12.0 + max(len(name) for name in names) * _LETTER if size == "wide" else 14.0
        left, right, top, bottom = 40.0, width - room, 26.0, height - 30.0
        x = Axis(path[0].year, max(path[-1].year, path[0].year + 1), left, right)
        y = make_axis(values, bottom, top, keep=MEAN)
        runs = _split(path, lambda one: one.spread is not None)
        area, median = [], []
        for part in runs:
            upper = [(x.at(one.year), y.at(one.spread.third)) for one in part if one.spread]
            lower = [(x.at(one.year), y.at(one.spread.first)) for one in part if one.spread]
            area.append(_join([*upper, *reversed(lower)]))
            median.append(_join([(x.at(one.year), y.at(one.spread.median)) for one in part if one.spread]))
        lines = [
            _join([(x.at(one.year), y.at(one.score)) for one in part if one.score is not None])
            for part in _split(path, lambda one: one.score is not None)
        ]
        dots = tuple(
            Dot(write(x.at(one.year)), write(y.at(one.score)), tell(one), is_town=True)
            for one in path
            if one.score is not None
        )
        every = max(1, math.ceil(len(path) * 44 / (right - left)))
        drawn.append(
            Drawing(
                size=size, width=width, height=height, left=write(left), right=write(right), top=write(top),
                bottom=write(bottom),
                ticks_x=tuple(Tick(write(x.at(one.year)), str(one.year)) for one in reversed(path[::-1][::every])),
                ticks_y=tuple(Tick(write(y.at(value)), show(value)) for value in y.ticks(5)),
                line_y=write(y.at(MEAN)), dots=dots, areas=tuple(area), peers=tuple(median), lines=tuple(lines),
                breaks=tuple(Tick(write(x.at(year - 0.5)), said) for year, said in crossed),
                labels=_label_path(path, (x, y), names, right + 8) if size == "wide" else (),
            )
        )  # fmt: skip
    return tuple(drawn)


def _label_path(
    path: Sequence[YearReading], axes: tuple[Axis, Axis], names: tuple[str, str, str], at: float
) -> tuple[Words, ...]:
    """Name the lines at their ends, a line apart at least; the town's name first."""
    _x, y = axes
    last, spread = path[-1], path[-1].spread
    heights = [
        y.at(last.score) if last.score is not None else None,
        y.at(spread.median) if spread else None,
        y.at(spread.third) if spread else None,
    ]
    known = sorted(((height, name) for height, name in zip(heights, names, strict=True) if height is not None))
    found: list[Words] = []
    least = -math.inf
    for height, name in known:
        least = max(height, least + _LINE)
        found.append(Words(write(at), write(least + 5), name))
    return tuple(sorted(found, key=lambda word: word.text != names[0]))


def draw_radar(areas: Sequence[tuple[str, float, float]], show: Callable[[float], str]) -> tuple[Drawing, ...]:
    """Draw the areas on a wheel: the group's medians and the town.

    Args:
        areas: names, the group's median and the town's score; three at least.
        show: writes a number.
    """
    drawn = []
    values = [value for _, *both in areas for value in both]
    for size, width in SIZES:
        height = 400 if size == "wide" else 330
        radius = 140.0 if size == "wide" else 92.0
        middle_x, middle_y = width / 2, height / 2
        axis = make_axis(values, 0, radius, keep=MEAN, share=0.15)
        axis = replace(axis, low=min(axis.low, MEAN - 10), high=max(axis.high, MEAN + 10))
        turns = [2 * math.pi * number / len(areas) - math.pi / 2 for number in range(len(areas))]

        def spot(turn: float, far: float, at: tuple[float, float] = (middle_x, middle_y)) -> tuple[float, float]:
            return at[0] + far * math.cos(turn), at[1] + far * math.sin(turn)

        labels: list[Words] = []
        for (name, _median, _score), turn in zip(areas, turns, strict=True):
            labels += _label_spoke(name, spot(turn, radius + 14), math.cos(turn), math.sin(turn), size)
        drawn.append(
            Drawing(
                size=size, width=width, height=height, left=write(middle_x), right="", top=write(middle_y), bottom="",
                ticks_y=tuple(Tick(write(axis.at(value)), show(value)) for value in axis.ticks(3) if axis.at(value) > 0),
                line_y=write(axis.at(MEAN)),
                dots=tuple(
                    Dot(write(x), write(y), name, is_town=True)
                    for (name, _, score), turn in zip(areas, turns, strict=True)
                    for x, y in (spot(turn, axis.at(score)),)
                ),
                peers=(_join([spot(turn, axis.at(median)) for (_, median, _), turn in zip(areas, turns, strict=True)]),),
                lines=(_join([spot(turn, axis.at(score)) for (_, _, score), turn in zip(areas, turns, strict=True)]),),
                areas=tuple(_join([(middle_x, middle_y), spot(turn, radius)]) for turn in turns),
                labels=tuple(labels),
            )
        )  # fmt: skip
    return tuple(drawn)


def _label_spoke(name: str, at: tuple[float, float], right: float, down: float, size: str) -> list[Words]:
    """Write a spoke's name in short lines beside its end."""
    longest = 22 if size == "wide" else 13
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    anchor = "middle" if abs(right) < 0.3 else "start" if right > 0 else "end"  # noqa: PLR2004 - nearly upright
    first = at[1] + 5 - (len(lines) - 1) * _LINE * (0.5 - down * 0.5)
    return [Words(write(at[0]), write(first + number * _LINE), line, anchor) for number, line in enumerate(lines)]


def _split(path: Sequence[YearReading], is_there: Callable[[YearReading], bool]) -> list[list[YearReading]]:
    """Split years into runs without gaps, so that no line is drawn over a gap."""
    runs: list[list[YearReading]] = [[]]
    for one in path:
        if is_there(one):
            runs[-1].append(one)
        elif runs[-1]:
            runs.append([])
    return [part for part in runs if part]


def _join(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{write(x)},{write(y)}" for x, y in places)
