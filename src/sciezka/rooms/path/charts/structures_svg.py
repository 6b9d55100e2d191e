"""Drawing the laid-out maps of a structural analysis as SVG: for the page, and for files."""

import math
import re
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.kit.lettering import measure
from sciezka.kit.typography import keep_writable
from sciezka.rooms.path.charts.structures import Layout, Name, Spot
from sciezka.rooms.path.queries.structure_pages import MAP_WORDS, RoleLine, StructurePage, name_role

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
HEAD, PAD = 66.0, 20.0
# What the words of the style sheet are on paper.
PAPER_COLOURS: Final = {
    "ink": "#1d1b18", "soft": "#57524a", "line": "#8a847a", "plane": "#ffffff", "drives": "#e6efeb", "relay": "#f6ecd9",
    "result": "#e4ecf5", "rest": "#f7f5f1", "disc-drives": "#17594a", "disc-relay": "#b3740a", "disc-result": "#0b5c97",
    "disc-rest": "#6b665e", "arrow": "#57524a",
}  # fmt: skip
# Roles share four colours; the field and its name say the rest.
TONES: Final = {
    "determinant": "drives", "external": "drives", "key/relay": "relay", "key": "relay", "regulating": "relay",
    "result": "result", "objective": "result",
}  # fmt: skip


def draw_map(layout: Layout, *, links: bool = True) -> str:
    """Draw the map without title; discs lead to their rows where ``links``."""
    paper = layout.paper
    label = f' role="group" aria-label="{escape(_("Map of factors"))}"' if links else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {paper.width:g} {paper.height:g}" '
        f'font-family="{FONT}" font-size="{paper.size:g}"{label}>'
    )
    parts = [head, *_draw_plane(layout), *(_draw_way(spot, paper.radius) for spot in layout.spots)]
    parts += [_draw_leader(name) for name in layout.names]
    parts += [_draw_spot(spot, layout, links=links) for spot in layout.spots]
    parts += [_draw_name(name, layout) for name in layout.names]
    return keep_writable("".join([*parts, "</svg>"]))


def draw_file(layout: Layout, page: StructurePage) -> str:
    """Draw the map as a file of its own: with its title, what it rests on, and the colours of paper."""
    paper = layout.paper
    body = draw_map(layout, links=False)
    body = body[body.index(">") + 1 : -len("</svg>")]
    width, height = paper.width + 2 * PAD, paper.height + HEAD + PAD
    title = f"{page.gathered.structure} – {str(MAP_WORDS[page.reading.map]).lower()}"
    note = _("%(count)s factors; influence and dependence in their means; %(day)s") % {
        "count": len(page.lines), "day": f"{page.gathered.on:%d.%m.%Y}",
    }  # fmt: skip
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" font-size="{paper.size:g}"><title>{escape(title)}</title>'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>'
        f'<text x="{PAD:g}" y="32" font-size="23" font-weight="600" fill="var(--st-ink)">{escape(title)}</text>'
        f'<text x="{PAD:g}" y="54" font-size="14" fill="var(--st-soft)">{escape(note)}</text>'
        f'<g transform="translate({PAD:g} {HEAD:g})">{body}</g></svg>'
    )
    return re.sub(r"var\(--st-([a-z-]+)\)", lambda word: PAPER_COLOURS[word[1]], keep_writable(svg))


def say_line(line: RoleLine) -> str:
    """Say what a disc stands for."""
    return _("%(code)s %(name)s: influence %(influence)s, dependence %(dependence)s – %(role)s") % {
        "code": line.part.code, "name": line.part.name, "influence": line.influence, "dependence": line.dependence,
        "role": line.shown_name,
    }  # fmt: skip


def _draw_plane(layout: Layout) -> list[str]:
    plane, paper = layout.plane, layout.paper
    parts = []
    for field in layout.fields:
        area = field.area
        width, height = max(area.right - area.left, 0), max(area.bottom - area.top, 0)
        tone = TONES.get(field.role, "rest")
        parts.append(
            f'<rect x="{area.left:.1f}" y="{area.top:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="var(--st-{tone})"/>'
        )
    dash = 'stroke="var(--st-line)" stroke-width="1.25" stroke-dasharray="3 4"'
    parts += [f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{plane.top:g}" y2="{plane.bottom:g}" {dash}/>' for x in layout.cuts_x]
    parts += [f'<line x1="{plane.left:g}" x2="{plane.right:g}" y1="{y:.1f}" y2="{y:.1f}" {dash}/>' for y in layout.cuts_y]
    size = paper.size
    parts += [
        _write(plane.left, plane.top - size * 0.8, f"↑ {_('Influence on the others')}", "start", size),
        _write(plane.right, plane.bottom + size * 1.6, f"{_('Dependence on the others')} →", "end", size),
    ]
    parts += [
        f'<text x="{field.x:.1f}" y="{field.y:.1f}" text-anchor="{field.anchor}" font-size="{size * 1.1:g}" '
        f'font-weight="600" fill="var(--st-soft)">{escape(name_role(field.role))}</text>'
        for field in layout.fields
        if field.role and measure(name_role(field.role), size * 1.1, bold=True) < field.area.right - field.area.left - 8
    ]
    return parts


def _write(x: float, y: float, words: str, anchor: str, size: float) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}" fill="var(--st-soft)">{escape(words)}</text>'
    )


def _draw_way(spot: Spot, radius: float) -> str:
    """Draw where a factor stood by direct influences alone, and the arrow to where it stands."""
    if spot.origin is None:
        return ""
    x, y = spot.origin
    away = math.hypot(spot.x - x, spot.y - y)
    if away <= radius + 6:
        return ""
    part = (away - radius - 2) / away
    end_x, end_y = x + (spot.x - x) * part, y + (spot.y - y) * part
    turn = math.atan2(spot.y - y, spot.x - x)
    wings = [(end_x - 8 * math.cos(turn + side), end_y - 8 * math.sin(turn + side)) for side in (0.42, -0.42)]
    corners = " ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in ((end_x, end_y), *wings))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="var(--st-plane)" stroke="var(--st-arrow)" stroke-width="1.4"/>'
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x - 5 * math.cos(turn):.1f}" y2="{end_y - 5 * math.sin(turn):.1f}" '
        f'stroke="var(--st-arrow)" stroke-width="1.6"/><polygon points="{corners}" fill="var(--st-arrow)"/>'
    )


def _draw_leader(name: Name) -> str:
    if name.leader is None:
        return ""
    (x, y), (end_x, end_y) = name.leader
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end_x:.1f}" y2="{end_y:.1f}" stroke="var(--st-line)" stroke-width="1"/>'


def _draw_spot(spot: Spot, layout: Layout, *, links: bool) -> str:
    tone = TONES.get(spot.line.shown_role, "rest")
    disc = (
        f'<circle class="st-map__disc" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="{layout.paper.radius:g}" '
        f'fill="var(--st-disc-{tone})" stroke="var(--st-plane)" stroke-width="1.5"/>'
    )
    if not links:
        return disc
    said = escape(say_line(spot.line))
    return f'<a class="st-map__point" href="#{spot.line.anchor}" aria-label="{said}"><title>{said}</title>{disc}</a>'


def _draw_name(name: Name, layout: Layout) -> str:
    size = layout.paper.size
    indent = measure(name.code, size, bold=True) + 5
    parts = [f'<tspan x="{name.x:.1f}" y="{name.y:.1f}" font-weight="600">{escape(name.code)}</tspan>']
    parts += [
        f'<tspan x="{name.x + indent:.1f}" y="{name.y + number * size * 1.18:.1f}">{escape(row)}</tspan>'
        for number, row in enumerate(name.rows)
    ]
    return f'<text fill="var(--st-ink)" aria-hidden="true">{"".join(parts)}</text>'
