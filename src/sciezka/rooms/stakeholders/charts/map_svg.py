"""Drawing the laid-out map as SVG: for the page, where discs lead to their rows, and for paper and files."""

import math
import re
from collections.abc import Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.lettering import measure
from sciezka.kit.typography import keep_writable
from sciezka.rooms.stakeholders.charts.map import Crowd, Layout, NameBlock, Spot, indent_of
from sciezka.rooms.stakeholders.models import Sector
from sciezka.rooms.stakeholders.queries.mapping import Quadrant, StakeholderMap

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
# Okabe and Ito's colours, each with the letters that can be read on it.
SECTOR_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    Sector.PUBLIC: ("#0072b2", "#ffffff"),
    Sector.BUSINESS: ("#e69f00", "#1d1b18"),
    Sector.NGO: ("#009e73", "#000000"),
    Sector.EDUCATION: ("#56b4e9", "#1d1b18"),
    Sector.CULTURE: ("#cc79a7", "#000000"),
    Sector.CHURCH: ("#d55e00", "#000000"),
    Sector.MEDIA: ("#f0e442", "#1d1b18"),
    Sector.INFORMAL: ("#4d4944", "#ffffff"),
    Sector.RESIDENT: ("#ffffff", "#1d1b18"),
    "": ("#c9c3b8", "#1d1b18"),
}
# What the words of the style sheet are on paper.
PAPER_COLOURS: Final = {
    "ink": "#1d1b18", "ink-soft": "#57524a", "grid": "#e6e2da", "line": "#a8a39a", "sheet": "#ffffff",
    "plane": "#fbfaf7", "best": "#eaf1ee", "crowd": "#17594a", "on-crowd": "#ffffff",
}  # fmt: skip


def draw_map(layout: Layout, *, links: bool = True) -> str:
    """Draw the map without title and legend; discs lead to their rows where ``links``."""
    paper = layout.paper
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:g} {paper.height:g}" '
        f'font-family="{FONT}" font-size="{paper.size:g}"'
        + (f' role="group" aria-label="{escape(_("Map of stakeholders"))}">' if links else ">")
    ]
    parts += [*_draw_plane(layout), *_draw_moves(layout), *map(_draw_leader, layout.names)]
    parts += [_draw_spot(spot, layout, links=links) for spot in layout.spots]
    parts += [_draw_crowd(crowd, layout) for crowd in layout.crowds]
    parts += [_draw_names(block, layout) for block in layout.names]
    return keep_writable("".join([*parts, "</svg>"]))


def draw_file(layout: Layout, view: StakeholderMap, title: str, note: str) -> str:
    """Draw the map as a file of its own: with a title, a legend and the colours of paper."""
    paper = layout.paper
    head, pad = 64.0, 20.0
    rows = lay_legend(view, paper.width, paper.size + 1)
    foot = (len(rows) + 1) * 24.0 + 12
    inner = draw_map(layout, links=False)
    body = inner[inner.index(">") + 1 : -len("</svg>")]
    width, height = paper.width + 2 * pad, paper.height + head + foot + pad
    legend = "".join(
        _draw_key(key, letter, name, x, paper.height + 24.0 * (row + 1), paper.size + 1)
        for row, keys in enumerate(rows)
        for key, letter, name, x in keys
    )
    explained = escape(explain_drawing(view))
    y = paper.height + 24.0 * (len(rows) + 1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" font-size="{paper.size:g}"><title>{escape(title)}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        f'<text x="{pad:g}" y="34" font-size="24" font-weight="600" fill="var(--map-ink)">{escape(title)}</text>'
        f'<text x="{pad:g}" y="56" font-size="14" fill="var(--map-ink-soft)">{escape(note)}</text>'
        f'<g transform="translate({pad:g} {head:g})">{body}{legend}'
        f'<text x="8" y="{y + 4:g}" fill="var(--map-ink-soft)">{explained}</text></g></svg>'
    )
    return paint(keep_writable(svg))


def paint(svg: str) -> str:
    """Put the colours of paper in place of the style sheet's words."""
    return re.sub(r"var\(--map-([a-z-]+)\)", lambda word: PAPER_COLOURS[word[1]], svg)


def explain_drawing(view: StakeholderMap) -> str:
    """Say how the drawing is read."""
    said = _("Those who share a place stand side by side around it.")
    if view.people:
        said += " " + _("The wider the ring, the more the ratings differ.")
    return said


def lay_legend(view: StakeholderMap, width: float, size: float) -> list[list[tuple[str, str, str, float]]]:
    """Lay the keys of the sectors in rows."""
    rows: list[list[tuple[str, str, str, float]]] = [[]]
    x = 8.0
    for key, letter, name in view.sectors:
        wide = 32 + measure(name, size) + 18
        if x + wide > width and rows[-1]:
            rows.append([])
            x = 8.0
        rows[-1].append((key, letter, name, x))
        x += wide
    return rows


def say_value(value: float) -> str:
    """Write a level: without a decimal where it is whole."""
    return str(number_format(value, decimal_pos=0 if value == int(value) else 1))


def _draw_key(key: str, letter: str, name: str, x: float, y: float, size: float) -> str:
    fill, ink = SECTOR_COLOURS.get(key, SECTOR_COLOURS[""])
    return (
        f'<circle cx="{x + 9:g}" cy="{y:g}" r="9" fill="{fill}" stroke="var(--map-ink)" stroke-width="0.8"/>'
        f'<text x="{x + 9:g}" y="{y + 4:g}" text-anchor="middle" font-size="11" font-weight="700" fill="{ink}">'
        f"{escape(letter)}</text>"
        f'<text x="{x + 24:g}" y="{y + 4.5:g}" font-size="{size:g}" fill="var(--map-ink)">{escape(name)}</text>'
    )


def _draw_plane(layout: Layout) -> list[str]:
    plane, paper = layout.plane, layout.paper
    width, height = plane.right - plane.left, plane.bottom - plane.top
    parts = [f'<rect x="{plane.left:g}" y="{plane.top:g}" width="{width:g}" height="{height:g}" fill="var(--map-plane)"/>']
    for corner in layout.corners:
        if corner.quadrant == Quadrant.CREATE:
            area = corner.area
            parts.append(
                f'<rect x="{area.left:g}" y="{area.top:g}" width="{max(area.right - area.left, 0):g}" '
                f'height="{max(area.bottom - area.top, 0):g}" fill="var(--map-best)"/>'
            )
    for level, x in layout.ticks_x:
        parts.append(f'<line x1="{x:g}" x2="{x:g}" y1="{plane.top:g}" y2="{plane.bottom:g}" stroke="var(--map-grid)"/>')
        parts.append(_write(x, plane.bottom + paper.size * 1.25, str(level), "middle", paper.size))
    for level, y in layout.ticks_y:
        parts.append(f'<line x1="{plane.left:g}" x2="{plane.right:g}" y1="{y:g}" y2="{y:g}" stroke="var(--map-grid)"/>')
        parts.append(_write(plane.left - 7, y + paper.size * 0.35, str(level), "end", paper.size))
    x, y = layout.border
    dash = 'stroke="var(--map-line)" stroke-width="1.5" stroke-dasharray="2 4" stroke-linecap="round"'
    parts += [
        f'<line x1="{x:g}" x2="{x:g}" y1="{plane.top:g}" y2="{plane.bottom:g}" {dash}/>',
        f'<line x1="{plane.left:g}" x2="{plane.right:g}" y1="{y:g}" y2="{y:g}" {dash}/>',
        _write(0, plane.top - paper.size * 0.8, f"↑ {_('Influence on the city’s development')}", "start", paper.size + 1),
        _write(plane.right, plane.bottom + paper.size * 2.75, f"{_('Degree of engagement')} →", "end", paper.size + 1),
    ]
    for corner in layout.corners:
        parts.append(
            f'<text x="{corner.x:g}" y="{corner.y:g}" text-anchor="{corner.anchor}" font-size="{paper.size * 1.15:g}" '
            f'fill="var(--map-ink-soft)"><tspan font-weight="600">{escape(corner.name)}</tspan> · {corner.count}</text>'
        )
    return parts


def _write(x: float, y: float, words: str, anchor: str, size: float) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}" '
        f'fill="var(--map-ink-soft)">{escape(words)}</text>'
    )


def _draw_moves(layout: Layout) -> list[str]:
    parts = []
    for spot in layout.spots:
        if spot.origin is None:
            continue
        x, y = spot.origin
        away = math.hypot(spot.x - x, spot.y - y)
        if away <= spot.radius + 6:
            continue
        part = (away - spot.radius - 3) / away
        end_x, end_y = x + (spot.x - x) * part, y + (spot.y - y) * part
        turn = math.atan2(spot.y - y, spot.x - x)
        wings = [(end_x - 9 * math.cos(turn + side), end_y - 9 * math.sin(turn + side)) for side in (0.42, -0.42)]
        corners = " ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in ((end_x, end_y), *wings))
        # The line ends inside the head, so that no blunt end shows.
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="var(--map-sheet)" stroke="var(--map-ink-soft)" '
            'stroke-width="1.5"/>'
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x - 5 * math.cos(turn):.1f}" y2="{end_y - 5 * math.sin(turn):.1f}" '
            f'stroke="var(--map-ink-soft)" stroke-width="1.75"/><polygon points="{corners}" fill="var(--map-ink-soft)"/>'
        )
    return parts


def _draw_leader(block: NameBlock) -> str:
    if block.leader is None:
        return ""
    (x, y), (end_x, end_y) = block.leader
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" stroke="var(--map-line)" stroke-width="1"/>'


def _draw_spot(spot: Spot, layout: Layout, *, links: bool) -> str:
    point = spot.point
    fill, ink = SECTOR_COLOURS.get(point.stakeholder.sector, SECTOR_COLOURS[""])
    size = spot.radius * (0.95 if len(point.code) < 3 else 0.82)  # noqa: PLR2004 - letter and two digits
    soft = ' opacity="0.35"' if spot.is_soft else ""
    halo = ""
    if spot.halo > spot.radius:
        halo = f'<circle cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.halo:.1f}" fill="{fill}" fill-opacity="0.28"/>'
    disc = (
        f'{halo}<circle class="map__disc" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{spot.radius:g}" fill="{fill}" '
        f'stroke="var(--map-ink)" stroke-width="0.8"/><text x="{spot.x:.1f}" y="{spot.y + size * 0.36:.1f}" '
        f'text-anchor="middle" font-size="{size:.1f}" font-weight="600" fill="{ink}">{escape(point.code)}</text>'
    )
    if not links:
        return f"<g{soft}>{disc}</g>"
    said = escape(say_point(spot, layout))
    words = f'href="#{point.anchor}" data-of="{point.anchor}" aria-label="{said}"'
    return f'<a class="map__point" {words}{soft}><title>{said}</title>{disc}</a>'


def _draw_crowd(crowd: Crowd, layout: Layout) -> str:
    first = crowd.points[0]
    said = escape(
        ngettext(
            "%(count)s stakeholder: influence %(influence)s, engagement %(engagement)s",
            "%(count)s stakeholders: influence %(influence)s, engagement %(engagement)s",
            len(crowd.points),
        )
        % {
            "count": len(crowd.points),
            "influence": say_value(first.influence),
            "engagement": say_value(first.engagement),
        }
    )
    size = layout.paper.size
    return (
        f'<a class="map__point" href="#{first.anchor}" aria-label="{said}"><title>{said}</title>'
        f'<circle class="map__disc" cx="{crowd.x:.1f}" cy="{crowd.y:.1f}" r="{crowd.radius:.1f}" fill="var(--map-crowd)"/>'
        f'<text x="{crowd.x:.1f}" y="{crowd.y + size * 0.36:.1f}" text-anchor="middle" font-weight="600" '
        f'fill="var(--map-on-crowd)">{len(crowd.points)}</text></a>'
    )


def say_point(spot: Spot, layout: Layout) -> str:
    """Say who a disc is and where it stands."""
    point = spot.point
    name = next(corner.name for corner in layout.corners if corner.quadrant == point.quadrant)
    return _("%(code)s %(name)s: influence %(influence)s, engagement %(engagement)s – %(quadrant)s") % {
        "code": point.code, "name": point.stakeholder.name, "influence": say_value(point.influence),
        "engagement": say_value(point.engagement), "quadrant": name,
    }  # fmt: skip


def _draw_names(block: NameBlock, layout: Layout) -> str:
    paper = layout.paper
    parts = []
    for x, y, column in block.columns:
        indent = indent_of(column, paper)
        for number, line in enumerate(column):
            at = y + number * paper.size * 1.18
            if line.code:
                parts.append(f'<tspan x="{x:.1f}" y="{at:.1f}" font-weight="600">{escape(line.code)}</tspan>')
            parts.append(f'<tspan x="{x + indent:.1f}" y="{at:.1f}">{escape(line.text)}</tspan>')
    # Letters keep a narrow edge free around them, so that no line of the grid runs through a word.
    edge = 'stroke="var(--map-plane)" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f'<text fill="var(--map-ink)" {edge} aria-hidden="true">{"".join(parts)}</text>'
