"""The plane of factors: how important each is, by how it stands today; what matters and stands badly lies top left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.core.placement import Disc, Placed, Wanted, fan_out, place_labels
from sciezka.core.priorities import BEST
from sciezka.core.rectangles import Box
from sciezka.kit.lettering import measure, wrap
from sciezka.kit.typography import bind_words, keep_writable, write_number
from sciezka.rooms.path.queries.factors import FactorLine

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
LOWEST: Final = 1.0
EDGE: Final = 0.4
# However important all are, two levels are shown below the highest.
HIGHEST_FLOOR: Final = 3
# Lines along which the gap is the same.
LEVELS: Final = (5, 10, 15)
STEPS: Final = 48
LINE: Final = 1.2
TRIES: Final = 90
RING: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How large a drawing is; without ``label`` (the greatest width of a name) there are codes alone."""

    width: float
    height: float
    size: float
    radius: float
    label: float
    margins: tuple[float, float, float, float]


WIDE: Final = Paper(width=1000, height=640, size=14.5, radius=15, label=190, margins=(40, 40, 10, 48))
NARROW: Final = Paper(width=350, height=400, size=12, radius=11.5, label=0, margins=(20, 30, 4, 42))


@dataclass(frozen=True, slots=True)
class Plane:
    """The area of the plane, and where values lie on it; it begins at the lowest level of importance that is needed."""

    box: Box
    floor: int = int(LOWEST)

    def x(self, state: float) -> float:
        """Place a present state."""
        return self.box.left + (state - LOWEST + EDGE) / (BEST - LOWEST + 2 * EDGE) * (self.box.right - self.box.left)

    def y(self, importance: float) -> float:
        """Place an importance; more is higher."""
        part = (importance - self.floor + EDGE) / (BEST - self.floor + 2 * EDGE)
        return self.box.bottom - part * (self.box.bottom - self.box.top)


def draw_plane(lines: Sequence[FactorLine], paper: Paper) -> str:
    """Draw factors that were judged on both scales; each disc leads to its factor."""
    left, top, right, bottom = paper.margins
    floor = min(HIGHEST_FLOOR, *(int(line.importance or LOWEST) for line in lines))
    plane = Plane(Box(left, top, paper.width - right, paper.height - bottom), floor)
    box, edge = plane.box, paper.radius + 1
    room = Box(box.left + edge, box.top + edge, box.right - edge, box.bottom - edge)
    discs = [
        Disc(key=line.factor.pk, x=plane.x(line.state or LOWEST), y=plane.y(line.importance or LOWEST),
             radius=paper.radius, within=room)
        for line in lines
    ]  # fmt: skip
    centres = fan_out(discs, gap=2.0)
    # Names keep off the rings of the core set.
    stand = [
        Disc(key=line.factor.pk, x=centres[line.factor.pk][0], y=centres[line.factor.pk][1],
             radius=paper.radius + RING * line.is_core)
        for line in lines
    ]  # fmt: skip
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:g} {paper.height:g}" font-family="{FONT}" '
            f'font-size="{paper.size:g}" role="group" aria-label="{escape(_("Importance and present state of factors"))}">'
        )
    ]
    parts += [*draw_ground(plane, paper), *draw_levels(plane, paper)]
    if paper.label:
        parts += draw_names(lines, stand, plane, paper)
    parts += [draw_disc(line, *centres[line.factor.pk], paper) for line in lines]
    return keep_writable("".join([*parts, "</svg>"]))


def draw_ground(plane: Plane, paper: Paper) -> list[str]:
    """Draw the plane with its levels and the names of its axes."""
    box = plane.box
    parts = [
        (
            f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.right - box.left:g}" height="{box.bottom - box.top:g}" '
            'fill="var(--plane-ground)"/>'
        )
    ]
    for level in range(int(LOWEST), int(BEST) + 1):
        x = plane.x(level)
        parts += [
            f'<line x1="{x:g}" x2="{x:g}" y1="{box.top:g}" y2="{box.bottom:g}" stroke="var(--plane-grid)"/>',
            write(x, box.bottom + paper.size * 1.3, str(level), "middle", paper.size),
        ]
    for level in range(plane.floor, int(BEST) + 1):
        y = plane.y(level)
        parts += [
            f'<line x1="{box.left:g}" x2="{box.right:g}" y1="{y:g}" y2="{y:g}" stroke="var(--plane-grid)"/>',
            write(box.left - 7, y + paper.size * 0.35, str(level), "end", paper.size),
        ]
    return [
        *parts,
        write(0, box.top - paper.size * 0.9, f"↑ {_('Importance')}", "start", paper.size + 1),
        write(box.right, box.bottom + paper.size * 2.9, f"{_('Present state')} →", "end", paper.size + 1),
    ]


def draw_levels(plane: Plane, paper: Paper) -> list[str]:
    """Draw the lines along which the gap is the same, each to the upper edge, with its gap above."""
    parts = []
    first, last = LOWEST - EDGE, BEST + EDGE
    for level in LEVELS:
        end = BEST - level / last
        begin = max(first, BEST - level / (plane.floor - EDGE))
        states = [begin + (end - begin) * step / STEPS for step in range(STEPS + 1)]
        way = " ".join(f"{plane.x(state):.1f},{plane.y(level / (BEST - state)):.1f}" for state in states)
        words = _("gap %(level)s") % {"level": level}
        line = (
            f'<polyline points="{way}" fill="none" stroke="var(--plane-line)" stroke-dasharray="2 5" stroke-width="1.5" '
            'stroke-linecap="round"/>'
        )
        parts += [line, write(plane.x(end), plane.box.top - paper.size * 0.4, words, "middle", paper.size)]
    return parts


def draw_names(lines: Sequence[FactorLine], discs: Sequence[Disc], plane: Plane, paper: Paper) -> list[str]:
    """Write names where they find room; what finds none is told by its code alone."""
    rows = {line.factor.pk: wrap(bind_words(line.factor.name), paper.label, paper.size, 2) for line in lines}
    wanted = [
        Wanted(key=disc.key, discs=(disc.key,), shapes=(size_of(rows[int(str(disc.key))], paper),)) for disc in discs
    ]  # fmt: skip
    places = place_labels(discs, wanted, plane.box, gap=4.0, tries=TRIES)
    parts = []
    for key, place in places.items():
        parts.append(draw_name(rows[int(str(key))], place, paper))
    return parts


def size_of(rows: Sequence[str], paper: Paper) -> tuple[float, float]:
    """Give how much room a name takes."""
    return max(measure(row, paper.size) for row in rows), len(rows) * paper.size * LINE


def draw_name(rows: Sequence[str], place: Placed, paper: Paper) -> str:
    """Write a name in its place, with a line to its disc where it lies away from it."""
    leader = ""
    if place.leader:
        (x, y), (end_x, end_y) = place.leader
        leader = f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" stroke="var(--plane-line)"/>'
    left, first = place.box.left, place.box.top + paper.size * 0.95
    words = "".join(
        f'<tspan x="{left:.1f}" y="{first + paper.size * LINE * number:.1f}">{escape(row)}</tspan>'
        for number, row in enumerate(rows)
    )
    return f'{leader}<text aria-hidden="true" class="plane__name" fill="var(--plane-ink)">{words}</text>'


def draw_disc(line: FactorLine, x: float, y: float, paper: Paper) -> str:
    """Draw the disc of a factor; those of the core set are filled and ringed."""
    number = str(line.node.number)
    size = paper.radius * (1.02 if len(number) < 3 else 0.75)  # noqa: PLR2004 - two digits
    fill, ink = ("var(--plane-core)", "var(--plane-on-core)") if line.is_core else ("var(--plane-disc)", "var(--plane-ink)")
    said = _("%(code)s %(name)s: importance %(importance)s, present state %(state)s, gap %(gap)s") % {
        "code": line.node.code, "name": line.factor.name, "importance": write_number(line.importance),
        "state": write_number(line.state), "gap": write_number(line.gap),
    }  # fmt: skip
    if line.is_core:
        said = _("%(said)s, of the core set") % {"said": said}
    ring = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{paper.radius + RING:g}" fill="none" stroke="var(--plane-core)" '
        'stroke-width="1.5"/>' if line.is_core else ""
    )  # fmt: skip
    return (
        f'<a href="{escape(line.factor.get_absolute_url())}" class="plane__point" aria-label="{escape(said)}">{ring}'
        f'<circle class="plane__disc" cx="{x:.1f}" cy="{y:.1f}" r="{paper.radius:g}" fill="{fill}" '
        f'stroke="var(--plane-ink)" stroke-width="1"/><text x="{x:.1f}" y="{y + size * 0.36:.1f}" text-anchor="middle" '
        f'font-size="{size:.1f}" font-weight="650" fill="{ink}">{number}</text><title>{escape(said)}</title></a>'
    )


def write(x: float, y: float, words: str, anchor: str, size: float) -> str:
    """Write words of the plane itself."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" fill="var(--plane-ink-soft)">'
        f"{escape(words)}</text>"
    )
