"""Laying out the map: where the plane, the discs, the names and the movements stand on a drawing of a given size."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.placement import Disc, Placed, Wanted, fan_out, place_labels
from sciezka.core.rectangles import Box
from sciezka.kit.lettering import cut, measure, wrap
from sciezka.rooms.stakeholders.queries.mapping import HIGHEST, LOWEST, MapPoint, Quadrant, StakeholderMap

Point = tuple[float, float]
# Whole and half levels are the values that medians take; a border between high and low is drawn between them.
HALF_STEP: Final = 0.25
EDGE: Final = 0.5
RING: Final = 3.0
CROWD: Final = 28
SECOND_COLUMN_FROM: Final = 4
THIRD_COLUMN_FROM: Final = 9
LINE: Final = 1.18
COLUMN_GAP: Final = 12.0
ARROW_STEPS: Final = 24
TRIES: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How large a drawing is and what it shows.

    Attributes:
        width: of the drawing.
        height: of the drawing, without title and legend.
        size: of letters.
        radius: of a disc.
        names: whether names are written; without them there are codes alone.
        crowd: with more stakeholders than this, places are drawn with their counts instead; 0 for never.
        label: the greatest width of a name.
        margins: left, top, right, bottom: what axes and their words take.
    """

    width: float
    height: float
    size: float
    radius: float
    names: bool = True
    crowd: int = 0
    label: float = 176.0
    margins: tuple[float, float, float, float] = (34.0, 34.0, 8.0, 44.0)


SCREEN: Final = Paper(width=1080, height=920, size=13, radius=11.5)
# Fewer names may be larger.
SCREEN_FEW: Final = Paper(width=1080, height=820, size=15.5, radius=14, label=220)
PHONE: Final = Paper(width=360, height=480, size=12, radius=8.5, names=False, crowd=28, margins=(18.0, 30.0, 4.0, 42.0))
SHEET: Final = Paper(width=1584, height=955, size=12.5, radius=11.5, label=190.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A stakeholder as drawn: its disc, its halo and, where it moved, where it came from."""

    point: MapPoint
    x: float
    y: float
    radius: float
    halo: float
    origin: Point | None = None
    is_soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """All who share a place, drawn as one disc with their count."""

    points: tuple[MapPoint, ...]
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label: the code where many share it (empty on a name's later lines), and the words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameBlock:
    """Names in their place: columns of lines, each with where it begins."""

    columns: tuple[tuple[float, float, tuple[Line, ...]], ...]
    leader: tuple[Point, Point] | None
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """A quadrant: its area and its name in the outer corner."""

    quadrant: Quadrant
    area: Box
    name: str
    count: int
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything that stands on the drawing.

    Attributes:
        paper: the drawing's size.
        plane: the area of the plane.
        ticks_x: levels of engagement with their places.
        ticks_y: levels of influence.
        border: where high begins: x for engagement, y for influence.
        corners: the quadrants.
        spots: the discs.
        crowds: places with their counts, where single discs would push one another too far away.
        names: the names that found a place.
        unnamed: the codes of those whose names found none.
    """

    paper: Paper
    plane: Box
    ticks_x: tuple[tuple[int, float], ...]
    ticks_y: tuple[tuple[int, float], ...]
    border: Point
    corners: tuple[Corner, ...]
    spots: tuple[Spot, ...]
    crowds: tuple[Crowd, ...]
    names: tuple[NameBlock, ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plane:
    box: Box

    def x(self, engagement: float) -> float:
        """Place a level of engagement."""
        part = (engagement - LOWEST + EDGE) / (HIGHEST - LOWEST + 2 * EDGE)
        return self.box.left + part * (self.box.right - self.box.left)

    def y(self, influence: float) -> float:
        """Place a level of influence; more is higher."""
        part = (influence - LOWEST + EDGE) / (HIGHEST - LOWEST + 2 * EDGE)
        return self.box.bottom - part * (self.box.bottom - self.box.top)


def choose_screen(view: StakeholderMap) -> Paper:
    """Choose how the page's wide drawing is made: larger for few."""
    return SCREEN if len(view.points) > CROWD else SCREEN_FEW


def lay_out(view: StakeholderMap, paper: Paper, *, moves: bool = False) -> Layout:
    """Lay out a map.

    Args:
        view: who stands where.
        paper: how large the drawing is.
        moves: show where each came from since the wave before; who stayed is drawn softly and without a name.
    """
    left, top, right, bottom = paper.margins
    plane = _Plane(Box(left, top, paper.width - right, paper.height - bottom))
    border = (
        plane.x(float(view.thresholds.engagement) + HALF_STEP),
        plane.y(float(view.thresholds.influence) + HALF_STEP),
    )
    border = (min(border[0], plane.box.right), max(border[1], plane.box.top))
    corners = tuple(_lay_corners(view, plane.box, border, paper))
    is_crowd = bool(paper.crowd) and len(view.points) > paper.crowd and not moves
    crowds = tuple(_lay_crowds(view, plane, paper)) if is_crowd else ()
    spots = (
        ()
        if is_crowd
        else tuple(_lay_spots(view, plane, {corner.quadrant: corner.area for corner in corners}, paper, moves=moves))
    )
    names, unnamed = _name_spots(spots, plane.box, corners, paper) if paper.names else ((), ())
    levels = range(int(LOWEST), int(HIGHEST) + 1)
    return Layout(
        paper=paper, plane=plane.box, border=border, corners=corners, spots=spots, crowds=crowds, names=names,
        unnamed=unnamed,
        ticks_x=tuple((level, plane.x(level)) for level in levels),
        ticks_y=tuple((level, plane.y(level)) for level in levels),
    )  # fmt: skip


def _lay_corners(view: StakeholderMap, plane: Box, border: Point, paper: Paper) -> list[Corner]:
    pad, line = 8.0, paper.size * 1.3
    x, y = border
    places = {
        Quadrant.ACTIVATE: (Box(plane.left, plane.top, x, y), plane.left + pad, plane.top + line, "start"),
        Quadrant.CREATE: (Box(x, plane.top, plane.right, y), plane.right - pad, plane.top + line, "end"),
        Quadrant.MONITOR: (Box(plane.left, y, x, plane.bottom), plane.left + pad, plane.bottom - pad, "start"),
        Quadrant.SUPPORT: (Box(x, y, plane.right, plane.bottom), plane.right - pad, plane.bottom - pad, "end"),
    }
    return [
        Corner(quadrant=key, area=area, name=view.names[key], count=view.count(key), x=at_x, y=at_y, anchor=anchor)
        for key, (area, at_x, at_y, anchor) in places.items()
    ]


def _lay_spots(
    view: StakeholderMap, plane: _Plane, areas: dict[Quadrant, Box], paper: Paper, *, moves: bool
) -> list[Spot]:  # fmt: skip
    discs = []
    for point in view.points:
        area = areas[point.quadrant]
        halo = paper.radius + RING * point.spread * paper.radius / SCREEN.radius
        edge = paper.radius + 1
        room = Box(area.left + edge, area.top + edge, area.right - edge, area.bottom - edge)
        discs.append(
            Disc(key=point.stakeholder.pk, x=plane.x(point.engagement), y=plane.y(point.influence), radius=halo, within=room)
        )
    centres = fan_out(discs, gap=1.5)
    spots = []
    for point, disc in zip(view.points, discs, strict=True):
        x, y = centres[disc.key]
        origin = (plane.x(point.before[1]), plane.y(point.before[0])) if moves and point.is_moved and point.before else None
        spots.append(
            Spot(point=point, x=x, y=y, radius=paper.radius, halo=disc.radius, origin=origin, is_soft=moves and not origin)
        )
    return spots


def _lay_crowds(view: StakeholderMap, plane: _Plane, paper: Paper) -> list[Crowd]:
    places: dict[Point, list[MapPoint]] = defaultdict(list)
    for point in view.points:
        places[point.influence, point.engagement].append(point)
    most = max(len(points) for points in places.values())
    # The area tells the count; neighbours half a level apart still do not touch.
    widest = min(plane.x(LOWEST + 0.5) - plane.x(LOWEST), plane.y(LOWEST) - plane.y(LOWEST + 0.5)) / 2 - 1
    least = min(paper.radius, widest)
    return [
        Crowd(
            points=tuple(points), x=plane.x(engagement), y=plane.y(influence),
            radius=least + (widest - least) * ((len(points) - 1) / max(most - 1, 1)) ** 0.5,
        )
        for (influence, engagement), points in places.items()
    ]  # fmt: skip


def _name_spots(
    spots: Sequence[Spot], plane: Box, corners: Sequence[Corner], paper: Paper
) -> tuple[tuple[NameBlock, ...], tuple[str, ...]]:  # fmt: skip
    """Name all who share a place in one block; where it finds no room, in halves, at last one by one."""
    discs = [Disc(key=spot.point.stakeholder.pk, x=spot.x, y=spot.y, radius=spot.halo) for spot in spots]
    # Nothing is written over an arrow: it counts as a row of small discs.
    discs += [
        Disc(key=("move", number, step), x=spot.origin[0] + (spot.x - spot.origin[0]) * step / ARROW_STEPS,
             y=spot.origin[1] + (spot.y - spot.origin[1]) * step / ARROW_STEPS, radius=2)
        for number, spot in enumerate(spots) if spot.origin for step in range(ARROW_STEPS)
    ]  # fmt: skip
    blocked = [_box_corner(corner, paper) for corner in corners]
    groups: dict[Point, list[Spot]] = defaultdict(list)
    for spot in spots:
        if not spot.is_soft:
            groups[spot.point.influence, spot.point.engagement].append(spot)
    is_crowded = len(spots) > CROWD
    waiting = [sorted(group, key=lambda spot: (round(spot.y), spot.x)) for group in groups.values()]
    done: list[NameBlock] = []
    while waiting:
        drafts = {number: _draft(group, paper, is_crowded=is_crowded) for number, group in enumerate(waiting)}
        wanted = [
            Wanted(
                key=number,
                discs=tuple(spot.point.stakeholder.pk for spot in waiting[number]),
                shapes=tuple(shape for shape, _columns in shapes),
            )
            for number, shapes in drafts.items()
        ]
        taken = [*blocked, *(block.box for block in done)]
        places = place_labels(discs, wanted, plane, blocked=taken, gap=3.0, tries=TRIES)
        done += [_settle(drafts[int(str(key))], place, paper) for key, place in places.items()]
        left = [group for number, group in enumerate(waiting) if number not in places]
        if all(len(group) == 1 for group in left):
            return tuple(done), tuple(group[0].point.code for group in left)
        waiting = [half for group in left for half in _halve(group)]
    return tuple(done), ()


def _halve(group: list[Spot]) -> list[list[Spot]]:
    middle = (len(group) + 1) // 2
    return [half for half in (group[:middle], group[middle:]) if half]


def _box_corner(corner: Corner, paper: Paper) -> Box:
    width = measure(f"{corner.name} · {corner.count}", paper.size * 1.15, bold=True)
    left = corner.x if corner.anchor == "start" else corner.x - width
    return Box(left - 2, corner.y - paper.size * 1.2, left + width + 2, corner.y + paper.size * 0.4)


Columns = tuple[tuple[Line, ...], ...]


def _draft(group: Sequence[Spot], paper: Paper, *, is_crowded: bool) -> list[tuple[tuple[float, float], Columns]]:
    """Write a group's names in one, two and three columns, with the size of each."""
    shared = len(group) > 1
    entries: list[tuple[Line, ...]] = []
    for spot in group:
        name = spot.point.stakeholder.name
        rows = [cut(name, paper.label, paper.size)] if is_crowded else wrap(name, paper.label, paper.size, 2)
        code = spot.point.code if shared or is_crowded else ""
        entries.append(tuple(Line(code if number == 0 else "", row) for number, row in enumerate(rows)))
    columns = [1]
    if len(group) >= SECOND_COLUMN_FROM:
        columns.append(2)
    if len(group) >= THIRD_COLUMN_FROM:
        columns.append(3)
    drafts = []
    for count in columns:
        height = -(-len(entries) // count)
        parts = [entries[start : start + height] for start in range(0, len(entries), height)]
        laid: Columns = tuple(tuple(line for entry in part for line in entry) for part in parts)
        width = sum(measure_column(column, paper) for column in laid) + COLUMN_GAP * (len(laid) - 1)
        drafts.append(((width, max(len(column) for column in laid) * paper.size * LINE), laid))
    return drafts


def indent_of(column: Sequence[Line], paper: Paper) -> float:
    """Give how far names stand from the beginning of a column, behind the codes."""
    codes = [measure(line.code, paper.size, bold=True) for line in column if line.code]
    return max(codes) + 5 if codes else 0.0


def measure_column(column: Sequence[Line], paper: Paper) -> float:
    """Give the width of a column of names."""
    return indent_of(column, paper) + max(measure(line.text, paper.size) for line in column)


def _settle(drafts: list[tuple[tuple[float, float], Columns]], place: Placed, paper: Paper) -> NameBlock:
    _size, columns = drafts[place.shape]
    laid = []
    x = place.box.left
    for column in columns:
        laid.append((x, place.box.top + paper.size * 0.92, column))
        x += measure_column(column, paper) + COLUMN_GAP
    return NameBlock(columns=tuple(laid), leader=_attach(place, laid[-1], paper) if place.leader else None, box=place.box)


def _attach(place: Placed, last: tuple[float, float, tuple[Line, ...]], paper: Paper) -> tuple[Point, Point] | None:
    """Let the line to the disc begin at words, not at the empty end of a short line."""
    if place.leader is None:
        return None
    (x, y), end = place.leader
    left, first, column = last
    number = min(max(round((y - first) / (paper.size * LINE) + 0.3), 0), len(column) - 1)
    words_end = left + indent_of(column, paper) + measure(column[number].text, paper.size) + 3
    return (min(x, words_end), y), end
