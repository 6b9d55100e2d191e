"""Laying out the maps of a structural analysis: where factors, their names, cuts and movements stand on a drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from sciezka.core.placement import Disc, Key, Placed, Wanted, fan_out, find_astray, place_labels
from sciezka.core.rectangles import Box
from sciezka.core.structural.roles import Plane, find_mean
from sciezka.core.structural.roles import scale as scale_by_mean
from sciezka.kit.lettering import cut, measure, wrap
from sciezka.rooms.path.queries.structure_pages import RoleLine, StructurePage, name_role

Point = tuple[float, float]
LINE: Final = 1.18
CROWD: Final = 24
AIR: Final = 1.09
ARROW_STEPS: Final = 20
TRIES: Final = 40
NARROW: Final = 112.0
NEAR: Final = 24.0
"""An arrow shorter than this is not drawn: the factor stands where it stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How large a drawing is.

    Attributes:
        width: of the drawing.
        height: of the drawing, without title and legend.
        size: of letters.
        radius: of a disc.
        names: whether names are written; without them there are codes alone.
        label: the greatest width of a name.
    """

    width: float
    height: float
    size: float
    radius: float
    names: bool = True
    label: float = 190.0


SCREEN: Final = Paper(width=840, height=640, size=14, radius=7.5, label=180)
SCREEN_MANY: Final = Paper(width=840, height=800, size=12, radius=6, label=150)
PHONE: Final = Paper(width=360, height=400, size=12, radius=6, names=False)
LEFT, TOP, RIGHT, BOTTOM = 12.0, 34.0, 6.0, 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A factor as drawn, and where it came from when the map shows movements."""

    line: RoleLine
    x: float
    y: float
    origin: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in its place: lines of words, and the line to the disc where it lies away."""

    code: str
    rows: tuple[str, ...]
    x: float
    y: float
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A part of the plane with the role that it gives, and where its name stands."""

    role: str
    area: Box
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything that stands on the drawing.

    Attributes:
        paper: its size.
        plane: the area of the plane.
        cuts_x: where dependence is cut.
        cuts_y: where influence is cut.
        fields: the parts of the plane, four or nine.
        spots: the factors.
        names: the names that found a place.
        unnamed: the codes of those whose names found none.
    """

    paper: Paper
    plane: Box
    cuts_x: tuple[float, ...]
    cuts_y: tuple[float, ...]
    fields: tuple[Field, ...]
    spots: tuple[Spot, ...]
    names: tuple[Name, ...]
    unnamed: tuple[str, ...]


def choose_screen(page: StructurePage) -> Paper:
    """Choose how the wide drawing is made: few factors may be larger."""
    return SCREEN_MANY if len(page.lines) > CROWD else SCREEN


def lay_out(page: StructurePage, paper: Paper) -> Layout:
    """Lay out the map that the reading asks for; both axes are measured in their means, so that maps can be compared."""
    today = page.analysis.today
    direct = scale_by_mean(today.dependence), scale_by_mean(today.influence)
    indirect = scale_by_mean(today.indirect.dependence), scale_by_mean(today.indirect.influence)
    shown = indirect if page.reading.is_indirect else direct
    reach = [max((*direct[axis], *indirect[axis], 1.0)) * AIR for axis in (0, 1)]
    plane = Box(LEFT, TOP, paper.width - RIGHT, paper.height - BOTTOM)

    # The names of fields stand in bands of their own, above and below everything else.
    band = paper.size * 1.7

    def place(x: float, y: float) -> Point:
        return (
            plane.left + (plane.right - plane.left) * (x / reach[0] * 0.97 + 0.02),
            plane.bottom - band - (plane.bottom - plane.top - 2 * band) * (y / reach[1]),
        )

    read = today.indirect_plane if page.reading.is_indirect else today.plane
    values = (today.indirect.dependence, today.indirect.influence) if page.reading.is_indirect else (
        today.dependence, today.influence)  # fmt: skip
    across, up = _find_cuts(read, values)
    cuts_x, cuts_y = tuple(place(cut, 0)[0] for cut in across), tuple(place(0, cut)[1] for cut in up)
    moved = page.reading.plane == "shift"
    where = {line.at: place(shown[0][line.at], shown[1][line.at]) for line in page.lines}
    discs = [Disc(key=at, x=x, y=y, radius=paper.radius) for at, (x, y) in where.items()]
    centres = fan_out(discs, gap=1.5)
    spots = []
    for line in page.lines:
        x, y = centres[line.at]
        before = place(direct[0][line.at], direct[1][line.at])
        far = moved and abs(before[0] - x) + abs(before[1] - y) > NEAR
        spots.append(Spot(line=line, x=x, y=y, origin=before if far else None))
    fields = _lay_fields(plane, cuts_x, cuts_y, paper)
    names, unnamed = _name_spots(spots, plane, fields, paper)
    return Layout(
        paper=paper, plane=plane, cuts_x=cuts_x, cuts_y=cuts_y, fields=fields, spots=tuple(spots), names=names,
        unnamed=unnamed,
    )  # fmt: skip


def _find_cuts(read: Plane, values: tuple[Sequence[float], Sequence[float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Give the cuts of both axes in means of the axis, one where both are the same."""
    found = []
    for cuts, axis in zip((read.dependence, read.influence), values, strict=True):
        mean = float(find_mean(axis)) or 1.0
        found.append(tuple(sorted({float(cut) / mean for cut in cuts})))
    return found[0], found[1]


CORNERS: Final = {
    ("low", "high"): "determinant", ("high", "high"): "key/relay", ("low", "low"): "autonomous", ("high", "low"): "result",
}  # fmt: skip
NINE: Final = {
    ("low", "high"): "determinant", ("medium", "high"): "", ("high", "high"): "key", ("low", "medium"): "external",
    ("medium", "medium"): "regulating", ("high", "medium"): "objective", ("low", "low"): "autonomous",
    ("medium", "low"): "auxiliary", ("high", "low"): "result",
}  # fmt: skip


def _lay_fields(plane: Box, cuts_x: Sequence[float], cuts_y: Sequence[float], paper: Paper) -> tuple[Field, ...]:
    """Lay the parts of the plane out by their cuts; each is named in its outer corner."""
    xs = [plane.left, *cuts_x, plane.right]
    ys = [plane.bottom, *cuts_y, plane.top]
    bands = {2: ("low", "high"), 3: ("low", "medium", "high")}
    across, up = bands[len(xs) - 1], bands[len(ys) - 1]
    roles = CORNERS if len(across) == len(up) == len(bands[2]) else NINE
    found = []
    for column, band in enumerate(across):
        for row, height in enumerate(up):
            area = Box(xs[column], ys[row + 1], xs[column + 1], ys[row])
            is_last, is_top = column == len(across) - 1, row == len(up) - 1
            found.append(
                Field(
                    role=roles[band, height], area=area, anchor="end" if is_last else "start",
                    x=area.right - 8 if is_last else area.left + 8,
                    y=area.top + paper.size * 1.35 if is_top or row else area.bottom - 8,
                )
            )  # fmt: skip
    return tuple(found)


def _name_spots(
    spots: Sequence[Spot], plane: Box, fields: Sequence[Field], paper: Paper
) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """Write each name where it covers no disc, no arrow, no other name and no role's name."""
    own = [Disc(key=spot.line.at, x=spot.x, y=spot.y, radius=paper.radius) for spot in spots]
    discs = own + [
        Disc(key=("way", spot.line.at, step), x=spot.origin[0] + (spot.x - spot.origin[0]) * step / ARROW_STEPS,
             y=spot.origin[1] + (spot.y - spot.origin[1]) * step / ARROW_STEPS, radius=2)
        for spot in spots if spot.origin for step in range(ARROW_STEPS)
    ]  # fmt: skip
    drafts = {spot.line.at: _draft(spot.line, paper, is_crowded=len(spots) > CROWD) for spot in spots}
    wanted = [
        Wanted(key=at, discs=(at,), shapes=tuple(_size(code, rows, paper) for code, rows in shapes))
        for at, shapes in drafts.items()
    ]
    blocked = [_box_field(field, paper) for field in fields if field.role]
    if len(spots) <= CROWD and paper.names:
        # Where there is room, no name runs across a cut.
        blocked += [Box(field.area.right - 1, plane.top, field.area.right + 1, plane.bottom) for field in fields]
        blocked += [Box(plane.left, field.area.top - 1, plane.right, field.area.top + 1) for field in fields]
    places = dict(place_kept(tuple(discs), tuple(wanted), plane, tuple(blocked)))
    astray = find_astray(places, own)
    if astray:
        # Better a code across a cut than a line to a name that runs over another factor.
        taken = [_box_field(field, paper) for field in fields if field.role]
        taken += [place.box for at, place in places.items() if at not in astray]
        codes = [Wanted(key=at, discs=(at,), shapes=(_size(*drafts[int(str(at))][-1], paper),)) for at in astray]
        found = place_kept(tuple(discs), tuple(codes), plane, tuple(taken))
        places |= {at: replace(place, shape=-1) for at, place in found.items()}
    names = []
    for at, place in places.items():
        code, rows = drafts[int(str(at))][place.shape]
        names.append(Name(code=code, rows=rows, x=place.box.left, y=place.box.top + paper.size * 0.92, leader=place.leader))
    return tuple(names), tuple(spot.line.part.code for spot in spots if spot.line.at not in places)


@lru_cache(maxsize=128)
def place_kept(
    discs: tuple[Disc, ...], wanted: tuple[Wanted, ...], plane: Box, blocked: tuple[Box, ...]
) -> Mapping[Key, Placed]:
    """Place names, or give where the very same ones were placed before: it is what a page waits for longest."""
    return place_labels(discs, wanted, plane, blocked=blocked, gap=3.0, tries=TRIES)


def _draft(line: RoleLine, paper: Paper, *, is_crowded: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Write a name in the shapes that it may take: whole, whole on narrower lines, then its code alone."""
    code = line.part.code
    if not paper.names:
        return [(code, ())]
    name = line.part.name
    if is_crowded:
        return [(code, (cut(name, paper.label, paper.size),)), (code, ())]
    rows, narrow = (tuple(wrap(name, width, paper.size, lines)) for width, lines in ((paper.label, 2), (NARROW, 3)))
    return [(code, rows), *([(code, narrow)] if narrow != rows and not narrow[-1].endswith("…") else []), (code, ())]


def _size(code: str, rows: tuple[str, ...], paper: Paper) -> Point:
    indent = measure(code, paper.size, bold=True) + 5
    widest = max((measure(row, paper.size) for row in rows), default=-5.0)
    return indent + widest + 2, max(len(rows), 1) * paper.size * LINE


def _box_field(field: Field, paper: Paper) -> Box:
    width = measure(name_role(field.role), paper.size * 1.1, bold=True)
    left = field.x if field.anchor == "start" else field.x - width
    return Box(left - 2, field.y - paper.size * 1.2, left + width + 2, field.y + paper.size * 0.4)
