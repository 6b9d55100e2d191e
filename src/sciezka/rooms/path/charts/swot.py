"""The plane of a SWOT's strategic position as SVG: the joint arrow, and a disc for each team."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from sciezka.core.placement import Disc, fan_out
from sciezka.core.swot import BAND, Judgement, Position
from sciezka.kit.lettering import measure, wrap
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.path.queries.swot import POSITION_WORDS, say_positions
from sciezka.rooms.path.queries.swot_judged import JudgedSwot, Voice
from sciezka.rooms.path.queries.swot_words import say_coordinate

FONT: Final = "'Source Sans 3 Variable', 'Source Sans 3', sans-serif"
SIDE: Final = 400.0
LEFT: Final = 12.0
TOP: Final = 34.0
PLANE: Final = 376.0
SIZE: Final = 15.0
RADIUS: Final = 11.0
RANGES: Final = (0.25, 0.5, 1.0)
# How much of the plane stays free between the farthest place and the edge.
ROOM: Final = 0.78
PAPER: Final[Mapping[str, str]] = {
    "ink": "#1d1b18", "soft": "#57524a", "line": "#a8a39a", "grid": "#e6e2da", "plane": "#fbfaf7", "best": "#e3efea",
    "joint": "#17594a", "team": "#ffffff", "team-edge": "#005c94", "team-ink": "#005c94",
}  # fmt: skip
CORNERS: Final[Mapping[Position, tuple[int, int]]] = {
    Position.AGGRESSIVE: (1, 1),
    Position.CONSERVATIVE: (1, -1),
    Position.COMPETITIVE: (-1, 1),
    Position.DEFENSIVE: (-1, -1),
}
"""On which side of the middle each position lies: inside, outside."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The square that is drawn, and how far it reaches from the middle."""

    reach: float

    def spot(self, inner: float, outer: float) -> tuple[float, float]:
        """Give the point of a place."""
        half = PLANE / 2
        return LEFT + half + inner / self.reach * half, TOP + half - outer / self.reach * half


def choose_reach(judgements: Sequence[Judgement]) -> float:
    """Choose how far the plane reaches: near places would be lost on the whole of it."""
    far = max((max(abs(row.inner or 0), abs(row.outer or 0)) for row in judgements), default=0.0)
    return next((reach for reach in RANGES if far <= reach * ROOM), RANGES[-1])


def draw_position(judged: JudgedSwot, *, is_alone: bool = False) -> str:
    """Draw the plane; empty where there is no joint position."""
    if judged.judgement.inner is None or judged.judgement.outer is None:
        return ""
    voices = [voice for voice in judged.voices if voice.judgement.inner is not None] if len(judged.voices) > 1 else []
    plane = Plane(choose_reach([judged.judgement, *(voice.judgement for voice in voices)]))
    named = "" if is_alone else f' role="img" aria-label="{escape(say_drawing(judged))}"'
    height, lettering = TOP + PLANE + 30, f'font-family="{FONT}" font-size="{SIZE:g}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE:g} {height:g}" {lettering}{named}>',
        *draw_ground(plane, judged.judgement),
        *draw_voices(plane, voices),
        draw_joint(plane, judged.judgement),
        "</svg>",
    ]
    return keep_writable("".join(parts))


def say_drawing(judged: JudgedSwot) -> str:
    """Say in words what the drawing shows."""
    found = judged.judgement
    return _("Strategic position: %(position)s; inside %(inner)s, outside %(outer)s") % {
        "position": say_positions(found.positions),
        "inner": say_coordinate(found.inner),
        "outer": say_coordinate(found.outer),
    }


def draw_ground(plane: Plane, judgement: Judgement) -> list[str]:
    """Draw the quarters with their names, the border, the axes and their ends."""
    half = PLANE / 2
    middle_x, middle_y = plane.spot(0, 0)
    parts = [f'<rect x="{LEFT:g}" y="{TOP:g}" width="{PLANE:g}" height="{PLANE:g}" fill="var(--swot-plane)"/>']
    for position, (right, up) in CORNERS.items():
        x, y = LEFT + half * (right > 0), TOP + half * (up < 0)
        is_here = position in judgement.positions
        if is_here:
            parts.append(f'<rect x="{x:g}" y="{y:g}" width="{half:g}" height="{half:g}" fill="var(--swot-best)"/>')
        at_x, anchor = (x + half - 10, "end") if right > 0 else (x + 10, "start")
        at_y = y + 24 if up > 0 else y + half - 12
        weight = ' font-weight="600"' if is_here else ""
        ink = "ink" if is_here else "soft"
        parts.append(
            f'<text x="{at_x:g}" y="{at_y:g}" text-anchor="{anchor}" fill="var(--swot-{ink})"{weight}>'
            f"{escape(POSITION_WORDS[position][0])}</text>"
        )
    band = BAND / plane.reach * half
    dash = 'fill="none" stroke="var(--swot-grid)" stroke-width="1.5" stroke-dasharray="3 4"'
    down, across = f"{TOP:g} V{TOP + PLANE:g}", f"H{LEFT + PLANE:g}"
    border = " ".join(f"M{middle_x + away:g} {down} M{LEFT:g} {middle_y + away:g} {across}" for away in (-band, band))
    axes = f"M{middle_x:g} {down} M{LEFT:g} {middle_y:g} {across}"
    parts += [
        f'<path d="{border}" {dash}/>',
        f'<path d="{axes}" stroke="var(--swot-line)" stroke-width="1.25"/>',
        f'<rect x="{LEFT:g}" y="{TOP:g}" width="{PLANE:g}" height="{PLANE:g}" fill="none" stroke="var(--swot-grid)"/>',
    ]
    ends = (
        (middle_x, TOP - 12, "middle", f"↑ {_('opportunities')}"),
        (middle_x, TOP + PLANE + 21, "middle", f"↓ {_('threats')}"),
        (LEFT + PLANE, TOP + PLANE + 21, "end", f"{_('strengths')} →"),
        (LEFT, TOP + PLANE + 21, "start", f"← {_('weaknesses')}"),
    )
    parts += [
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="var(--swot-soft)">{escape(words)}</text>'
        for x, y, anchor, words in ends
    ]
    far = say_coordinate(plane.reach)
    near = say_coordinate(-plane.reach)
    small = 'font-size="13" fill="var(--swot-soft)"'
    parts += [
        f'<text x="{LEFT + PLANE - 5:g}" y="{middle_y - 6:g}" text-anchor="end" {small}>{far}</text>',
        f'<text x="{LEFT + 5:g}" y="{middle_y - 6:g}" {small}>{near}</text>',
        f'<text x="{middle_x + 6:g}" y="{TOP + 15:g}" {small}>{far}</text>',
        f'<text x="{middle_x + 6:g}" y="{TOP + PLANE - 6:g}" {small}>{near}</text>',
    ]
    return parts


def draw_voices(plane: Plane, voices: Sequence[Voice]) -> list[str]:
    """Draw a disc for each team, with a thin line from the middle; those at one place stand side by side."""
    origin = plane.spot(0, 0)
    discs = []
    for voice in voices:
        x, y = plane.spot(voice.judgement.inner or 0, voice.judgement.outer or 0)
        discs.append(Disc(key=voice.letter, x=round(x, 1), y=round(y, 1), radius=RADIUS))
    centres = fan_out(discs)
    parts = []
    for disc in discs:
        x, y = centres[disc.key]
        parts.append(
            f'<line x1="{origin[0]:g}" y1="{origin[1]:g}" x2="{x:.1f}" y2="{y:.1f}" stroke="var(--swot-team-edge)" '
            'stroke-width="1.25" stroke-dasharray="2 4"/>'
        )
    for disc in discs:
        x, y = centres[disc.key]
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS:g}" fill="var(--swot-team)" stroke="var(--swot-team-edge)" '
            f'stroke-width="2"/><text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14" font-weight="700" '
            f'fill="var(--swot-team-ink)">{escape(str(disc.key))}</text>'
        )
    return parts


def draw_joint(plane: Plane, judgement: Judgement) -> str:
    """Draw the arrow of the joint position; very near to the middle only its end."""
    (x, y), (to_x, to_y) = plane.spot(0, 0), plane.spot(judgement.inner or 0, judgement.outer or 0)
    away = math.hypot(to_x - x, to_y - y)
    end = f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="6" fill="var(--swot-joint)"/>'
    if away < RADIUS:
        return end
    turn = math.atan2(to_y - y, to_x - x)
    wings = [(to_x - 14 * math.cos(turn + side), to_y - 14 * math.sin(turn + side)) for side in (0.4, -0.4)]
    corners = " ".join(f"{at_x:.1f},{at_y:.1f}" for at_x, at_y in ((to_x, to_y), *wings))
    stop_x, stop_y = to_x - 10 * math.cos(turn), to_y - 10 * math.sin(turn)
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="var(--swot-joint)"/><line x1="{x:g}" y1="{y:g}" x2="{stop_x:.1f}" '
        f'y2="{stop_y:.1f}" stroke="var(--swot-joint)" stroke-width="4"/>'
        f'<polygon points="{corners}" fill="var(--swot-joint)"/>'
    )


def draw_file(judged: JudgedSwot) -> str:
    """Draw the plane as a file of its own: with a title, the place, a legend and the colours of paper."""
    inner = draw_position(judged, is_alone=True)
    if not inner:
        return ""
    body = inner[inner.index(">") + 1 : -len("</svg>")]
    pad, head = 24.0, 92.0
    process = judged.board.process
    title = _("Strategic position: %(position)s") % {"position": say_positions(judged.judgement.positions)}
    lines = wrap(bind_words(f"{process.workspace} · {process}"), SIDE, SIZE, 2)
    legend = [_("Arrow: all teams together")]
    legend += [f"{voice.letter}: {voice.name}" for voice in judged.voices] if len(judged.voices) > 1 else []
    width = max(SIDE, measure(title, 22, bold=True), *(measure(line, SIZE) for line in legend)) + 2 * pad
    foot = head + TOP + PLANE + 52
    height = foot + 22 * len(legend) + pad / 2
    words = [
        f'<text x="{pad:g}" y="44" font-size="22" font-weight="600" fill="var(--swot-ink)">{escape(title)}</text>',
        *(
            f'<text x="{pad:g}" y="{66 + 18 * row:g}" font-size="{SIZE:g}" fill="var(--swot-soft)">{escape(line)}</text>'
            for row, line in enumerate(lines)
        ),
        *(
            f'<text x="{pad:g}" y="{foot + 22 * row:g}" font-size="{SIZE:g}" fill="var(--swot-ink)">{escape(line)}</text>'
            for row, line in enumerate(legend)
        ),
    ]
    return paint(
        keep_writable(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
            f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" font-size="{SIZE:g}"><title>{escape(title)}</title>'
            f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>{"".join(words)}'
            f'<g transform="translate({(width - SIDE) / 2:g} {head:g})">{body}</g></svg>'
        )
    )


def paint(svg: str) -> str:
    """Give a drawing the colours of paper."""
    for name, colour in PAPER.items():
        svg = svg.replace(f"var(--swot-{name})", colour)
    return svg
