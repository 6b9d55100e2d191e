"""The map of resources: how unique each is against how far it is used, with the unused potentials marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.placement import Disc, Placed, Wanted, fan_out, place_labels
from sciezka.core.rectangles import Box
from sciezka.kit.lettering import measure, wrap
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.diagnosis.charts.tree import FONT
from sciezka.rooms.diagnosis.queries.holdings import Holdings, ResourceLine
from sciezka.rooms.diagnosis.queries.ratings import MIDDLE

LOWEST, HIGHEST, EDGE, HALF_STEP = 1.0, 5.0, 0.5, 0.25
LINE: Final = 1.2
# The numbers in the discs, in parts of the other letters: eleven pixels on the narrowest screens.
NUMBER: Final = 0.94
TRIES: Final = 60
# What the words of the style sheet are on paper.
PAPER_COLOURS: Final = {
    "ink": "#1d1b18", "soft": "#57524a", "grid": "#e6e2da", "line": "#a8a39a", "sheet": "#ffffff", "idle": "#9c3f00",
    "on-idle": "#ffffff", "idle-area": "#fbeee3", "other": "#ffffff", "on-other": "#1d1b18",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How large a drawing is; where ``names`` are not written, the discs' numbers lead to the table."""

    width: float
    height: float
    size: float
    radius: float
    label: float = 190.0
    names: bool = True
    margins: tuple[float, float, float, float] = (26.0, 34.0, 10.0, 50.0)


WIDE: Final = Paper(width=960, height=700, size=15.5, radius=13.5)
NARROW: Final = Paper(width=360, height=440, size=13, radius=11, names=False, margins=(18.0, 30.0, 4.0, 46.0))


@dataclass(frozen=True, slots=True)
class Spot:
    """A resource on the map."""

    line: ResourceLine
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLayout:
    """A map laid out.

    Attributes:
        paper: the drawing's size.
        plane: the area of the plane.
        border: where high begins: x for use, y for uniqueness.
        spots: the discs.
        labels: for each name that found a place: its lines, its place, whose it is.
        unnamed: the codes of those whose names found none.
    """

    paper: Paper
    plane: Box
    border: tuple[float, float]
    spots: tuple[Spot, ...]
    labels: tuple[tuple[tuple[str, ...], Placed, Spot], ...]
    unnamed: tuple[str, ...]

    def at(self, use: float, uniqueness: float) -> tuple[float, float]:
        """Place two values."""
        return place(self.plane, use, uniqueness)


def place(plane: Box, use: float, uniqueness: float) -> tuple[float, float]:
    """Place two values on a plane; more is to the right and higher."""
    span = HIGHEST - LOWEST + 2 * EDGE
    x = plane.left + (use - LOWEST + EDGE) / span * (plane.right - plane.left)
    y = plane.bottom - (uniqueness - LOWEST + EDGE) / span * (plane.bottom - plane.top)
    return x, y


def lay_map(view: Holdings, paper: Paper = WIDE) -> MapLayout:
    """Lay a map out: the discs beside one another where they share a place, the names where they fit."""
    left, top, right, bottom = paper.margins
    plane = Box(left, top, paper.width - right, paper.height - bottom)
    border = place(plane, MIDDLE + HALF_STEP, MIDDLE + HALF_STEP)
    discs, lines = [], {}
    for line in view.placed:
        if line.rating is None or line.rating.use is None or line.rating.uniqueness is None:
            continue
        x, y = place(plane, line.rating.use, line.rating.uniqueness)
        pad = paper.radius + 1
        # A disc pushed aside by others stays on its side of the borders.
        room = Box(
            (plane.left if x < border[0] else border[0]) + pad, (plane.top if y < border[1] else border[1]) + pad,
            (border[0] if x < border[0] else plane.right) - pad, (border[1] if y < border[1] else plane.bottom) - pad,
        )  # fmt: skip
        discs.append(Disc(key=line.resource.pk, x=x, y=y, radius=paper.radius, within=room))
        lines[line.resource.pk] = line
    centres = fan_out(discs, gap=2)
    spots = tuple(Spot(lines[int(str(disc.key))], *centres[disc.key]) for disc in discs)
    labels, unnamed = _name(spots, plane, paper) if paper.names else ((), ())
    return MapLayout(paper=paper, plane=plane, border=border, spots=spots, labels=labels, unnamed=unnamed)


def _name(
    spots: Sequence[Spot], plane: Box, paper: Paper
) -> tuple[tuple[tuple[tuple[str, ...], Placed, Spot], ...], tuple[str, ...]]:
    """Find a place for each name: broken into three lines at most, or into one."""
    discs = [Disc(key=spot.line.resource.pk, x=spot.x, y=spot.y, radius=paper.radius) for spot in spots]
    wanted, drafts = [], {}
    for spot in spots:
        name = bind_words(spot.line.resource.name)
        shapes = [wrap(name, width, paper.size, lines) for width, lines in ((paper.label, 3), (paper.label * 1.6, 1))]
        drafts[spot.line.resource.pk] = (spot, shapes)
        sizes = tuple(
            (max(measure(row, paper.size, bold=spot.line.is_idle) for row in rows), len(rows) * paper.size * LINE)
            for rows in shapes
        )
        wanted.append(Wanted(key=spot.line.resource.pk, discs=(spot.line.resource.pk,), shapes=sizes))
    blocked = [_box_words(x, y, anchor, words, paper) for x, y, anchor, words in corners_of(plane, paper)]
    places = place_labels(discs, wanted, plane, blocked=blocked, gap=4.0, tries=TRIES)
    done = []
    for key, (spot, shapes) in drafts.items():
        if placed := places.get(key):
            done.append((tuple(shapes[placed.shape]), placed, spot))
    return tuple(done), tuple(spot.line.node.code for key, (spot, _shapes) in drafts.items() if key not in places)


def corners_of(plane: Box, paper: Paper) -> list[tuple[float, float, str, str]]:
    """Say what the four parts of the plane are called, and where that is written."""
    pad, line = 8.0, paper.size * 1.2
    return [
        (plane.left + pad, plane.top + line, "start", pgettext("map of resources", "Unused potential")),
        (plane.right - pad, plane.top + line, "end", pgettext("map of resources", "Strength to care for")),
        (plane.left + pad, plane.bottom - pad, "start", pgettext("map of resources", "Reserve")),
        (plane.right - pad, plane.bottom - pad, "end", pgettext("map of resources", "Everyday base")),
    ]


def _box_words(x: float, y: float, anchor: str, words: str, paper: Paper) -> Box:
    width = measure(words, paper.size, bold=True)
    left = x if anchor == "start" else x - width
    return Box(left - 2, y - paper.size * 1.1, left + width + 2, y + paper.size * 0.4)


def draw_map(layout: MapLayout, *, links: bool = True) -> str:
    """Draw a map; discs lead to the resources' pages where ``links``."""
    paper = layout.paper
    named = f' role="group" aria-label="{escape(_("Map of resources"))}"' if links else ""
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:g} {paper.height:g}" '
            f'font-family="{FONT}" font-size="{paper.size:g}"{named}>'
        )
    ]
    parts += _draw_plane(layout)
    parts += [_draw_leader(placed) for _rows, placed, _spot in layout.labels if placed.leader]
    parts += [_draw_spot(spot, paper, links=links) for spot in layout.spots]
    parts += [_draw_label(rows, placed, spot, layout) for rows, placed, spot in layout.labels]
    return keep_writable("".join([*parts, "</svg>"]))


def _draw_plane(layout: MapLayout) -> list[str]:
    plane, paper, (x, y) = layout.plane, layout.paper, layout.border
    width, height = plane.right - plane.left, plane.bottom - plane.top
    parts = [
        f'<rect x="{plane.left:g}" y="{plane.top:g}" width="{width:g}" height="{height:g}" fill="var(--res-sheet)"/>',
        (
            f'<rect x="{plane.left:g}" y="{plane.top:g}" width="{x - plane.left:g}" height="{y - plane.top:g}" '
            'fill="var(--res-idle-area)"/>'
        ),
    ]
    for level in range(int(LOWEST), int(HIGHEST) + 1):
        at_x, at_y = layout.at(level, level)
        parts += [
            f'<line x1="{at_x:g}" x2="{at_x:g}" y1="{plane.top:g}" y2="{plane.bottom:g}" stroke="var(--res-grid)"/>',
            f'<line x1="{plane.left:g}" x2="{plane.right:g}" y1="{at_y:g}" y2="{at_y:g}" stroke="var(--res-grid)"/>',
            _write(at_x, plane.bottom + paper.size * 1.3, str(level), "middle"),
            _write(plane.left - 7, at_y + paper.size * 0.35, str(level), "end"),
        ]
    dash = 'stroke="var(--res-line)" stroke-width="1.5" stroke-dasharray="2 4" stroke-linecap="round"'
    parts += [
        f'<line x1="{x:g}" x2="{x:g}" y1="{plane.top:g}" y2="{plane.bottom:g}" {dash}/>',
        f'<line x1="{plane.left:g}" x2="{plane.right:g}" y1="{y:g}" y2="{y:g}" {dash}/>',
        _write(0, plane.top - paper.size * 0.75, f"↑ {_('Uniqueness')}", "start"),
        _write(plane.right, plane.bottom + paper.size * 2.8, f"{_('Use today')} →", "end"),
    ]
    parts += [_write(at_x, at_y, words, anchor, bold=True) for at_x, at_y, anchor, words in corners_of(plane, paper)]
    return parts


def _write(x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="var(--res-soft)"{weight}>{escape(words)}</text>'


def _draw_leader(placed: Placed) -> str:
    (x, y), (end_x, end_y) = placed.leader or ((0, 0), (0, 0))
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" stroke="var(--res-line)"/>'


def _draw_spot(spot: Spot, paper: Paper, *, links: bool) -> str:
    line, tone = spot.line, "idle" if spot.line.is_idle else "other"
    disc = (
        f'<circle class="res__disc" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{paper.radius:g}" fill="var(--res-{tone})" '
        f'stroke="var(--res-ink)" stroke-width="1.25"/><text x="{spot.x:.1f}" y="{spot.y + paper.size * 0.31:.1f}" '
        f'text-anchor="middle" font-size="{paper.size * NUMBER:.1f}" font-weight="600" fill="var(--res-on-{tone})">'
        f"{line.node.number}</text>"
    )
    if not links:
        return f"<g>{disc}</g>"
    said = escape(say_spot(line))
    href = escape(line.resource.get_absolute_url())
    return f'<a class="res__spot" href="{href}" aria-label="{said}"><title>{said}</title>{disc}</a>'


def _draw_label(rows: Sequence[str], placed: Placed, spot: Spot, layout: MapLayout) -> str:
    paper, (border_x, border_y) = layout.paper, layout.border
    weight = ' font-weight="600"' if spot.line.is_idle else ""
    ground = "idle-area" if placed.box.right < border_x and placed.box.bottom < border_y else "sheet"
    # Words on the left of their disc end at it.
    is_left = placed.box.right <= spot.x
    x, anchor = (placed.box.right, "end") if is_left else (placed.box.left, "start")
    lines = "".join(
        f'<tspan x="{x:.1f}" y="{placed.box.top + paper.size * (0.92 + LINE * number):.1f}">{escape(row)}</tspan>'
        for number, row in enumerate(rows)
    )
    # Letters keep a narrow edge free around them, so that no line of the grid runs through a word.
    edge = f'stroke="var(--res-{ground})" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f'<text fill="var(--res-ink)" text-anchor="{anchor}" {edge}{weight} aria-hidden="true">{lines}</text>'


def say_spot(line: ResourceLine) -> str:
    """Say what a disc is and where it stands."""
    rating = line.rating
    said = _("%(code)s %(name)s: uniqueness %(uniqueness)s, use %(use)s") % {
        "code": line.node.code,
        "name": line.resource.name,
        "uniqueness": say_value(rating.uniqueness if rating else None),
        "use": say_value(rating.use if rating else None),
    }
    return f"{said} – {_('unused potential')}" if line.is_idle else said


def say_value(value: float | None) -> str:
    """Write a level: without a decimal where it is whole."""
    return "–" if value is None else str(number_format(value, decimal_pos=0 if value == int(value) else 1))


def draw_file(view: Holdings) -> str:
    """Draw a map as a file of its own: with its name, and in the colours of paper."""
    layout = lay_map(view)
    paper, pad, head = layout.paper, 24.0, 76.0
    inner = draw_map(layout, links=False)
    body = inner[inner.index(">") + 1 : -len("</svg>")]
    width, height = paper.width + 2 * pad, paper.height + head + pad
    title, place_name = _("Map of resources"), bind_words(f"{view.process.workspace} · {view.process}")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" font-size="{paper.size:g}"><title>{escape(title)}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        f'<text x="{pad:g}" y="40" font-size="26" font-weight="600" fill="var(--res-ink)">{escape(title)}</text>'
        f'<text x="{pad:g}" y="62" fill="var(--res-soft)">{escape(place_name)}</text>'
        f'<g transform="translate({pad:g} {head:g})">{body}</g></svg>'
    )
    for name, colour in PAPER_COLOURS.items():
        svg = svg.replace(f"var(--res-{name})", colour)
    return keep_writable(svg)
